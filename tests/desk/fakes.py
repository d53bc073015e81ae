"""A reviewer without a model, fast enough for thousands of comments, and small builders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from moderation.config import Config
from moderation.desk import Desk, Holder
from moderation.domain import (
    LABELS,
    Assessment,
    Comment,
    Outcome,
    Priority,
    PriorityPart,
    Reason,
    Score,
    ScoringState,
    Selection,
    Span,
    Thread,
    Verdict,
    comment_id,
    content_hash,
)
from moderation.store import Store

START = datetime(2025, 5, 1, 12, tzinfo=UTC)

ANA = Holder(name="ana", session="s1")
ANA_ELSEWHERE = Holder(name="ana", session="s2")
BEN = Holder(name="ben", session="s3")


@dataclass(frozen=True, slots=True, kw_only=True)
class FakeReviewed:
    """What the fake reviewer says of one comment."""

    comment: Comment
    assessment: Assessment
    verdict: Verdict
    priority: Priority


@dataclass(slots=True)
class FakeReviewer:
    """Gives each comment the number at the end of its text, in percent, as score and priority.

    From 50 percent on it is held, at 100 its rejection is advised. `reviewed` counts the
    comments seen.
    """

    model_version: str = "fake/1"
    shift: float = 0.0
    reviewed: int = 0
    batches: list[int] = field(default_factory=list)

    def review(self, comments: Sequence[Comment]) -> list[FakeReviewed]:
        self.reviewed += len(comments)
        self.batches.append(len(comments))
        return [self._review_one(comment) for comment in comments]

    def _review_one(self, comment: Comment) -> FakeReviewed:
        digits = comment.text.rpartition(" ")[2]
        value = min(1.0, (int(digits) / 100 if digits.isdecimal() else 0.01) + self.shift)
        held = value >= 0.5
        return FakeReviewed(
            comment=comment,
            assessment=Assessment(
                comment_id=comment.id,
                model_version=self.model_version,
                state=ScoringState.SCORED if comment.text.strip() else ScoringState.EMPTY,
                scores=tuple(Score(label=label, value=value) for label in LABELS),
                spans=(Span(start=0, end=1, label="slur", weight=value, origin="model"),),
                language="en",
            ),
            verdict=Verdict(
                outcome=_outcome(value),
                reasons=(Reason(code="label", text="a number", label="slur", score=value),),
                policy_version="p1",
            ),
            priority=Priority(
                value=value + min(comment.reports, 10) / 1000,
                parts=(PriorityPart(name="harm", value=value),),
                selection=Selection.HELD if held else Selection.RANKED,
                propensity=1.0 if held else 0.02,
            ),
        )


def _outcome(value: float) -> Outcome:
    if value >= 1.0:
        return Outcome.REJECT
    return Outcome.HOLD if value >= 0.5 else Outcome.NO_OPINION


class FakeClock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def move(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@dataclass(slots=True)
class Office:
    """A desk with everything behind it in reach."""

    store: Store
    clock: FakeClock
    reviewer: FakeReviewer
    desk: Desk

    def take_in(self, *texts: str) -> list[str]:
        """Import one comment for each text; their ids."""
        comments = [made_comment(text, key=f"{number}") for number, text in enumerate(texts)]
        self.desk.intake(comments, actor="importer")
        return [comment.id for comment in comments]

    def actions(self) -> list[str]:
        """The actions in the audit, oldest first."""
        return [event.action for event in self.store.audit.list_events()]


def office_on(store: Store, config: Config | None = None) -> Office:
    """A desk on `store` with a fake clock and a fake reviewer."""
    clock = FakeClock()
    reviewer = FakeReviewer()
    desk = Desk(store, config or Config(), reviewer, clock=clock)
    return Office(store=store, clock=clock, reviewer=reviewer, desk=desk)


def made_comment(text: str = "hello 10", *, key: str = "1", **fields: object) -> Comment:
    """A comment of the source `paper`."""
    made: dict[str, object] = {
        "id": comment_id("paper", key),
        "source": "paper",
        "external_id": key,
        "text": text,
        "author_id": "reader",
        "content_hash": content_hash(text),
        **fields,
    }
    return Comment(**made)  # type: ignore[arg-type]


def made_thread(key: str = "t1", **fields: str) -> Thread:
    """A thread of the source `paper`."""
    return Thread(id=key, source="paper", **fields)
