"""Evaluation numbers: ranking, decision and calibration measures of one label. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelMeasures:
    """How one label fares on one set; NaN where the set cannot tell."""

    n: int
    positives: int
    auc: float
    average_precision: float
    f1: float
    precision: float
    recall: float
    false_positive_rate: float
    ece: float
    brier: float
    threshold: float


def measure(truth: Sequence[float], scores: Sequence[float], threshold: float) -> LabelMeasures:
    """Measure probabilities against the truth.

    Args:
        truth: soft or hard targets in [0, 1]; from 0.5 on they count as positive.
        scores: probabilities, of the same length.
        threshold: from which a score counts as a flag.
    """
    from sklearn.metrics import average_precision_score, roc_auc_score

    wanted = np.asarray(truth, dtype=float) >= 0.5
    given = np.asarray(scores, dtype=float)
    both = 0 < int(wanted.sum()) < len(wanted)
    flagged = given >= threshold
    hits = int((flagged & wanted).sum())
    precision = _ratio(hits, int(flagged.sum()))
    recall = _ratio(hits, int(wanted.sum()))
    return LabelMeasures(
        n=len(wanted),
        positives=int(wanted.sum()),
        auc=float(roc_auc_score(wanted, given)) if both else float("nan"),
        average_precision=float(average_precision_score(wanted, given)) if both else float("nan"),
        f1=_ratio(2 * hits, int(flagged.sum()) + int(wanted.sum())),
        precision=precision,
        recall=recall,
        false_positive_rate=_ratio(int((flagged & ~wanted).sum()), int((~wanted).sum())),
        ece=expected_calibration_error(np.asarray(truth, dtype=float), given),
        brier=float(np.mean((given - np.asarray(truth, dtype=float)) ** 2))
        if len(given)
        else float("nan"),
        threshold=threshold,
    )


def expected_calibration_error(truth: Floats, scores: Floats, bins: int = 15) -> float:
    """Mean gap between score and truth over equally wide bins, weighted by their size.

    Source: Guo et al. 2017, "On Calibration of Modern Neural Networks".
    """
    if len(scores) == 0:
        return float("nan")
    places = np.minimum((scores * bins).astype(int), bins - 1)
    gaps = [
        abs(scores[places == b].mean() - truth[places == b].mean()) * (places == b).mean()
        for b in np.unique(places)
    ]
    return float(sum(gaps))


def threshold_for_precision(
    truth: Sequence[float], scores: Sequence[float], precision: float
) -> float:
    """The lowest threshold at which precision is at least this; 1.0 where none is."""
    order = np.argsort(-np.asarray(scores, dtype=float), kind="stable")
    wanted = (np.asarray(truth, dtype=float) >= 0.5)[order]
    reached = np.cumsum(wanted) / np.arange(1, len(wanted) + 1)
    enough = np.nonzero(reached >= precision)[0]
    return float(np.asarray(scores, dtype=float)[order[enough[-1]]]) if len(enough) else 1.0


def threshold_for_recall(truth: Sequence[float], scores: Sequence[float], recall: float) -> float:
    """The highest threshold at which at least this share of the positives is flagged."""
    found = np.asarray(scores, dtype=float)[np.asarray(truth, dtype=float) >= 0.5]
    if len(found) == 0:
        return 0.0
    return float(np.sort(found)[::-1][max(0, int(np.ceil(recall * len(found))) - 1)])


def bootstrap_difference(
    first: Sequence[float], second: Sequence[float], *, seed: int, rounds: int = 1000
) -> tuple[float, float]:
    """95 % interval of mean(second) - mean(first) of paired values, by resampling pairs."""
    rng = np.random.default_rng(seed)
    gaps = np.asarray(second, dtype=float) - np.asarray(first, dtype=float)
    means = rng.choice(gaps, size=(rounds, len(gaps)), replace=True).mean(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return float(low), float(high)


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else float("nan")
