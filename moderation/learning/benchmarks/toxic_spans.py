"""Character F1 as in SemEval-2021 task 5, from the product's own toxicity spans."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Final

from moderation.explain import spans_from_tokens
from moderation.learning.benchmarks.figures import Measured, bootstrap_mean
from moderation.learning.benchmarks.material import Case, Material
from moderation.learning.benchmarks.subject import Subject
from moderation.text import normalize

_LABEL: Final = "toxicity"
_CHUNK: Final = 256


def measure_toxic_spans(subject: Subject, material: Material) -> dict[str, Measured]:
    """Mean F1 of marked characters; a comment with nothing marked and nothing found counts 1.

    The spans are those that the product draws for toxicity: words at least half as strong
    as the strongest. Nothing is chosen here, so the training part of the task is not read.
    """
    cases = material.of("toxic_spans", "test")
    found = [
        character_f1(places, case.marked)
        for places, case in zip(find_places(subject, cases), cases, strict=True)
    ]
    return {"toxic_spans.f1": bootstrap_mean(found)}


def find_places(subject: Subject, cases: Sequence[Case]) -> list[frozenset[int]]:
    """The code points of each original text that the product marks as toxic."""
    views = [normalize(case.text).main for case in cases]
    order = sorted(range(len(cases)), key=lambda i: len(views[i].text))
    out: list[frozenset[int]] = [frozenset()] * len(cases)
    for start in range(0, len(order), _CHUNK):
        rows = order[start : start + _CHUNK]
        scored = subject.classifier.inner.score([views[i].text for i in rows])
        for i, score in zip(rows, scored, strict=True):
            spans = spans_from_tokens(score.tokens, subject.labels, [_LABEL], views[i].text)
            stretches = (range(*views[i].to_original(span.start, span.end)) for span in spans)
            out[i] = frozenset(chain.from_iterable(stretches))
    return out


def character_f1(found: frozenset[int], wanted: frozenset[int]) -> float:
    """F1 of two sets of places; both empty is 1, one empty is 0."""
    if not found and not wanted:
        return 1.0
    return 2 * len(found & wanted) / (len(found) + len(wanted))
