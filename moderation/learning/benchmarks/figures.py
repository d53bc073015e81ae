"""One figure of a benchmark: a value with its interval, beside the target that was set for it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.int64]

ROUNDS: Final = 1000
SEED: Final = 20
_VALUES: Final = ("value", "low", "high")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of what must be reached: a title, and a target where one was set."""

    title: str
    target: float | None = None
    at_most: bool = False
    """Whether the target is a ceiling."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured line. `low` and `high` bound it with 95 % confidence."""

    name: str
    line: Line
    value: float
    low: float
    high: float
    n: int
    """Cases that it was measured on."""

    @property
    def reached(self) -> bool | None:
        """Whether the value meets the target; None where there is no target or no value."""
        if self.line.target is None or math.isnan(self.value):
            return None
        if self.line.at_most:
            return self.value <= self.line.target
        return self.value >= self.line.target

    @classmethod
    def from_json(cls, name: str, told: Mapping[str, Any]) -> Self:
        """What `as_json` told of the figure `name`."""
        line = Line(title=told["title"], target=told["target"], at_most=told["at_most"])
        values = {key: math.nan if told[key] is None else told[key] for key in _VALUES}
        return cls(name=name, line=line, n=told["n"], **values)

    def as_json(self) -> dict[str, Any]:
        """Plain values; NaN becomes None, which JSON can say."""
        return {
            "title": self.line.title,
            "target": self.line.target,
            "at_most": self.line.at_most,
            "value": _plain(self.value),
            "low": _plain(self.low),
            "high": _plain(self.high),
            "n": self.n,
            "reached": self.reached,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A value and its 95 % interval, on `n` cases."""

    value: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All figures of one model version."""

    model_version: str
    figures: Mapping[str, Figure]
    tables: Mapping[str, Sequence[Mapping[str, Any]]]
    """Details behind some lines: rows of a table, by its name."""
    seconds: float

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Self:
        """What `as_json` told.

        Raises:
            KeyError: it is no such report.
        """
        return cls(
            model_version=told["model_version"],
            figures={name: Figure.from_json(name, each) for name, each in told["figures"].items()},
            tables=told["tables"],
            seconds=told["seconds"],
        )

    def as_json(self) -> dict[str, Any]:
        """Plain values, for a file or a card."""
        return {
            "model_version": self.model_version,
            "seconds": round(self.seconds, 1),
            "figures": {name: figure.as_json() for name, figure in self.figures.items()},
            "tables": {name: list(rows) for name, rows in self.tables.items()},
        }


def bootstrap(
    statistic: Callable[[Rows], float], n: int, *, rounds: int = ROUNDS, seed: int = SEED
) -> Measured:
    """A statistic of n cases with its percentile interval over resampled cases.

    Args:
        statistic: row numbers, with repeats -> the value on these rows; NaN where they
            cannot tell.
        n: how many cases there are.
        rounds: resamplings.
        seed: of the resampling; the same seed gives the same interval.
    """
    if n == 0:
        return Measured(value=math.nan, low=math.nan, high=math.nan, n=0)
    rng = np.random.default_rng(seed)
    found = np.array([statistic(rng.integers(0, n, n)) for _ in range(rounds)])
    found = found[~np.isnan(found)]
    low, high = np.quantile(found, [0.025, 0.975]) if len(found) else (math.nan, math.nan)
    return Measured(value=statistic(np.arange(n)), low=float(low), high=float(high), n=n)


def bootstrap_mean(values: Sequence[float] | Floats) -> Measured:
    """The mean of values, one a case, with its interval."""
    given = np.asarray(values, dtype=float)
    return bootstrap(lambda rows: float(given[rows].mean()), len(given))


def share_of(flags: Sequence[bool] | npt.NDArray[np.bool_]) -> Measured:
    """The share of true flags, with Wilson's interval: it does not collapse at 0 or 1."""
    n, hits = len(flags), int(np.sum(flags))
    if n == 0:
        return Measured(value=math.nan, low=math.nan, high=math.nan, n=0)
    z = 1.959964
    centre = (hits + z * z / 2) / (n + z * z)
    reach = z / (n + z * z) * math.sqrt(hits * (n - hits) / n + z * z / 4)
    return Measured(
        value=hits / n, low=max(0.0, centre - reach), high=min(1.0, centre + reach), n=n
    )


def auc(truth: npt.NDArray[np.bool_], scores: Floats) -> float:
    """Area under the ROC curve; NaN where one class is missing."""
    from scipy.stats import rankdata

    positives = int(truth.sum())
    if positives in {0, len(truth)}:
        return math.nan
    ranks = rankdata(scores)[truth].sum()
    return float((ranks - positives * (positives + 1) / 2) / (positives * (len(truth) - positives)))


def f1(truth: npt.NDArray[np.bool_], flagged: npt.NDArray[np.bool_]) -> float:
    """F1 of the positive class; NaN where nothing is positive or flagged."""
    whole = int(truth.sum()) + int(flagged.sum())
    return 2 * int((truth & flagged).sum()) / whole if whole else math.nan


def _plain(value: float) -> float | None:
    return None if math.isnan(value) else round(value, 4)
