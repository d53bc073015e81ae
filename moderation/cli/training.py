"""`moderation train`: from public corpora to a model folder."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from moderation.artifacts import REFERENCE
from moderation.cli.measures import measures_table
from moderation.cli.program import example
from moderation.cli.settings import Settings, pass_settings
from moderation.errors import UsageError

if TYPE_CHECKING:
    from moderation.learning.pipeline import TrainRequest
    from moderation.learning.training import Progress

NAME: Final = "comments-minilm"
VERSION: Final = "1.0.0"


@example("moderation train corpora --version 1.1.0")
@click.command("train")
@click.argument("corpora", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="Folder for models; where `moderation models list` looks by default.",
)
@click.option(
    "--base",
    type=click.Path(path_type=Path),
    help="Model folder to go on from; the pretrained encoder by default.",
)
@click.option("--name", default=NAME, show_default=True, help="Name of the model.")
@click.option("--version", default=VERSION, show_default=True, help="Its version.")
@click.option(
    "--examples",
    type=click.IntRange(1),
    metavar="N",
    help="Examples to read in all, repeats counted; the model's own plan by default.",
)
@click.option("--seed", type=click.IntRange(0), metavar="N", default=0, show_default=True)
@click.option("--permissive-only", is_flag=True, help="Only corpora of permissive licences.")
@click.option("--skip-missing", is_flag=True, help="Go on without corpora that are not there.")
@pass_settings
def train(settings: Settings, /, **options: Any) -> None:
    """Train a model on a folder of corpora.

    CORPORA holds one folder for each corpus. The new model is written to NAME/VERSION with its
    measures and a card; it scores nothing until it is promoted. A run that was stopped goes on
    where it was when the same command is typed again.
    """
    from moderation.learning.pipeline import Watch
    from moderation.learning.pipeline import train as run_training

    request = _request(settings, options)
    with _watched() as (say, on_progress):
        folder, evaluation = run_training(request, Watch(say=say, progress=on_progress))
    shutil.rmtree(request.work, ignore_errors=True)
    click.echo(f"Wrote {folder}")
    for line in measures_table(evaluation):
        click.echo(line)
    click.echo(f"Next: moderation models promote {evaluation.model_version}")


def _request(settings: Settings, options: dict[str, Any]) -> TrainRequest:
    """What to train, refused now rather than after hours where it cannot be written.

    Raises:
        UsageError: the corpora or the version's folder are not as they must be.
    """
    from moderation.learning.pipeline import TrainRequest
    from moderation.learning.recipe import shipped_stages
    from moderation.learning.thresholds import Costs

    config = settings.config()
    corpora: Path = options["corpora"]
    name, version = options["name"], options["version"]
    models = options["output"] or config.models_dir
    if not corpora.is_dir():
        raise UsageError(
            f"There is no folder {corpora}", next_step="Name the folder that holds the corpora"
        )
    if not REFERENCE.fullmatch(f"{name}/{version}"):
        raise UsageError(
            f"No model can be called {name}/{version}: only a-z, 0-9, '.', '_' and '-'",
            next_step="Choose others, as --name comments --version 1.1.0",
        )
    if (models / name / version).exists():
        raise UsageError(
            f"{models / name / version} exists already",
            next_step="Give the new one another version, as --version 1.1.0",
        )
    return TrainRequest(
        corpora=corpora,
        models=models,
        work=config.data_dir / "training" / f"{name}-{version}",
        name=name,
        version=version,
        base=options["base"],
        stages=shipped_stages(options["seed"], options["examples"]),
        permissive_only=options["permissive_only"],
        skip_missing=options["skip_missing"],
        costs=Costs(
            miss=config.learning.miss_cost,
            false_alarm=config.learning.false_alarm_cost,
            review=config.learning.review_cost,
            harmful_share=config.learning.harmful_share,
        ),
    )


@contextmanager
def _watched() -> Iterator[tuple[Callable[[str], None], Callable[[Progress], None]]]:
    """Where the run tells how far it is: one line, redrawn, on a terminal only."""
    if not sys.stderr.isatty():
        yield _ignore, _ignore
        return

    def say(line: str) -> None:
        click.echo(line, err=True)

    def draw(progress: Progress) -> None:
        share = progress.step / max(1, progress.steps)
        click.echo(
            f"\rTraining {share:4.0%}  step {progress.step} of {progress.steps}  "
            f"loss {progress.loss:.4f}  {progress.seconds_left / 60:.0f} min left ",
            nl=progress.step >= progress.steps,
            err=True,
        )

    yield say, draw


def _ignore(_told: object) -> None:
    return
