"""Measure a classifier on examples that its training never saw."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from moderation.classifiers.base import Classifier
from moderation.learning.examples import Example
from moderation.learning.measures import LabelMeasures, measure
from moderation.text import normalize

CHUNK = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """What a classifier achieved on a set of examples."""

    model_version: str
    labels: Mapping[str, LabelMeasures]
    """Over all examples that judge the label."""
    corpora: Mapping[str, Mapping[str, LabelMeasures]]
    """The same, corpus by corpus."""
    examples: int
    seconds: float

    def as_json(self) -> dict[str, Any]:
        """Plain numbers; NaN becomes None, which JSON can say."""
        return {
            "model_version": self.model_version,
            "examples": self.examples,
            "seconds": round(self.seconds, 1),
            "labels": {label: _plain(m) for label, m in self.labels.items()},
            "corpora": {
                corpus: {label: _plain(m) for label, m in by_label.items()}
                for corpus, by_label in self.corpora.items()
            },
        }


def predict(
    classifier: Classifier,
    texts: Sequence[str],
    *,
    on_progress: Callable[[int], None] | None = None,
) -> npt.NDArray[np.float64]:
    """Probabilities (texts, labels) of normalized texts; `on_progress` gets the count done."""
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    out = np.zeros((len(texts), len(classifier.labels)))
    for start in range(0, len(order), CHUNK):
        rows = order[start : start + CHUNK]
        out[rows] = [score.values for score in classifier.score([texts[i] for i in rows])]
        if on_progress:
            on_progress(min(start + CHUNK, len(order)))
    return out


def evaluate(
    classifier: Classifier,
    examples: Sequence[Example],
    thresholds: Mapping[str, float],
    *,
    on_progress: Callable[[int], None] | None = None,
) -> Evaluation:
    """Score `examples` (read as a comment is read) and measure every label that they judge.

    Args:
        classifier: what is measured.
        examples: with masked targets; the caller keeps training examples out.
        thresholds: per label, from which score on a comment counts as flagged.
        on_progress: called with the number of examples scored so far.
    """
    started = time.monotonic()
    texts = [normalize(example.text).main.text for example in examples]
    scores = predict(classifier, texts, on_progress=on_progress)
    return measure_all(classifier, examples, scores, thresholds, seconds=time.monotonic() - started)


def measure_all(
    classifier: Classifier,
    examples: Sequence[Example],
    scores: npt.NDArray[np.float64],
    thresholds: Mapping[str, float],
    *,
    seconds: float,
) -> Evaluation:
    """The Evaluation of scores (examples, labels) that are there already."""
    corpora = sorted({example.corpus for example in examples})
    rows_of = {
        corpus: [i for i, example in enumerate(examples) if example.corpus == corpus]
        for corpus in corpora
    }
    everything = list(range(len(examples)))

    def by_label(rows: Sequence[int]) -> dict[str, LabelMeasures]:
        found = {}
        for column, label in enumerate(classifier.labels):
            known = [i for i in rows if label in examples[i].targets]
            if known:
                truth = [examples[i].targets[label] for i in known]
                found[label] = measure(
                    truth, scores[known, column].tolist(), thresholds.get(label, 0.5)
                )
        return found

    return Evaluation(
        model_version=classifier.version,
        labels=by_label(everything),
        corpora={corpus: by_label(rows) for corpus, rows in rows_of.items()},
        examples=len(examples),
        seconds=seconds,
    )


def _plain(measures: LabelMeasures) -> dict[str, float | int | None]:
    return {
        name: None if isinstance(value, float) and math.isnan(value) else _rounded(value)
        for name, value in asdict(measures).items()
    }


def _rounded(value: float) -> float:
    return round(value, 4) if isinstance(value, float) else value
