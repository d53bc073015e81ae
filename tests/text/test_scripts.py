"""The script of a letter."""

from __future__ import annotations

import pytest

from moderation.text.scripts import script_of


@pytest.mark.parametrize(
    ("letters", "script"),
    [
        ("AZaz", "Latin"),
        ("Àɏéž", "Latin"),
        ("ɐʯ", "Phonetic"),
        ("αΩἄ", "Greek"),
        ("аЯёӿ", "Cyrillic"),
        ("աԱ", "Armenian"),
        ("את", "Hebrew"),
        ("اي", "Arabic"),
        ("अ", "Devanagari"),
        ("ก", "Thai"),
        ("한ㄱ", "Hangul"),
        ("あ", "Hiragana"),
        ("カ", "Katakana"),
        ("中", "Han"),
        ("𠀀", "Han"),
        ("Ꭰ", "Cherokee"),
        ("ქ", "Georgian"),
    ],
)
def test_letters_belong_to_their_script(letters: str, script: str) -> None:
    assert {script_of(letter) for letter in letters} == {script}


@pytest.mark.parametrize(
    "char", ["1", " ", "!", "×", "÷", "@", "[", "`", "{", "😀", "\u0301", "\ud800"]
)
def test_anything_else_belongs_to_none(char: str) -> None:
    assert script_of(char) == ""


def test_letters_of_scripts_that_are_not_listed_belong_to_none() -> None:
    assert script_of("\U00010400") == ""
    assert script_of("ª") == ""
