"""Tell one score of antisemitism: the one of the profile that the house follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from moderation.classifiers.base import Classifier, TextScore, WindowScore
from moderation.domain import IHRA, PROFILES


def under_profile(classifier: Classifier, profile: str) -> Classifier:
    """`classifier`, telling `antisemitism` as `profile` has it.

    A classifier without the further output is returned as it is: it knows one definition.
    """
    return _UnderProfile(classifier, profile) if IHRA in classifier.labels else classifier


class _UnderProfile(Classifier):
    """Another classifier less its output for contested antisemitism, which may be folded in."""

    def __init__(self, inner: Classifier, profile: str) -> None:
        self.inner = inner
        self.version = inner.version
        self.labels = tuple(label for label in inner.labels if label != IHRA)
        self._wide = inner.labels.index(IHRA)
        self._core = inner.labels.index("antisemitism")
        self._contested = PROFILES[profile] > PROFILES["core"]

    def score_batch(self, texts: Sequence[str]) -> list[WindowScore]:
        """Score texts that each fit one window."""
        return [
            replace(score, values=self._told(score.values))
            for score in self.inner.score_batch(texts)
        ]

    def score(self, texts: Sequence[str]) -> list[TextScore]:
        """Score texts of any length, as the inner classifier windows them."""
        return [
            replace(
                score,
                values=self._told(score.values),
                tokens=tuple(replace(t, weights=self._told(t.weights)) for t in score.tokens),
            )
            for score in self.inner.score(texts)
        ]

    def _told(self, values: tuple[float, ...]) -> tuple[float, ...]:
        found = list(values)
        if self._contested:
            found[self._core] = max(values[self._core], values[self._wide])
        del found[self._wide]
        return tuple(found)
