"""Lookalike letters are undone in words that mix scripts, and nowhere else."""

from __future__ import annotations

import pytest

from moderation.text.confusables import undo_lookalike_words, undo_mixed_scripts
from moderation.text.offsets import Mapped


def unmixed(text: str) -> str:
    return undo_mixed_scripts(Mapped(text)).text


@pytest.mark.parametrize(
    ("written", "read", "changed"),
    [
        ("іdіоt", "idiot", 3),
        ("mоrоn", "moron", 2),
        ("МОRОN", "MORON", 3),
        ("ιdιοt", "idiot", 3),
        ("mοrοη", "moron", 3),
        ("idɩot", "idiot", 1),
        ("ɑsshole", "asshole", 1),
        ("іd1оt", "id1ot", 2),
        ("Іdіоt", "Idiot", 3),
        ("оne", "one", 1),
    ],
)
def test_a_latin_word_with_lookalikes_is_latin(written: str, read: str, changed: int) -> None:
    mapped = undo_mixed_scripts(Mapped(f"an {written} here"))
    assert mapped.text == f"an {read} here"
    assert mapped.suspicion == changed
    assert mapped.to_original(3, 3 + len(read)) == (3, 3 + len(read))


def test_a_cyrillic_word_with_latin_lookalikes_is_cyrillic() -> None:
    assert unmixed("мoрон") == "морон"
    assert undo_mixed_scripts(Mapped("мoрон")).suspicion == 1
    assert unmixed("пpивет") == "привет"
    assert unmixed("кoк") == "кок"
    # Both readings are possible: the other words decide.
    assert unmixed("coсо") == "coco"
    assert unmixed("cоcо пишу") == "сосо пишу"
    # Mostly Latin, so Latin, however Cyrillic the rest.
    assert unmixed("пишу cоco") == "пишу coco"


@pytest.mark.parametrize(
    "text",
    [
        "сосо и рак",
        "Привет мир",
        "Ελληνικά μου",
        "ξένος",
        "iPhone手机",
        "Tシャツ",
        "בFacebook",
        "שלום",
        "μm km",
        "Dж",
        "wжat",
        "plain words",
        "šiptar Grubić naïve",
        "əliyev Bakı",
    ],
)
def test_genuine_words_stay_as_they_are(text: str) -> None:
    mapped = Mapped(text)
    assert undo_mixed_scripts(mapped) is mapped


def test_a_loan_word_with_a_native_ending_stays_where_the_text_is_native() -> None:
    assert unmixed("он пишет с iPhoneом") == "он пишет с iPhoneом"
    assert unmixed("he writes with iPhoneом") == "he writes with iPhoneom"
    assert unmixed("он пишет iPhоneом") == "он пишет iPhoneom"


def test_words_of_nothing_but_lookalikes_are_a_guess_for_a_candidate_view() -> None:
    assert undo_lookalike_words(Mapped("you сосо")).text == "you coco"
    assert undo_lookalike_words(Mapped("сосо")).suspicion == 0
    assert undo_lookalike_words(Mapped("АСЕ ѕрор")).text == "ACE spop"
    assert undo_lookalike_words(Mapped("со1")).text == "co1"


@pytest.mark.parametrize("text", ["сосо и жук", "со", "мир", "plain", "σοφία", "cосо"])
def test_nothing_is_guessed_in_genuine_text(text: str) -> None:
    mapped = Mapped(text)
    assert undo_lookalike_words(mapped) is mapped


def test_lookalikes_keep_their_case_and_digits_and_marks_stay() -> None:
    assert unmixed("ᎪᎬb") == "AEb"
    assert unmixed("ⲟne") == "one"
    assert unmixed("օne") == "one"
    assert unmixed("Οne") == "One"
    assert unmixed("іd_1оt") == "id_1ot"
    assert unmixed("so, іdіоt and mоrоn") == "so, idiot and moron"
    assert undo_lookalike_words(Mapped("it, сосо and росо")).text == "it, coco and poco"
    assert undo_lookalike_words(Mapped("со со, сосо")).text == "со со, coco"
