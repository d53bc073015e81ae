"""Page text: an article and its comments, as copied or printed from a web page.

        • Ann Author

          What she wrote.

          • Bob Answerer

            His reply, nested by its indentation.

What stands further to the right than the list's outermost bullets belongs to the
list; what does not is the page's own text, before, between or after its comments.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, islice

from moderation.domain import Comment, Thread, comment_id, content_hash, thread_id
from moderation.errors import InputError
from moderation.importers.base import (
    MAX_COMMENT_CHARS,
    ImporterFormat,
    Line,
    Origin,
    Record,
    quote_name,
)
from moderation.importers.page_head import PageHead
from moderation.importers.page_layout import MAX_NAME_CHARS, Layout, Row, rows_of, survey

SURVEYED_ROWS = 20_000
"""Rows looked at to learn a page's habits; the comments of a longer page follow them."""


class PageText(ImporterFormat):
    """An article, then bullets with authors, texts beneath, replies nested."""

    name = "page"
    title = "page text, an article and then '• author' bullets with texts beneath"
    suffixes = (".txt", ".text")

    def sniff(self, head: str) -> float:
        """Sure of a bullet with a text further to the right; unsure of a lone `*` or `-`."""
        lines = (Line(n, text) for n, text in enumerate(head.split("\n"), start=1))
        layout = survey(rows_of(lines))
        if layout is None:
            return 0.0
        is_weak = len(layout.markers) == 1
        return 0.3 if is_weak and layout.heads < 2 else 0.85

    def read(self, lines: Iterator[Line], origin: Origin) -> Iterator[Record]:
        """Yield the page as a thread, then its comments, each parent before its replies."""
        rows = rows_of(lines)
        surveyed = list(islice(rows, SURVEYED_ROWS))
        layout = survey(surveyed)
        if layout is None:
            raise self._no_comments(origin)
        naming = _Naming(origin, PageHead())
        for entry in _entries(chain(surveyed, rows), layout, naming.head):
            if len(entry.text) > MAX_COMMENT_CHARS:
                raise origin.fail(
                    entry.number,
                    expected=f"a comment of at most {MAX_COMMENT_CHARS} characters",
                    found=f"one of {len(entry.text)}",
                )
            yield from naming.records_of(entry)
        if not naming.count:
            raise self._no_comments(origin)

    def _no_comments(self, origin: Origin) -> InputError:
        return InputError(
            f"{quote_name(origin.name)}: expected comments as '• author' with the text "
            "beneath and further to the right, found none",
            next_step="Save the page's text with its indentation, or name "
            f"another format: moderation import --format jsonl {origin.shell_name}",
        )


