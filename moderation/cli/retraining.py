"""`moderation retrain`: learn from the moderators' decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from moderation.cli.program import example
from moderation.cli.progress import progress
from moderation.cli.rescoring import rescore_option, rescore_waiting
from moderation.cli.settings import Settings, opened_store, pass_settings, user_name

if TYPE_CHECKING:
    from moderation.learning.retraining import RetrainReport


@example("moderation retrain")
@click.command("retrain")
@rescore_option
@pass_settings
def retrain(settings: Settings, rescore: bool) -> None:
    """Learn from the decisions made so far.

    A part of the decisions is held back. The new version is promoted only if it is not worse
    on them than the version in service, and either way the command says why.
    """
    from moderation.learning import retraining

    config = settings.config()
    done = 0
    with opened_store(config) as store, progress("Reading decisions") as advance:

        def on_progress(read: int, _total: int) -> None:
            nonlocal done
            advance(read - done)
            done = read

        report = retraining.retrain(store, config, actor=user_name(), on_progress=on_progress)
    _tell(report)
    if not report.promoted:
        click.echo("Next: moderation models list")
        return
    if rescore:
        rescore_waiting(config, report.candidate.ref)
    click.echo("Next: moderation queue; to take it back: moderation models rollback")


def _tell(report: RetrainReport) -> None:
    labels = ", ".join(f"{label} {count}" for label, count in report.labels.items())
    click.echo(
        f"{report.candidate.ref} learned from {report.learned_from} of {report.decisions} "
        f"decisions, on top of {report.parent} (rulings by label: {labels})"
    )
    click.echo(report.why)
