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
