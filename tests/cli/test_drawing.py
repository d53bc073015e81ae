from __future__ import annotations

import pytest

from moderation.cli.drawing import draw_bar, draw_why, shorten, visible
from moderation.domain import Outcome, Priority, Reason, Selection, Verdict


def priority(value: float) -> Priority:
    return Priority(value=value, parts=(), selection=Selection.RANKED, propensity=0.02)


@pytest.mark.parametrize(
    ("value", "drawn"),
    [
        (0.0, "0.00 ░░░░░░░░░░"),
        (0.62, "0.62 ██████░░░░"),
        (1.0, "1.00 ██████████"),
    ],
)
def test_a_priority_is_a_number_and_a_bar(value, drawn):
    assert draw_bar(priority(value)) == drawn


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("two\n\nlines\tand  blanks ", "two lines and blanks"),
        ("\x1b[31mred\x1b[0m", "\ufffd[31mred\ufffd[0m"),
        ("a\u202ecba", "a\ufffdcba"),
        ("zero\u200bwidth", "zero\ufffdwidth"),
        ("half \ud800", "half \ufffd"),
        ("👩‍👩‍👧 stays", "👩‍👩‍👧 stays"),
        ("Привет, שלום", "Привет, שלום"),
        ("", ""),
    ],
)
def test_nothing_in_a_comment_can_steer_the_terminal(text, shown):
    assert visible(text) == shown


def test_a_short_text_stays_whole():
    assert shorten("a few words", 20, 2) == ["a few words"]


def test_a_long_text_is_wrapped_between_words_and_ends_in_an_ellipsis():
    lines = shorten("one two three four five six seven", 10, 2)
    assert lines == ["one two", "three four…"[:9] + "…"]


def test_an_endless_word_is_cut():
    assert shorten("x" * 50, 10, 2) == ["x" * 10, "x" * 9 + "…"]


def test_wide_characters_take_two_columns():
    assert shorten("漢字漢字漢字", 6, 1) == ["漢字…"]


def test_an_empty_text_is_said_to_be_so():
    assert shorten("", 20, 2) == ["(empty)"]


@pytest.mark.parametrize(
    ("selection", "why"),
    [
        (Selection.RANKED, "Nothing was found"),
        (Selection.HELD, "Nothing was found"),
        (Selection.AUDIT, "Nothing was found; Drawn by chance for the audit"),
    ],
)
def test_a_comment_drawn_for_the_audit_says_so(selection, why):
    verdict = Verdict(
        outcome=Outcome.NO_OPINION,
        reasons=(Reason(code="none", text="Nothing was found"),),
        policy_version="1",
    )
    drawn = Priority(value=0.3, parts=(), selection=selection, propensity=0.02)
    assert draw_why(verdict, drawn) == why
