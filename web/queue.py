"""The ranked queue as a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, Response, make_response, request, url_for
from flask import render_template as render

from moderation.desk import QueueCounts, QueueEntry
from moderation.domain import ItemState, Outcome
from moderation.web.auth import login_required
from moderation.web.context import config, get_desk, get_store, holder
from moderation.web.review import find_rulings, lease_standing

blueprint = Blueprint("queue", __name__)

PAGE_SIZE: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """One way to look at the queue."""

    title: str
    state: ItemState
    outcome: Outcome | None
    order: str

    def count(self, counts: QueueCounts) -> int:
        """How many comments stand on it."""
        if self.state is ItemState.ESCALATED:
            return counts.escalated
        if self.state is ItemState.DECIDED:
            return counts.decided
        return counts.pending if self.outcome is None else counts.held


_RANKED: Final = "Most urgent first; waiting makes a comment more urgent."
SHELVES: Final = {
    "held": Shelf(title="Held", state=ItemState.PENDING, outcome=Outcome.HOLD, order=_RANKED),
    "all": Shelf(title="All waiting", state=ItemState.PENDING, outcome=None, order=_RANKED),
    "escalated": Shelf(title="Escalated", state=ItemState.ESCALATED, outcome=None, order=_RANKED),
    "decided": Shelf(
        title="Decided",
        state=ItemState.DECIDED,
        outcome=None,
        order="By the priority that they had. The history shows them by time.",
    ),
}


@blueprint.get("/queue")
@login_required
def show_queue() -> Response:
    """One page of one shelf of the queue."""
    wanted = request.args.get("show", "held")
    return render_queue(wanted if wanted in SHELVES else "held", request.args.get("after"))


def render_queue(name: str, cursor: str | None = None) -> Response:
    """Draw a shelf from `cursor` on.

    Raises:
        UsageError: the cursor was not made by this queue.
    """
    shelf = SHELVES[name]
    desk = get_desk()
    page = desk.list_queue(
        state=shelf.state, outcome=shelf.outcome, limit=PAGE_SIZE, cursor=cursor or None
    )
    body = render(
        "queue/list.html",
        here=name,
        title=shelf.title,
        order=shelf.order,
        total=shelf.count(desk.counts()),
        page=page,
        is_continued=bool(cursor),
        leases=_leases(page.entries),
        rulings=find_rulings(get_store(), [entry.item for entry in page.entries]),
        thresholds={label: each.hold_at for label, each in config().policy.labels.items()},
    )
    response = make_response(body)
    response.headers["Content-Location"] = url_for(
        "queue.show_queue", show=name, after=cursor or None
    )
    return response


def _leases(entries: Sequence[QueueEntry]) -> dict[str, str]:
    """Who is looking at which comment, in words."""
    words: dict[str, str] = {}
    for entry in entries:
        standing, name, _ = lease_standing(entry.item, holder())
        if standing == "mine":
            words[entry.item.comment_id] = "Reserved for you"
        elif standing == "elsewhere":
            words[entry.item.comment_id] = f"Open: {name}"
    return words
