"""Backwards and upside down."""

from __future__ import annotations

import pytest

from moderation.text.mirrored import reverse_words, undo_override, undo_upside_down
from moderation.text.offsets import Mapped


def test_text_after_an_override_is_put_in_the_order_in_which_it_is_shown() -> None:
    mapped = undo_override(Mapped("an \u202etoidi\u202c here"))
    assert mapped.text == "an \u202eidiot\u202c here"
    assert mapped.suspicion == 5
    assert mapped.to_original(4, 9) == (4, 9)
    assert mapped.to_original(4, 5) == (8, 9)


def test_an_override_reaches_to_the_end_of_its_line() -> None:
    assert undo_override(Mapped("\u202eab\ncd")).text == "\u202eba\ncd"
    assert undo_override(Mapped("\u202eab\u202ecd")).text == "\u202eba\u202edc"
    plain = Mapped("plain")
    assert undo_override(plain) is plain


def test_long_words_are_read_backwards() -> None:
    mapped = reverse_words(Mapped("a toidi on the road"))
    assert mapped.text == "a idiot on the road"
    assert mapped.to_original(2, 7) == (2, 7)
    assert mapped.to_original(2, 3) == (6, 7)
    assert mapped.suspicion == 0


def test_short_words_and_honest_ones_stay() -> None:
    for text in ("spin pow drat door", "it skips", "Skips"):
        mapped = Mapped(text)
        assert reverse_words(mapped) is mapped


def test_short_words_too_where_the_whole_text_is_backwards() -> None:
    assert reverse_words(Mapped("uoy era a gip")).text == "you are a pig"
    assert reverse_words(Mapped("UOY ERA a gip")).text == "YOU ARE a pig"
    assert reverse_words(Mapped("uoy gip")).text == "uoy gip"
    assert reverse_words(Mapped("uoy uoy gip")).text == "uoy uoy gip"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("ʇoıpı", "idiot"),
        ("uoɹoɯ", "moron"),
        ("an ʇoıpı ɥɐɥ", "an idiot hah"),
        ("ǝɥʇ", "the"),
        ("ʇ'uop", "don't"),
        ("ǝɟᴉʍ.", "wife."),
        ("plos ɹǝʌǝu", "sold never"),
        ("sold ɹǝʌǝu", "sold never"),
    ],
)
def test_upside_down_words_are_turned_round(written: str, read: str) -> None:
    mapped = undo_upside_down(Mapped(written))
    assert mapped.text == read
    assert mapped.suspicion > 0


def test_a_span_of_a_turned_word_leads_back() -> None:
    mapped = undo_upside_down(Mapped("an ʇoıpı"))
    assert mapped.to_original(3, 8) == (3, 8)
    assert mapped.to_original(3, 4) == (7, 8)
    assert mapped.suspicion == 5


@pytest.mark.parametrize("text", ["ılık sıcak", "xʌx", "plain", "Ɛvɛ", "ʇ", "plos", "xʌqz"])
def test_dotless_i_and_single_phonetic_letters_stay(text: str) -> None:
    mapped = Mapped(text)
    assert undo_upside_down(mapped) is mapped
