"""Where moderators work: intake, leases, decisions, undo. The only writer of the queue."""

from __future__ import annotations

from moderation.desk.desk import Desk
from moderation.desk.nouns import (
    AssessorLike,
    DecisionDetails,
    HistoryEntry,
    Holder,
    IntakeReport,
    QueueCounts,
    QueueEntry,
    QueuePage,
    ReviewedLike,
    ThreadEntry,
    ThreadPart,
)

__all__ = [
    "AssessorLike",
    "DecisionDetails",
    "Desk",
    "HistoryEntry",
    "Holder",
    "IntakeReport",
    "QueueCounts",
    "QueueEntry",
    "QueuePage",
    "ReviewedLike",
    "ThreadEntry",
    "ThreadPart",
]
