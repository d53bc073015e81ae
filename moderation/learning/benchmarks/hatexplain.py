"""HateXplain as published: three classes, and the words that most raters marked.

Source: Mathew et al. 2021, "HateXplain"; token F1 as in DeYoung et al. 2020, "ERASER"
(mean over posts of the F1 of marked tokens).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from moderation.learning.benchmarks.figures import (
    Floats,
    Measured,
    Rows,
    auc,
    bootstrap,
    bootstrap_mean,
    f1,
)
from moderation.learning.benchmarks.material import Case, Material
from moderation.learning.benchmarks.subject import Subject, Words

_CLASSES: Final = ("hate", "normal", "offensive")
_TOLD_BY: Final = ("identity_attack", "toxicity")
"""The labels whose spans were learned from the rationales of hate and of offense."""
_GRID: Final = np.round(np.arange(0.05, 0.96, 0.025), 3)
_STRENGTHS: Final = (0.0003, 0.001, 0.003, 0.01, 0.1, 1.0)
_WORD: Final = re.compile(r"\S+")


def measure_classes(subject: Subject, material: Material) -> dict[str, Measured]:
    """Our labels' logits mapped to the three classes by a logistic map fitted on dev."""
    dev, test = (material.of("hatexplain", part) for part in ("dev", "test"))
    chances = class_chances(subject, dev, test)
    truth = np.array([_CLASSES.index(case.gold) for case in test])
    best = chances.argmax(axis=1)

    def macro_f1(rows: Rows) -> float:
        return float(np.mean([f1(truth[rows] == k, best[rows] == k) for k in range(3)]))

    return {
        "hatexplain.auroc": bootstrap(
            lambda rows: _against_rest(truth[rows], chances[rows]), len(test)
        ),
        "hatexplain.auroc_ovo": bootstrap(
            lambda rows: _against_one(truth[rows], chances[rows]), len(test), rounds=200
        ),
        "hatexplain.macro_f1": bootstrap(macro_f1, len(test)),
    }


def class_chances(subject: Subject, dev: Sequence[Case], test: Sequence[Case]) -> Floats:
    """Probabilities (test cases, three classes in the order of their names).

    Our labels are not their classes, so a readout is fitted on the published dev part: a
    multinomial logistic map of our logits and, where the classifier has one, of the text
    embedding that its heads read. Its strength is chosen by cross-validation on dev.
    """
    from sklearn.linear_model import LogisticRegressionCV
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    seen, asked = (_features(subject, [c.text for c in part]) for part in (dev, test))
    model = make_pipeline(
        StandardScaler(),
        LogisticRegressionCV(
            Cs=_STRENGTHS, cv=5, max_iter=2000, scoring="neg_log_loss",
            l1_ratios=(0,), use_legacy_attributes=False,
        ),
    )  # fmt: skip
    model.fit(seen, [_CLASSES.index(case.gold) for case in dev])
    chances: Floats = model.predict_proba(asked)
    return chances


def _features(subject: Subject, texts: Sequence[str]) -> Floats:
    """Logits (texts, labels), the embeddings beside them where there are any."""
    logits = _logits(subject.scores(texts))
    embeddings = subject.embeddings(texts)
    return logits if embeddings is None else np.hstack([logits, embeddings])


def _logits(scores: Floats) -> Floats:
    clipped = np.clip(scores, 1e-6, 1 - 1e-6)
    out: Floats = np.log(clipped / (1 - clipped))
    return out


def _against_rest(truth: npt.NDArray[np.int64], chances: Floats) -> float:
    return float(np.mean([auc(truth == k, chances[:, k]) for k in range(3)]))


def _against_one(truth: npt.NDArray[np.int64], chances: Floats) -> float:
    """Each class against each other one, by its own probability."""
    pairs = [(a, b) for a in range(3) for b in range(3) if a != b]
    return float(
        np.mean(
            [
                auc(truth[rows] == a, chances[rows, a])
                for a, b in pairs
                for rows in [np.nonzero((truth == a) | (truth == b))[0]]
            ]
        )
    )


def measure_rationales(subject: Subject, material: Material) -> dict[str, Measured]:
    """Token F1 on posts that most raters called hate or offense and marked words of.

    Tokens are the published words. A word is marked from a share of the strongest word's
    weight on, as in the product's spans; the share is chosen on dev.
    """
    dev, test = (_with_rationale(material.of("hatexplain", part)) for part in ("dev", "test"))
    share = _choose(_word_weights(subject, dev), dev)
    weights = _word_weights(subject, test)
    found = [_token_f1(own, case, share) for own, case in zip(weights, test, strict=True)]
    return {"hatexplain.token_f1": bootstrap_mean(found)}


def _with_rationale(cases: Sequence[Case]) -> list[Case]:
    return [case for case in cases if case.marked and case.gold != "normal"]


def _choose(weights: Sequence[Floats], cases: Sequence[Case]) -> float:
    def mean(share: float) -> float:
        found = [_token_f1(own, case, share) for own, case in zip(weights, cases, strict=True)]
        return float(np.mean(found))

    return float(max(_GRID, key=mean)) if cases else 0.5


def _token_f1(weights: Floats, case: Case, share: float) -> float:
    marked = np.zeros(len(weights), dtype=bool)
    marked[[place for place in case.marked if place < len(weights)]] = True
    strongest = float(weights.max(initial=0.0))
    return f1(marked, (weights >= share * strongest) & (weights > 0))


def _word_weights(subject: Subject, cases: Sequence[Case]) -> list[Floats]:
    """The weight of each published word: of the strongest of our words that it overlaps."""
    found = subject.words([case.text for case in cases], _TOLD_BY)
    return [_on_published(case.text, own) for case, own in zip(cases, found, strict=True)]


def _on_published(text: str, words: Words) -> Floats:
    published = [match.span() for match in _WORD.finditer(text)]
    out = np.zeros(len(published))
    for start, end, weights in words:
        for i, (first, last) in enumerate(published):
            if start < last and first < end:
                out[i] = max(out[i], *weights)
    return out
