"""Logits -> probabilities that mean what they say.

Source: Platt 1999; with one slope and one offset a label, as Guo et al. 2017
recommend for small calibration sets.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

MIN_POSITIVES = 20


def fit_platt(
    logits: npt.NDArray[np.float64],
    targets: npt.NDArray[np.float64],
    weights: npt.NDArray[np.float64],
) -> tuple[float, float]:
    """Slope and offset that minimize weighted cross-entropy of sigmoid(slope * logit + offset).

    Args:
        logits: (n,) raw logits.
        targets: (n,) soft targets in [0, 1].
        weights: (n,) importance; 0 leaves a row out.

    Returns:
        (1, 0) where there are too few positives or negatives to tell. The slope
        is kept between 0.3 and 3, so that calibration never turns an order round.
    """
    from scipy.optimize import minimize

    known = weights > 0
    x, y, w = logits[known], targets[known], weights[known]
    if min((y >= 0.5).sum(), (y < 0.5).sum()) < MIN_POSITIVES:
        return 1.0, 0.0

    def loss(parameters: npt.NDArray[np.float64]) -> float:
        z = parameters[0] * x + parameters[1]
        return float((w * (np.logaddexp(0, z) - y * z)).sum() / w.sum())

    found = minimize(loss, np.array([1.0, 0.0]), bounds=[(0.3, 3.0), (-5.0, 5.0)])
    return float(found.x[0]), float(found.x[1])
