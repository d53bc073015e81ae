"""A SuiteReport as plain numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from moderation.learning.suites.measures import (
    CaseResult,
    FunctionalityResult,
    PairsResult,
    Share,
    SuiteReport,
    SuiteResult,
)


def report_as_json(report: SuiteReport) -> dict[str, Any]:
    """All figures, down to each case's score; no texts. A share of nothing is null."""
    return {
        "model_version": report.model_version,
        "profile": report.profile,
        "split": report.split,
        "cases": report.n,
        "seconds": round(report.seconds, 1),
        "groups": _groups(report.groups),
        "pairs": _pairs(report.pairs),
        "worst": None if report.worst is None else report.worst.functionality.id,
        "suites": {result.suite.name: _suite(result) for result in report.suites},
    }


def _suite(result: SuiteResult) -> dict[str, Any]:
    return {
        "label": result.suite.label,
        "threshold": result.threshold,
        "groups": _groups(result.groups),
        "pairs": _pairs(result.pairs),
        "worst": None if result.worst is None else result.worst.functionality.id,
        "functionalities": {
            each.functionality.id: _functionality(each) for each in result.functionalities
        },
        "cases": {each.case.id: _case(each) for each in result.cases},
    }


def _functionality(result: FunctionalityResult) -> dict[str, Any]:
    return {
        "title": result.functionality.title,
        "group": result.functionality.group,
        "subtype": result.functionality.subtype,
        "expected": str(result.expected),
        "n": result.flagged.n,
        "right": _share(result.right),
        "flagged": _share(result.flagged),
        "held": _share(result.held),
    }


def _case(result: CaseResult) -> dict[str, Any]:
    return {
        "functionality": result.case.functionality,
        "score": round(result.score, 4),
        "flagged": result.flagged,
        "held": result.held,
        "right": result.right,
    }


def _groups(groups: Mapping[str, Share]) -> dict[str, Any]:
    return {group: _share(share) for group, share in groups.items()}


def _pairs(pairs: PairsResult) -> dict[str, Any]:
    return {"both_right": _share(pairs.both_right), "ordered": _share(pairs.ordered)}


def _share(share: Share) -> dict[str, Any]:
    low, high = share.interval
    return {"n": share.n, "share": _plain(share.value), "low": _plain(low), "high": _plain(high)}


def _plain(value: float) -> float | None:
    return None if math.isnan(value) else round(value, 4)
