"""Which examples are read in which order, and as what text. Pure: no torch, no files."""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Mapping, Sequence

from moderation.learning.examples import Example

NOISE_SHARE = 0.15
"""Share of examples read with misspellings, offensive and harmless words alike."""
LEET = str.maketrans({"a": "@", "e": "3", "i": "1", "o": "0", "s": "$"})


def plan_order(
    examples: Sequence[Example],
    total: int,
    *,
    seed: int,
    power: float = 0.6,
    boosts: Mapping[str, float] | None = None,
) -> list[int]:
    """Indices of `examples` to read, `total` of them, the same for the same seed.

    Corpora are sampled in proportion to their size to the `power`, so that the
    small ones are not drowned, times their factor in `boosts`; within a corpus each
    example is read equally often, up to one. Example weights are left to the loss.
    """
    rng = random.Random(seed)  # noqa: S311  # sampling, not secrecy
    by_corpus: dict[str, list[int]] = defaultdict(list)
    for index, example in enumerate(examples):
        by_corpus[example.corpus].append(index)
    factors = boosts or {}
    mass = {
        corpus: factors.get(corpus, 1.0) * len(rows) ** power for corpus, rows in by_corpus.items()
    }
    whole = sum(mass.values())
    order: list[int] = []
    for corpus, rows in sorted(by_corpus.items()):
        order += _take(rows, round(total * mass[corpus] / whole), rng)
    rng.shuffle(order)
    return order[:total]


def _take(rows: Sequence[int], count: int, rng: random.Random) -> list[int]:
    taken: list[int] = []
    while len(taken) < count:
        taken += rng.sample(rows, min(len(rows), count - len(taken)))
    return taken


def plan_batches(
    order: Sequence[int], lengths: Sequence[int], size: int, *, seed: int, pool: int = 50
) -> list[list[int]]:
    """Cut `order` into batches of `size`, of like length, in random order.

    `lengths` are by example index, in any unit. Sorting happens within pools of
    `pool` batches, so that batches stay mixed over time.
    """
    rng = random.Random(seed + 1)  # noqa: S311
    batches: list[list[int]] = []
    step = size * pool
    for start in range(0, len(order), step):
        rows = sorted(order[start : start + step], key=lambda i: lengths[i])
        cut = [rows[i : i + size] for i in range(0, len(rows), size)]
        rng.shuffle(cut)
        batches += cut
    return batches


def misspell(text: str, rng: random.Random) -> str:
    """Disturb some words of `text` as people do who dodge a filter or type in haste.

    Any word may be hit, harmless ones as often as offensive ones, lest odd
    spelling itself be learned as a sign of hate (arXiv 2204.04042). Lengths may
    change, so texts with spans must not be passed through here.
    """
    words = text.split(" ")
    for _ in range(max(1, math.ceil(len(words) * 0.12))):
        i = rng.randrange(len(words))
        if len(words[i]) > 3:
            words[i] = _disturb(words[i], rng)
    return " ".join(words)


def _disturb(word: str, rng: random.Random) -> str:
    i = rng.randrange(1, len(word) - 1)
    return rng.choice(
        (
            word[:i] + word[i + 1] + word[i] + word[i + 2 :],
            word[:i] + word[i + 1 :],
            word[:i] + word[i] + word[i:],
            word.translate(LEET),
            word[:i] + "*" + word[i + 1 :],
            word[:i] + " " + word[i:],
            word.upper(),
        )
    )
