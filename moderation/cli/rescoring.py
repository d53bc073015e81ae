"""Scoring the waiting comments anew when another model version went into service."""

from __future__ import annotations

import click

from moderation.cli.progress import progress
from moderation.cli.settings import assessor_for, opened_store
from moderation.config import Config

rescore_option = click.option(
    "--rescore/--no-rescore",
    default=True,
    show_default=True,
    help="Score the waiting comments anew with the version that goes into service.",
)


def rescore_waiting(config: Config, ref: str) -> None:
    """Score what waits with `ref`; what somebody is looking at is left as it is."""
    from moderation.desk import Desk

    assessor = assessor_for(config, ref)
    with opened_store(config) as store, progress("Scoring the queue") as advance:
        renewed = Desk(store, config, assessor).reassess(assessor, on_progress=advance)
    click.echo(f"{renewed} waiting comments scored anew with {ref}")
