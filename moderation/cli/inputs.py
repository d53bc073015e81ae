"""Options that several commands share."""

from __future__ import annotations

import click

from moderation.cli.program import NearestChoice
from moderation.importers import FORMATS

format_option = click.option(
    "--format",
    "format_name",
    type=NearestChoice(sorted(FORMATS)),
    help="The input's format; told from its content by default.",
)
