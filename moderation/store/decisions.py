"""What people decided. Rows are added and never changed: an undo is a row of its own."""

from __future__ import annotations

import json

from moderation.domain import Decision, DecisionKind, Ruling, Selection
from moderation.errors import NotFound
from moderation.store.cells import cell_to_time, time_to_cell, to_json
from moderation.store.connection import Connection, Row

_NOT_UNDONE = "NOT EXISTS (SELECT 1 FROM decisions AS u WHERE u.undoes = d.id)"

_EFFECTIVE = f"""
    SELECT d.* FROM decisions AS d
    WHERE d.id IN (
      SELECT max(d.id) FROM decisions AS d
      WHERE d.ruling NOT IN ('undo', 'skip') AND {_NOT_UNDONE}
      GROUP BY d.comment_id)
    ORDER BY d.id"""  # noqa: S608  # constants only

_OVERRULES = """o.comment_id = d.comment_id AND o.id > d.id
      AND o.moderator <> d.moderator AND o.ruling NOT IN ('undo', 'skip')
      AND NOT EXISTS (SELECT 1 FROM decisions AS u WHERE u.undoes = o.id)"""

_UNDOABLE = f"""
    SELECT d.* FROM decisions AS d
    WHERE d.moderator = :moderator AND d.ruling <> 'undo' AND {_NOT_UNDONE}
      AND NOT EXISTS (SELECT 1 FROM decisions AS o WHERE {_OVERRULES})
    ORDER BY d.id DESC LIMIT 1"""  # noqa: S608  # constants only

_OVERRULING = f"""
    SELECT o.* FROM decisions AS d JOIN decisions AS o ON {_OVERRULES}
    WHERE d.id = :decision_id AND d.moderator = :moderator AND {_NOT_UNDONE}
    ORDER BY o.id DESC LIMIT 1"""  # noqa: S608  # constants only

_STANDING = f"""
    SELECT d.* FROM decisions AS d
    WHERE d.comment_id = :comment_id AND d.ruling NOT IN ('undo', 'skip') AND {_NOT_UNDONE}
    ORDER BY d.id DESC LIMIT 1"""  # noqa: S608  # constants only


class Decisions:
    """The table of decisions."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_decision(self, decision: Decision) -> Decision:
        """Record it; the same decision with the id that it got (the one given is ignored)."""
        rowid = self._connection.insert(
            "decisions",
            {
                "comment_id": decision.comment_id,
                "ruling": decision.ruling.value,
                "labels": to_json(decision.labels),
                "reason": decision.reason,
                "note": decision.note,
                "moderator": decision.moderator,
                "decided_at": time_to_cell(decision.decided_at),
                "kind": decision.kind.value,
                "content_hash": decision.content_hash,
                "model_version": decision.model_version,
                "priority_seen": decision.priority_seen,
                "propensity": decision.propensity,
                "selection": decision.selection.value,
                "item_version": decision.item_version,
                "undoes": decision.undoes,
            },
        )
        return self.get_decision(rowid)

    def get_decision(self, decision_id: int) -> Decision:
        """The decision of that id.

        Raises:
            NotFound: there is none.
        """
        row = self._connection.row("SELECT * FROM decisions WHERE id = ?", (decision_id,))
        if row is None:
            raise NotFound(
                f"There is no decision {decision_id}",
                next_step="Look at the history for the ids of the decisions",
            )
        return _decision(row)

    def list_decisions(self, *, after_id: int = 0, limit: int = 1000) -> list[Decision]:
        """Decisions in order, from the one after `after_id`; undo rows and all."""
        rows = self._connection.rows(
            "SELECT * FROM decisions WHERE id > ? ORDER BY id LIMIT ?", (after_id, limit)
        )
        return [_decision(row) for row in rows]

    def list_newest(
        self, *, limit: int, moderator: str | None = None, before_id: int | None = None
    ) -> list[tuple[Decision, bool]]:
        """The last decisions, newest first, each with whether a later row undid it."""
        mine = "" if moderator is None else "AND moderator = :moderator"
        rows = self._connection.rows(
            f"""SELECT d.*, NOT {_NOT_UNDONE} AS undone FROM decisions AS d
                WHERE d.id < :before {mine} ORDER BY d.id DESC LIMIT :limit""",  # noqa: S608
            {
                "before": 2**62 if before_id is None else before_id,
                "limit": limit,
                "moderator": moderator,
            },
        )
        return [(_decision(row), bool(row["undone"])) for row in rows]

    def list_for_comment(self, comment_id: str) -> list[Decision]:
        """All decisions on one comment, oldest first."""
        rows = self._connection.rows(
            "SELECT * FROM decisions WHERE comment_id = ? ORDER BY id", (comment_id,)
        )
        return [_decision(row) for row in rows]

    def list_effective(self) -> list[Decision]:
        """What stands: for each comment its last ruling that was not undone. No skips."""
        return [_decision(row) for row in self._connection.rows(_EFFECTIVE)]

    def find_standing(self, comment_id: str) -> Decision | None:
        """The comment's last ruling that was not undone and is not a skip."""
        row = self._connection.row(_STANDING, {"comment_id": comment_id})
        return None if row is None else _decision(row)

    def find_undoable(self, moderator: str) -> Decision | None:
        """The newest decision of `moderator` that can be taken back.

        One on a comment that somebody else has ruled on since is passed over: it no
        longer stands, and what came before it must stay within reach.
        """
        row = self._connection.row(_UNDOABLE, {"moderator": moderator})
        return None if row is None else _decision(row)

    def find_overruling(self, decision_id: int, moderator: str) -> Decision | None:
        """The last standing ruling by somebody else since that decision of `moderator`.

        None where nobody ruled since, and where the decision was undone or is not theirs.
        """
        row = self._connection.row(
            _OVERRULING, {"decision_id": decision_id, "moderator": moderator}
        )
        return None if row is None else _decision(row)


def _decision(row: Row) -> Decision:
    return Decision(
        id=row["id"],
        comment_id=row["comment_id"],
        ruling=Ruling(row["ruling"]),
        labels=tuple(json.loads(row["labels"])),
        reason=row["reason"],
        note=row["note"],
        moderator=row["moderator"],
        decided_at=cell_to_time(row["decided_at"]),
        kind=DecisionKind(row["kind"]),
        content_hash=row["content_hash"],
        model_version=row["model_version"],
        priority_seen=row["priority_seen"],
        propensity=row["propensity"],
        selection=Selection(row["selection"]),
        item_version=row["item_version"],
        undoes=row["undoes"],
    )
