"""What readers get: numbered, cut, blind."""

from __future__ import annotations

from pathlib import Path

import pytest

from moderation.errors import CorpusError
from moderation.learning.annotations.draw import Drawn
from moderation.learning.annotations.sheets import BATCH, read_keys, texts_of, write_sheets
from tests.learning.annotations.rows import example


def _drawn(count: int, **fields: str) -> list[Drawn]:
    return [
        Drawn(example=example(f"cold/{n}", split="test", **fields), stratum="slur_terms")
        for n in range(count)
    ]


def test_a_sheet_shows_the_comment_and_what_it_answers_and_nothing_else(tmp_path: Path) -> None:
    write_sheets(_drawn(1, text="First line\nsecond", parent_text="A\nparent"), tmp_path, seed="s")
    sheet = (tmp_path / "batch" / "001.txt").read_text("utf-8")
    assert sheet == "### 1\n(in reply to: A parent)\nFirst line\nsecond\n"


def test_long_texts_are_cut_visibly(tmp_path: Path) -> None:
    write_sheets(_drawn(1, text="a" * 701, parent_text="b" * 201), tmp_path, seed="s")
    sheet = (tmp_path / "batch" / "001.txt").read_text("utf-8")
    assert sheet == f"### 1\n(in reply to: {'b' * 200} […])\n{'a' * 700} […]\n"


def test_numbers_run_over_all_batches_and_the_keys_say_which_row_each_is(tmp_path: Path) -> None:
    count, _ = write_sheets(_drawn(2 * BATCH + 1), tmp_path, seed="s")
    assert count == 3
    assert list(texts_of(tmp_path / "batch" / "003.txt")) == [2 * BATCH + 1]
    keys = read_keys(tmp_path / "keys.csv")
    assert list(keys) == list(range(1, 2 * BATCH + 2))
    last = keys[2 * BATCH + 1]
    assert (last.id, last.split, last.stratum) == (f"cold/{2 * BATCH}", "test", "slur_terms")


def test_a_share_of_the_batches_is_read_twice_the_same_for_a_seed(tmp_path: Path) -> None:
    count, double = write_sheets(_drawn(20 * BATCH), tmp_path, seed="s")
    assert (count, len(double)) == (20, 4)
    assert (tmp_path / "double.txt").read_text("utf-8").split() == list(double)
    assert write_sheets(_drawn(20 * BATCH), tmp_path, seed="s")[1] == double


def test_a_missing_key_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"keys\.csv"):
        read_keys(tmp_path / "keys.csv")
