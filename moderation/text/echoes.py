"""Echo parentheses: `(((name)))`, put around a name to mark its bearer as Jewish."""

from __future__ import annotations

import re
from typing import Final

from moderation.text.offsets import Mapped
from moderation.text.wordlists import words

# Not after a word or a bracket: that is a function call or a deeper nest.
_ECHO: Final = re.compile(r"(?<![\w()])(?:\( ?){3,8}([^()]{2,60}?)(?: ?\)){3,8}(?![()])")
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*[.!?]?")
_NUMBER: Final = re.compile(r"\d+")
_MAX_WORDS: Final = 6
_HARMLESS: Final = words(
    "hug hugs sin cos tan log exp sqrt abs min max sum not and or if else lambda list car cdr"
)


def find_echoes(mapped: Mapped) -> tuple[tuple[int, int], ...]:
    """Where echo parentheses stand in the ORIGINAL, brackets included."""
    if "(" not in mapped.text:
        return ()
    return tuple(
        mapped.to_original(*match.span())
        for match in _ECHO.finditer(mapped.text)
        if _is_name(match[1])
    )


def _is_name(inner: str) -> bool:
    """Whether brackets hold a name or a few words, not code, a formula or a hug."""
    pieces = inner.split()
    if len(pieces) > _MAX_WORDS:
        return False
    names = [piece for piece in pieces if _WORD.fullmatch(piece)]
    if any(piece not in names and not _NUMBER.fullmatch(piece) for piece in pieces):
        return False
    return any(len(word) > 1 and word.lower() not in _HARMLESS for word in names)
