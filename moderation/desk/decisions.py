"""Ruling on a comment and taking a ruling back. Each is one transaction with its audit row."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, replace
from datetime import datetime

from moderation.desk.leases import lease_end, refuse_foreign_lease
from moderation.desk.nouns import Holder, Workplace
from moderation.domain import (
    LABELS,
    Decision,
    DecisionKind,
    ItemState,
    QueueItem,
    Ruling,
)
from moderation.errors import NothingToUndo, StaleVersion, UsageError

_DONE = {
    Ruling.APPROVE: "approved",
    Ruling.REJECT: "rejected",
    Ruling.ESCALATE: "escalated",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RulingGiven:
    """All that a moderator says of one comment."""

    comment_id: str
    ruling: Ruling
    version: int
    """The version of the item that was on the screen."""
    labels: tuple[str, ...] = ()
    reason: str = ""
    note: str = ""
    kind: DecisionKind = DecisionKind.SINGLE


def decide(workplace: Workplace, given: RulingGiven, holder: Holder) -> Decision:
    """Record what `holder` ruled.

    Raises:
        UsageError: an unknown label or reason, or UNDO, which is not a ruling to give.
        NotFound: the comment was never queued.
        StaleVersion: it was decided or changed since it was shown.
        LeaseHeld: another session is looking at it.
    """
    given = _checked(workplace, given)
    now = workplace.clock()
    store = workplace.store
    with store.transaction():
        item = store.queue_items.get_item(given.comment_id)
        _refuse_stale(workplace, item, given)
        refuse_foreign_lease(item, holder, now)
        if given.ruling is Ruling.SKIP:
            _skip(workplace, item, holder, now)
        else:
            escalated = given.ruling is Ruling.ESCALATE
            store.queue_items.set_state(
                item.comment_id,
                ItemState.ESCALATED if escalated else ItemState.DECIDED,
                version=item.version + 1,
                decided_at=None if escalated else now,
            )
        draft = replace(
            _draft(workplace, item, holder, now),
            ruling=given.ruling,
            labels=given.labels,
            reason=given.reason,
            note=given.note,
            kind=given.kind,
        )
        return _record(workplace, draft, "decide")


def undo(workplace: Workplace, holder: Holder, *, expected: int | None = None) -> Decision:
    """Take back the newest decision of `holder.name` that stands; called again, the one before.

    Decisions that somebody else has overruled since are passed over. The comment is queued as
    it was before the decision taken back, and leased to the holder.

    Raises:
        NothingToUndo: no decision of this moderator is left.
        StaleVersion: somebody else has ruled since on the comment of the decision
            `expected`, or the newest decision is another one.
        LeaseHeld: another session is looking at it.
    """
    now = workplace.clock()
    store = workplace.store
    with store.transaction():
        undone = _find_undoable(workplace, holder, expected)
        item = store.queue_items.get_item(undone.comment_id)
        refuse_foreign_lease(item, holder, now)
        draft = _draft(workplace, item, holder, now)
        made = _record(workplace, replace(draft, undoes=undone.id), "undo")
        if undone.ruling is Ruling.SKIP:
            store.skips.remove_skip(item.comment_id, holder.name)
        else:
            state = _state_without(workplace, item)
            version = item.version + 1
            store.queue_items.set_state(item.comment_id, state, version=version, decided_at=None)
        store.queue_items.set_lease(item.comment_id, str(holder), lease_end(workplace, now))
        return made


def _checked(workplace: Workplace, given: RulingGiven) -> RulingGiven:
    if given.ruling is Ruling.UNDO:
        raise UsageError(
            "An undo is not a ruling on a comment",
            next_step="Use the undo button, or type `moderation decide --undo`",
        )
    reasons = workplace.config.reasons
    if given.reason and given.reason not in reasons:
        raise UsageError(
            f"There is no reason {given.reason!r}", next_step=_nearest(given.reason, list(reasons))
        )
    for label in given.labels:
        if label not in LABELS:
            raise UsageError(
                f"There is no label {label!r}", next_step=_nearest(label, list(LABELS))
            )
    approved = given.ruling is Ruling.APPROVE
    labels = tuple(label for label in LABELS if label in given.labels and not approved)
    return replace(given, labels=labels)


def _nearest(typed: str, known: list[str]) -> str:
    close = difflib.get_close_matches(typed, known, n=1)
    return f"Did you mean {close[0]!r}?" if close else f"Give one of {', '.join(known)}"


def _refuse_stale(workplace: Workplace, item: QueueItem, given: RulingGiven) -> None:
    """Let the ruling pass if it is about the item as it is now."""
    standing = workplace.store.decisions.find_standing(item.comment_id)
    if item.state is ItemState.DECIDED and standing is not None:
        raise StaleVersion(
            f"The comment {item.comment_id} was decided already: {_who_and_when(standing)}",
            next_step="Take the next comment; whoever decided can undo it",
        )
    if item.version != given.version:
        recent = standing is not None and standing.item_version >= given.version
        why = f": {_who_and_when(standing)}" if standing is not None and recent else ""
        raise StaleVersion(
            f"The comment {item.comment_id} changed since it was shown{why}",
            next_step="Look at it again, then decide",
        )
    if item.state is ItemState.ESCALATED and given.ruling is Ruling.ESCALATE:
        raise StaleVersion(
            f"The comment {item.comment_id} is escalated already",
            next_step="Approve it, reject it or take the next comment",
        )


def _find_undoable(workplace: Workplace, holder: Holder, expected: int | None) -> Decision:
    """What an undo takes back, refused unless it is the decision named as `expected`."""
    decisions = workplace.store.decisions
    if expected is not None:
        _refuse_overruled(workplace, expected, holder)
    undoable = decisions.find_undoable(holder.name)
    if undoable is None:
        raise NothingToUndo(
            f"{holder.name} has no decision left to take back",
            next_step="Go on with the next comment",
        )
    if expected is not None and undoable.id != expected:
        raise StaleVersion(
            "Your newest decision is another one by now, so nothing was taken back",
            next_step="Look at what the undo button names now, then press it again",
        )
    return undoable


def _refuse_overruled(workplace: Workplace, named: int, holder: Holder) -> None:
    by = workplace.store.decisions.find_overruling(named, holder.name)
    if by is None:
        return
    raise StaleVersion(
        f"Somebody else has ruled on {by.comment_id} since: {_who_and_when(by)}",
        next_step=f"Ask {by.moderator} to undo that first, or undo your decision before it",
    )


def _who_and_when(decision: Decision) -> str:
    done = _DONE[decision.ruling]
    return f"{decision.moderator} {done} it at {decision.decided_at:%Y-%m-%d %H:%M:%S} UTC"


def _skip(workplace: Workplace, item: QueueItem, holder: Holder, now: datetime) -> None:
    """Hide the item from one moderator. Its version stays: for all others nothing changed."""
    skips = workplace.store.skips
    twice = skips.has_skip(item.comment_id, holder.name, version=item.version)
    if twice and item.leased_by != str(holder):
        raise StaleVersion(
            f"You have skipped the comment {item.comment_id} already",
            next_step="Take the next comment",
        )
    skips.add_skip(item.comment_id, holder.name, version=item.version, at=now)
    workplace.store.queue_items.set_lease(item.comment_id, None, None)


def _state_without(workplace: Workplace, item: QueueItem) -> ItemState:
    """The state that the decisions still standing leave the item in, one just undone."""
    standing = workplace.store.decisions.find_standing(item.comment_id)
    comment = workplace.store.comments.get_comment(item.comment_id)
    # A ruling on a text that an edit has replaced says nothing about the present one.
    if standing is None or standing.content_hash != comment.content_hash:
        return ItemState.PENDING
    return ItemState.ESCALATED if standing.ruling is Ruling.ESCALATE else ItemState.PENDING


def _draft(workplace: Workplace, item: QueueItem, holder: Holder, now: datetime) -> Decision:
    """A decision with everything that was on the screen when it was made."""
    return Decision(
        id=0,
        comment_id=item.comment_id,
        ruling=Ruling.UNDO,
        labels=(),
        reason="",
        note="",
        moderator=holder.name,
        decided_at=now,
        kind=DecisionKind.SINGLE,
        content_hash=workplace.store.comments.get_comment(item.comment_id).content_hash,
        model_version=item.assessment.model_version,
        priority_seen=item.priority.value,
        propensity=item.priority.propensity,
        selection=item.priority.selection,
        item_version=item.version,
    )


def _record(workplace: Workplace, draft: Decision, action: str) -> Decision:
    made = workplace.store.decisions.add_decision(draft)
    details = {
        "decision": made.id,
        "ruling": made.ruling.value,
        "labels": made.labels,
        "reason": made.reason,
        "kind": made.kind.value,
        "version": made.item_version,
        "undoes": made.undoes,
    }
    workplace.store.audit.add_event(
        made.moderator, action, made.comment_id, details, at=made.decided_at
    )
    return made
