"""`moderation evaluate --benchmarks`: every line of what must be reached, as a table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from moderation.cli.settings import promoted_ref
from moderation.config import Config
from moderation.errors import CorpusError

if TYPE_CHECKING:
    from moderation.classifiers.base import Classifier
    from moderation.learning.benchmarks import Figure, Report

BASELINES: Final = ("word-list", "tf-idf")
"""Names in place of a version: what a model is compared with, made on the spot."""
_WIDTH: Final = 76


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchmarkRequest:
    """What to measure on, and which version."""

    corpora: Path
    model: str | None


def measure_benchmarks(config: Config, request: BenchmarkRequest) -> Report:
    """Run every benchmark that the corpora allow; what is being done goes to standard error.

    Raises:
        CorpusError: the folder holds no corpus, or one is not as its reader expects.
        ArtifactError: the version is missing or damaged.
    """
    from moderation.learning.benchmarks import read_material, run_benchmarks

    material = read_material(request.corpora)
    if not material.cases:
        raise CorpusError(
            f"There is no corpus in {request.corpora}",
            next_step="Name the folder that holds the corpora, one folder each",
        )
    classifier = _classifier(config, request)
    return run_benchmarks(
        classifier, material, config.policy, say=lambda line: click.echo(line, err=True)
    )


def _classifier(config: Config, request: BenchmarkRequest) -> Classifier:
    from moderation.classifiers.catalog import model_roots, open_classifier

    if request.model == "word-list":
        from moderation.learning.baselines import WordListClassifier

        return WordListClassifier()
    if request.model == "tf-idf":
        from moderation.learning.baselines import TfidfClassifier
        from moderation.learning.corpora import read_corpora, split_near_duplicates

        click.echo("Training tf-idf on the corpora", err=True)
        kept, _ = split_near_duplicates(read_corpora(request.corpora, skip_missing=True))
        return TfidfClassifier(kept)
    ref = request.model or promoted_ref(config) or config.model
    return open_classifier(ref, model_roots(config.models_dir))


def benchmarks_table(report: Report) -> Iterable[str]:
    """One line for each figure: title, target, value, interval, whether it is reached."""
    reached = [figure.reached for figure in report.figures.values()]
    yield (
        f"{report.model_version} in {report.seconds:.0f} s: {reached.count(True)} of "
        f"{len(reached) - reached.count(None)} targets reached"
    )
    yield f"{'line':<{_WIDTH}}{'n':>7}{'target':>9}{'figure':>9}  {'95 % interval':<17}reached"
    for figure in report.figures.values():
        yield _line(figure)


def _line(figure: Figure) -> str:
    told = {True: "yes", False: "NO", None: "-"}[figure.reached]
    interval = f"{_number(figure.low)} to {_number(figure.high)}"
    return (
        f"{figure.line.title:<{_WIDTH}}{figure.n:>7}{_target(figure):>9}"
        f"{_number(figure.value):>9}  {interval:<17}{told}"
    )


def _target(figure: Figure) -> str:
    if figure.line.target is None:
        return "-"
    sign = "<=" if figure.line.at_most else ">="
    return f"{sign}{figure.line.target:g}"


def _number(value: float) -> str:
    # NaN differs from itself: the cases cannot tell.
    return f"{value:.3f}" if value == value else "-"  # noqa: PLR0124
