"""`moderation decide`: rule on a comment, or take the last ruling back."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import click

from moderation.cli.program import NearestChoice, example
from moderation.cli.settings import Settings, holder_of, opened_store, pass_settings
from moderation.config import Config
from moderation.domain import LABELS, Ruling
from moderation.errors import UsageError

if TYPE_CHECKING:
    from moderation.desk import Desk, Holder
    from moderation.store import Store

RULINGS = [ruling.value for ruling in Ruling if ruling is not Ruling.UNDO]
DONE = {
    Ruling.APPROVE: "Approved",
    Ruling.REJECT: "Rejected",
    Ruling.ESCALATE: "Escalated",
    Ruling.SKIP: "Skipped",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Request:
    """The arguments and options of the command."""

    comment_id: str | None
    ruling: str | None
    label: tuple[str, ...]
    reason: str
    note: str
    moderator: str | None
    version: int | None
    undo: bool


@example(
    "moderation decide 1f0c2a9b7d4e6f8a0b3c reject --reason slur",
    "moderation decide --undo",
)
@click.command("decide")
@click.argument("comment_id", required=False)
@click.argument("ruling", required=False, type=NearestChoice(RULINGS))
@click.option(
    "--label",
    multiple=True,
    type=NearestChoice(LABELS),
    help="A label that applies; may be repeated. The reason's own labels by default.",
)
@click.option("--reason", default="", help="A reason code of config.yaml, as slur or spam.")
@click.option("--note", default="", help="A remark for colleagues.")
@click.option(
    "--as", "moderator", metavar="NAME", help="The account that decides; your log-in by default."
)
@click.option(
    "--version",
    type=click.IntRange(1),
    metavar="N",
    help="Refuse if the comment is no longer at this version.",
)
@click.option("--undo", is_flag=True, help="Take your newest decision back.")
@pass_settings
def decide(settings: Settings, /, **options: Any) -> None:
    """Rule on a comment: approve, reject, escalate or skip.

    The ids are in `moderation queue`. A decision is kept for ever; --undo adds a row that takes
    it back. Skipping hides a comment from you and leaves it to your colleagues.
    """
    from moderation.desk import Desk

    request = _Request(**options)
    config = settings.config()
    holder = holder_of(request.moderator)
    _check(request)
    with opened_store(config) as store:
        if request.moderator is not None:
            holder = replace(holder, name=_known_name(store, request.moderator))
        desk = Desk(store, config, None)
        if request.undo:
            _undo(desk, holder)
        else:
            _decide(desk, holder, request, config)
        counts = desk.counts()
    wait = "1 comment waits" if counts.pending == 1 else f"{counts.pending} comments wait"
    click.echo(f"{wait}. Next: moderation queue")


def _check(request: _Request) -> None:
    if request.undo:
        if request.comment_id:
            raise UsageError(
                "--undo takes back your newest decision and needs no comment",
                next_step="Type: moderation decide --undo",
            )
        return
    if not request.comment_id or not request.ruling:
        raise UsageError(
            "A decision needs a comment and a ruling",
            next_step=f"Type: moderation decide COMMENT_ID {'|'.join(RULINGS)}",
        )


def _known_name(store: Store, typed: str) -> str:
    """The name of that account as it is written there; nobody rules in a name that is none.

    Raises:
        UsageError: there is no such account, or it is disabled.
    """
    found = store.accounts.find_account(typed)
    if found is not None and found.disabled_at is None:
        return found.name
    if found is not None:
        raise UsageError(
            f"The account {found.name!r} is disabled",
            next_step=f"Type: moderation account enable {found.name}",
        )
    names = [each.name for each in store.accounts.list_accounts() if each.disabled_at is None]
    close = difflib.get_close_matches(typed, names, n=1)
    hint = f"Did you mean {close[0]!r}? If not, type" if close else "Type"
    raise UsageError(
        f"There is no account {typed!r}", next_step=f"{hint}: moderation account add {typed}"
    )


def _decide(desk: Desk, holder: Holder, request: _Request, config: Config) -> None:
    comment_id = str(request.comment_id)
    ruling = Ruling(str(request.ruling))
    entry = desk.open(comment_id, holder)
    decided = False
    try:
        desk.decide(
            comment_id,
            ruling=ruling,
            holder=holder,
            version=entry.item.version if request.version is None else request.version,
            labels=_labels(request, ruling, config),
            reason=request.reason,
            note=request.note,
        )
        decided = True
    finally:
        if not decided:
            desk.release(comment_id, holder)
    click.echo(f"{DONE[ruling]} {comment_id}. To take it back: moderation decide --undo")


def _labels(request: _Request, ruling: Ruling, config: Config) -> tuple[str, ...]:
    known = config.reasons.get(request.reason)
    if request.label or known is None or ruling is Ruling.APPROVE:
        return request.label
    return known.labels


def _undo(desk: Desk, holder: Holder) -> None:
    """The reopened comment is not kept for this command, which is about to end."""
    decision = desk.undo(holder)
    desk.release(decision.comment_id, holder)
    click.echo(f"Took back the decision on {decision.comment_id}; it is in the queue again.")
