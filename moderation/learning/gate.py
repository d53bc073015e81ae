"""Is a candidate not worse than the version in service? Compared on decisions held back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from moderation.errors import TrainingError
from moderation.learning.measures import bootstrap_difference
from moderation.learning.refit import Floats, Heads, Judged


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A candidate beside the version in service, on decisions that it did not learn from."""

    held_back: int
    loss_before: float
    """Mean log loss of a ruled label, the lower the better."""
    loss_after: float
    interval: tuple[float, float]
    """95 % interval of the difference, candidate minus current."""
    right_before: float
    """Share of ruled labels on the right side of one half."""
    right_after: float


def compare(
    before: Heads, after: Heads, held: Judged, calibration: Sequence[tuple[float, float]], seed: int
) -> Comparison:
    """Measure both heads on `held`; `seed` is for the bootstrap.

    Raises:
        TrainingError: what was held back rules on no label.
    """
    known = held.weights > 0
    if not known.any():
        raise TrainingError(
            "The decisions held back say nothing about any label",
            next_step="Go on deciding, or raise learning.holdout_share in config.yaml.",
        )
    old, new = (_logits(heads, held, calibration) for heads in (before, after))
    losses = [(np.logaddexp(0, z) - held.targets * z)[known] for z in (old, new)]
    right = [float(((z > 0) == (held.targets >= 0.5))[known].mean()) for z in (old, new)]
    return Comparison(
        held_back=len(held.embeddings),
        loss_before=float(losses[0].mean()),
        loss_after=float(losses[1].mean()),
        interval=bootstrap_difference(losses[0].tolist(), losses[1].tolist(), seed=seed),
        right_before=right[0],
        right_after=right[1],
    )


def _logits(heads: Heads, judged: Judged, calibration: Sequence[tuple[float, float]]) -> Floats:
    slopes, offsets = (np.array(column) for column in zip(*calibration, strict=True))
    out: Floats = slopes * heads.logits(judged.embeddings) + offsets
    return out


def gate(comparison: Comparison, max_loss: float) -> tuple[bool, str]:
    """Whether to promote, and a sentence that says why with its figures."""
    change = comparison.loss_after - comparison.loss_before
    low, high = comparison.interval
    figures = (
        f"on {comparison.held_back} decisions held back its log loss is "
        f"{comparison.loss_after:.4f} against {comparison.loss_before:.4f} "
        f"(difference {change:+.4f}, 95 % interval {low:+.4f} to {high:+.4f})"
    )
    if change <= max_loss:
        return True, f"Promoted: {figures}"
    return False, f"Not promoted, it is worse: {figures}"
