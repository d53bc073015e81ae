"""Who does not want to see a comment for now."""

from __future__ import annotations

from datetime import datetime

from moderation.store.cells import time_to_cell
from moderation.store.connection import Connection


class Skips:
    """The table of skips. A skip counts for one moderator and one version of an item."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_skip(self, comment_id: str, moderator: str, *, version: int, at: datetime) -> None:
        """Hide the item from `moderator` until it changes or nothing else is left."""
        self._connection.write(
            """INSERT INTO skips (comment_id, moderator, version, skipped_at) VALUES (?, ?, ?, ?)
               ON CONFLICT DO UPDATE SET version = excluded.version,
                 skipped_at = excluded.skipped_at""",
            (comment_id, moderator, version, time_to_cell(at)),
        )

    def remove_skip(self, comment_id: str, moderator: str) -> None:
        """Show the item to `moderator` again."""
        self._connection.write(
            "DELETE FROM skips WHERE comment_id = ? AND moderator = ?", (comment_id, moderator)
        )

    def has_skip(self, comment_id: str, moderator: str, *, version: int) -> bool:
        """Whether `moderator` skipped this version of the item."""
        found = self._connection.value(
            "SELECT 1 FROM skips WHERE comment_id = ? AND moderator = ? AND version = ?",
            (comment_id, moderator, version),
        )
        return found is not None
