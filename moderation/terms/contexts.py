"""Where words end, and what the words around a finding say about it; pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from enum import Enum, auto
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from moderation.terms.model import Term

_NUMBER_NEIGHBORS: Final = frozenset(".,:/$€£#№%+°'\"")
"""Beside a number these make another number of it: 1.88, $88, 88%, 5'88\"."""


class Benign(Enum):
    """What the words around a hit say for a benign use."""

    NONE = auto()
    NEARBY = auto()
    PHRASE = auto()


class Found(NamedTuple):
    """A stretch of a folded text."""

    start: int
    end: int


Contexts = Mapping[str, Sequence[Found]]
"""Context word -> where it stands."""


def begins_word(text: str, start: int) -> bool:
    """Whether a match that begins here does not begin inside a word or number."""
    if start == 0 or not text[start].isalnum():
        return True
    before = text[start - 1]
    if before.isalnum():
        return False
    return not (text[start].isdigit() and before in _NUMBER_NEIGHBORS)


def ends_word(text: str, end: int) -> bool:
    """Whether a match that ends here does not end inside a word or number."""
    if end == len(text) or not text[end - 1].isalnum():
        return True
    after = text[end]
    if after.isalnum():
        return False
    if not text[end - 1].isdigit() or after not in _NUMBER_NEIGHBORS:
        return True
    # A full stop or comma after a number may end the sentence; '88.5' goes on.
    return after in ".,:/'\"" and not text[end + 1 : end + 2].isdigit()


def has_needed(text: str, span: Found, term: Term, contexts: Contexts) -> bool:
    """Whether one of the words that the term needs stands nearby, if it needs any."""
    return not term.needs or any(
        _near(text, span, other, term.within)
        for other in _beside(contexts, term.needs, span)
        # The hit itself is no context for itself.
        if not _overlap(span, other)
    )


def benign_use(text: str, span: Found, term: Term, contexts: Contexts) -> Benign:
    """How strongly the words around a hit speak for a benign use."""
    nearby = Benign.NONE
    for other in _beside(contexts, term.unless, span):
        if _overlap(span, other):
            return Benign.PHRASE
        if _near(text, span, other, term.within):
            nearby = Benign.NEARBY
    return nearby


def _beside(contexts: Contexts, words: frozenset[str], span: Found) -> Iterator[Found]:
    """Where context words stand in a hit, and the nearest of each word on either side.

    The others are further away and tell nothing more; going through all of them for each hit
    would take minutes where a long comment repeats itself.
    """
    for word, places in contexts.items():
        if word not in words:
            continue
        at = bisect_left(places, span)
        for index in range(at - 1, -1, -1):
            yield places[index]
            if places[index].end <= span.start:
                break
        for index in range(at, len(places)):
            yield places[index]
            if places[index].start >= span.end:
                break


def _near(text: str, one: Found, other: Found, within: int) -> bool:
    """Whether two separate stretches are at most `within` words apart."""
    first, second = sorted((one, other))
    space = first.end - 1
    for _ in range(within + 1):
        space = text.find(" ", space + 1, second.start)
        if space < 0:
            return True
    return False


def _overlap(one: Found, other: Found) -> bool:
    return other.start < one.end and one.start < other.end
