"""The audit: who did what to what, and when. Written with the change that it records."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from moderation.domain import AuditEvent
from moderation.store.cells import cell_to_time, time_to_cell, to_json, utc_now
from moderation.store.connection import Connection, Row


class Audit:
    """The table of events. Nothing in it is ever changed."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_event(
        self,
        actor: str,
        action: str,
        subject: str,
        details: Mapping[str, object] | None = None,
        *,
        at: datetime | None = None,
    ) -> int:
        """Record that `actor` did `action` to `subject`; the event's id.

        Call it inside the transaction of the change itself.
        """
        return self._connection.insert(
            "audit",
            {
                "at": time_to_cell(at or utc_now()),
                "actor": actor,
                "action": action,
                "subject": subject,
                "details": to_json(details or {}),
            },
        )

    def list_events(
        self, *, after_id: int = 0, limit: int = 1000, subject: str | None = None
    ) -> list[AuditEvent]:
        """Events in order, from the one after `after_id`; of one `subject` if given."""
        rows = self._connection.rows(
            """SELECT * FROM audit WHERE id > :after AND (:subject IS NULL OR subject = :subject)
               ORDER BY id LIMIT :limit""",
            {"after": after_id, "subject": subject, "limit": limit},
        )
        return [_event(row) for row in rows]

    def list_newest(self, limit: int = 100) -> list[AuditEvent]:
        """The last events, newest first."""
        rows = self._connection.rows("SELECT * FROM audit ORDER BY id DESC LIMIT ?", (limit,))
        return [_event(row) for row in rows]


def _event(row: Row) -> AuditEvent:
    return AuditEvent(
        id=row["id"],
        at=cell_to_time(row["at"]),
        actor=row["actor"],
        action=row["action"],
        subject=row["subject"],
        details=json.loads(row["details"]),
    )
