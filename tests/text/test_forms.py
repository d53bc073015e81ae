"""One way to write each character; marks that belong to a spelling stay."""

from __future__ import annotations

import pytest

from moderation.text.forms import spell_regional, to_plain_form, to_single_spaces
from moderation.text.offsets import Mapped

GENUINE = [
    "café naïve Škoda Grubić šiptar đak žena Ærø Łódź",
    "Ελληνικά και ἄνθρωπος",
    "Привет, ёлка и йод",
    "за́мок",
    "שָׁלוֹם עוֹלָם",
    "السَّلَامُ عَلَيْكُمْ",
    "नमस्ते दुनिया क्षत्रिय",
    "你好 世界",
    "こんにちは カタカナ",
    "안녕하세요",
    "ภาษาไทย",
    "Tiếng Việt ở đâu",
]


@pytest.mark.parametrize("text", GENUINE)
def test_genuine_words_stay_as_they_are(text: str) -> None:
    mapped = to_plain_form(Mapped(text))
    assert mapped.text == text
    assert mapped.suspicion == 0


def test_letters_written_apart_from_their_accents_are_put_together() -> None:
    mapped = to_plain_form(Mapped("cafe\u0301 z\u030cena и\u0306од"))
    assert mapped.text == "café žena йод"
    assert mapped.suspicion == 0
    assert mapped.to_original(3, 4) == (3, 5)
    assert mapped.to_original(5, 9) == (6, 11)


def test_marks_that_make_no_letter_are_stripped_from_latin_letters() -> None:
    mapped = to_plain_form(Mapped("i\u0336d\u0336iot"))
    assert mapped.text == "idiot"
    assert mapped.suspicion == 2
    assert mapped.to_original(0, 5) == (0, 7)


def test_a_latin_letter_keeps_the_accent_that_it_has_in_spelling() -> None:
    assert to_plain_form(Mapped("e\u0301\u0336")).text == "é"
    assert to_plain_form(Mapped("é\u0336")).text == "é"
    assert to_plain_form(Mapped("b\u05b8c\u064e")).text == "bc"


def test_more_than_two_marks_on_a_letter_are_all_stripped() -> None:
    assert to_plain_form(Mapped("a\u0301\u0302\u0303b")).text == "ab"
    assert to_plain_form(Mapped("é\u0302\u0303\u0304b")).text == "eb"
    assert to_plain_form(Mapped("ж\u0301\u0302\u0303")).text == "ж"
    assert to_plain_form(Mapped("ж\u0301\u0302")).text == "ж\u0301\u0302"
    assert to_plain_form(Mapped("й\u0301\u0302\u0303")).text == "й"


def test_more_than_five_of_a_scripts_own_marks_are_stripped() -> None:
    assert to_plain_form(Mapped("ก" + "็" * 5)).text == "ก" + "็" * 5
    assert to_plain_form(Mapped("ก" + "็" * 6)).text == "ก"
    assert to_plain_form(Mapped("ก" + "็" * 6)).suspicion == 1


def test_marks_on_nothing_go_unless_a_script_uses_them() -> None:
    assert to_plain_form(Mapped("\u0301a")).text == "a"
    assert to_plain_form(Mapped("! \u0336b")).text == "! b"
    assert to_plain_form(Mapped("\u0301")).suspicion == 0
    assert to_plain_form(Mapped("- \u05b8")).text == "- \u05b8"


def test_keycaps_are_digits_and_no_disguise() -> None:
    mapped = to_plain_form(Mapped("1\u20e3 2\u20e3"))
    assert mapped.text == "1 2"
    assert mapped.suspicion == 0


@pytest.mark.parametrize(
    "text",
    ["𝐢𝐝𝐢𝐨𝐭", "𝖎𝖉𝖎𝖔𝖙", "𝓲𝓭𝓲𝓸𝓽", "ⓘⓓⓘⓞⓣ", "ｉｄｉｏｔ", "ⁱᵈⁱᵒᵗ"],
)
def test_letters_in_fancy_dress_are_letters_and_counted(text: str) -> None:
    mapped = to_plain_form(Mapped(text))
    assert mapped.text == "idiot"
    assert mapped.suspicion == 5
    assert mapped.to_original(1, 3) == (1, 3)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("ɪᴅɪᴏᴛ", "IDIOT"),
        ("🅘🅓🅘🅞🅣", "IDIOT"),
        ("🅸🅳🅸🅾🆃", "IDIOT"),
        ("🄸🄳🄸🄾🅃", "IDIOT"),
        ("🅐🅩🅰🆉", "AZAZ"),
    ],
)
def test_capitals_that_no_unicode_form_takes_apart_are_letters(written: str, read: str) -> None:
    mapped = to_plain_form(Mapped(written))
    assert mapped.text == read
    assert mapped.suspicion == len(read)


def test_an_odd_row_of_regional_indicators_is_letters_and_an_even_one_flags() -> None:
    idiot = "🇮🇩🇮🇴🇹"
    assert to_plain_form(Mapped(idiot)).text == "IDIOT"
    assert to_plain_form(Mapped(idiot)).suspicion == 5
    assert to_plain_form(Mapped("🇺🇸 🇷🇸🇺🇸")).text == "🇺🇸 🇷🇸🇺🇸"
    assert to_plain_form(Mapped("🇮 🇩")).text == "I D"
    assert spell_regional("🇦🇿") == "AZ"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("ﬁne", "fine"),
        ("½", "1⁄2"),
        ("™", "TM"),
        ("…", "..."),
        ("x²", "x2"),
        ("1ª", "1a"),
        ("㎏", "kg"),
        ("’‘´", "'''"),
        ("“„«»”", '"""""'),
        ("a\u3000b\u00a0c\u2800d\u3164e", "a b c d e"),
    ],
)
def test_typography_is_folded_without_suspicion(written: str, read: str) -> None:
    mapped = to_plain_form(Mapped(written))
    assert mapped.text == read
    assert mapped.suspicion == 0


def test_a_ligature_maps_both_letters_to_itself() -> None:
    mapped = to_plain_form(Mapped("of ﬃce"))
    assert mapped.text == "of ffice"
    assert [mapped.to_original(i, i + 1) for i in (3, 4, 5, 6)] == [(3, 4)] * 3 + [(4, 5)]


def test_hangul_written_in_pieces_is_put_together() -> None:
    mapped = to_plain_form(Mapped("\u1112\u1161\u11ab글"))
    assert mapped.text == "한글"
    assert mapped.to_original(0, 1) == (0, 3)
    assert mapped.to_original(1, 2) == (3, 4)


def test_plain_ascii_is_left_alone() -> None:
    mapped = Mapped("plain, old text")
    assert to_plain_form(mapped) is mapped


def test_runs_of_white_space_become_one_space() -> None:
    mapped = to_single_spaces(Mapped(" a  b\n\nc\td e\u00a0f "))
    assert mapped.text == " a b c d e f "
    assert mapped.to_original(2, 3) == (2, 4)
    assert mapped.to_original(3, 4) == (4, 5)
    single = Mapped("a b c")
    assert to_single_spaces(single) is single
