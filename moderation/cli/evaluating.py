"""`moderation evaluate`: measure a model version."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from moderation.cli.measures import measures_table
from moderation.cli.program import example
from moderation.cli.progress import progress
from moderation.cli.settings import Settings, opened_store, pass_settings, promoted_ref
from moderation.config import Config
from moderation.errors import CorpusError, TooFewDecisions

if TYPE_CHECKING:
    from moderation.learning.examples import Example


@example("moderation evaluate corpora --json")
@click.command("evaluate")
@click.argument("corpora", type=click.Path(path_type=Path), required=False)
@click.option("--model", metavar="NAME/VERSION", help="The version; the one in service by default.")
@click.option("--skip-missing", is_flag=True, help="Go on without corpora that are not there.")
@click.option("--json", "as_json", is_flag=True, help="All figures as JSON, corpus by corpus.")
@pass_settings
def evaluate(
    settings: Settings, corpora: Path | None, model: str | None, skip_missing: bool, as_json: bool
) -> None:
    """Measure a model on the test parts of corpora.

    Without CORPORA it is measured on the moderators' own decisions; a version that has learned
    from them looks better there than it is.
    """
    from moderation.classifiers.catalog import model_roots, open_classifier
    from moderation.learning import evaluation

    config = settings.config()
    examples = _decisions(config) if corpora is None else _test_part(corpora, skip_missing)
    ref = model or promoted_ref(config) or config.model
    classifier = open_classifier(ref, model_roots(config.models_dir))
    thresholds = {label: policy.hold_at for label, policy in config.policy.labels.items()}
    done = 0
    with progress("Scoring", len(examples)) as advance:

        def on_progress(scored: int) -> None:
            nonlocal done
            advance(scored - done)
            done = scored

        measured = evaluation.evaluate(classifier, examples, thresholds, on_progress=on_progress)
    if as_json:
        click.echo(json.dumps(measured.as_json(), indent=2))
        return
    for line in measures_table(measured):
        click.echo(line)


def _test_part(corpora: Path, skip_missing: bool) -> list[Example]:
    from moderation.learning.corpora import read_corpora

    found = [
        each for each in read_corpora(corpora, skip_missing=skip_missing) if each.split == "test"
    ]
    if not found:
        raise CorpusError(
            f"No corpus in {corpora} has a test part",
            next_step="Name the folder that holds the corpora, one folder each",
        )
    return found


def _decisions(config: Config) -> list[Example]:
    from moderation.learning.harvest import harvest

    with opened_store(config) as store:
        found = list(harvest(store).examples)
    if not found:
        raise TooFewDecisions(
            "There are no decisions to measure on yet",
            next_step="Go on deciding, or name a folder of corpora: moderation evaluate CORPORA",
        )
    return found
