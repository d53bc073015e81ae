"""Comments come in: stored, scored and queued, batch by batch, each batch all or nothing.

Whatever was taken in before is recognised, so a killed import is simply run again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from moderation.desk.leases import is_leased
from moderation.desk.nouns import AssessorLike, IntakeReport, Progress, ReviewedLike, Workplace
from moderation.domain import (
    Comment,
    ItemState,
    Outcome,
    QueueItem,
    Thread,
    content_hash,
)
from moderation.ranking import rank_key
from moderation.store import Change

Reviews = Mapping[tuple[str, str], ReviewedLike]
"""What the machine said, by comment id and content hash."""

REASSESS_BATCH = 256


@dataclass(slots=True)
class _Batch:
    threads: list[Thread] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)


def take_in(
    workplace: Workplace,
    assessor: AssessorLike,
    records: Iterable[Thread | Comment],
    *,
    actor: str,
    batch_size: int,
) -> Iterator[IntakeReport]:
    """Take `records` in; one report for each batch of `batch_size` comments, once it is safe."""
    for batch in _batches(records, batch_size):
        yield _take_batch(workplace, assessor, batch, actor)


def reassess(workplace: Workplace, assessor: AssessorLike, on_progress: Progress | None) -> int:
    """Score all items that are not decided anew; how many there were.

    Versions, places in time and states stay. An item that somebody is looking at is left
    as it is: what a person decides on must be what was on the screen.
    """
    done = 0
    after = 0
    while page := workplace.store.queue_items.list_open(after_seq=after, limit=REASSESS_BATCH):
        after = page[-1][0]
        ids = [item.comment_id for _, item in page]
        comments = workplace.store.comments.find_comments(ids)
        reviews = _review(assessor, [comments[each] for each in ids])
        with workplace.store.transaction():
            renewed = sum(_rescore_unread(workplace, reviewed) for reviewed in reviews.values())
        done += renewed
        if on_progress is not None:
            on_progress(len(page))
    return done


def _batches(records: Iterable[Thread | Comment], size: int) -> Iterator[_Batch]:
    batch = _Batch()
    for record in records:
        if isinstance(record, Thread):
            batch.threads.append(record)
            continue
        batch.comments.append(record)
        if len(batch.comments) >= size:
            yield batch
            batch = _Batch()
    if batch.threads or batch.comments:
        yield batch


def _take_batch(
    workplace: Workplace, assessor: AssessorLike, batch: _Batch, actor: str
) -> IntakeReport:
    # The model is slow and runs before the transaction, which everybody else waits for.
    reviews = _review(assessor, _to_review(workplace, batch.comments))
    store = workplace.store
    with store.transaction():
        for thread in batch.threads:
            store.threads.add_thread(thread)
        report = IntakeReport()
        for comment in batch.comments:
            report += _take_one(workplace, assessor, comment, reviews)
        if report.added or report.edited:
            details = {
                "added": report.added,
                "edited": report.edited,
                "queued": report.queued,
                "held": report.held,
            }
            source = batch.comments[0].source
            store.audit.add_event(actor, "intake", source, details, at=workplace.clock())
    return report


def _to_review(workplace: Workplace, comments: Sequence[Comment]) -> list[Comment]:
    """Those that are new, edited, or reported more often than we knew while they wait."""
    ids = {comment.id for comment in comments}
    known = workplace.store.comments.find_comments(ids)
    items = workplace.store.queue_items.find_items(ids)
    chosen = []
    for comment in comments:
        stored = known.get(comment.id)
        item = items.get(comment.id)
        if stored is None:
            wanted = bool(comment.text.strip())
        elif stored.content_hash != _hash_of(comment):
            wanted = True
        else:
            waits = item is not None and item.state is not ItemState.DECIDED
            wanted = waits and _is_louder(comment, stored)
        if wanted:
            chosen.append(comment)
    return chosen


def _is_louder(comment: Comment, stored: Comment) -> bool:
    return comment.reports > stored.reports or comment.reach > stored.reach


def _review(
    assessor: AssessorLike, comments: Sequence[Comment]
) -> dict[tuple[str, str], ReviewedLike]:
    reviewed = assessor.review(comments) if comments else ()
    return {(one.comment.id, _hash_of(one.comment)): one for one in reviewed}


def _take_one(
    workplace: Workplace, assessor: AssessorLike, comment: Comment, reviews: Reviews
) -> IntakeReport:
    change: Change = workplace.store.comments.add_comment(comment)
    empty = not comment.text.strip()
    key = (comment.id, _hash_of(comment))
    counts = {"read": 1, change: 1}
    if change == "unchanged":
        # Even while somebody looks at it: the next import would find the reports known already.
        if key in reviews:
            _rescore(workplace, reviews[key])
        return IntakeReport(**counts)
    if change == "added" and empty:
        return IntakeReport(**counts, empty=1)
    # Missing only where another import slipped in between: then the model runs here.
    reviewed = reviews.get(key) or assessor.review([comment])[0]
    _queue(workplace, reviewed, workplace.clock())
    held = reviewed.verdict.outcome in (Outcome.HOLD, Outcome.REJECT)
    return IntakeReport(**counts, queued=1, held=int(held))


def _queue(workplace: Workplace, reviewed: ReviewedLike, now: datetime) -> None:
    """Put the comment into the queue; back into it, under a new version, if it was edited.

    An edit of what still waits keeps the time of its arrival: else whoever edits every
    hour would never come to the top.
    """
    known = workplace.store.queue_items.find_item(reviewed.comment.id)
    since = now if known is None or known.state is ItemState.DECIDED else known.queued_at
    item = QueueItem(
        comment_id=reviewed.comment.id,
        assessment=reviewed.assessment,
        verdict=reviewed.verdict,
        priority=reviewed.priority,
        state=ItemState.PENDING,
        version=1 if known is None else known.version + 1,
        queued_at=since,
    )
    _store_item(workplace, item)


def _rescore(workplace: Workplace, reviewed: ReviewedLike) -> int:
    """Renew what the machine says of a waiting item; 1 if that was done, else 0.

    Its version, its place in time and its lease stay: the text is the same.
    """
    item = workplace.store.queue_items.find_item(reviewed.comment.id)
    stored = workplace.store.comments.get_comment(reviewed.comment.id)
    if item is None or item.state is ItemState.DECIDED:
        return 0
    if stored.content_hash != _hash_of(reviewed.comment):
        return 0
    renewed = replace(
        item,
        assessment=reviewed.assessment,
        verdict=reviewed.verdict,
        priority=reviewed.priority,
    )
    _store_item(workplace, renewed)
    return 1


def _rescore_unread(workplace: Workplace, reviewed: ReviewedLike) -> int:
    """The same, but an item that somebody is looking at is left as it is."""
    item = workplace.store.queue_items.find_item(reviewed.comment.id)
    if item is not None and is_leased(item, workplace.clock()):
        return 0
    return _rescore(workplace, reviewed)


def _store_item(workplace: Workplace, item: QueueItem) -> None:
    weights = workplace.config.policy.ranking
    key = rank_key(item.priority, item.queued_at, weights)
    workplace.store.queue_items.add_item(item, rank_key=key)


def _hash_of(comment: Comment) -> str:
    return comment.content_hash or content_hash(comment.text)
