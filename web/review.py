"""Gather what the page of one comment shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from moderation.config import Config, ReasonCode
from moderation.desk import Desk, Holder, QueueEntry, ThreadEntry
from moderation.domain import Decision, ItemState, Policy, QueueItem, TermKind, Thread
from moderation.store import Store

THREAD_ROWS: Final = 60
"""Most comments of a thread that are drawn; the nearest to the one in question are kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelBar:
    """One label's score beside its threshold."""

    label: str
    value: float
    hold_at: float | None

    @property
    def is_over(self) -> bool:
        """Whether the score reaches the threshold."""
        return self.hold_at is not None and self.value >= self.hold_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """All that the page of one comment shows."""

    entry: QueueEntry
    standing: str
    """`mine`, `free`, `elsewhere` (leased to someone else) or `decided`."""
    leased_by: str
    lease_seconds: int
    thread: Thread | None
    rows: Sequence[ThreadEntry]
    rows_left_out: int
    rulings: Mapping[str, Decision]
    """The decision in force on each decided comment of the thread."""
    bars: Sequence[LabelBar]
    suggested_labels: frozenset[str]
    suggested_reason: str

    @property
    def can_decide(self) -> bool:
        """Whether the person who asks may decide now."""
        return self.standing in {"mine", "free"}


def load_review(
    desk: Desk, store: Store, config: Config, comment_id: str, holder: Holder
) -> Review:
    """Read all about one comment; nothing is changed and nothing is reserved.

    Raises:
        NotFound: no such comment was ever queued.
    """
    entry = desk.entry(comment_id)
    standing, leased_by, seconds = lease_standing(entry.item, holder)
    part = desk.thread_of(comment_id, most=THREAD_ROWS)
    bars = label_bars(entry.item, config.policy)
    labels = suggest_labels(entry.item, bars)
    return Review(
        entry=entry,
        standing=standing,
        leased_by=leased_by,
        lease_seconds=seconds,
        thread=part.thread,
        rows=part.rows,
        rows_left_out=part.left_out,
        rulings=find_rulings(store, [row.item for row in part.rows if row.item], entry.item),
        bars=bars,
        suggested_labels=labels,
        suggested_reason=suggest_reason(config.reasons, labels, bars),
    )


def lease_standing(
    item: QueueItem, holder: Holder, now: datetime | None = None
) -> tuple[str, str, int]:
    """Who has the item: the standing (see Review), the other's name, the seconds left."""
    if item.state is ItemState.DECIDED:
        return "decided", "", 0
    left = (item.leased_until or datetime.min.replace(tzinfo=UTC)) - (now or datetime.now(UTC))
    if not item.leased_by or left.total_seconds() <= 0:
        return "free", "", 0
    if item.leased_by == str(holder):
        return "mine", "", int(left.total_seconds())
    name = item.leased_by.rpartition("/")[0]
    return "elsewhere", "Another window of yours" if name == holder.name else name, 0


def label_bars(item: QueueItem, policy: Policy) -> Sequence[LabelBar]:
    """The labels, those nearest to or furthest over their threshold first."""
    bars = [
        LabelBar(
            label=score.label,
            value=score.value,
            hold_at=policy.labels[score.label].hold_at if score.label in policy.labels else None,
        )
        for score in item.assessment.scores
    ]
    return sorted(bars, key=lambda bar: bar.value - (bar.hold_at or 1.0), reverse=True)


def suggest_labels(item: QueueItem, bars: Sequence[LabelBar]) -> frozenset[str]:
    """The labels to suggest: over their threshold, or named by an unambiguous term."""
    by_term = {
        hit.label
        for hit in item.assessment.term_hits
        if hit.kind is not TermKind.WATCH and not hit.ambiguous
    }
    return frozenset({bar.label for bar in bars if bar.is_over} | by_term)


def suggest_reason(
    reasons: Mapping[str, ReasonCode], labels: frozenset[str], bars: Sequence[LabelBar]
) -> str:
    """The code of the first reason that stands for a suggested label, else for the top label."""
    for wanted in (labels, frozenset(bar.label for bar in bars[:1])):
        for reason in reasons.values():
            if wanted & frozenset(reason.labels):
                return reason.code
    return ""


def find_rulings(store: Store, items: Sequence[QueueItem], *more: QueueItem) -> dict[str, Decision]:
    """The newest standing decision on each item that is not simply waiting."""
    rulings: dict[str, Decision] = {}
    for item in (*items, *more):
        if item.state is ItemState.PENDING:
            continue
        standing = store.decisions.find_standing(item.comment_id)
        if standing is not None:
            rulings[item.comment_id] = standing
    return rulings
