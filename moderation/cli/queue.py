"""`moderation queue`: the ranked queue."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from moderation.cli.drawing import draw_queue
from moderation.cli.program import example
from moderation.cli.settings import Settings, opened_desk, pass_settings
from moderation.domain import ItemState, Outcome
from moderation.protocols.native import json_line, render_review

if TYPE_CHECKING:
    from moderation.desk import Desk, QueueCounts, QueueEntry

PAGE = 200


@example("moderation queue --held --limit 5")
@click.command("queue")
@click.option(
    "--limit",
    type=click.IntRange(1),
    metavar="N",
    default=20,
    show_default=True,
    help="How many comments to show.",
)
@click.option("--all", "show_all", is_flag=True, help="Show every comment that waits.")
@click.option("--held", is_flag=True, help="Only comments that the policy holds.")
@click.option("--escalated", is_flag=True, help="Comments that someone escalated, instead.")
@click.option("--json", "as_json", is_flag=True, help="One JSON line for each comment.")
@pass_settings
def queue(settings: Settings, /, **options: Any) -> None:
    """Show what waits for a decision, most urgent first."""
    limit = None if options["show_all"] else int(options["limit"])
    outcome = Outcome.HOLD if options["held"] else None
    state = ItemState.ESCALATED if options["escalated"] else ItemState.PENDING
    with opened_desk(settings.config()) as desk:
        entries = list_entries(desk, outcome=outcome, state=state, limit=limit)
        if options["as_json"]:
            _write_json(entries)
            return
        if not entries:
            click.echo(_nothing(desk.counts(), options))
            return
        total = _total(desk, outcome, state)
        heading = _heading(desk.counts(), total, options)
        for line in draw_queue(entries, heading, total, _show_all(options)):
            click.echo(line)
    click.echo(f"\n{next_step(entries[0])}")


def list_entries(
    desk: Desk, *, outcome: Outcome | None, state: ItemState, limit: int | None
) -> list[QueueEntry]:
    """The first `limit` entries of the queue, or all of them."""
    entries: list[QueueEntry] = []
    cursor: str | None = None
    while limit is None or len(entries) < limit:
        size = PAGE if limit is None else min(PAGE, limit - len(entries))
        page = desk.list_queue(outcome=outcome, state=state, limit=size, cursor=cursor)
        entries += page.entries
        cursor = page.next_cursor
        if cursor is None:
            break
    return entries


def _total(desk: Desk, outcome: Outcome | None, state: ItemState) -> int:
    """How many comments the queue so narrowed down has."""
    counts = desk.counts()
    if state is ItemState.PENDING:
        return counts.pending if outcome is None else counts.held
    if outcome is None:
        return counts.escalated
    return len(list_entries(desk, outcome=outcome, state=state, limit=None))


def _heading(counts: QueueCounts, total: int, options: Mapping[str, Any]) -> str:
    if not (options["held"] or options["escalated"]):
        return heading_of(counts)
    kind = " and ".join(name for name in ("held", "escalated") if options[name])
    wait = "comment waits" if total == 1 else "comments wait"
    return f"{total} {kind} {wait} for a decision"


def _show_all(options: Mapping[str, Any]) -> str:
    """What to type to see the whole queue, narrowed down as it is."""
    chosen = [f" --{name}" for name in ("held", "escalated") if options[name]]
    return f"moderation queue{''.join(chosen)} --all"


def _nothing(counts: QueueCounts, options: Mapping[str, Any]) -> str:
    """Why no comment is shown; one that waits elsewhere must not be called missing."""
    if options["escalated"]:
        return "Nothing is escalated. Next: moderation queue"
    if counts.pending:
        return f"Nothing is held, {counts.pending} wait. Next: moderation queue"
    return "Nothing is in the queue. Next: moderation import FILE"


def heading_of(counts: QueueCounts) -> str:
    """What waits in all."""
    wait = "1 comment waits" if counts.pending == 1 else f"{counts.pending} comments wait"
    return f"{wait} for a decision, {counts.held} of them held"


def next_step(entry: QueueEntry) -> str:
    """What can be typed next about the most urgent comment."""
    return (
        f"Next: moderation decide {entry.comment.id} reject --reason REASON\n"
        "  or in the browser: moderation serve"
    )


def _write_json(entries: list[QueueEntry]) -> None:
    stream = sys.stdout.buffer
    for number, entry in enumerate(entries, 1):
        item = entry.item
        plain = render_review(entry.comment, item.assessment, item.verdict, item.priority)
        parts = {part.name: round(part.value, 6) for part in item.priority.parts}
        more = {
            "rank": number,
            "comment_id": entry.comment.id,
            "version": item.version,
            "queue_state": item.state.value,
            "queued_at": item.queued_at.isoformat(),
            "leased_by": item.leased_by,
            "parts": parts,
        }
        stream.write(json_line(plain | more))
    stream.flush()
