"""Words, numbers and times as people read them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from moderation.domain import ItemState, Outcome, Ruling, ScoringState
from moderation.web.drawing import (
    OUTCOMES,
    RULINGS,
    SCORING,
    STATES,
    ago,
    full_time,
    is_web_address,
    number,
    percent,
    spoken,
)

NOW = datetime(2025, 3, 1, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-30, "just now"),
        (0, "just now"),
        (59, "just now"),
        (60, "1 minute ago"),
        (3599, "59 minutes ago"),
        (3600, "1 hour ago"),
        (7200, "2 hours ago"),
        (86400, "1 day ago"),
        (86400 * 400, "400 days ago"),
    ],
)
def test_a_time_is_told_in_the_largest_unit_that_fits(seconds: int, words: str) -> None:
    assert ago(NOW - timedelta(seconds=seconds), NOW) == words


def test_a_full_time_is_in_utc_whatever_its_zone() -> None:
    elsewhere = NOW.astimezone(timezone(timedelta(hours=5)))
    assert full_time(elsewhere) == "1 Mar 2025, 12:00 UTC"


@pytest.mark.parametrize(
    ("value", "length"),
    [(-1.0, "0.0%"), (0.0, "0.0%"), (0.5, "50.0%"), (7.0, "100.0%")],
)
def test_a_bar_stays_within_its_drawing(value: float, length: str) -> None:
    assert percent(value) == length


def test_scores_have_two_decimals_and_codes_are_spoken() -> None:
    assert number(0.5) == "0.50"
    assert spoken("identity_attack") == "Identity attack"


def test_every_state_of_every_noun_has_a_word() -> None:
    assert set(OUTCOMES) == set(Outcome)
    assert set(RULINGS) == set(Ruling)
    assert set(STATES) == set(ItemState)
    assert set(SCORING) == set(ScoringState)
    assert [state for state in ScoringState if not SCORING[state]] == [ScoringState.SCORED]


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("https://paper.test/a?b=c", True),
        ("http://paper.test", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//paper.test", False),
        ("https:", False),
        ("https://[broken", False),
        ("https://paper.test/\u202egnp", False),
        ("", False),
    ],
)
def test_only_addresses_of_the_web_become_links(text: str, is_one: bool) -> None:
    assert is_web_address(text) is is_one
