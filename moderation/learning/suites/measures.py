"""What a model achieves on a suite: shares with intervals, by functionality, group and pair."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from moderation.domain import Assessment, Comment, Outcome, Policy, comment_id, content_hash
from moderation.learning.suites.format import (
    GROUPS,
    Case,
    Expectation,
    Functionality,
    Suite,
    Suites,
    expectation,
)
from moderation.policy import judge

CHUNK: Final = 256
_SOURCE: Final = "suite"
_Z: Final = 1.959964
"""Of the normal distribution, for intervals of 95 %."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """So many of so many."""

    part: int
    n: int

    @property
    def value(self) -> float:
        """The share in [0, 1]; NaN of nothing."""
        return self.part / self.n if self.n else float("nan")

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's interval of 95 %, which holds its word for small n and near 0 and 1.

        Source: Wilson 1927, "Probable Inference, the Law of Succession, and Statistical Inference".
        """
        if not self.n:
            return float("nan"), float("nan")
        widened = self.n + _Z**2
        centre = (self.part + _Z**2 / 2) / widened
        half = _Z / widened * math.sqrt(self.part * (self.n - self.part) / self.n + _Z**2 / 4)
        return max(0.0, centre - half), min(1.0, centre + half)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseResult:
    """What became of one case."""

    case: Case
    score: float
    """Of the suite's label, as the product would show it."""
    flagged: bool
    """Whether the score reaches the label's hold_at."""
    held: bool
    """Whether the whole policy holds the comment, for whatever reason."""
    right: bool | None
    """None where the profile leaves the case open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionalityResult:
    """One functionality's figures."""

    functionality: Functionality
    expected: Expectation
    right: Share
    """Of nothing, where the profile leaves it open."""
    flagged: Share
    held: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class PairsResult:
    """Minimal pairs whose flagged member the profile calls a violation."""

    both_right: Share
    ordered: Share
    """Pairs whose hateful member scores higher: what a better threshold could make of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SuiteResult:
    """One suite's figures."""

    suite: Suite
    threshold: float
    functionalities: tuple[FunctionalityResult, ...]
    groups: Mapping[str, Share]
    """Group -> right cases of all its cases that the profile decides."""
    pairs: PairsResult
    cases: tuple[CaseResult, ...]

    @property
    def worst(self) -> FunctionalityResult | None:
        """The functionality with the smallest share right; None where all is open."""
        decided = [each for each in self.functionalities if each.right.n]
        return min(decided, key=lambda each: each.right.value, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class SuiteReport:
    """All suites' figures, and over all of them."""

    model_version: str
    profile: str
    split: str
    suites: tuple[SuiteResult, ...]
    groups: Mapping[str, Share]
    pairs: PairsResult
    seconds: float

    @property
    def worst(self) -> FunctionalityResult | None:
        """The worst functionality of all suites."""
        worst = [each.worst for each in self.suites if each.worst is not None]
        return min(worst, key=lambda each: each.right.value, default=None)

    @property
    def n(self) -> int:
        """How many cases were scored."""
        return sum(len(suite.cases) for suite in self.suites)


Assess = Callable[[Sequence[Comment]], Sequence[Assessment]]
"""How the product scores comments: an Assessor's `assess`."""


def measure_suites(
    suites: Suites,
    assess: Assess,
    policy: Policy,
    *,
    split: str = "test",
    on_progress: Callable[[int], None] | None = None,
) -> SuiteReport:
    """Score every case as the product scores a comment, and compare with what is right.

    Args:
        suites: what to ask.
        assess: from comments to assessments, all of one model version.
        policy: its `hold_at` decides what is flagged, its profile what is right.
        split: `train`, `test` or `all`. Train cases may have been learned from.
        on_progress: called with the number of cases scored so far.
    """
    started = time.monotonic()
    asked = [(suite, case) for suite in suites.suites for case in suite.cases(split)]
    assessments = _assess([case for _, case in asked], assess, on_progress)
    found: dict[str, dict[str, Assessment]] = {suite.name: {} for suite in suites.suites}
    for (suite, case), assessment in zip(asked, assessments, strict=True):
        found[suite.name][case.id] = assessment
    results = tuple(measure_suite(suite, found[suite.name], policy) for suite in suites.suites)
    return SuiteReport(
        model_version=assessments[0].model_version if assessments else "",
        profile=policy.antisemitism_profile,
        split=split,
        suites=results,
        groups=_groups(each for result in results for each in result.functionalities),
        pairs=PairsResult(
            both_right=_total(result.pairs.both_right for result in results),
            ordered=_total(result.pairs.ordered for result in results),
        ),
        seconds=time.monotonic() - started,
    )


def measure_suite(
    suite: Suite, assessments: Mapping[str, Assessment], policy: Policy
) -> SuiteResult:
    """The figures of one suite. Pure.

    Args:
        suite: what was asked.
        assessments: case id -> what came out; cases that are not in it were not asked.
        policy: as for `measure_suites`.
    """
    threshold = policy.labels[suite.label].hold_at
    cases: dict[str, CaseResult] = {}
    rows = []
    for functionality in suite.functionalities:
        expected = expectation(functionality, policy.antisemitism_profile)
        results = [
            _case_result(case, assessments[case.id], (suite.label, expected), policy)
            for case in functionality.cases
            if case.id in assessments
        ]
        cases |= {result.case.id: result for result in results}
        if results:
            rows.append(_functionality_result(functionality, expected, results))
    return SuiteResult(
        suite=suite,
        threshold=threshold,
        functionalities=tuple(rows),
        groups=_groups(rows),
        pairs=_pairs(cases),
        cases=tuple(cases.values()),
    )


def _assess(
    cases: Sequence[Case], assess: Assess, on_progress: Callable[[int], None] | None
) -> list[Assessment]:
    # Texts of like length together: a batch is as wide as its longest text.
    order = sorted(range(len(cases)), key=lambda row: len(cases[row].text))
    found: dict[int, Assessment] = {}
    for start in range(0, len(order), CHUNK):
        rows = order[start : start + CHUNK]
        found |= zip(rows, assess([_comment(cases[row]) for row in rows]), strict=True)
        if on_progress:
            on_progress(len(found))
    return [found[row] for row in range(len(cases))]


def _comment(case: Case) -> Comment:
    return Comment(
        id=comment_id(_SOURCE, case.id),
        source=_SOURCE,
        external_id=case.id,
        text=case.text,
        content_hash=content_hash(case.text),
    )


def _case_result(
    case: Case, assessment: Assessment, asked: tuple[str, Expectation], policy: Policy
) -> CaseResult:
    label, expected = asked
    score = assessment.score_of(label)
    flagged = score >= policy.labels[label].hold_at
    outcome = judge(_comment(case), assessment, policy).outcome
    open_case = expected is Expectation.POLICY_DEPENDENT
    return CaseResult(
        case=case,
        score=score,
        flagged=flagged,
        held=outcome in (Outcome.HOLD, Outcome.REJECT),
        right=None if open_case else flagged == (expected is Expectation.FLAG),
    )


def _functionality_result(
    functionality: Functionality, expected: Expectation, results: Sequence[CaseResult]
) -> FunctionalityResult:
    decided = [result for result in results if result.right is not None]
    return FunctionalityResult(
        functionality=functionality,
        expected=expected,
        right=Share(part=sum(bool(result.right) for result in decided), n=len(decided)),
        flagged=Share(part=sum(result.flagged for result in results), n=len(results)),
        held=Share(part=sum(result.held for result in results), n=len(results)),
    )


def _groups(rows: Iterable[FunctionalityResult]) -> dict[str, Share]:
    decided = [row for row in rows if row.right.n]
    by_group = {
        group: [row.right for row in decided if row.functionality.group == group]
        for group in GROUPS
    }
    return {group: _total(shares) for group, shares in by_group.items() if shares}


def _pairs(cases: Mapping[str, CaseResult]) -> PairsResult:
    pairs = [
        (result, cases[result.case.twin])
        for result in cases.values()
        if result.case.twin is not None and result.right is not None
    ]
    return PairsResult(
        both_right=Share(part=sum(bool(a.right and b.right) for a, b in pairs), n=len(pairs)),
        ordered=Share(part=sum(a.score > b.score for a, b in pairs), n=len(pairs)),
    )


def _total(shares: Iterable[Share]) -> Share:
    listed = list(shares)
    return Share(part=sum(share.part for share in listed), n=sum(share.n for share in listed))
