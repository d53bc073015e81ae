"""Agreement: alpha for each label, over what both readers judged."""

from __future__ import annotations

import json

from moderation.learning.annotations.agreement import agreement, as_json
from moderation.learning.annotations.codes import parse_codes


def _table(*pairs: tuple[str, str]) -> dict[str, dict[str, float | None]]:
    return as_json(agreement([(parse_codes(a), parse_codes(b)) for a, b in pairs]))


def test_equal_readings_agree_fully() -> None:
    assert _table(("P", "P"), ("-", "-"), ("-", "-"))["profanity"] == {
        "comments": 3,
        "marked": 1,
        "equal": 1.0,
        "alpha": 1.0,
    }


def test_alpha_is_krippendorffs_own_worked_example_for_two_readers_and_two_values() -> None:
    # Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", part A: alpha = 0.095.
    first = (0, 1, 0, 0, 0, 0, 0, 0, 1, 0)
    second = (1, 1, 1, 0, 0, 1, 0, 0, 0, 0)
    pairs = [("P" if a else "-", "P" if b else "-") for a, b in zip(first, second, strict=True)]
    assert _table(*pairs)["profanity"]["alpha"] == 0.0952


def test_doubt_against_yes_is_a_smaller_disagreement_than_no_against_yes() -> None:
    rest = (("P", "P"), ("-", "-"), ("-", "-"))
    doubt = _table(("P", "P?"), *rest)["profanity"]["alpha"]
    contradiction = _table(("P", "-"), *rest)["profanity"]["alpha"]
    assert doubt is not None
    assert contradiction is not None
    assert 1 > doubt > contradiction


def test_alpha_is_open_where_no_label_was_ever_given() -> None:
    assert _table(("-", "-"), ("-", "-"))["threat"]["alpha"] is None


def test_what_one_reader_left_unjudged_does_not_count() -> None:
    table = _table(("a25", "A21"), ("U", "X"), ("-", "-"))
    assert table["antisemitism"]["comments"] == 1
    assert table["toxicity"]["comments"] == 2


def test_no_double_reading_at_all_gives_a_table_that_json_can_say() -> None:
    table = _table()
    assert json.loads(json.dumps(table, allow_nan=False))["slur"] == {
        "comments": 0,
        "marked": 0,
        "equal": None,
        "alpha": None,
    }
