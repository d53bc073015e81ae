"""`moderation evaluate --suite`: a model's figures by functionality, as a table and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from moderation.cli.progress import progress
from moderation.cli.settings import assessor_for
from moderation.config import Config

if TYPE_CHECKING:
    from moderation.assess import Assessor
    from moderation.learning.suites import (
        FunctionalityResult,
        PairsResult,
        Share,
        SuiteReport,
        SuiteResult,
    )

SPLITS: Final = ("test", "train", "all")
_TITLE: Final = 46
_FEW: Final = 0.5
"""A functionality with a smaller share right is one that the model does not have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SuiteRequest:
    """What to measure, and with which version."""

    names: Sequence[str] = ()
    files: Sequence[Path] = ()
    split: str = "test"
    model: str | None = None


def run_suites(config: Config, request: SuiteRequest) -> SuiteReport:
    """Measure the version in service, or the one asked for.

    Raises:
        ConfigError: a suite file is wrong.
        UsageError: there is no suite of a name.
        ArtifactError: the version is missing or damaged.
    """
    from moderation.learning.suites import load_suites, measure_suites

    suites = load_suites(request.files).select(request.names)
    for warning in suites.warnings:
        click.echo(f"Note: {warning}", err=True)
    assessor = _without_reasons(assessor_for(config, request.model))
    total = sum(len(list(suite.cases(request.split))) for suite in suites.suites)
    done = 0
    with progress("Scoring", total) as advance:

        def on_progress(scored: int) -> None:
            nonlocal done
            advance(scored - done)
            done = scored

        return measure_suites(
            suites, assessor.assess, config.policy, split=request.split, on_progress=on_progress
        )


def _without_reasons(assessor: Assessor) -> Assessor:
    """The same scores without the search for the words behind them, which takes most time."""
    from moderation.assess import Assessor

    silent = replace(assessor.policy, labels={})
    return Assessor(assessor.classifier, assessor.matcher, silent, tuple(assessor.languages))


def suites_table(report: SuiteReport) -> Iterator[str]:
    """The report for a reader: each suite, the groups and pairs over all, what follows."""
    yield (
        f"{report.model_version} on {report.n} cases "
        f"(split {report.split}, profile {report.profile}) in {report.seconds:.0f} s"
    )
    for result in report.suites:
        yield ""
        yield from _suite_lines(result)
    if len(report.suites) > 1:
        yield ""
        yield "All suites together"
        yield from _summary_lines(report.groups, report.pairs)
    yield ""
    yield from _meaning(report)


def _suite_lines(result: SuiteResult) -> Iterator[str]:
    yield f"{result.suite.name}: flagged from {result.suite.label} {result.threshold:g} on"
    head = f"{'functionality':<{_TITLE + 8}}{'to be':<17}{'n':>4}"
    yield f"{head}{'right':>8}{'95 %':>10}{'flagged':>9}{'held':>7}"
    for each in result.functionalities:
        yield _row(each)
    yield from _summary_lines(result.groups, result.pairs)


def _row(each: FunctionalityResult) -> str:
    title = each.functionality.title
    short = title if len(title) < _TITLE else f"{title[: _TITLE - 2].rstrip()}…"
    expected = {"flag": "flagged", "pass": "passed"}.get(each.expected, str(each.expected))
    return (
        f"{each.functionality.id:<8}{short:<{_TITLE}}{expected:<17}{each.flagged.n:>4}"
        f"{_percent(each.right):>8}{_interval(each.right):>10}"
        f"{_percent(each.flagged):>9}{_percent(each.held):>7}"
    )


def _summary_lines(groups: Mapping[str, Share], pairs: PairsResult) -> Iterator[str]:
    for group, share in groups.items():
        yield _summary(f"group {group}", share)
    if pairs.both_right.n:
        yield _summary("pairs, both members right", pairs.both_right)
        yield _summary("pairs, the hateful member scores higher", pairs.ordered)


def _summary(name: str, share: Share) -> str:
    lead = f"{name:<{_TITLE + 25}}{share.n:>4}"
    return f"{lead}{_percent(share):>8}{_interval(share):>10}"


def _meaning(report: SuiteReport) -> Iterator[str]:
    """What the figures say, and what to type next."""
    rows = [each for result in report.suites for each in result.functionalities]
    if report.worst is not None:
        right = report.worst.right
        named = f"{report.worst.functionality.id}, {report.worst.functionality.title}"
        yield f"Worst: {named}: {right.part} of {right.n} right"
    missing = [each.functionality.id for each in rows if each.right.value < _FEW]
    if missing:
        yield f"Under one half right: {', '.join(missing)}"
    undecided = [each.functionality.id for each in rows if not each.right.n]
    if undecided:
        yield (
            f"Policy-dependent under profile {report.profile}, neither right nor wrong: "
            f"{', '.join(undecided)}. The house chooses with policy.antisemitism_profile"
        )
    if report.split != "test":
        yield "Train cases may have been learned from: only --split test tells how good it is"
    yield from _next_steps(report)


def _next_steps(report: SuiteReport) -> Iterator[str]:
    for result in report.suites:
        both, ordered = result.pairs.both_right, result.pairs.ordered
        if both.n and both.value < ordered.value - 0.1:
            misses = [share.value for name, share in result.groups.items() if name != "contrast"]
            low = min(misses, default=1.0) < result.groups["contrast"].value
            yield (
                f"{result.suite.name}: {_percent(ordered).strip()} of pairs are told apart, "
                f"{_percent(both).strip()} at this threshold: a "
                f"{'lower' if low else 'higher'} policy.labels.{result.suite.label}.hold_at "
                "would part more of them"
            )
    yield "Next: each case's score: moderation evaluate --suite --json cases.json"


def _percent(share: Share) -> str:
    return f"{share.value:.0%}" if share.n else "-"


def _interval(share: Share) -> str:
    low, high = share.interval
    return f"{low * 100:.0f}-{high * 100:.0f}" if share.n else "-"
