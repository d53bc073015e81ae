"""What nobody sees is removed, and counts only inside words."""

from __future__ import annotations

import pytest

from moderation.text.invisible import strip_invisible
from moderation.text.offsets import Mapped


@pytest.mark.parametrize(
    "hidden",
    ["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u202e", "\u2066", "\ufe0f", "\U000e0041",
     "\x00", "\x07", "\x7f", "\u034f", "\ud800", "\uffff", "\u00ad"],
)  # fmt: skip
def test_a_hidden_character_inside_a_word_is_removed_and_counted(hidden: str) -> None:
    mapped = strip_invisible(Mapped(f"i{hidden}diot"))
    assert mapped.text == "idiot"
    assert mapped.suspicion == 1
    assert mapped.to_original(0, 5) == (0, 6)
    assert mapped.to_original(1, 2) == (2, 3)


def test_each_hidden_character_counts() -> None:
    assert strip_invisible(Mapped("i\u200b\u200bd\u2060iot")).suspicion == 3


@pytest.mark.parametrize(
    "text",
    ["\u200bidiot", "idiot\u200b", "an \u200bidiot", "an\u200b idiot", "no\u200b!", "\u200b"],
)
def test_beside_a_word_it_is_removed_and_not_counted(text: str) -> None:
    mapped = strip_invisible(Mapped(text))
    assert mapped.text == text.replace("\u200b", "")
    assert mapped.suspicion == 0


@pytest.mark.parametrize("text", ["plain words", "tabs\tand\nlines\r\n", "é ž я ש"])
def test_white_space_and_letters_stay(text: str) -> None:
    mapped = Mapped(text)
    assert strip_invisible(mapped) is mapped


@pytest.mark.parametrize("text", ["می‌خواهم", "क्‍ष", "👨‍👩‍👧", "🏳‍🌈"])
def test_joiners_that_a_script_or_an_emoji_needs_stay(text: str) -> None:
    assert strip_invisible(Mapped(text)).text == text


@pytest.mark.parametrize("text", ["ש\u200dלום", "при\u200cвет", "a\u200d👧", "👧\u200da"])
def test_joiners_go_where_nothing_needs_them(text: str) -> None:
    assert "\u200d" not in strip_invisible(Mapped(text)).text
    assert "\u200c" not in strip_invisible(Mapped(text)).text


def test_emoji_presentation_goes_without_suspicion() -> None:
    mapped = strip_invisible(Mapped("I ❤️ you"))
    assert mapped.text == "I ❤ you"
    assert mapped.suspicion == 0


def test_marks_of_direction_between_hebrew_or_thai_letters_are_no_disguise() -> None:
    assert strip_invisible(Mapped("של\u200fום")).suspicion == 0
    assert strip_invisible(Mapped("ภา\u200bษา")).suspicion == 0
    assert strip_invisible(Mapped("שa\u200fb")).suspicion == 1


def test_a_soft_hyphen_where_a_word_may_break_is_no_disguise() -> None:
    assert strip_invisible(Mapped("Donau\u00addampf")).text == "Donaudampf"
    assert strip_invisible(Mapped("do\u00adda")).suspicion == 0
    assert strip_invisible(Mapped("d\u00adoda")).suspicion == 1
    assert strip_invisible(Mapped("dod\u00ada")).suspicion == 1
    assert strip_invisible(Mapped("1d\u00adoda")).suspicion == 1
    assert strip_invisible(Mapped("do\u00add1")).suspicion == 1
    assert strip_invisible(Mapped("do\u00ad\u00adda")).suspicion == 2
