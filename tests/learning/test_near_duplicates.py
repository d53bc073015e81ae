"""Copies of measured texts leave the training part; nothing else does."""

from __future__ import annotations

import pytest

from moderation.learning.corpora import split_near_duplicates
from moderation.learning.examples import Example

pytest.importorskip("datasketch")

LONG = "the council voted on tuesday to close the old bridge until the spring repairs are done"


def make_example(row: str, text: str, split: str = "train") -> Example:
    corpus = row.partition("/")[0]
    return Example(
        id=row,
        corpus=corpus,
        text=text,
        targets={"toxicity": 0.0},
        split=split,
        group=row,
        licence="CC0-1.0",
        permissive=True,
    )


def test_a_copy_that_differs_in_case_and_punctuation_is_removed_from_training() -> None:
    examples = [make_example("a/1", LONG.upper() + "!!"), make_example("b/1", LONG, "test")]
    kept, report = split_near_duplicates(examples)
    assert [e.id for e in kept] == ["b/1"]
    assert report.exact == {"a": 1}
    assert report.near == {}
    assert report.removed == 1


def test_a_text_with_one_word_more_counts_as_a_near_copy() -> None:
    examples = [make_example("a/1", f"rt {LONG} now"), make_example("b/1", LONG, "dev")]
    kept, report = split_near_duplicates(examples)
    assert [e.id for e in kept] == ["b/1"]
    assert (report.exact, report.near) == ({}, {"a": 1})


def test_other_texts_and_their_order_stay() -> None:
    examples = [
        make_example("a/1", "a quite different remark about the weather of last week"),
        make_example("b/1", LONG, "test"),
        make_example("a/2", "and another one that has nothing to do with any of the others"),
    ]
    kept, report = split_near_duplicates(examples)
    assert kept == examples
    assert (report.removed, report.kept) == (0, 3)


def test_copies_within_the_training_part_stay() -> None:
    examples = [make_example("a/1", LONG), make_example("a/2", LONG)]
    kept, _ = split_near_duplicates(examples)
    assert kept == examples


def test_measured_texts_are_never_removed() -> None:
    examples = [make_example("a/1", LONG, "dev"), make_example("b/1", LONG, "test")]
    kept, _ = split_near_duplicates(examples)
    assert kept == examples


def test_very_short_texts_are_no_copies_of_one_another() -> None:
    examples = [make_example("a/1", "thanks"), make_example("b/1", "Thanks!", "test")]
    kept, report = split_near_duplicates(examples)
    assert (len(kept), report.removed) == (2, 0)


def test_nothing_to_compare_is_no_error() -> None:
    assert split_near_duplicates([])[0] == []
