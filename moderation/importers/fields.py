"""Named fields to comments and threads: what JSON lines and CSV have in common."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from moderation.domain import Comment, Thread, comment_id, content_hash, thread_id
from moderation.importers.base import (
    MAX_COMMENT_CHARS,
    Origin,
    Record,
    quote,
    replace_lone_surrogates,
)
from moderation.importers.times import parse_time

FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "id": ("id", "comment_id"),
    "text": ("text", "comment_text", "comment", "body"),
    "parent_id": ("parent_id", "parent", "parent_comment_id", "in_reply_to"),
    "parent_text": ("parent_text",),
    "thread_id": ("thread_id",),
    "thread_title": ("thread_title",),
    "thread_url": ("thread_url",),
    "author": ("author", "author_id", "author_name", "username"),
    "created_at": ("created_at", "created_utc", "timestamp"),
    "reports": ("reports",),
    "reach": ("reach",),
    "source": ("source",),
}
"""Each field with the names it may have; an earlier name outranks a later one."""

REQUIRED: Final = ("id", "text")

REMEMBERED_THREADS: Final = 4096
"""Threads kept in mind so as not to repeat them; a fixed number, whatever the file's size."""

MAX_ID_CHARS: Final = 1024
MAX_COUNT: Final = 2**63 - 1
"""The largest whole number that the database can keep."""


def field_named(name: str) -> str | None:
    """The field that a column or key of this name means, or None."""
    folded = name.strip().lower().replace(" ", "_").replace("-", "_")
    return next((key for key, names in FIELDS.items() if folded in names), None)


@dataclass(slots=True)
class RowReader:
    """Turns the rows of one file into records, each thread before its first comment."""

    origin: Origin
    _threads: OrderedDict[str, Thread] = field(default_factory=OrderedDict)

    def records_of(self, row: Mapping[str, object], line: int) -> list[Record]:
        """The comment of one row, with its thread before it where that is new.

        Args:
            row: Names and values; names that are no field of ours are ignored.
            line: The number of the row's first line, for messages.

        Returns:
            One comment, or a thread and a comment.

        Raises:
            InputError: A field is missing or of the wrong kind.
        """
        values = _Values(row, line, self.origin)
        source = self._source_of(values)
        external_id = values.identifier("id")
        text = values.text("text")
        # Nothing of it is kept yet, but a wrong kind is an error all the same.
        values.words("parent_text")
        parent = values.parent(external_id)
        thread = _thread_of(values, source)
        comment = Comment(
            id=comment_id(source, external_id),
            source=source,
            external_id=external_id,
            text=text,
            author_id=values.words("author"),
            thread_id=thread.id if thread else "",
            parent_id=comment_id(source, parent) if parent else None,
            created_at=values.time("created_at"),
            content_hash=content_hash(text),
            reports=values.count("reports"),
            reach=values.count("reach"),
        )
        if thread and self._is_news(thread):
            return [thread, comment]
        return [comment]

    def _source_of(self, values: _Values) -> str:
        named = values.identifier("source") if values.has("source") else ""
        return self.origin.source if self.origin.source_is_given or not named else named

    def _is_news(self, thread: Thread) -> bool:
        """Whether the thread was not met lately, or is now better known than it was."""
        known = self._threads.pop(thread.id, None)
        better = thread
        if known is not None:
            better = Thread(
                id=thread.id,
                source=thread.source,
                title=thread.title or known.title,
                url=thread.url or known.url,
            )
        self._threads[thread.id] = better
        if len(self._threads) > REMEMBERED_THREADS:
            self._threads.popitem(last=False)
        return known is None or (better != known and better == thread)


def _thread_of(values: _Values, source: str) -> Thread | None:
    title, url = values.words("thread_title"), values.words("thread_url")
    key = values.identifier("thread_id") if values.has("thread_id") else url or title
    if not key:
        return None
    return Thread(id=thread_id(source, key), source=source, title=title, url=url)


