"""Refit the heads on frozen embeddings, held to the heads in service by a Gaussian prior.

Regularized logistic regression on the difference to a source model; the scheme of
Li et al. 2018, "Explicit Inductive Bias for Transfer Learning" (L2-SP), for a head.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heads:
    """Linear label heads: logits = embeddings @ weight.T + bias."""

    weight: Floats
    """(labels, features)."""
    bias: Floats
    """(labels,)."""

    def logits(self, embeddings: Floats) -> Floats:
        """(texts, labels) of embeddings (texts, features)."""
        out: Floats = embeddings @ self.weight.T + self.bias
        return out


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Embedded texts with what was ruled of them."""

    embeddings: Floats
    """(texts, features)."""
    targets: Floats
    """(texts, labels), in [0, 1]."""
    weights: Floats
    """(texts, labels); 0 where nothing was ruled."""


def refit_heads(
    heads: Heads,
    judged: Judged,
    calibration: Sequence[tuple[float, float]],
    *,
    prior_strength: float,
    min_decisions: int,
) -> tuple[Heads, Mapping[int, int]]:
    """Move each label's head towards the rulings, as far as the prior lets it.

    Args:
        heads: those in service: the prior's mean.
        judged: what to learn from.
        calibration: slope and offset a label; they stay as they are, so that a
            probability still means what it meant.
        prior_strength: weight of the squared distance from `heads`, in decisions.
        min_decisions: a label with fewer rulings, or with only one kind of
            ruling, keeps its head.

    Returns:
        The new heads, and for each refitted label's column the rulings used.
    """
    weight, bias = heads.weight.copy(), heads.bias.copy()
    used: dict[int, int] = {}
    scale = _feature_scale(judged.embeddings)
    for column, (slope, offset) in enumerate(calibration):
        known = judged.weights[:, column] > 0
        y = judged.targets[known, column]
        if known.sum() < min_decisions or len(np.unique(y >= 0.5)) < 2:
            continue
        x = judged.embeddings[known] / scale
        start = slope * heads.logits(judged.embeddings[known])[:, column] + offset
        step = _fit(x, y, judged.weights[known, column], start, prior_strength)
        weight[column] += step[:-1] / scale / slope
        bias[column] += step[-1] / slope
        used[column] = int(known.sum())
    return Heads(weight=weight, bias=bias), used


def _fit(x: Floats, y: Floats, w: Floats, start: Floats, prior: float) -> Floats:
    """The step (features + 1,) that minimizes the loss of `start` + x @ step plus its penalty."""
    from scipy.optimize import minimize

    def loss(step: Floats) -> tuple[float, Floats]:
        z = start + x @ step[:-1] + step[-1]
        p = 0.5 * (1 + np.tanh(z / 2))  # a sigmoid that never overflows
        value = float((w * (np.logaddexp(0, z) - y * z)).sum() + prior / 2 * (step @ step))
        back = w * (p - y)
        return value, np.append(x.T @ back, back.sum()) + prior * step

    found = minimize(loss, np.zeros(x.shape[1] + 1), jac=True, method="L-BFGS-B")
    out: Floats = found.x
    return out


def _feature_scale(embeddings: Floats) -> float:
    """One number that brings the mean squared length of an embedding to 1."""
    return float(np.sqrt((embeddings**2).sum(axis=1).mean())) or 1.0
