"""Letters held down: `idiooooot`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from moderation.text.offsets import Edit, Mapped

_RUN: Final = re.compile(r"([^\W\d_])\1{2,}")
_VOWELS: Final = frozenset("aeiouyAEIOUY")


def squeeze(mapped: Mapped, keep: Callable[[str], int]) -> Mapped:
    """Shorten each run of three or more equal letters to `keep(letter)` of them."""
    return mapped.edit(_find_runs(mapped.text, keep))


def has_runs(text: str) -> bool:
    """Whether any letter is held down."""
    return _RUN.search(text) is not None


def _find_runs(text: str, keep: Callable[[str], int]) -> Iterator[Edit]:
    for match in _RUN.finditer(text):
        # The last letter stands for the rest, so that a span covers the whole run.
        yield Edit(match.start() + keep(match[1]) - 1, match.end(), match[1])


def one(_letter: str) -> int:
    """Keep one letter."""
    return 1


def two(_letter: str) -> int:
    """Keep two letters."""
    return 2


def two_consonants(letter: str) -> int:
    """Keep one vowel but two consonants: `niiiice`, `biggggest`."""
    return 1 if letter in _VOWELS else 2
