from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import f1_score

from moderation.learning.thresholds import threshold_for_f1, threshold_for_macro_f1


def test_the_threshold_for_f1_parts_what_can_be_parted() -> None:
    threshold = threshold_for_f1([0, 0, 1, 1], [0.1, 0.3, 0.7, 0.9])
    assert threshold == pytest.approx(0.5)


def test_no_threshold_has_a_higher_f1() -> None:
    rng = np.random.default_rng(4)
    truth = rng.uniform(size=200) < 0.2
    scores = np.round(0.3 * truth + rng.uniform(size=200), 2)
    best = f1_score(truth, scores >= threshold_for_f1(truth.tolist(), scores.tolist()))
    assert best == max(f1_score(truth, scores >= t) for t in np.append(scores, 0.0))


def test_no_threshold_has_a_higher_macro_f1() -> None:
    rng = np.random.default_rng(5)
    truth = rng.uniform(size=200) < 0.6
    scores = np.round(0.3 * truth + rng.uniform(size=200), 2)
    threshold = threshold_for_macro_f1(truth.tolist(), scores.tolist())

    def macro(t: float) -> float:
        return float(f1_score(truth, scores >= t, average="macro", zero_division=0))

    assert macro(threshold) == pytest.approx(max(macro(t) for t in np.append(scores, 0.0)))


def test_without_a_positive_nothing_is_flagged() -> None:
    assert threshold_for_f1([0, 0], [0.2, 0.9]) == 1.0
    assert threshold_for_f1([], []) == 1.0
