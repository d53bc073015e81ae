from __future__ import annotations

import math

import numpy as np
import pytest

from moderation.learning.calibration import fit_platt
from moderation.learning.measures import (
    bootstrap_difference,
    expected_calibration_error,
    measure,
    threshold_for_precision,
    threshold_for_recall,
)


def test_measures_of_a_known_table() -> None:
    m = measure([1, 1, 0, 0, 0], [0.9, 0.4, 0.6, 0.2, 0.1], 0.5)
    assert (m.n, m.positives) == (5, 2)
    assert m.precision == pytest.approx(1 / 2)
    assert m.recall == pytest.approx(1 / 2)
    assert m.f1 == pytest.approx(1 / 2)
    assert m.false_positive_rate == pytest.approx(1 / 3)
    assert m.auc == pytest.approx(5 / 6)


def test_a_score_on_the_threshold_is_a_flag() -> None:
    assert measure([1, 0], [0.5, 0.4], 0.5).recall == 1.0


def test_one_class_alone_has_no_auc() -> None:
    m = measure([0, 0], [0.1, 0.9], 0.5)
    assert math.isnan(m.auc)
    assert math.isnan(m.recall)
    assert m.false_positive_rate == 0.5


def test_soft_targets_count_from_one_half() -> None:
    assert measure([0.5, 0.49], [0.9, 0.1], 0.5).positives == 1


def test_calibration_error_of_perfect_and_of_overconfident_scores() -> None:
    rng = np.random.default_rng(0)
    scores = rng.uniform(size=20_000)
    truth = (rng.uniform(size=20_000) < scores).astype(float)
    assert expected_calibration_error(truth, scores) < 0.02
    assert expected_calibration_error(np.zeros(10), np.full(10, 0.9)) == pytest.approx(0.9)
    assert expected_calibration_error(np.ones(1), np.ones(1)) == 0.0
    assert math.isnan(expected_calibration_error(np.array([]), np.array([])))


def test_thresholds_for_precision_and_recall() -> None:
    truth, scores = [1, 1, 0, 1, 0], [0.9, 0.8, 0.7, 0.6, 0.5]
    assert threshold_for_precision(truth, scores, 1.0) == 0.8
    assert threshold_for_precision(truth, scores, 0.75) == 0.6
    assert threshold_for_precision([0, 0], [0.3, 0.2], 0.5) == 1.0
    assert threshold_for_recall(truth, scores, 1.0) == 0.6
    assert threshold_for_recall(truth, scores, 0.6) == 0.8
    assert threshold_for_recall([0], [0.5], 0.9) == 0.0


def test_the_bootstrap_interval_holds_the_difference() -> None:
    low, high = bootstrap_difference([1.0] * 50, [0.5] * 50, seed=1)
    assert (low, high) == (-0.5, -0.5)
    rng = np.random.default_rng(2)
    first, second = rng.normal(0, 1, 400), rng.normal(0.3, 1, 400)
    low, high = bootstrap_difference(first.tolist(), second.tolist(), seed=1)
    assert low < second.mean() - first.mean() < high
    assert bootstrap_difference(first.tolist(), second.tolist(), seed=1) == (low, high)


def test_platt_finds_the_slope_that_made_the_data() -> None:
    rng = np.random.default_rng(3)
    logits = rng.normal(0, 3, 20_000)
    truth = (rng.uniform(size=20_000) < 1 / (1 + np.exp(-(0.5 * logits - 1)))).astype(float)
    slope, offset = fit_platt(logits, truth, np.ones(20_000))
    assert slope == pytest.approx(0.5, abs=0.05)
    assert offset == pytest.approx(-1, abs=0.1)


def test_platt_does_nothing_where_there_is_too_little_to_learn() -> None:
    assert fit_platt(np.zeros(0), np.zeros(0), np.zeros(0)) == (1.0, 0.0)
    assert fit_platt(np.arange(30.0), np.zeros(30), np.ones(30)) == (1.0, 0.0)
    truth = (np.arange(100) % 2).astype(float)
    assert fit_platt(np.arange(100.0), truth, np.zeros(100)) == (1.0, 0.0)


def test_platt_never_turns_the_order_round() -> None:
    logits = np.linspace(-3, 3, 200)
    slope, _ = fit_platt(logits, (logits < 0).astype(float), np.ones(200))
    assert slope > 0