@dataclass(slots=True)
class _Entry:
    """A comment while its rows are gathered."""

    number: int
    column: int
    author: str
    depth: int = 0
    rows: list[Row] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The rows as they stand on the page, without the indentation of the first."""
        if not self.rows:
            return ""
        left = self.rows[0].column
        parts: list[str] = []
        for row in self.rows:
            if parts:
                parts.append("\n" * (row.blanks_before + 1))
            parts.append(" " * max(0, row.column - left) + row.text)
        return "".join(parts)


def _entries(rows: Iterator[Row], layout: Layout, head: PageHead) -> Iterator[_Entry]:
    """The comments of a page in order, each with its depth; other text goes to `head`."""
    parser = _Parser(layout, head)
    before: Row | None = None
    for row in rows:
        if before is not None:
            yield from parser.take(before, row)
        before = row
    if before is not None:
        yield from parser.take(before, None)
    yield from parser.finish()


class _Parser:
    """Sorts rows into heads, texts and the page's own text, one row at a time.

    Bullets without a text wait in `_waiting` until a bullet with one proves that
    they stand in a list of comments; the page's own text proves that they do not.
    """

    def __init__(self, layout: Layout, head: PageHead) -> None:
        self._layout = layout
        self._head = head
        self._left: int | None = None
        self._is_open = False
        self._waiting: list[_Entry] = []
        self._columns: list[int] = []

    def take(self, row: Row, after: Row | None) -> Iterator[_Entry]:
        """Sort one row, knowing the next; yield the comments that are complete by it."""
        if self._is_head(row, after):
            yield from self._begin(row)
        elif self._belongs(row):
            yield from self._add(row)
        else:
            yield from self._leave()
            self._head.add(row)

    def finish(self) -> Iterator[_Entry]:
        """Yield what is still open at the end of the page."""
        yield from self._leave()

    def _is_head(self, row: Row, after: Row | None) -> bool:
        layout = self._layout
        if row.marker not in layout.markers or len(row.name) > MAX_NAME_CHARS:
            return False
        if layout.blank_after and after is not None and not after.blanks_before:
            return False
        if layout.blank_before and not row.blanks_before:
            return False
        if self._left is not None and row.column < self._left and not self._is_open:
            return False
        return layout.is_flat or not self._is_item(row, after)

    def _is_item(self, row: Row, after: Row | None) -> bool:
        """Whether a bullet is an item of a list inside of a text: text goes on beside it."""
        if after is None or after.marker in self._layout.markers or after.column != row.column:
            return False
        return not self._waiting or self._waiting[-1].column < row.column

    def _belongs(self, row: Row) -> bool:
        if not self._waiting:
            return False
        return self._layout.is_flat or row.column > self._outermost()

    def _outermost(self) -> int:
        return self._waiting[0].column if self._left is None else self._left

    def _begin(self, row: Row) -> Iterator[_Entry]:
        if self._is_open:
            yield from self._flush()
        self._waiting.append(_Entry(row.number, row.column, row.name))

    def _add(self, row: Row) -> Iterator[_Entry]:
        self._is_open = True
        *empty, current = self._waiting
        if empty:
            for entry in empty:
                yield self._placed(entry)
            self._waiting = [current]
        current.rows.append(row)
        least = min(entry.column for entry in (*empty, current))
        self._left = least if self._left is None else min(self._left, least)

    def _leave(self) -> Iterator[_Entry]:
        """The page's own text: whatever is open ends; mere bullets were no comments."""
        if self._is_open:
            yield from self._flush()
        self._waiting = []
        self._is_open = False

    def _flush(self) -> Iterator[_Entry]:
        for entry in self._waiting:
            yield self._placed(entry)
        self._waiting = []

    def _placed(self, entry: _Entry) -> _Entry:
        while self._columns and self._columns[-1] >= entry.column:
            self._columns.pop()
        entry.depth = len(self._columns)
        self._columns.append(entry.column)
        return entry


class _Naming:
    """Gives a page's comments ids that a second import of the page gives again.

    A page has no ids. The id of a comment is made from the thread, the author, the
    text and how many equal ones stood before it, so a comment that was added above
    changes none of the others.
    """

    def __init__(self, origin: Origin, head: PageHead) -> None:
        self.head = head
        self.count = 0
        self._origin = origin
        self._thread: Thread | None = None
        self._parents: list[str] = []
        self._seen: Counter[bytes] = Counter()

    def records_of(self, entry: _Entry) -> Iterator[Record]:
        """Yield the thread before the first comment, and the comment."""
        source = self._origin.source
        if self._thread is None:
            title, url = self.head.title, self.head.url
            key = url or title or source
            self._thread = Thread(id=thread_id(source, key), source=source, title=title, url=url)
            yield self._thread
        external_id = self._external_id(self._thread, entry.author, entry.text)
        own = comment_id(source, external_id)
        parent = self._parents[entry.depth - 1] if entry.depth else None
        self._parents[entry.depth :] = [own]
        self.count += 1
        yield Comment(
            id=own,
            source=source,
            external_id=external_id,
            text=entry.text,
            author_id=entry.author,
            thread_id=self._thread.id,
            parent_id=parent,
            content_hash=content_hash(entry.text),
        )

    def _external_id(self, thread: Thread, author: str, text: str) -> str:
        said = "\x00".join((thread.id, author, text))
        digest = hashlib.sha256(said.encode()).digest()[:12]
        self._seen[digest] += 1
        return f"{digest.hex()}-{self._seen[digest]}"
