"""Looking without touching: the queue, one comment, its thread, what was decided."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import replace

from moderation.desk.nouns import (
    HistoryEntry,
    QueueCounts,
    QueueEntry,
    QueuePage,
    ThreadEntry,
    ThreadPart,
    Workplace,
)
from moderation.domain import Comment, ItemState, Outcome, QueueItem
from moderation.errors import UsageError
from moderation.store import CommentPlace, ItemFilter, QueuePlace

Placed = tuple[CommentPlace, int]
"""A comment and its depth."""
HELD = (Outcome.HOLD, Outcome.REJECT)
"""What waits for a person because the policy says so, be it with the advice to reject."""
MAX_DEPTH = 1000
"""Deepest reply that is told apart; no page nests further."""


def entry_of(workplace: Workplace, item: QueueItem) -> QueueEntry:
    """The item with its comment and thread."""
    return _entries_of(workplace, [item])[0]


def list_page(workplace: Workplace, wanted: ItemFilter) -> QueuePage:
    """One page of the queue, most urgent first."""
    # One more than asked for tells whether there is a next page.
    ahead = replace(wanted, limit=wanted.limit + 1)
    found = workplace.store.queue_items.list_items(ahead)
    shown = found[: wanted.limit]
    more = len(found) > len(shown)
    return QueuePage(
        entries=tuple(_entries_of(workplace, [item for item, _ in shown])),
        next_cursor=_write_cursor(shown[-1][1]) if more else None,
    )


def outcomes_of(outcome: Outcome | None) -> tuple[Outcome, ...]:
    """What stands on the shelf of `outcome`; none for a shelf that holds everything."""
    if outcome is None:
        return ()
    return HELD if outcome is Outcome.HOLD else (outcome,)


def read_cursor(cursor: str | None) -> QueuePlace | None:
    """The place that a page's `next_cursor` names.

    Raises:
        UsageError: it is not one of ours.
    """
    if cursor is None:
        return None
    try:
        rank_key, seq = json.loads(base64.urlsafe_b64decode(cursor.encode("ascii")))
        return QueuePlace(rank_key=float(rank_key), seq=int(seq))
    except (UnicodeError, binascii.Error, ValueError, TypeError, OverflowError) as error:
        raise UsageError(
            f"{cursor[:40]!r} is not a place in the queue",
            next_step="Go back to the queue's first page",
        ) from error


def _write_cursor(place: QueuePlace) -> str:
    return base64.urlsafe_b64encode(json.dumps([place.rank_key, place.seq]).encode()).decode()


def count_queue(workplace: Workplace) -> QueueCounts:
    """How much there is of each state."""
    by_state = dict.fromkeys(ItemState, 0)
    held = 0
    for (state, outcome), count in workplace.store.queue_items.count_items().items():
        by_state[state] += count
        if state is ItemState.PENDING and outcome in HELD:
            held += count
    return QueueCounts(
        pending=by_state[ItemState.PENDING],
        held=held,
        escalated=by_state[ItemState.ESCALATED],
        decided=by_state[ItemState.DECIDED],
    )


def list_history(workplace: Workplace, *, limit: int, moderator: str | None) -> list[HistoryEntry]:
    """The last decisions, newest first, undo rows and all."""
    found = workplace.store.decisions.list_newest(limit=limit, moderator=moderator)
    comments = workplace.store.comments.find_comments({made.comment_id for made, _ in found})
    return [
        HistoryEntry(decision=made, comment=comments[made.comment_id], undone=undone)
        for made, undone in found
    ]


def read_thread(workplace: Workplace, comment_id: str, most: int | None) -> ThreadPart:
    """The comment's thread in the order of its page, every reply under what it answers.

    A comment without a thread comes with what it answers, as far as that is known, and
    with the replies to it. Of a thread of thousands only the rows that are asked for are
    read whole.

    Raises:
        NotFound: there is no such comment.
    """
    store = workplace.store
    comment = store.comments.get_comment(comment_id)
    if comment.thread_id:
        thread = store.threads.find_thread(comment.thread_id)
        ordered = in_page_order(store.comments.list_thread_places(comment.thread_id))
    else:
        thread = None
        around = _surroundings(workplace, comment)
        ordered = in_page_order(
            [CommentPlace(id=one.id, parent_id=one.parent_id) for one in around]
        )
    rows = ordered if most is None else nearest_places(ordered, comment_id, most)
    ids = [place.id for place, _ in rows]
    comments = store.comments.find_comments(ids)
    items = store.queue_items.find_items(ids)
    shown = tuple(
        ThreadEntry(comment=comments[place.id], item=items.get(place.id), depth=depth)
        for place, depth in rows
    )
    return ThreadPart(thread=thread, rows=shown, left_out=len(ordered) - len(shown))


def nearest_places(ordered: Sequence[Placed], comment_id: str, most: int) -> Sequence[Placed]:
    """At most `most` rows around the comment, and what the first of them answers."""
    if len(ordered) <= most:
        return ordered
    here = next(at for at, (place, _) in enumerate(ordered) if place.id == comment_id)
    start = max(0, min(here - most // 2, len(ordered) - most))
    ancestors: list[Placed] = []
    depth = ordered[start][1]
    for place, above in reversed(ordered[:start]):
        if above < depth:
            ancestors.insert(0, (place, above))
            depth = above
    return [*ancestors[-most:], *ordered[start : start + most]]


def in_page_order(comments: Sequence[CommentPlace]) -> list[Placed]:
    """`comments` (in order of arrival) as a page nests them, each with its depth.

    A reply to a comment that is not among them stands at depth 0; so does the first of a
    circle of comments that answer one another.
    """
    known = {comment.id for comment in comments}
    replies: dict[str | None, list[CommentPlace]] = {}
    for comment in comments:
        parent = comment.parent_id if comment.parent_id in known else None
        replies.setdefault(parent, []).append(comment)
    placed: dict[str, Placed] = {}

    def place(roots: Sequence[CommentPlace]) -> None:
        waiting = [(root, 0) for root in reversed(roots)]
        while waiting:
            comment, depth = waiting.pop()
            if comment.id in placed:
                continue
            placed[comment.id] = (comment, depth)
            below = min(depth + 1, MAX_DEPTH)
            waiting += [(reply, below) for reply in reversed(replies.get(comment.id, []))]

    place(replies.get(None, []))
    for comment in comments:
        place([comment])
    return list(placed.values())


def _surroundings(workplace: Workplace, comment: Comment) -> list[Comment]:
    comments = workplace.store.comments
    found = {comment.id: comment}
    parent_id = comment.parent_id
    above: list[Comment] = []
    while parent_id and parent_id not in found and len(above) < MAX_DEPTH:
        parent = comments.find_comment(parent_id)
        if parent is None:
            break
        found[parent.id] = parent
        above.insert(0, parent)
        parent_id = parent.parent_id
    replies = [reply for reply in comments.list_replies(comment.id) if reply.id not in found]
    return [*above, comment, *replies]


def _entries_of(workplace: Workplace, items: Sequence[QueueItem]) -> list[QueueEntry]:
    store = workplace.store
    comments = store.comments.find_comments([item.comment_id for item in items])
    threads = store.threads.find_threads({one.thread_id for one in comments.values()})
    return [
        QueueEntry(
            comment=comments[item.comment_id],
            item=item,
            thread=threads.get(comments[item.comment_id].thread_id),
        )
        for item in items
    ]
