"""What the transformer must beat: TF-IDF with logistic regression, and a bare word list.

For comparison only; no model of this kind is shipped.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from moderation.classifiers.base import Classifier, TokenWeight, WindowScore
from moderation.domain import LABELS, TermHit, TermKind
from moderation.learning.calibration import fit_platt
from moderation.learning.examples import Example
from moderation.terms import TermMatcher, load_terms
from moderation.text import normalize

if TYPE_CHECKING:
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import FeatureUnion

Floats = npt.NDArray[np.float64]
SEED: Final = 0
_FEW: Final = 20
"""Positives below which a label is not learned: its score is always the base rate."""
_UNLISTED: Final = 0.01
"""What the word list gives a label of which it knows no word in the text."""


def build_features() -> FeatureUnion:
    """Words and pairs of words, and 2 to 5 letters within words, weighed by rarity."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_union

    common: dict[str, Any] = {"min_df": 2, "sublinear_tf": True, "dtype": np.float32}
    return make_union(
        TfidfVectorizer(analyzer="word", ngram_range=(1, 2), max_features=200_000, **common),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), max_features=200_000, **common),
    )


def _fit(matrix: Any, truth: Sequence[bool], weights: Sequence[float] | None) -> LogisticRegression:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(class_weight="balanced", max_iter=100, tol=1e-3, random_state=SEED)
    return model.fit(matrix, np.asarray(truth, dtype=bool), sample_weight=weights)


def fit_tfidf(texts: Sequence[str], truth: Sequence[bool]) -> Callable[[Sequence[str]], Floats]:
    """Learn one yes-or-no question from texts; the result gives logits of yes.

    Args:
        texts: what to learn from.
        truth: the answers, both kinds among them.
    """
    features = build_features()
    model = _fit(features.fit_transform(texts), truth, None)

    def predict(asked: Sequence[str]) -> Floats:
        found: Floats = model.decision_function(features.transform(asked))
        return found

    return predict


class TfidfClassifier(Classifier):
    """One logistic regression a label, each learned from the examples that judge it."""

    version = "baseline/tf-idf"
    batch_size = 1024

    def __init__(self, examples: Sequence[Example]) -> None:
        """Learn from the train part of `examples`, calibrate on their dev part."""
        training = [example for example in examples if example.split == "train"]
        dev = [example for example in examples if example.split == "dev"]
        self._features = build_features()
        matrix = self._features.fit_transform([_read(example.text) for example in training])
        asked = self._features.transform([_read(example.text) for example in dev])
        self._columns = [_learn(label, (training, matrix), (dev, asked)) for label in LABELS]

    def split(self, text: str) -> list[tuple[int, int]]:
        """The whole text: there is no window to fit."""
        return [(0, len(text))]

    def score_batch(self, texts: Sequence[str]) -> list[WindowScore]:
        """Calibrated probabilities, no tokens."""
        matrix = self._features.transform(texts)
        values = np.stack([column(matrix) for column in self._columns], axis=1)
        return [WindowScore(values=tuple(row)) for row in values.tolist()]


def _read(text: str) -> str:
    return normalize(text).main.text


def _learn(
    label: str, training: tuple[Sequence[Example], Any], dev: tuple[Sequence[Example], Any]
) -> Callable[[Any], Floats]:
    """Matrix -> probabilities of `label`."""
    examples, matrix = training
    rows = [i for i, example in enumerate(examples) if label in example.targets]
    truth = [examples[i].targets[label] >= 0.5 for i in rows]
    if min(sum(truth), len(truth) - sum(truth)) < _FEW:
        share = sum(truth) / max(1, len(truth))
        return lambda asked: np.full(asked.shape[0], share)
    model = _fit(matrix[rows], truth, [examples[i].weight for i in rows])
    judged = [i for i, example in enumerate(dev[0]) if label in example.targets]
    slope, offset = 1.0, 0.0
    if judged:
        slope, offset = fit_platt(
            model.decision_function(dev[1][judged]),
            np.array([dev[0][i].targets[label] for i in judged]),
            np.array([dev[0][i].weight for i in judged]),
        )

    def predict(asked: Any) -> Floats:
        logits = slope * model.decision_function(asked) + offset
        found: Floats = 1 / (1 + np.exp(-logits))
        return found

    return predict


class WordListClassifier(Classifier):
    """The packaged term lists and nothing else: a label is as likely as its worst term severe."""

    version = "baseline/word-list"

    def __init__(self) -> None:
        """Read the packaged lists."""
        self._matcher = TermMatcher(load_terms())

    def split(self, text: str) -> list[tuple[int, int]]:
        """The whole text: there is no window to fit."""
        return [(0, len(text))]

    def score_batch(self, texts: Sequence[str]) -> list[WindowScore]:
        """Severities of the terms found, which are also the tokens."""
        return [self._score(text) for text in texts]

    def _score(self, text: str) -> WindowScore:
        hits = [h for h in self._matcher.find(normalize(text)) if h.kind is not TermKind.WATCH]
        tokens = tuple(
            TokenWeight(start=hit.start, end=hit.end, weights=_severities(hit)) for hit in hits
        )
        columns = zip(*(token.weights for token in tokens), strict=True)
        values = tuple(max(column) for column in columns) or (_UNLISTED,) * len(LABELS)
        return WindowScore(values=values, tokens=tokens)


def _severities(hit: TermHit) -> tuple[float, ...]:
    """A term speaks for its own label and for toxicity, a slur for an attack on a group, too."""
    told = {hit.label, "toxicity"} | ({"identity_attack"} if hit.kind is TermKind.SLUR else set())
    return tuple(hit.severity if label in told else _UNLISTED for label in LABELS)
