from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.importers.times import parse_time

MOMENT = datetime(2024, 1, 31, 18, 5, tzinfo=UTC)


def naive(year: int) -> datetime:
    """The beginning of a year without a zone, as hypothesis wants its bounds."""
    return datetime(year, 1, 1, tzinfo=UTC).replace(tzinfo=None)


@pytest.mark.parametrize(
    "value",
    [
        "2024-01-31T18:05:00Z",
        "2024-01-31T18:05:00",
        "2024-01-31 18:05",
        "2024-01-31T19:05:00+01:00",
        " 2024-01-31T18:05:00.000Z ",
        1706724300,
        1706724300.0,
        1706724300000,
        1706724300000000,
        "1706724300",
        "1706724300.0",
        "1706724300000",
    ],
)
def test_one_moment_may_be_written_in_many_ways(value: str | float) -> None:
    assert parse_time(value) == MOMENT
    assert parse_time(value).tzinfo is UTC


def test_eight_digits_are_a_date() -> None:
    assert parse_time("20240131") == datetime(2024, 1, 31, tzinfo=UTC)


def test_a_time_before_1970_may_be_a_number() -> None:
    assert parse_time(-1) == datetime(1969, 12, 31, 23, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "yesterday",
        "2024-13-01",
        "0001-01-01T00:00:00+14:00",
        float("nan"),
        float("inf"),
        10**400,
    ],
)
def test_what_is_no_time_is_refused(value: str | float) -> None:
    with pytest.raises(ValueError):
        parse_time(value)


@given(st.datetimes(naive(1974), naive(2200)))
def test_seconds_and_milliseconds_name_the_same_moment(written: datetime) -> None:
    moment = written.replace(microsecond=0, tzinfo=UTC)
    seconds = int(moment.timestamp())
    assert parse_time(seconds) == parse_time(seconds * 1000) == moment


@given(st.datetimes(naive(2), naive(9998)), st.integers(-14, 14))
def test_any_zone_is_turned_to_utc(local: datetime, hours: int) -> None:
    sign = "-" if hours < 0 else "+"
    written = f"{local.isoformat()}{sign}{abs(hours):02d}:00"
    assert parse_time(written) == local.replace(tzinfo=UTC) - timedelta(hours=hours)
