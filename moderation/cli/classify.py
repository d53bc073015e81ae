"""`moderation classify`: score comments without a database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from moderation.cli.inputs import BATCH_SIZE, format_option
from moderation.cli.output import check_output, opened_output
from moderation.cli.program import example
from moderation.cli.progress import progress
from moderation.cli.settings import Settings, assessor_for, pass_settings
from moderation.config import Config
from moderation.domain import Comment, Thread
from moderation.errors import StoreError
from moderation.protocols.native import json_line, render_review

if TYPE_CHECKING:
    from moderation.assess import Assessor
    from moderation.importers import InputFile


@dataclass(frozen=True, slots=True, kw_only=True)
class _Request:
    """The options of the command."""

    input: Path
    output: Path | None
    format_name: str | None
    no_text: bool
    model: str | None
    batch_size: int


@example("moderation classify comments.jsonl -o scored.jsonl")
@click.command("classify")
@click.argument("input", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="File to write; - or nothing for standard output.",
)
@format_option
@click.option("--no-text", is_flag=True, help="Leave the comments' texts out of the output.")
@click.option("--model", metavar="NAME/VERSION", help="Score with this model version.")
@click.option(
    "--batch-size",
    type=click.IntRange(1, 4096),
    metavar="N",
    default=BATCH_SIZE,
    show_default=True,
    help="Comments scored at a time.",
)
@pass_settings
def classify(settings: Settings, /, **options: Any) -> None:
    """Score comments: one JSON line for each.

    INPUT is JSON lines, CSV or a copied comment page; - is standard input. The order is kept.
    Each line has id, text, author where known, scores (0 to 1 for each label), verdict with
    reasons, priority (0 to 1), spans (start and end in characters of the text), language,
    model_version, state and windows. No database is needed or changed; where there is one, the
    version promoted in it scores, unless --model names another.
    """
    from moderation.importers import open_input

    request = _Request(**options)
    check_output(request.output)
    config = settings.config()
    with open_input(request.input) as opened:
        total = _count(opened, request.format_name)
        if not total:
            click.echo("0 comments read", err=True)
        assessor = _assessor(config, request.model)
        with opened_output(request.output) as stream, progress("Scoring", total) as advance:
            for batch in _batches(_comments(opened, request.format_name), request.batch_size):
                _write(assessor, batch, stream, with_text=not request.no_text)
                advance(len(batch))


def _assessor(config: Config, ref: str | None) -> Assessor:
    """The assessor to score with; a broken database is in the way only where no model is named."""
    try:
        return assessor_for(config, ref)
    except StoreError as error:
        step = f"{error.next_step.rstrip('.')}, or name the model: --model NAME/VERSION"
        raise type(error)(error.message, next_step=step) from None


def _count(opened: InputFile, format_name: str | None) -> int:
    """Read everything once, so that a broken last line is told before the work is done."""
    count = 0
    with progress("Checking") as advance:
        for _ in _comments(opened, format_name):
            count += 1
            advance(1)
    return count


def _comments(opened: InputFile, format_name: str | None) -> Iterator[Comment]:
    from moderation.importers import read_records

    for record in read_records(opened, format=format_name):
        if not isinstance(record, Thread):
            yield record


def _batches(comments: Iterable[Comment], size: int) -> Iterator[list[Comment]]:
    source = iter(comments)
    while batch := list(islice(source, size)):
        yield batch


def _write(assessor: Assessor, batch: list[Comment], stream: IO[bytes], *, with_text: bool) -> None:
    for reviewed in assessor.review(batch):
        plain = render_review(
            reviewed.comment,
            reviewed.assessment,
            reviewed.verdict,
            reviewed.priority,
            with_text=with_text,
        )
        stream.write(json_line(plain))
    stream.flush()
