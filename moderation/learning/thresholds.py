"""Thresholds chosen on development data: for F1, for macro-F1, for what errors cost. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cuts:
    """What flagging the highest 0, 1, 2 ... scores does; ties fall on one side."""

    thresholds: Floats
    hits: Floats
    flagged: Floats
    positives: int
    n: int


def threshold_for_f1(truth: Sequence[float], scores: Sequence[float]) -> float:
    """The threshold with the highest F1 of the positive class; 1.0 where none is positive."""
    cuts = _cuts(truth, scores)
    return _best(cuts, _f1(cuts.hits, cuts.flagged, cuts.positives))


def threshold_for_macro_f1(truth: Sequence[float], scores: Sequence[float]) -> float:
    """The threshold with the highest mean of both classes' F1."""
    cuts = _cuts(truth, scores)
    passed = cuts.n - cuts.flagged
    rightly_passed = passed - (cuts.positives - cuts.hits)
    both = _f1(cuts.hits, cuts.flagged, cuts.positives)
    return _best(cuts, both + _f1(rightly_passed, passed, cuts.n - cuts.positives))


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """What a wrong or a right flag costs a newsroom, in any one unit."""

    miss: float = 10.0
    """A harmful comment that nobody looks at."""
    false_alarm: float = 1.0
    """A harmless comment that is held."""
    review: float = 0.2
    """A person's look at a held comment, whatever it is."""
    harmful_share: float = 0.05
    """How many of all comments a label applies to: corpora have far more than a news page."""


def threshold_by_cost(truth: Sequence[float], scores: Sequence[float], costs: Costs) -> float:
    """The threshold at which flagging costs least, had a page `costs.harmful_share` harmful.

    Args:
        truth: soft or hard targets in [0, 1]; from 0.5 on they count as harmful.
        scores: probabilities, of the same length.
        costs: of misses, false alarms and reviews.

    Returns:
        1.0, so that nothing is flagged, where `truth` has only one class.
    """
    cuts = _cuts(truth, scores)
    harmless = cuts.n - cuts.positives
    if not cuts.positives or not harmless:
        return 1.0
    found = costs.harmful_share * cuts.hits / cuts.positives
    alarms = (1 - costs.harmful_share) * (cuts.flagged - cuts.hits) / harmless
    spent = (
        costs.miss * (costs.harmful_share - found)
        + costs.false_alarm * alarms
        + costs.review * (found + alarms)
    )
    return _best(cuts, -spent)


def _cuts(truth: Sequence[float], scores: Sequence[float]) -> _Cuts:
    given = np.asarray(scores, dtype=float)
    wanted = np.asarray(truth, dtype=float) >= 0.5
    order = np.argsort(-given, kind="stable")
    given, hits = given[order], np.cumsum(wanted[order])
    last = np.append(given[1:] != given[:-1], True) if len(given) else np.zeros(0, dtype=bool)
    ends = np.nonzero(last)[0]
    # Halfway to the next score below: as far from both neighbours as can be.
    below = np.append(given[ends[:-1] + 1], 0.0) if len(ends) else np.zeros(0)
    return _Cuts(
        thresholds=np.append(1.0, (given[ends] + below) / 2),
        hits=np.append(0.0, hits[ends]),
        flagged=np.append(0.0, ends + 1.0),
        positives=int(wanted.sum()),
        n=len(given),
    )


def _best(cuts: _Cuts, gains: Floats) -> float:
    return float(cuts.thresholds[int(np.argmax(gains))])


def _f1(hits: Floats, flagged: Floats, positives: int) -> Floats:
    out: Floats = 2 * hits / np.maximum(flagged + positives, 1)
    return out
