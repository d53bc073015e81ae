"""Letters held down are let go."""

from __future__ import annotations

import pytest

from moderation.text.offsets import Mapped
from moderation.text.repeats import has_runs, one, squeeze, two, two_consonants


@pytest.mark.parametrize(
    ("written", "to_one", "to_two", "vowels"),
    [
        ("idiiiiot", "idiot", "idiiot", "idiot"),
        ("fooool", "fol", "fool", "fol"),
        ("nicccceee", "nice", "niccee", "nicce"),
        ("SOOOO", "SO", "SOO", "SO"),
        ("yyyes", "yes", "yyes", "yes"),
    ],
)
def test_runs_are_shortened(written: str, to_one: str, to_two: str, vowels: str) -> None:
    mapped = Mapped(written)
    assert squeeze(mapped, one).text == to_one
    assert squeeze(mapped, two).text == to_two
    assert squeeze(mapped, two_consonants).text == vowels


@pytest.mark.parametrize("text", ["looser", "book", "2000", "!!!", "a  b", "___"])
def test_double_letters_digits_and_signs_stay(text: str) -> None:
    mapped = Mapped(text)
    assert squeeze(mapped, one) is mapped
    assert not has_runs(text)


def test_three_are_a_run() -> None:
    assert has_runs("hmmm")
    assert squeeze(Mapped("hmmm"), one).text == "hm"


def test_a_span_covers_the_whole_run() -> None:
    mapped = squeeze(Mapped("an idiotttt!"), one)
    assert mapped.text == "an idiot!"
    assert mapped.to_original(3, 8) == (3, 11)
    assert mapped.to_original(8, 9) == (11, 12)
    doubled = squeeze(Mapped("coooool"), two)
    assert doubled.to_original(1, 2) == (1, 2)
    assert doubled.to_original(2, 3) == (2, 6)
    assert doubled.suspicion == 0
