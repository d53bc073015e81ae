from __future__ import annotations

import pytest

from moderation.terms.forms import (
    MAX_FORMS,
    english_plural,
    expand_braces,
    fold,
    fold_form,
    joined,
)


def test_case_is_folded_and_dashes_and_white_space_become_one_space() -> None:
    assert fold("New\tWORLD – \n order_x").text == "new world order x"


def test_curly_apostrophes_become_straight() -> None:
    assert fold("it’s ok").text == "it's ok"


def test_a_text_that_only_changes_case_needs_no_index() -> None:
    folded = fold("Plain Text")
    assert folded.index is None
    assert folded.source(2, 5) == (2, 5)


@pytest.mark.parametrize(
    ("text", "needle"),
    [
        ("a   b", "b"),
        ("Straße x", "x"),
        ("xx - -  yy", "yy"),
        ("İİ  kurd", "kurd"),
        ("one two", "one two"),
    ],
)
def test_offsets_lead_back_to_the_same_characters(text: str, needle: str) -> None:
    folded = fold(text)
    start = folded.text.index(needle)
    first, last = folded.source(start, start + len(needle))
    assert fold(text[first:last]).text == needle


def test_a_stretch_over_collapsed_spaces_covers_all_of_them() -> None:
    folded = fold("a   b c")
    assert folded.text == "a b c"
    assert folded.source(0, 3) == (0, 5)


def test_a_form_is_trimmed() -> None:
    assert fold_form("  Two   Words ") == "two words"
    assert fold_form(" - ") == ""


def test_braces_give_every_choice_in_order() -> None:
    assert expand_braces("{s,š}iptar{,i}") == ("siptar", "siptari", "šiptar", "šiptari")


def test_spaces_in_braces_are_kept() -> None:
    assert expand_braces("master{ ,}plan") == ("master plan", "masterplan")


def test_a_form_without_braces_is_itself() -> None:
    assert expand_braces("word") == ("word",)


def test_equal_choices_are_given_once() -> None:
    assert expand_braces("a{b,b}") == ("ab",)


@pytest.mark.parametrize("broken", ["a{b", "a}b", "{a,{b}"])
def test_braces_that_do_not_match_are_refused(broken: str) -> None:
    with pytest.raises(ValueError, match="braces"):
        expand_braces(broken)


def test_too_many_spellings_are_refused() -> None:
    ten = "{" + ",".join("0123456789") + "}"
    assert len(expand_braces(ten + ten)) == 100
    with pytest.raises(ValueError, match=str(MAX_FORMS)):
        expand_braces(ten * 3)


@pytest.mark.parametrize(
    ("form", "plural"),
    [
        ("dog", "dogs"),
        ("box", "boxes"),
        ("boss", "bosses"),
        ("witch", "witches"),
        ("rash", "rashes"),
        ("pony", "ponies"),
        ("boy", "boys"),
        ("two word", "two words"),
        ("y", "ys"),
        ("14", None),
        ("", None),
        ("šiptar", None),
    ],
)
def test_english_plurals_are_regular(form: str, plural: str | None) -> None:
    assert english_plural(form) == plural


def test_long_phrases_have_a_hashtag_spelling() -> None:
    assert joined("new world order") == "newworldorder"
    assert joined("so bad") is None
    assert joined("single") is None
