"""The command line, `moderation`: one command group a file."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import click

from moderation.cli.accounts import account as account_group
from moderation.cli.classify import classify as classify_command
from moderation.cli.deciding import decide as decide_command
from moderation.cli.demo import demo as demo_command
from moderation.cli.evaluating import evaluate as evaluate_command
from moderation.cli.importing import import_ as import_command
from moderation.cli.model_versions import models as models_group
from moderation.cli.program import Program, example
from moderation.cli.queue import queue as queue_command
from moderation.cli.retraining import retrain as retrain_command
from moderation.cli.serve import serve as serve_command
from moderation.cli.settings import Settings
from moderation.cli.tokens import token as token_group
from moderation.cli.training import train as train_command

__all__ = ["main"]


def _version() -> str:
    try:
        return version("comment-moderation-queue")
    except PackageNotFoundError:
        return "not installed"


@example("moderation demo")
@click.group(
    "moderation",
    cls=Program,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--config",
    "config_path",
    type=click.Path(path_type=Path),
    envvar="MODERATION_CONFIG",
    help="Settings file; ./config.yaml by default, if it is there.",
)
@click.option(
    "--data-dir",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="MODERATION_DATA_DIR",
    help="Folder of the database and of retrained models, instead of the configured one.",
)
@click.version_option(_version(), prog_name="moderation")
@click.pass_context
def main(ctx: click.Context, config_path: Path | None, data_dir: Path | None) -> None:
    """A moderation queue for comment sections that learns from its moderators' decisions."""
    ctx.obj = Settings(config_path=config_path, data_dir=data_dir)


for _command in (
    demo_command,
    import_command,
    queue_command,
    decide_command,
    serve_command,
    classify_command,
    retrain_command,
    models_group,
    evaluate_command,
    train_command,
    account_group,
    token_group,
):
    main.add_command(_command)
