"""Who looks at what: handing out comments so that no two sessions get the same one.

A lease is not an event of the audit: it says who is looking, not what was done.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from moderation.desk.nouns import Holder, QueueEntry, Workplace
from moderation.desk.views import entry_of
from moderation.domain import ItemState, QueueItem
from moderation.errors import LeaseHeld


def next_entry(workplace: Workplace, holder: Holder) -> QueueEntry | None:
    """Lease the most urgent comment that is free; the holder's own live lease comes first."""
    now = workplace.clock()
    items = workplace.store.queue_items
    with workplace.store.transaction():
        item = items.find_leased(str(holder), now=now) or items.find_next(holder.name, now=now)
        return None if item is None else _lease(workplace, item, holder, now)


def open_entry(workplace: Workplace, comment_id: str, holder: Holder) -> QueueEntry:
    """Lease a given comment. A decided one is returned as it is, without a lease.

    Raises:
        LeaseHeld: another session is looking at it.
        NotFound: it was never queued.
    """
    now = workplace.clock()
    with workplace.store.transaction():
        item = workplace.store.queue_items.get_item(comment_id)
        if item.state is ItemState.DECIDED:
            return entry_of(workplace, item)
        refuse_foreign_lease(item, holder, now)
        return _lease(workplace, item, holder, now)


def release_entry(workplace: Workplace, comment_id: str, holder: Holder) -> bool:
    """Give a comment back to the queue; False if the holder did not have it."""
    with workplace.store.transaction():
        item = workplace.store.queue_items.get_item(comment_id)
        if item.leased_by != str(holder):
            return False
        workplace.store.queue_items.set_lease(comment_id, None, None)
        return True


def refuse_foreign_lease(item: QueueItem, holder: Holder, now: datetime) -> None:
    """Let the holder pass unless another session has a live lease on the item.

    Raises:
        LeaseHeld: it has.
    """
    if not is_leased(item, now) or item.leased_by == str(holder):
        return
    name = str(item.leased_by).rpartition("/")[0]
    who = "You" if name == holder.name else name
    verb = "have it open in another session" if name == holder.name else "is looking at it"
    raise LeaseHeld(
        f"{who} {verb} until {item.leased_until:%H:%M:%S} UTC",
        next_step="Take the next comment, or come back to this one later",
    )


def is_leased(item: QueueItem, now: datetime) -> bool:
    """Whether anybody holds a live lease on the item."""
    return bool(item.leased_by) and item.leased_until is not None and item.leased_until > now


def lease_end(workplace: Workplace, now: datetime) -> datetime:
    """When a lease that is given `now` runs out."""
    return now + timedelta(seconds=workplace.config.queue.lease_seconds)


def _lease(workplace: Workplace, item: QueueItem, holder: Holder, now: datetime) -> QueueEntry:
    until = lease_end(workplace, now)
    workplace.store.queue_items.set_lease(item.comment_id, str(holder), until)
    return entry_of(workplace, replace(item, leased_by=str(holder), leased_until=until))
