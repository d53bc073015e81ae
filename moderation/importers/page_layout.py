"""How a page of text is laid out: its rows, and what a comment's head looks like in it.

A page's comments are bullets, `• author`, nested by indentation; what a person
wrote stands beneath, further to the right. Bullets also stand in articles, in
lists of related links and inside of comments, so a first look at the page learns
its habits before any line is taken for a head.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from moderation.importers.base import Line

STRONG_MARKERS: Final = frozenset("•◦▪▫●○‣⁃∙·■□")
WEAK_MARKERS: Final = frozenset("*-+")
"""Marks that also stand for other things; taken only where nothing else is a head."""

MAX_NAME_CHARS: Final = 120
"""A longer line behind a bullet is no author's name."""

MAX_PLAIN_NAME_CHARS: Final = 60
"""The same where the bullet or the indentation proves little."""

TAB_STOP: Final = 8

_ZERO_WIDTH: Final = "\ufeff\u200b"


@dataclass(frozen=True, slots=True)
class Row:
    """A line with something on it."""

    number: int
    column: int
    """Where its text begins, with tabs at every eighth column."""
    text: str
    """The line without the white space around it."""
    blanks_before: int
    """Blank lines between the row before and this one; at the page's start it counts as 1."""

    @property
    def marker(self) -> str:
        """The bullet it begins with, or an empty text."""
        first = self.text[0]
        if first in STRONG_MARKERS:
            return first
        is_weak = first in WEAK_MARKERS and (len(self.text) == 1 or self.text[1].isspace())
        return first if is_weak else ""

    @property
    def name(self) -> str:
        """What stands after the bullet: in a head, the author."""
        return self.text[1:].strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A page's habits."""

    markers: frozenset[str]
    """The bullets that comments begin with on this page."""
    heads: int
    """Bullets, in the part looked at, that have a text beneath them."""
    blank_after: bool
    """Whether heads are followed by a blank line."""
    blank_before: bool
    """Whether heads follow a blank line."""
    is_flat: bool = False
    """Whether texts stand no further to the right than their heads."""


def rows_of(lines: Iterable[Line]) -> Iterator[Row]:
    """The lines that have something on them; columns are measured, blanks are counted."""
    blanks = 1
    for number, line in lines:
        text = line.strip()
        if not text:
            blanks += 1
            continue
        indent = line[: len(line) - len(line.lstrip())]
        if text[0] in _ZERO_WIDTH and text.lstrip(_ZERO_WIDTH)[:1] in STRONG_MARKERS:
            text = text.lstrip(_ZERO_WIDTH)
        yield Row(number, _column_after(indent), text, blanks)
        blanks = 0


def survey(rows: Iterable[Row]) -> Layout | None:
    """Learn a page's habits from its first rows.

    Args:
        rows: The rows of the beginning of a page, or of all of it.

    Returns:
        The habits, or None where nothing looks like a comment.
    """
    pairs = [(row, after) for row, after in pairwise(rows) if row.marker]
    named = [pair for pair in pairs if 0 < len(pair[0].name) <= MAX_NAME_CHARS]
    deep = [(row, after) for row, after in named if after.column > row.column]
    strong = [pair for pair in deep if pair[0].marker in STRONG_MARKERS]
    if strong:
        return _layout_of(strong, STRONG_MARKERS)
    weak = [pair for pair in deep if pair[0].marker in WEAK_MARKERS and _is_plain_head(pair)]
    if weak:
        counted = Counter(row.marker for row, _ in weak)
        usual, _ = counted.most_common(1)[0]
        chosen = [pair for pair in weak if pair[0].marker == usual]
        return _layout_of(chosen, frozenset(usual))
    flat = [pair for pair in named if pair[0].marker in STRONG_MARKERS and _is_plain_head(pair)]
    if len(flat) >= 2:
        return _layout_of(flat, STRONG_MARKERS, is_flat=True)
    return None


def _layout_of(
    heads: list[tuple[Row, Row]], markers: frozenset[str], *, is_flat: bool = False
) -> Layout:
    after = sum(below.blanks_before > 0 for _, below in heads)
    before = sum(row.blanks_before > 0 for row, _ in heads)
    return Layout(
        markers=markers,
        heads=len(heads),
        blank_after=2 * after > len(heads),
        blank_before=2 * before > len(heads),
        is_flat=is_flat,
    )


def _is_plain_head(pair: tuple[Row, Row]) -> bool:
    """A short name on its own between blank lines, with a text beneath, and no list's item."""
    row, below = pair
    return (
        len(row.name) <= MAX_PLAIN_NAME_CHARS
        and row.name[-1] not in ".!?:;,"
        and row.blanks_before > 0
        and below.blanks_before > 0
        and not below.marker
    )


def _column_after(indent: str) -> int:
    column = 0
    for char in indent:
        column = column - column % TAB_STOP + TAB_STOP if char == "\t" else column + 1
    return column
