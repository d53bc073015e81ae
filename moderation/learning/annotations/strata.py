"""The rule of the draw: which strata there are, how large, and what belongs in each."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from moderation.domain import TermKind
from moderation.learning.annotations.draw import MIN_CHARS, Stratum
from moderation.learning.examples import Example
from moderation.terms import TermMatcher
from moderation.text import normalize

NEWS: Final[Mapping[str, int]] = {
    "toxic_spans": 900,
    "context_toxicity": 600,
    "civil_comments_sample": 500,
}
"""News comments drawn by chance, for base rates."""
SLURS, JEWS, DISAGREED, UNCERTAIN, EACH_CORPUS = 1800, 1500, 800, 700, 22
JEWS_CAPS: Final[Mapping[str, int]] = {"iu_antisemitism": 500}
DISAGREEMENT: Final = 0.6
"""A score so far from the corpus's own label disagrees with it."""
POOL_TRAIN, POOL_KEPT_OUT = 12_500, 4_300
"""About so many train rows, and dev and test rows, are scored for the two strata on scores."""
UNSURE: Final = (0.3, 0.7)
"""A score between these is uncertain."""

_JEWISH: Final = re.compile(
    r"\b(?:\w*jew(?!el)\w*|judai\w+|israel\w*|\w*zion\w*|zios?|anti-?semit\w*|holocaust\w*"
    r"|holohoax\w*|shoah|auschwitz|rothschild\w*|soros|kikes?|goy(?:im)?|synagogues?|talmud\w*"
    r"|rabbis?|hasbara|aipac|mossad|netanyahu|globalists?)\b|\(\(\(",
    re.IGNORECASE,
)

Scores = Mapping[str, Mapping[str, float]]
"""Example id -> label -> what the model in service says."""


def scoring_pool(examples: Iterable[Example], *, seed: str) -> list[Example]:
    """The rows that the model in service scores: each corpus with the root of its size.

    Scoring all would take half an hour and change little; by plain chance the three largest
    corpora would fill half of the pool.
    """
    rng = random.Random(seed)  # noqa: S311 - a sample, not a secret
    rows = [e for e in examples if _drawable(e)]
    pool: list[Example] = []
    for kept_out, wanted in ((False, POOL_TRAIN), (True, POOL_KEPT_OUT)):
        by_corpus = _cells((e.corpus, e) for e in rows if (e.split != "train") == kept_out)
        whole = sum(len(cell) ** 0.5 for cell in by_corpus.values())
        for corpus in sorted(by_corpus):
            cell = by_corpus[corpus]
            pool += rng.sample(cell, min(len(cell), round(wanted * len(cell) ** 0.5 / whole)))
    return pool


def _drawable(example: Example) -> bool:
    return len(example.text.strip()) >= MIN_CHARS and not example.corpus.startswith("authored")


def plan_strata(examples: Iterable[Example], scores: Scores, matcher: TermMatcher) -> list[Stratum]:
    """The strata of the draw, those of the narrowest purpose last.

    Args:
        examples: candidates; what the project wrote itself is left out.
        scores: of a random pool; only these rows can disagree or be uncertain.
        matcher: finds the slurs; a quoted or reclaimed one counts like any other.
    """
    rows = [e for e in examples if not e.corpus.startswith("authored")]
    by_corpus = _cells((e.corpus, e) for e in rows)
    scored = [e for e in rows if e.id in scores]
    news = [
        Stratum(name="news", quota=quota, cells={corpus: by_corpus[corpus]})
        for corpus, quota in NEWS.items()
        if corpus in by_corpus
    ]
    slurs = _cells((f"{term} {e.corpus}", e) for e in rows for term in slurs_in(e.text, matcher))
    jews = _cells((e.corpus, e) for e in rows if _JEWISH.search(e.text))
    return [
        *news,
        Stratum(name="slur_terms", quota=SLURS, cells=slurs),
        Stratum(name="jewish_words", quota=JEWS, cells=jews, caps=JEWS_CAPS),
        Stratum(name="disagreement", quota=DISAGREED, cells=_disagreed(scored, scores)),
        Stratum(name="uncertain", quota=UNCERTAIN, cells=_uncertain(scored, scores)),
        Stratum(name="every_corpus", quota=EACH_CORPUS * len(by_corpus), cells=by_corpus),
    ]


def slurs_in(text: str, matcher: TermMatcher) -> set[str]:
    """The listed slurs that stand in a text, however they are meant."""
    return {hit.term for hit in matcher.find(normalize(text)) if hit.kind is TermKind.SLUR}


def _disagreed(rows: Sequence[Example], scores: Scores) -> dict[str, list[Example]]:
    return _cells(
        (f"{label} {e.corpus}", e)
        for e in rows
        for label, target in e.targets.items()
        if abs(scores[e.id][label] - target) >= DISAGREEMENT
    )


def _uncertain(rows: Sequence[Example], scores: Scores) -> dict[str, list[Example]]:
    low, high = UNSURE
    return _cells(
        (f"{label} {e.corpus}", e)
        for e in rows
        for label, score in scores[e.id].items()
        if low < score < high
    )


def _cells(pairs: Iterable[tuple[str, Example]]) -> dict[str, list[Example]]:
    found: dict[str, list[Example]] = defaultdict(list)
    for cell, example in pairs:
        found[cell].append(example)
    return dict(found)
