"""The database as one object: a member for each group of tables."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Self

from moderation.errors import StoreError
from moderation.store.accounts import Accounts
from moderation.store.audit import Audit
from moderation.store.comments import Comments
from moderation.store.connection import (
    Connection,
    connect_file,
    connect_memory,
    create_file,
    make_durable,
)
from moderation.store.decisions import Decisions
from moderation.store.migrations import applied_migrations, migrate
from moderation.store.model_versions import ModelVersions
from moderation.store.queue_items import QueueItems
from moderation.store.skips import Skips
from moderation.store.threads import Threads
from moderation.store.tokens import Tokens

BUSY_TIMEOUT = 10.0
"""Seconds to wait for another process's write before giving up."""


class Store:
    """One connection to the database; belongs to the thread that opened it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.audit = Audit(connection)
        self.threads = Threads(connection)
        self.comments = Comments(connection)
        self.queue_items = QueueItems(connection)
        self.skips = Skips(connection)
        self.decisions = Decisions(connection)
        self.model_versions = ModelVersions(connection, self.audit)
        self.accounts = Accounts(connection, self.audit)
        self.tokens = Tokens(connection, self.audit)

    def transaction(self) -> AbstractContextManager[None]:
        """All or nothing of what is written inside; nested ones are savepoints.

        Raises:
            StoreLocked: another process kept the database longer than the busy timeout.
        """
        return self._connection.transaction()

    def check_integrity(self) -> list[str]:
        """What SQLite finds wrong with the file; empty if all is well. Reads all of it."""
        found = [row["integrity_check"] for row in self._connection.rows("PRAGMA integrity_check")]
        orphans = self._connection.rows("PRAGMA foreign_key_check")
        return [line for line in found if line != "ok"] + [
            f"{row['table']} row {row['rowid']} refers to a missing {row['parent']}"
            for row in orphans
        ]

    def close(self) -> None:
        """Close the connection; what was not committed is gone."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def open_store(path: Path, *, create: bool = False, busy_timeout: float = BUSY_TIMEOUT) -> Store:
    """Open the database at `path`, bringing its schema up to date.

    Args:
        path: the file; only its owner may read the one that is created.
        create: make the file, and the folders above it, if it is missing.
        busy_timeout: seconds to wait for another process.

    Raises:
        StoreError: it is missing, cannot be read, or is something else's file.
        NewerSchema: a newer version of this program wrote it.
        StoreLocked: another process kept it to itself for longer than `busy_timeout`.
    """
    if create:
        create_file(path)
    elif not path.is_file():
        raise StoreError(
            f"There is no database at {path}",
            next_step="Type `moderation import FILE` to make one, or `moderation demo` to try it",
        )
    connection = connect_file(path, busy_timeout=busy_timeout)
    try:
        # Asked before anything is switched on, so that a stranger's file is not touched.
        applied_migrations(connection)
        make_durable(connection, busy_timeout=busy_timeout)
        migrate(connection)
    except BaseException:
        connection.close()
        raise
    return Store(connection)


def open_memory_store() -> Store:
    """A database that is gone when it is closed: for tests and for trying things out."""
    connection = connect_memory()
    make_durable(connection, busy_timeout=0.0)
    migrate(connection)
    return Store(connection)
