"""Fakes that ship: a classifier without a model, an assessor around it, and comments.

For our own tests and for anyone who builds on the package. No torch is loaded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from moderation.assess import Assessor
from moderation.classifiers.base import Classifier, TokenWeight, WindowScore
from moderation.domain import Comment, Policy, comment_id, content_hash
from moderation.terms import TermMatcher, load_terms

FAKE_WORDS: Mapping[str, Mapping[str, float]] = {
    "slurword": {"slur": 0.9, "identity_attack": 0.7, "toxicity": 0.8},
    "insultword": {"harassment": 0.8, "toxicity": 0.7},
    "jewhateword": {"antisemitism": 0.9, "identity_attack": 0.8, "toxicity": 0.8},
    "threatword": {"threat": 0.85, "toxicity": 0.8},
    "swearword": {"profanity": 0.95, "toxicity": 0.4},
}
"""Made-up words and the probabilities that they cause."""


class FakeClassifier(Classifier):
    """Deterministic: each label scores the highest that a word of FAKE_WORDS gives it."""

    def __init__(self, version: str = "fake/1", *, shift: float = 0.0) -> None:
        """Name the version; `shift` is added to every probability, to tell two fakes apart."""
        self.version = version
        self.shift = shift

    def score_batch(self, texts: Sequence[str]) -> list[WindowScore]:
        """Score by looking for the made-up words."""
        return [self._score_one(text) for text in texts]

    def _score_one(self, text: str) -> WindowScore:
        values = dict.fromkeys(self.labels, 0.01)
        tokens: list[TokenWeight] = []
        lowered = text.lower()
        for word, scores in FAKE_WORDS.items():
            start = lowered.find(word)
            if start < 0:
                continue
            for label, value in scores.items():
                values[label] = max(values[label], value)
            weights = tuple(scores.get(label, 0.0) for label in self.labels)
            tokens.append(TokenWeight(start=start, end=start + len(word), weights=weights))
        shifted = tuple(min(1.0, max(0.0, values[label] + self.shift)) for label in self.labels)
        return WindowScore(values=shifted, tokens=tuple(sorted(tokens, key=lambda t: t.start)))


def make_comment(text: str = "A comment.", *, external_id: str = "1", **fields: object) -> Comment:
    """A Comment with sensible fields; any field can be given by name."""
    source = str(fields.pop("source", "test"))
    made: dict[str, object] = {
        "id": comment_id(source, external_id),
        "source": source,
        "external_id": external_id,
        "text": text,
        "content_hash": content_hash(text),
        **fields,
    }
    return Comment(**made)  # type: ignore[arg-type]  # the fields are the caller's to get right


def fake_assessor(policy: Policy, *, classifier: Classifier | None = None) -> Assessor:
    """An assessor with a fake classifier and the real term lists."""
    return Assessor(classifier or FakeClassifier(), _shipped_terms(), policy)


@cache
def _shipped_terms() -> TermMatcher:
    """The packaged lists, read once a process: tests ask for them hundreds of times."""
    return TermMatcher(load_terms())
