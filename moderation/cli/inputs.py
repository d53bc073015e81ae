"""Options that several commands share."""

from __future__ import annotations

from typing import Final

import click

from moderation.cli.program import NearestChoice
from moderation.importers import FORMATS

BATCH_SIZE: Final = 256
"""Comments of like length are scored together: of 256, there are enough to save half the time."""

format_option = click.option(
    "--format",
    "format_name",
    type=NearestChoice(sorted(FORMATS)),
    help="The input's format; told from its content by default.",
)