class _Values:
    """One row's values by field, each checked for its kind when it is asked for."""

    __slots__ = ("_line", "_origin", "_row", "_values")

    def __init__(self, row: Mapping[str, object], line: int, origin: Origin) -> None:
        self._row = row
        self._line = line
        self._origin = origin
        self._values = {key: _first_of(row, names) for key, names in FIELDS.items()}

    def has(self, key: str) -> bool:
        """Whether the field is there and says anything."""
        value = self._values[key]
        return value is not None and value != ""

    def text(self, key: str) -> str:
        """A required text, kept as it is; it may be empty, but it must be there."""
        value = self._values[key]
        if value is None and not any(name in self._row for name in FIELDS[key]):
            raise self._wrong(key, "a text", f"only {self._names()}")
        if not isinstance(value, str):
            raise self._wrong(key, "a text", _kind_of(value))
        if len(value) > MAX_COMMENT_CHARS:
            raise self._wrong(key, f"at most {MAX_COMMENT_CHARS} characters", str(len(value)))
        return replace_lone_surrogates(value)

    def words(self, key: str) -> str:
        """An optional text or number, as text; empty where it is missing."""
        value = self._values[key]
        if value is None:
            return ""
        if isinstance(value, str):
            return replace_lone_surrogates(value)
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        raise self._wrong(key, "a text", _kind_of(value))

    def identifier(self, key: str) -> str:
        """A text or whole number that names something, without control characters."""
        value = self._values[key]
        expected = "a text or a whole number"
        if value is None and not any(name in self._row for name in FIELDS[key]):
            raise self._wrong(key, expected, f"only {self._names()}")
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise self._wrong(key, expected, _kind_of(value))
        text = str(value).strip()
        if not text:
            raise self._wrong(key, expected, "nothing")
        if len(text) > MAX_ID_CHARS:
            raise self._wrong(key, f"at most {MAX_ID_CHARS} characters", str(len(text)))
        if not text.isprintable():
            raise self._wrong(key, "no control characters", quote(text))
        return text

    def parent(self, own: str) -> str:
        """The external id of the comment that this one answers, or an empty text."""
        if not self.has("parent_id"):
            return ""
        parent = self.identifier("parent_id")
        if parent == own:
            raise self._wrong("parent_id", "another comment's id", f"its own, {quote(own)}")
        return parent

    def count(self, key: str) -> int:
        """A whole number from 0; 0 where it is missing."""
        if not self.has(key):
            return 0
        value = self._values[key]
        number = _whole_number(value)
        if number is None or not 0 <= number <= MAX_COUNT:
            raise self._wrong(key, "a whole number from 0", _kind_of(value))
        return number

    def time(self, key: str) -> datetime | None:
        """A time in UTC, or None where it is missing."""
        if not self.has(key):
            return None
        value = self._values[key]
        expected = "a time like 2024-01-31T18:05:00Z or Unix seconds"
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise self._wrong(key, expected, _kind_of(value))
        try:
            return parse_time(value)
        except ValueError as error:
            raise self._wrong(key, expected, quote(value)) from error

    def _names(self) -> str:
        return quote(", ".join(self._row), 120) if self._row else "an empty object"

    def _wrong(self, key: str, expected: str, found: str) -> Exception:
        name = next((n for n in FIELDS[key] if n in self._row), key)
        return self._origin.fail(self._line, expected=f"{expected} in '{name}'", found=found)


def _first_of(row: Mapping[str, object], names: tuple[str, ...]) -> object:
    return next((row[name] for name in names if row.get(name) is not None), None)


def _whole_number(value: object) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    try:
        number = float(value) if isinstance(value, float | str) else None
        if isinstance(value, str) and value.strip().isdecimal():
            return int(value)
    except ValueError:
        return None
    return int(number) if number is not None and number.is_integer() else None


def _kind_of(value: object) -> str:
    kinds: tuple[tuple[type, str], ...] = (
        (bool, "true or false"),
        (int, "the number"),
        (float, "the number"),
        (str, "the text"),
        (list, "a list"),
        (dict, "an object"),
    )
    if value is None:
        return "null"
    kind = next((words for known, words in kinds if isinstance(value, known)), "something else")
    return f"{kind} {quote(value)}" if kind.startswith("the ") else kind
