"""What is measured: a classifier alone, or the product around it, each text scored once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from moderation.assess import Assessor
from moderation.classifiers.base import Classifier, TextScore, TokenWeight, WindowScore
from moderation.domain import Assessment, Comment, Outcome, Policy, comment_id, content_hash
from moderation.explain.spans import join_words
from moderation.learning.benchmarks.figures import Floats
from moderation.terms import TermMatcher, load_terms
from moderation.text import normalize

_CHUNK: Final = 256
_SOURCE: Final = "benchmark"

Words = list[tuple[int, int, tuple[float, ...]]]
"""Words of an original text: [start, end) and a weight for each of some labels."""


class Remembering(Classifier):
    """Another classifier that scores no text twice. Only label scores are kept.

    Each text has one token that stands for all of it, so that nobody looks for a finer
    explanation: what is measured here are scores and verdicts.
    """

    def __init__(self, inner: Classifier) -> None:
        """Stand before `inner`."""
        self.inner = inner
        self.labels = inner.labels
        self.version = inner.version
        self._known: dict[str, TextScore] = {}

    def score_batch(self, texts: Sequence[str]) -> Sequence[WindowScore]:
        """Score without remembering."""
        return self.inner.score_batch(texts)

    def score(self, texts: Sequence[str]) -> list[TextScore]:
        """Score what is not known yet, remember it, answer in order."""
        fresh = sorted({text for text in texts if text not in self._known}, key=len)
        for start in range(0, len(fresh), _CHUNK):
            chunk = fresh[start : start + _CHUNK]
            for text, score in zip(chunk, self.inner.score(chunk), strict=True):
                whole = TokenWeight(start=0, end=max(1, len(text)), weights=score.values)
                self._known[text] = TextScore(
                    values=score.values,
                    tokens=(whole,),
                    windows=score.windows,
                    skipped=score.skipped,
                )
        return [self._known[text] for text in texts]


class Subject:
    """A classifier, and an assessor with the packaged terms and a policy around it."""

    def __init__(
        self,
        classifier: Classifier,
        policy: Policy,
        *,
        say: Callable[[str], None] = lambda _: None,
    ) -> None:
        """Measure `classifier` under `policy`; `say` gets a line before each benchmark."""
        self.classifier = Remembering(classifier)
        self.labels = classifier.labels
        self.policy = policy
        self.say = say
        self.tables: dict[str, list[dict[str, Any]]] = {}
        self._assessor = Assessor(self.classifier, TermMatcher(load_terms()), policy)

    def embeddings(self, texts: Sequence[str]) -> Floats | None:
        """What the classifier's heads read of normalized `texts` (texts, features).

        None for a classifier that has no such thing.
        """
        embed = getattr(self.classifier.inner, "embed", None)
        if embed is None:
            return None
        found: Floats = embed([normalize(text).main.text for text in texts]).numpy()
        return found.astype(np.float64)

    def note(self, table: str, rows: list[dict[str, Any]]) -> None:
        """Keep details for the report."""
        self.tables[table] = rows

    def scores(self, texts: Sequence[str]) -> Floats:
        """Probabilities (texts, labels) of the texts as they are normalized."""
        read = [normalize(text).main.text for text in texts]
        found = self.classifier.score(read)
        return np.array([score.values for score in found]).reshape(len(texts), len(self.labels))

    def column(self, texts: Sequence[str], label: str) -> Floats:
        """Probabilities (texts,) of one label."""
        found: Floats = self.scores(texts)[:, self.labels.index(label)]
        return found

    def held(self, texts: Sequence[str]) -> npt.NDArray[np.bool_]:
        """Whether the product would hold (or reject) each text: terms, thresholds and all."""
        out = np.zeros(len(texts), dtype=bool)
        for start in range(0, len(texts), _CHUNK):
            comments = [_comment(text) for text in texts[start : start + _CHUNK]]
            for row, reviewed in enumerate(self._assessor.review(comments), start):
                out[row] = reviewed.verdict.outcome in {Outcome.HOLD, Outcome.REJECT}
        return out

    def assess(self, comments: Sequence[Comment]) -> list[Assessment]:
        """What the product says of comments, before the policy."""
        return self._assessor.assess(comments)

    def words(self, texts: Sequence[str], labels: Sequence[str]) -> list[Words]:
        """The words of each original text with the token head's weight for `labels`."""
        columns = [self.labels.index(label) for label in labels]
        views = [normalize(text).main for text in texts]
        order = sorted(range(len(texts)), key=lambda i: len(views[i].text))
        out: list[Words] = [[] for _ in texts]
        for start in range(0, len(order), _CHUNK):
            rows = order[start : start + _CHUNK]
            scored = self.classifier.inner.score([views[i].text for i in rows])
            for i, score in zip(rows, scored, strict=True):
                for a, b, weights in join_words(score.tokens, columns, views[i].text):
                    first, last = views[i].to_original(a, b)
                    out[i].append((first, last, weights))
        return out

    def terms(self, text: str) -> list[str]:
        """The stretches of `text` that the packaged term lists name."""
        hits = self._assessor.matcher.find(normalize(text))
        return [text[hit.start : hit.end] for hit in hits]


def _comment(text: str) -> Comment:
    digest = content_hash(text)
    return Comment(
        id=comment_id(_SOURCE, digest),
        source=_SOURCE,
        external_id=digest,
        text=text,
        content_hash=digest,
    )
