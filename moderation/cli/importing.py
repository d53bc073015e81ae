"""`moderation import`: read comments into the queue."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from moderation.cli.inputs import BATCH_SIZE, format_option
from moderation.cli.program import example
from moderation.cli.progress import progress
from moderation.cli.settings import (
    Settings,
    assessor_for,
    opened_store,
    pass_settings,
    user_name,
)
from moderation.config import Config

if TYPE_CHECKING:
    from moderation.desk import IntakeReport


@example("moderation import page.txt")
@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@format_option
@click.option("--source", help="Where the comments come from; the file's name by default.")
@pass_settings
def import_(settings: Settings, file: Path, format_name: str | None, source: str | None) -> None:
    """Read comments into the queue.

    FILE is JSON lines, CSV or a copied comment page; - is standard input. The comments are
    scored and ranked. The whole file is checked before anything
    is written. Importing it again adds nothing, and a comment whose text has changed is queued
    anew. The database is made if it is missing.
    """
    report = import_file(settings.config(), file, format_name=format_name, source=source)
    click.echo(summary_of(report))
    click.echo("Next: moderation queue, or in the browser: moderation serve")


def import_file(
    config: Config, file: Path, *, format_name: str | None = None, source: str | None = None
) -> IntakeReport:
    """Check all of `file`, then score and queue its comments.

    Raises:
        InputError: the file cannot be read; nothing was written.
    """
    from moderation.desk import Desk
    from moderation.importers import open_input, read_records, validate

    with open_input(file) as opened:
        with progress("Checking") as advance:
            summary = validate(opened, format=format_name, source=source, on_progress=advance)
        assessor = assessor_for(config)
        with (
            opened_store(config, create=True) as store,
            progress("Scoring", summary.comments) as advance,
        ):
            return Desk(store, config, assessor).intake(
                read_records(opened, format=summary.format, source=source),
                actor=user_name(),
                batch_size=BATCH_SIZE,
                on_progress=advance,
            )


def summary_of(report: IntakeReport) -> str:
    """What an import did, in one line."""
    read = "1 comment" if report.read == 1 else f"{report.read} comments"
    empty = f" ({report.empty} empty)" if report.empty else ""
    return (
        f"{read} read: {report.added} new{empty}, {report.edited} edited, "
        f"{report.unchanged} unchanged; {report.queued} queued, {report.held} of them held"
    )
