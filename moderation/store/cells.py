"""Python values <-> the cells of a row: times, texts and JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any


def utc_now() -> datetime:
    """The time now, in UTC."""
    return datetime.now(UTC)


def time_to_cell(at: datetime) -> str:
    """ISO-8601 in UTC with microseconds: of one width, so that texts compare as times do."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def optional_time_to_cell(at: datetime | None) -> str | None:
    """The same, None for None."""
    return None if at is None else time_to_cell(at)


def cell_to_time(cell: str) -> datetime:
    """Back from `time_to_cell`."""
    return datetime.fromisoformat(cell)


def cell_to_optional_time(cell: str | None) -> datetime | None:
    """The same, None for None."""
    return None if cell is None else cell_to_time(cell)


def text_to_cell(text: str) -> str | bytes:
    r"""The text; as bytes where half a surrogate pair in it keeps SQLite from storing text.

    Such halves reach us in JSON ("\ud800"). The original is never altered, not even then.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")
    return text


def cell_to_text(cell: str | bytes) -> str:
    """Back from `text_to_cell`."""
    return cell if isinstance(cell, str) else cell.decode("utf-8", "surrogatepass")


def to_json(value: Mapping[str, Any] | tuple[str, ...] | list[Any]) -> str:
    """Compact JSON, ASCII only."""
    return json.dumps(value, separators=(",", ":"))
