"""Reading a time as people write it: ISO 8601, or seconds since 1970 and its fractions."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime
from typing import Final

_MILLISECONDS_FROM: Final = 1e11
_MICROSECONDS_FROM: Final = 1e14
# 1e11 seconds are the year 5138 and 1e11 milliseconds are 1973: no comment is mistaken.

_NUMBER: Final = re.compile(r"-?\d{9,}(\.\d+)?")
# Fewer digits are a basic ISO date such as 20240131.


def parse_time(value: str | float) -> datetime:
    """A time with its zone, in UTC.

    Args:
        value: ISO 8601 (no zone means UTC), or Unix seconds, milliseconds or
            microseconds as a number or as text.

    Returns:
        The time in UTC.

    Raises:
        ValueError: It is neither, or lies outside of the years 1 to 9999.
    """
    if isinstance(value, str):
        text = value.strip()
        if not _NUMBER.fullmatch(text):
            return _from_iso(text)
        value = float(text)
    return _from_unix(value)


def _from_iso(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    try:
        if moment.tzinfo is None:
            return moment.replace(tzinfo=UTC)
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("outside of the years 1 to 9999") from error


def _from_unix(number: float) -> datetime:
    try:
        seconds = float(number)
    except OverflowError as error:
        raise ValueError("too large a number") from error
    if not math.isfinite(seconds):
        raise ValueError("not a finite number")
    size = abs(seconds)
    if size >= _MICROSECONDS_FROM:
        seconds /= 1_000_000
    elif size >= _MILLISECONDS_FROM:
        seconds /= 1_000
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError) as error:
        raise ValueError("outside of the years 1 to 9999") from error
