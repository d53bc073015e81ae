"""Which comments are read: strata with quotas, spread over cells, the same for a seed."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from moderation.learning.corpora.base import plain
from moderation.learning.examples import Example

MIN_CHARS: Final = 15
"""Shorter texts say too little to be judged."""
KEPT_OUT: Final = 0.38
"""Share of each stratum that comes from dev and test rows, to be measured on."""
MAX_PER_GROUP: Final = 3
"""Contrast pairs and copies teach the readers little; so many of a group are enough."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stratum:
    """A part of the draw: `quota` examples, the cells visited in turn."""

    name: str
    quota: int
    cells: Mapping[str, Sequence[Example]]
    """Cell (a corpus, a term in a corpus, …) -> its candidates; an example may be in several."""
    caps: Mapping[str, int] = field(default_factory=dict)
    """Corpus -> at most so many of it in this stratum."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One example that is to be read, and the stratum that it was drawn for."""

    example: Example
    stratum: str


def draw(strata: Sequence[Stratum], *, seed: str, kept_out: float = KEPT_OUT) -> list[Drawn]:
    """Draw every stratum in its order, nothing twice, and shuffle all of it.

    A text that is a mere re-typing of a drawn one, too short, or the fourth of its group is
    passed over. Where the dev and test rows of a stratum run out, train rows fill its quota,
    and the other way round; where both run out, the stratum stays short.

    Args:
        strata: the earlier stratum gets a row that two could have.
        seed: the same seed and examples give the same draw.
        kept_out: share of dev and test rows in [0, 1].
    """
    rng = random.Random(seed)  # noqa: S311 - a sample, not a secret
    taken = _Taken()
    drawn: list[Drawn] = []
    for stratum in strata:
        found = _draw_stratum(stratum, taken, rng, round(stratum.quota * kept_out))
        drawn += [Drawn(example=example, stratum=stratum.name) for example in found]
    rng.shuffle(drawn)
    return drawn


@dataclass(slots=True)
class _Taken:
    """What was drawn already, over all strata."""

    texts: set[str] = field(default_factory=set)
    groups: Counter[str] = field(default_factory=Counter)

    def take(self, example: Example) -> bool:
        """Whether the example may be drawn; if so, it counts as drawn."""
        text = plain(example.text)
        if (
            len(example.text.strip()) < MIN_CHARS
            or text in self.texts
            or self.groups[example.group] >= MAX_PER_GROUP
        ):
            return False
        self.texts.add(text)
        self.groups[example.group] += 1
        return True


def _draw_stratum(
    stratum: Stratum, taken: _Taken, rng: random.Random, kept_out: int
) -> list[Example]:
    kept = _in_turn(stratum.cells, rng, kept_out=True)
    train = _in_turn(stratum.cells, rng, kept_out=False)
    drawn: list[Example] = []
    corpora: Counter[str] = Counter()
    for source, until in ((kept, kept_out), (train, stratum.quota), (kept, stratum.quota)):
        while len(drawn) < until:
            example = next(source, None)
            if example is None:
                break
            full = corpora[example.corpus] >= stratum.caps.get(example.corpus, stratum.quota)
            if not full and taken.take(example):
                corpora[example.corpus] += 1
                drawn.append(example)
    return drawn


def _in_turn(
    cells: Mapping[str, Iterable[Example]], rng: random.Random, *, kept_out: bool
) -> Iterator[Example]:
    """One candidate of each cell, then the next of each, until all cells are empty."""
    piles = []
    for name in sorted(cells):
        pile = [e for e in cells[name] if (e.split != "train") == kept_out]
        rng.shuffle(pile)
        piles.append(pile)
    while piles := [pile for pile in piles if pile]:
        for pile in piles:
            yield pile.pop()
