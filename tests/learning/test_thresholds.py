from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import f1_score

from moderation.learning.thresholds import (
    Costs,
    threshold_by_cost,
    threshold_for_f1,
    threshold_for_macro_f1,
)


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


def test_the_dearer_a_miss_the_lower_the_threshold() -> None:
    truth, scores = [0, 1, 0, 0, 1, 1], [0.1, 0.3, 0.4, 0.6, 0.7, 0.9]
    dear, cheap = (
        threshold_by_cost(truth, scores, Costs(miss=miss, harmful_share=0.5)) for miss in (50, 0.9)
    )
    assert dear == pytest.approx(0.2)
    assert cheap == pytest.approx(0.65)


def test_a_page_with_less_harm_holds_less() -> None:
    rng = np.random.default_rng(6)
    truth = (rng.uniform(size=2000) < 0.4).astype(float)
    scores = 1 / (1 + np.exp(-rng.normal(2 * truth - 1, 1)))
    often, seldom = (
        threshold_by_cost(truth.tolist(), scores.tolist(), Costs(harmful_share=share))
        for share in (0.3, 0.01)
    )
    assert often < seldom


def test_reviews_that_cost_more_than_misses_are_not_done() -> None:
    costs = Costs(miss=1.0, review=5.0, harmful_share=0.5)
    assert threshold_by_cost([0, 1], [0.2, 0.8], costs) == 1.0


def test_one_class_alone_recommends_no_flag() -> None:
    assert threshold_by_cost([1, 1], [0.2, 0.8], Costs()) == 1.0
    assert threshold_by_cost([], [], Costs()) == 1.0
