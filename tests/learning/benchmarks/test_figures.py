from __future__ import annotations

import math

import numpy as np
import pytest
from sklearn.metrics import f1_score, roc_auc_score

from moderation.learning.benchmarks.figures import (
    Figure,
    Line,
    Measured,
    auc,
    bootstrap,
    bootstrap_mean,
    f1,
    share_of,
)


def figure(value: float, *, target: float | None = 0.5, at_most: bool = False) -> Figure:
    line = Line(title="a line", target=target, at_most=at_most)
    return Figure(name="x", line=line, value=value, low=0.1, high=0.9, n=3)


def test_a_target_is_reached_from_above_or_from_below() -> None:
    assert figure(0.5).reached is True
    assert figure(0.49).reached is False
    assert figure(0.5, at_most=True).reached is True
    assert figure(0.51, at_most=True).reached is False


def test_without_a_target_or_a_value_nothing_is_reached_or_missed() -> None:
    assert figure(0.9, target=None).reached is None
    assert figure(math.nan).reached is None


def test_json_has_no_nan() -> None:
    told = figure(math.nan).as_json()
    assert told["value"] is None
    assert (told["low"], told["target"], told["n"]) == (0.1, 0.5, 3)


def test_auc_and_f1_are_those_of_scikit_learn() -> None:
    rng = np.random.default_rng(1)
    truth = rng.uniform(size=300) < 0.3
    scores = np.round(rng.uniform(size=300) + 0.2 * truth, 1)
    assert auc(truth, scores) == pytest.approx(roc_auc_score(truth, scores))
    assert f1(truth, scores >= 0.6) == pytest.approx(f1_score(truth, scores >= 0.6))


def test_one_class_alone_has_no_auc_and_no_f1() -> None:
    nothing = np.zeros(4, dtype=bool)
    assert math.isnan(auc(nothing, np.arange(4.0)))
    assert math.isnan(f1(nothing, nothing))


def test_the_bootstrap_interval_shrinks_with_more_cases() -> None:
    rng = np.random.default_rng(2)
    few, many = (bootstrap_mean(rng.normal(1, 1, n)) for n in (50, 5000))
    assert few.low < few.value < few.high
    assert many.high - many.low < (few.high - few.low) / 3
    assert many.low < 1.0 < many.high


def test_the_same_seed_gives_the_same_interval() -> None:
    values = list(range(40))
    assert bootstrap_mean(values) == bootstrap_mean(values)


def test_resamples_that_cannot_tell_are_left_out() -> None:
    truth = np.array([True, False, False, False])
    found = bootstrap(lambda rows: auc(truth[rows], np.arange(4.0)[rows]), 4)
    assert found.value == 0.0
    assert not math.isnan(found.low)


def test_no_case_is_no_figure() -> None:
    for found in (bootstrap_mean([]), share_of([])):
        assert math.isnan(found.value)
        assert found.n == 0


def test_a_share_of_none_still_has_an_upper_bound() -> None:
    assert share_of([False] * 100) == Measured(
        value=0.0, low=0.0, high=pytest.approx(0.0370, abs=1e-3), n=100
    )
    half = share_of([True, False] * 50)
    assert (half.value, round(half.low, 3), round(half.high, 3)) == (0.5, 0.404, 0.596)
