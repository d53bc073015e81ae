"""What a classifier is: a back end writes `score_batch`, everything else lives here."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

from moderation.domain import LABELS

MAX_WINDOWS = 400
"""More windows than this (some 50,000 tokens) and a comment is scored in part, visibly so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenWeight:
    """How strongly one token speaks for each label.

    `start` and `end` are code points of the window's text, `weights` are
    probabilities in the order of the classifier's labels.
    """

    start: int
    end: int
    weights: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowScore:
    """One window's calibrated probabilities, in the order of the labels.

    `tokens` is empty for a back end that cannot attribute; occlusion then explains.
    """

    values: tuple[float, ...]
    tokens: tuple[TokenWeight, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TextScore:
    """A whole text's probabilities: per label, the highest of its windows.

    `tokens` are in code points of the whole text. `skipped` counts the windows
    of an enormous text that were not scored.
    """

    values: tuple[float, ...]
    tokens: tuple[TokenWeight, ...]
    windows: int
    skipped: int = 0


class Classifier(ABC):
    """Scores texts. Subclasses set `labels` and `version` and write `score_batch`."""

    labels: tuple[str, ...] = LABELS
    version: str = ""
    window_chars: int = 400
    overlap_chars: int = 80
    batch_size: int = 32

    @abstractmethod
    def score_batch(self, texts: Sequence[str]) -> Sequence[WindowScore]:
        """Score texts that each fit one window; one result a text, in order."""

    def split(self, text: str) -> list[tuple[int, int]]:
        """Overlapping windows over `text` as [start, end) code points, cut at white space.

        Together they cover the whole text.
        """
        spans: list[tuple[int, int]] = []
        start = 0
        while len(text) - start > self.window_chars:
            cut = text.rfind(" ", start + self.window_chars // 2, start + self.window_chars)
            end = cut if cut > 0 else start + self.window_chars
            spans.append((start, end))
            start = max(end - self.overlap_chars, start + 1)
        spans.append((start, len(text)))
        return spans

    def score(self, texts: Sequence[str]) -> list[TextScore]:
        """Score texts of any length: window, batch by length, take the highest per label.

        Equal windows are scored once. Results keep the order of `texts`.
        """
        plans = [_plan(self.split(text)) for text in texts]
        pieces = {
            text[a:b]: None for text, (spans, _) in zip(texts, plans, strict=True) for a, b in spans
        }
        scored = self._score_pieces(sorted(pieces, key=len))
        return [
            _merge([(a, scored[text[a:b]]) for a, b in spans], skipped)
            for text, (spans, skipped) in zip(texts, plans, strict=True)
        ]

    def _score_pieces(self, pieces: Sequence[str]) -> dict[str, WindowScore]:
        scored: dict[str, WindowScore] = {}
        for i in range(0, len(pieces), self.batch_size):
            batch = pieces[i : i + self.batch_size]
            scored.update(zip(batch, self.score_batch(batch), strict=True))
        return scored


def _plan(spans: list[tuple[int, int]]) -> tuple[list[tuple[int, int]], int]:
    """Keep all windows of a sane text; of an enormous one, MAX_WINDOWS spread evenly."""
    if len(spans) <= MAX_WINDOWS:
        return spans, 0
    step = (len(spans) - 1) / (MAX_WINDOWS - 1)
    kept = [spans[round(i * step)] for i in range(MAX_WINDOWS)]
    return kept, len(spans) - MAX_WINDOWS


def _merge(parts: Sequence[tuple[int, WindowScore]], skipped: int) -> TextScore:
    values = tuple(max(column) for column in zip(*(w.values for _, w in parts), strict=True))
    tokens: list[TokenWeight] = []
    reached = -1
    for offset, window in parts:
        for token in window.tokens:
            if token.start + offset < reached:
                continue  # already told by the window before, in the overlap
            tokens.append(
                TokenWeight(
                    start=token.start + offset, end=token.end + offset, weights=token.weights
                )
            )
        reached = max(reached, tokens[-1].end if tokens else -1)
    return TextScore(values=values, tokens=tuple(tokens), windows=len(parts), skipped=skipped)
