"""Slips of the pen and of the fingers, and whether an ordinary word explains one."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from string import ascii_lowercase
from typing import Final

from moderation.text import vocabulary

_ROWS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_ALIKE: Final = ("aeiouy", "ckq", "szx", "vw", "mn", "bp", "dt", "gj")
_SHORTEST_MEANT: Final = 3


@lru_cache(maxsize=1)
def _keys() -> frozenset[str]:
    """Pairs of letters whose keys stand side by side."""
    pairs: set[str] = set()
    for number, row in enumerate(_ROWS):
        pairs.update(a + b for a, b in pairwise(row))
        if number:
            above = _ROWS[number - 1]
            pairs.update(a + b for a, b in zip(row, above, strict=False))
            pairs.update(a + b for a, b in zip(row, above[1:], strict=False))
    return frozenset(pairs | {pair[::-1] for pair in pairs})


@lru_cache(maxsize=1)
def _slips() -> frozenset[str]:
    """Pairs of letters of which one may stand for the other by a slip or by ear."""
    return _keys() | {a + b for group in _ALIKE for a in group for b in group if a != b}


def swapped(word: str) -> list[str]:
    """The word with each pair of neighbouring letters swapped."""
    return [word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1)]


def is_mistyped(word: str, meant: str) -> bool:
    """Whether one letter parts the words, not the first, and is a slip for the other."""
    if len(word) != len(meant) or word[0] != meant[0]:
        return False
    wrong = [a + b for a, b in zip(word, meant, strict=True) if a != b]
    return len(wrong) == 1 and wrong[0] in _slips()


def is_slip_of_common(word: str) -> bool:
    """Whether a common word that is not hostile is one slip away: then that one was meant.

    A slip is a letter left out, put in behind the first one or mistyped for its neighbour's key,
    or two swapped.
    """
    places = range(len(word))
    ways = {word[:i] + put + word[i:] for i in (*places, len(word)) for put in ascii_lowercase}
    ways.update(word[:i] + word[i + 1 :] for i in places[1:])
    ways.update(swapped(word))
    ways.update(
        word[:i] + letter + word[i + 1 :]
        for i in places
        for letter in ascii_lowercase
        if word[i] + letter in _keys()
    )
    meant = vocabulary.common().intersection(ways).difference(vocabulary.hostile())
    return any(len(each) >= _SHORTEST_MEANT for each in meant)
