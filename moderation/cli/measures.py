"""Evaluation figures as a table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from moderation.learning.evaluation import Evaluation

_COLUMNS: Final = (
    "auc",
    "average_precision",
    "f1",
    "precision",
    "recall",
    "false_positive_rate",
    "ece",
    "threshold",
)
_TITLES: Final = ("AUC", "AP", "F1", "precision", "recall", "FPR", "ECE", "from")


def measures_table(evaluation: Evaluation) -> Iterable[str]:
    """One line for each label; `-` where the examples cannot tell."""
    yield (
        f"{evaluation.model_version} on {evaluation.examples} examples "
        f"in {evaluation.seconds:.0f} s"
    )
    yield f"{'label':<16}{'n':>8}{'yes':>7}" + "".join(f"{title:>10}" for title in _TITLES)
    for label, measured in evaluation.labels.items():
        figures = "".join(_figure(getattr(measured, column)) for column in _COLUMNS)
        yield f"{label:<16}{measured.n:>8}{measured.positives:>7}{figures}"


def _figure(value: float) -> str:
    # NaN differs from itself: the set has no positive or no negative example.
    return f"{value:>10.3f}" if value == value else f"{'-':>10}"  # noqa: PLR0124
