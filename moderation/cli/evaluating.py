"""`moderation evaluate`: measure a model version on corpora, on decisions or on suites."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from moderation.cli.benchmarks import BenchmarkRequest, benchmarks_table, measure_benchmarks
from moderation.cli.measures import measures_table
from moderation.cli.output import check_output, opened_output
from moderation.cli.program import NearestChoice, example
from moderation.cli.progress import progress
from moderation.cli.settings import Settings, opened_store, pass_settings, promoted_ref
from moderation.cli.suites import SPLITS, SuiteRequest, run_suites, suites_table
from moderation.config import Config
from moderation.errors import CorpusError, TooFewDecisions, UsageError

if TYPE_CHECKING:
    from moderation.learning.evaluation import Evaluation
    from moderation.learning.examples import Example


@dataclass(frozen=True, slots=True, kw_only=True)
class _Request:
    """The options of the command."""

    words: tuple[str, ...]
    suite: bool
    benchmarks: Path | None
    suite_files: tuple[Path, ...]
    split: str | None
    model: str | None
    skip_missing: bool
    json_to: Path | None


@example(
    "moderation evaluate corpora --json",
    "moderation evaluate --suite",
    "moderation evaluate --suite antisemitism --suite-file own.yaml",
    "moderation evaluate --benchmarks corpora --json report.json",
)
@click.command("evaluate")
@click.argument("words", nargs=-1, metavar="[CORPORA | --suite [NAME...]]")
@click.option(
    "--suite",
    is_flag=True,
    help="Measure on the functional suites of these names; on all where none is named.",
)
@click.option(
    "--suite-file",
    "suite_files",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A suite file of your own, beside the packaged ones; may be given again.",
)
@click.option(
    "--split",
    type=NearestChoice(SPLITS),
    help="Families of the suites to measure on; test by default.",
)
@click.option(
    "--benchmarks",
    type=click.Path(path_type=Path),
    metavar="CORPORA",
    help="Measure every line that a release must reach, on the corpora's published test parts.",
)
@click.option(
    "--model",
    metavar="NAME/VERSION",
    help="The version; the one in service by default. For --benchmarks also word-list or tf-idf.",
)
@click.option("--skip-missing", is_flag=True, help="Go on without corpora that are not there.")
@click.option(
    "--json",
    "json_to",
    is_flag=False,
    flag_value="-",
    type=click.Path(path_type=Path),
    metavar="[OUT]",
    help="All figures as JSON, instead of the table; into the file OUT beside it.",
)
@pass_settings
def evaluate(settings: Settings, /, **options: Any) -> None:
    """Measure a model on corpora, suites or benchmarks.

    Without CORPORA it is measured on the moderators' own decisions; a version that has learned
    from them looks better there than it is. With --suite it answers written cases, and is
    measured skill by skill; no corpora are needed for that. With --benchmarks each published
    benchmark gives one figure, beside the target that was set for it.
    """
    request = _request(options)
    if request.json_to is not None:
        check_output(request.json_to)
    config = settings.config()
    if request.suite:
        from moderation.learning.suites import report_as_json

        report = run_suites(
            config,
            SuiteRequest(
                names=request.words,
                files=request.suite_files,
                split=request.split or "test",
                model=request.model,
            ),
        )
        _tell(request, report_as_json(report), suites_table(report))
        return
    if request.benchmarks is not None:
        wanted = BenchmarkRequest(corpora=request.benchmarks, model=request.model)
        figures = measure_benchmarks(config, wanted)
        _tell(request, figures.as_json(), benchmarks_table(figures))
        return
    measured = _measured(config, request)
    _tell(request, measured.as_json(), measures_table(measured))


def _request(options: dict[str, Any]) -> _Request:
    """The options, refused where they do not go together.

    Raises:
        UsageError: an option of the suites without them, or more than one folder.
    """
    options["suite"] = options["suite"] or bool(options["suite_files"])
    request = _Request(**options)
    if request.benchmarks is not None and (request.suite or request.words):
        raise UsageError(
            "--benchmarks measures on its own folder and on nothing else",
            next_step="Leave out --suite and every other name",
        )
    if request.suite:
        return request
    if request.split is not None:
        raise UsageError(
            "--split chooses among the families of suites",
            next_step="Add --suite, or leave --split out",
        )
    if len(request.words) > 1:
        raise UsageError(
            f"{len(request.words)} folders of corpora were named, expected one",
            next_step="Name the folder that holds them, or add --suite before names of suites",
        )
    if request.json_to is not None and request.json_to.is_dir() and not request.words:
        # `--json CORPORA`: nothing can be written to a folder, so it is what to measure on.
        return replace(request, words=(str(request.json_to),), json_to=Path("-"))
    return request


def _tell(request: _Request, figures: dict[str, Any], table: Iterable[str]) -> None:
    """Print the table, or the JSON; a named file gets the JSON beside the table."""
    if request.json_to is not None:
        with opened_output(request.json_to) as stream:
            stream.write(json.dumps(figures, indent=2).encode() + b"\n")
        if str(request.json_to) == "-":
            return
    for line in table:
        click.echo(line)


def _measured(config: Config, request: _Request) -> Evaluation:
    from moderation.classifiers.catalog import model_roots, open_classifier
    from moderation.classifiers.profiles import under_profile
    from moderation.learning import evaluation

    examples = (
        _test_part(Path(request.words[0]), request.skip_missing)
        if request.words
        else _decisions(config)
    )
    ref = request.model or promoted_ref(config) or config.model
    classifier = under_profile(
        open_classifier(ref, model_roots(config.models_dir)), config.policy.antisemitism_profile
    )
    thresholds = {label: policy.hold_at for label, policy in config.policy.labels.items()}
    done = 0
    with progress("Scoring", len(examples)) as advance:

        def on_progress(scored: int) -> None:
            nonlocal done
            advance(scored - done)
            done = scored

        return evaluation.evaluate(classifier, examples, thresholds, on_progress=on_progress)


def _test_part(corpora: Path, skip_missing: bool) -> list[Example]:
    from moderation.learning.corpora import read_corpora
    from moderation.learning.definitions import as_defined

    rows = read_corpora(corpora, skip_missing=skip_missing)
    found = [as_defined(each) for each in rows if each.split == "test"]
    if not found:
        raise CorpusError(
            f"No corpus in {corpora} has a test part",
            next_step="Name the folder that holds the corpora, one folder each",
        )
    return found


def _decisions(config: Config) -> list[Example]:
    from moderation.learning.harvest import harvest

    with opened_store(config) as store:
        found = list(harvest(store, config.policy.antisemitism_profile).examples)
    if not found:
        raise TooFewDecisions(
            "There are no decisions to measure on yet",
            next_step="Go on deciding, or name a folder of corpora: moderation evaluate CORPORA",
        )
    return found
