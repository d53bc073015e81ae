"""The desk: the one object through which the queue is filled, handed out and decided."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Unpack

from moderation.config import Config
from moderation.desk import decisions, intake, leases, views
from moderation.desk.nouns import (
    AssessorLike,
    Clock,
    DecisionDetails,
    HistoryEntry,
    Holder,
    IntakeReport,
    Progress,
    QueueCounts,
    QueueEntry,
    QueuePage,
    ThreadPart,
    Workplace,
)
from moderation.domain import (
    Comment,
    Decision,
    DecisionKind,
    ItemState,
    Outcome,
    Ruling,
    Thread,
)
from moderation.errors import UsageError
from moderation.store import ItemFilter, Store, utc_now


class Desk:
    """The only writer of the queue. As its store, it belongs to one thread."""

    def __init__(
        self,
        store: Store,
        config: Config,
        assessor: AssessorLike | None = None,
        *,
        clock: Clock = utc_now,
    ) -> None:
        """Work on `store`; without an `assessor` everything but `intake` is possible."""
        self._workplace = Workplace(store=store, config=config, clock=clock)
        self._assessor = assessor

    def intake(
        self,
        records: Iterable[Thread | Comment],
        *,
        actor: str,
        batch_size: int = 64,
        on_progress: Progress | None = None,
    ) -> IntakeReport:
        """Store, score and queue what is new or edited; what is known already stays as it is.

        Each batch is one transaction, and running an import again adds nothing, so one that
        was killed is run again. A new comment without a text is stored but not queued.

        Args:
            records: threads and comments, as the importers give them.
            actor: who imports, for the audit.
            batch_size: comments scored and committed together.
            on_progress: called with the number of comments of each batch that is safe.

        Raises:
            UsageError: the desk was opened without a model.
        """
        if self._assessor is None:
            raise UsageError(
                "Comments cannot be taken in without a model",
                next_step="Type `moderation models list` and name one of those in config.yaml",
            )
        report = IntakeReport()
        for part in intake.take_in(
            self._workplace, self._assessor, records, actor=actor, batch_size=batch_size
        ):
            report += part
            if on_progress is not None:
                on_progress(part.read)
        return report

    def reassess(self, assessor: AssessorLike, *, on_progress: Progress | None = None) -> int:
        """Score all items that wait with another model; how many were renewed.

        Versions do not grow, and what somebody is looking at is left as it is.
        """
        return intake.reassess(self._workplace, assessor, on_progress)

    def next(self, holder: Holder) -> QueueEntry | None:
        """Lease the most urgent comment that nobody has; None if there is none.

        The holder's own live lease comes first. What this moderator skipped comes last.
        """
        return leases.next_entry(self._workplace, holder)

    def open(self, comment_id: str, holder: Holder) -> QueueEntry:
        """Lease a given comment, or renew that lease. A decided one comes without a lease.

        Raises:
            LeaseHeld: another session is looking at it.
            NotFound: it was never queued.
        """
        return leases.open_entry(self._workplace, comment_id, holder)

    def release(self, comment_id: str, holder: Holder) -> bool:
        """Give a comment back to the queue; False if the holder did not have it.

        Raises:
            NotFound: it was never queued.
        """
        return leases.release_entry(self._workplace, comment_id, holder)

    def release_all(self, holder: Holder) -> int:
        """Give back all that the holder has, as on log-out; how many there were."""
        with self._workplace.store.transaction():
            return self._workplace.store.queue_items.free_leases(str(holder))

    def decide(
        self,
        comment_id: str,
        *,
        ruling: Ruling,
        holder: Holder,
        version: int,
        **details: Unpack[DecisionDetails],
    ) -> Decision:
        """Record a person's ruling on the version of the comment that was on the screen.

        APPROVE and REJECT close the item, ESCALATE leaves it to an editor, SKIP hides it from
        this moderator until nothing else is left.

        Args:
            comment_id: which comment.
            ruling: any but UNDO.
            holder: who rules.
            version: of the item as it was shown.
            details: labels, reason, note and kind; see DecisionDetails.

        Raises:
            UsageError: an unknown label or reason.
            NotFound: the comment was never queued.
            StaleVersion: it was decided or changed since; nothing was written.
            LeaseHeld: another session is looking at it; nothing was written.
        """
        given = decisions.RulingGiven(
            comment_id=comment_id,
            ruling=ruling,
            version=version,
            labels=tuple(details.get("labels", ())),
            reason=details.get("reason", ""),
            note=details.get("note", ""),
            kind=details.get("kind", DecisionKind.SINGLE),
        )
        return decisions.decide(self._workplace, given, holder)

    def undo(self, holder: Holder, *, expected: int | None = None) -> Decision:
        """Take back this moderator's newest standing decision, by a row of its own.

        The comment waits again, leased to the holder. Called again, it goes one step further.

        Args:
            holder: whose decision, and who gets the comment.
            expected: the id of the decision that was on the screen, if one was: a second
                click, or a decision made in another window, then takes nothing back.

        Raises:
            NothingToUndo: none is left.
            StaleVersion: somebody else has overruled the expected decision since, or the
                newest one is another. Without `expected`, overruled ones are passed over.
            LeaseHeld: another session is looking at it.
        """
        return decisions.undo(self._workplace, holder, expected=expected)

    def entry(self, comment_id: str) -> QueueEntry:
        """A queued comment as it stands, without leasing it.

        Raises:
            NotFound: it was never queued.
        """
        item = self._workplace.store.queue_items.get_item(comment_id)
        return views.entry_of(self._workplace, item)

    def peek(self, count: int) -> list[QueueEntry]:
        """The `count` most urgent comments that wait, leased or not, without leasing them."""
        return list(self.list_queue(limit=count).entries)

    def list_queue(
        self,
        *,
        outcome: Outcome | None = None,
        state: ItemState = ItemState.PENDING,
        limit: int = 50,
        cursor: str | None = None,
    ) -> QueuePage:
        """One page of the queue, most urgent first.

        Args:
            outcome: only what the policy advises so. HOLD is all that it holds back, what
                it advises to reject as well, as in `counts`.
            state: pending, escalated or decided.
            limit: entries on the page, at least 1.
            cursor: `next_cursor` of the page before.

        Raises:
            UsageError: the cursor is not one of ours.
        """
        after = views.read_cursor(cursor)
        outcomes = views.outcomes_of(outcome)
        wanted = ItemFilter(state=state, outcomes=outcomes, limit=max(1, limit), after=after)
        return views.list_page(self._workplace, wanted)

    def counts(self) -> QueueCounts:
        """How many comments wait, are held, are escalated and are decided."""
        return views.count_queue(self._workplace)

    def thread_of(self, comment_id: str, *, most: int | None = None) -> ThreadPart:
        """The comment's thread around it, in the order and depth of the page.

        Args:
            comment_id: which comment.
            most: rows to read around it, and what the first of them answers; None: all.

        Raises:
            NotFound: there is no such comment.
        """
        return views.read_thread(self._workplace, comment_id, most)

    def history(self, limit: int = 50, moderator: str | None = None) -> list[HistoryEntry]:
        """The last decisions, newest first, of one moderator or of all."""
        return views.list_history(self._workplace, limit=limit, moderator=moderator)
