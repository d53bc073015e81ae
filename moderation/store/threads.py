"""Where comments were written."""

from __future__ import annotations

from collections.abc import Iterable

from moderation.domain import Thread
from moderation.store.cells import cell_to_text, text_to_cell, to_json
from moderation.store.connection import Connection, Row


class Threads:
    """The table of threads."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_thread(self, thread: Thread) -> bool:
        """Add it, or take over a title or address that is new; True if anything changed."""
        cells = (
            thread.id,
            thread.source,
            text_to_cell(thread.title),
            text_to_cell(thread.url),
        )
        changed = self._connection.write(
            """INSERT INTO threads (id, source, title, url) VALUES (?, ?, ?, ?)
               ON CONFLICT (id) DO UPDATE SET
                 title = iif(excluded.title = '', title, excluded.title),
                 url = iif(excluded.url = '', url, excluded.url)
               WHERE excluded.title NOT IN ('', title) OR excluded.url NOT IN ('', url)""",
            cells,
        )
        return changed > 0

    def find_thread(self, thread_id: str) -> Thread | None:
        """The thread of that id, None if there is none."""
        return self.find_threads([thread_id]).get(thread_id)

    def find_threads(self, thread_ids: Iterable[str]) -> dict[str, Thread]:
        """Those of `thread_ids` that are known, by id."""
        rows = self._connection.rows(
            "SELECT * FROM threads WHERE id IN (SELECT value FROM json_each(?))",
            (to_json(list(thread_ids)),),
        )
        return {row["id"]: _thread(row) for row in rows}


def _thread(row: Row) -> Thread:
    return Thread(
        id=row["id"],
        source=row["source"],
        title=cell_to_text(row["title"]),
        url=cell_to_text(row["url"]),
    )
