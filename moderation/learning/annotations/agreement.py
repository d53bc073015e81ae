"""How far two readers agree: Krippendorff's alpha for each label."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from moderation.domain import LABELS
from moderation.learning.annotations.codes import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelAgreement:
    """Agreement on one label over the comments that both readers judged for it."""

    comments: int
    marked: int
    """Comments that at least one of the readers marked, surely or not."""
    equal: float
    """Share of the comments with the same value, in [0, 1]; NaN without comments."""
    alpha: float | None
    """Krippendorff's alpha, at most 1, 0 is chance; None where all values are the same."""


def agreement(pairs: Sequence[tuple[Reading, Reading]]) -> dict[str, LabelAgreement]:
    """Agreement per label of comments read twice, each pair blind to one another.

    The values 0, 0.5 (cannot tell) and 1 are taken as points on a scale, so that doubt
    against yes counts as a smaller disagreement than no against yes.
    """
    found = {}
    for label in LABELS:
        values = [
            (first.targets[label], second.targets[label])
            for first, second in pairs
            if label in first.targets and label in second.targets
        ]
        equal = sum(a == b for a, b in values) / len(values) if values else float("nan")
        found[label] = LabelAgreement(
            comments=len(values),
            marked=sum(max(pair) > 0 for pair in values),
            equal=round(equal, 4),
            alpha=_alpha(values),
        )
    return found


def _alpha(values: Sequence[tuple[float, float]]) -> float | None:
    """Alpha of (first, second) values; None where nothing varies, so that it is undefined."""
    if len({value for pair in values for value in pair}) < 2:
        return None
    import krippendorff
    import numpy as np

    by_reader = np.array(values, dtype=float).T
    return round(float(krippendorff.alpha(by_reader, level_of_measurement="interval")), 4)


def as_json(found: Mapping[str, LabelAgreement]) -> dict[str, dict[str, Any]]:
    """The table as plain numbers, for a model card; NaN becomes None."""
    return {
        label: {name: None if value != value else value for name, value in asdict(one).items()}  # noqa: PLR0124 - only NaN differs from itself
        for label, one in found.items()
    }
