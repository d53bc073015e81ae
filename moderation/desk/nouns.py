"""What the desk takes and gives: the words of its public calls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypedDict

from moderation.config import Config
from moderation.domain import (
    Assessment,
    Comment,
    Decision,
    DecisionKind,
    Priority,
    QueueItem,
    Thread,
    Verdict,
)
from moderation.errors import UsageError
from moderation.store import Store

Clock = Callable[[], datetime]
"""Gives the time now, in UTC."""
Progress = Callable[[int], None]
"""Is told how many comments more are done."""


class ReviewedLike(Protocol):
    """One comment with all that the machine says of it (`moderation.assess.Reviewed`)."""

    @property
    def comment(self) -> Comment:
        """What was reviewed."""

    @property
    def assessment(self) -> Assessment:
        """Its scores."""

    @property
    def verdict(self) -> Verdict:
        """What the policy advises."""

    @property
    def priority(self) -> Priority:
        """How urgently a person should look."""


class AssessorLike(Protocol):
    """What the desk needs of an assessor (`moderation.assess.Assessor`)."""

    @property
    def model_version(self) -> str:
        """`name/version` of the model that scores."""

    def review(self, comments: Sequence[Comment]) -> Sequence[ReviewedLike]:
        """Assess, judge and rank `comments`; one result each, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """One moderator in one session. Leases belong to it, decisions to its `name`.

    Two browsers with the same log-in are two sessions, so they never share a comment.
    """

    name: str
    session: str

    def __post_init__(self) -> None:
        """Refuse a name that could be taken for another's.

        Raises:
            UsageError: the name is empty or holds the slash that parts it from the session.
        """
        if not self.name.strip() or "/" in self.name:
            raise UsageError(
                f"{self.name!r} cannot be a moderator's name",
                next_step="Give a name of at least one character and without a slash",
            )

    def __str__(self) -> str:
        return f"{self.name}/{self.session}"


class DecisionDetails(TypedDict, total=False):
    """What may be said with a ruling beyond the ruling itself."""

    labels: Sequence[str]
    """The labels that apply; an approval keeps none."""
    reason: str
    """A reason code of the configuration."""
    note: str
    kind: DecisionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeReport:
    """How an import went. `read` = `added` + `unchanged` + `edited`; the rest are parts of it."""

    read: int = 0
    """Comments read; threads are not counted."""
    added: int = 0
    unchanged: int = 0
    edited: int = 0
    empty: int = 0
    """Added without a text, so stored as part of the thread but not queued."""
    queued: int = 0
    """Put into the queue or back into it."""
    held: int = 0
    """Of those queued, how many the policy holds."""

    def __add__(self, other: IntakeReport) -> IntakeReport:
        return IntakeReport(
            read=self.read + other.read,
            added=self.added + other.added,
            unchanged=self.unchanged + other.unchanged,
            edited=self.edited + other.edited,
            empty=self.empty + other.empty,
            queued=self.queued + other.queued,
            held=self.held + other.held,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueEntry:
    """A queued comment with what is needed to show it."""

    comment: Comment
    item: QueueItem
    thread: Thread | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuePage:
    """One page of the queue; `next_cursor` is None on the last."""

    entries: tuple[QueueEntry, ...]
    next_cursor: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueCounts:
    """How much there is. `held` is a part of `pending`."""

    pending: int
    held: int
    escalated: int
    decided: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadEntry:
    """One comment of a thread in its place. `item` is None where it was never queued."""

    comment: Comment
    item: QueueItem | None
    depth: int
    """0 for a comment on the article itself, 1 for a reply to it, and so on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadPart:
    """The rows of a thread around one comment; `left_out` counts those further away."""

    thread: Thread | None
    rows: tuple[ThreadEntry, ...]
    left_out: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    """A decision with the comment as it is now."""

    decision: Decision
    comment: Comment
    undone: bool
    """Whether a later row took it back."""


@dataclass(frozen=True, slots=True)
class Workplace:
    """What every part of the desk works with: the store, the settings and the clock."""

    store: Store
    config: Config
    clock: Clock
