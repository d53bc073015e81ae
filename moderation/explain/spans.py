"""Token weights -> a few readable spans."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from moderation.domain import Span

MAX_SPANS = 3
"""Spans per label: more would explain nothing."""

_EDGES = " .,;:!?…\"'“”‘’()[]{}-–—"
"""What is no part of a word that it stands beside."""


class TokenEvidence(Protocol):
    """What is needed of a token: its [start, end) code points and a weight per label."""

    @property
    def start(self) -> int: ...  # noqa: D102
    @property
    def end(self) -> int: ...  # noqa: D102
    @property
    def weights(self) -> tuple[float, ...]: ...  # noqa: D102


def spans_from_tokens(
    tokens: Sequence[TokenEvidence], labels: Sequence[str], wanted: Iterable[str], text: str
) -> tuple[Span, ...]:
    """Spans of `text` for each wanted label, strongest first within a label.

    Tokens are joined to words, neighbouring words that speak for the label to
    spans. A word speaks for a label when its weight is at least half of the
    strongest word's: the strongest word always does, so that no wanted label
    stays without a span.
    """
    if not tokens:
        return ()
    spans: list[Span] = []
    for label in wanted:
        joined = join_words(tokens, [labels.index(label)], text)
        spans += _spans_of([(a, b, weights[0]) for a, b, weights in joined], label, text)
    return tuple(spans)


def join_words(
    tokens: Sequence[TokenEvidence], columns: Sequence[int], text: str
) -> list[tuple[int, int, tuple[float, ...]]]:
    """Words as (start, end, a weight a column): pieces joined, as strong as the strongest."""
    words: list[tuple[int, int, tuple[float, ...]]] = []
    for token in tokens:
        weights = tuple(token.weights[column] for column in columns)
        if words and token.start <= words[-1][1] and text[token.start - 1 : token.start] != " ":
            start, end, strongest = words[-1]
            best = tuple(max(pair) for pair in zip(strongest, weights, strict=True))
            words[-1] = (start, max(end, token.end), best)
        else:
            words.append((token.start, token.end, weights))
    return words


def _spans_of(words: Sequence[tuple[int, int, float]], label: str, text: str) -> list[Span]:
    strongest = max((w for start, end, w in words if text[start:end].strip()), default=0.0)
    runs: list[tuple[int, int, float]] = []
    previous = -2
    for i, (start, end, weight) in enumerate(words):
        if weight < strongest / 2 or not text[start:end].strip():
            continue
        if i == previous + 1 and runs:
            runs[-1] = (runs[-1][0], end, max(runs[-1][2], weight))
        else:
            runs.append((start, end, weight))
        previous = i
    best = sorted(runs, key=lambda run: -run[2])[:MAX_SPANS]
    return [
        Span(start=a, end=b, label=label, weight=round(w, 4), origin="model")
        for a, b, w in ((*_bare(text, a, b), w) for a, b, w in best)
    ]


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """Without the comma or bracket at an edge, as long as something is left."""
    stretch = text[start:end]
    left = len(stretch) - len(stretch.lstrip(_EDGES))
    right = len(stretch.rstrip(_EDGES))
    return (start + left, start + right) if left < right else (start, end)
