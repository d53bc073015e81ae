"""What stands above a page's comments: its headline and its address."""

from __future__ import annotations

import re
from typing import Final

from moderation.importers.page_layout import Row

_LOOKED_AT: Final = 60
"""Rows of a page's beginning in which a headline is looked for."""

_HEADLINE_WORDS: Final = 3
_HEADLINE_CHARS: Final = 200
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_ADDRESS: Final = re.compile(r"https?://\S+")


class PageHead:
    """Gathers the first rows that are no comments, and tells the page's title from them."""

    def __init__(self) -> None:
        self._rows: list[str] = []

    def add(self, row: Row) -> None:
        """Note a row; only the first few of a page are kept."""
        if len(self._rows) < _LOOKED_AT:
            self._rows.append(row.text)

    @property
    def title(self) -> str:
        """The first row that reads like a headline: some words, and not a paragraph.

        Share counters, dates and menus of one or two words stand above it on most
        pages. Without any such row it is the first one with a word in it.
        """
        worded = [row for row in self._rows if _WORD.search(row) and not _ADDRESS.match(row)]
        for row in worded:
            if len(_WORD.findall(row)) >= _HEADLINE_WORDS and len(row) <= _HEADLINE_CHARS:
                return row
        return worded[0][:_HEADLINE_CHARS] if worded else ""

    @property
    def url(self) -> str:
        """The first row that is an address and nothing else, or an empty text."""
        return next((row for row in self._rows if _ADDRESS.fullmatch(row)), "")
