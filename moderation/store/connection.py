"""One SQLite connection: how it is opened, its transactions, and its errors made ours.

Write-ahead log and synchronous=FULL: a commit that returned is on the disk, whatever is
killed afterwards. Every write begins IMMEDIATE, so that two writers wait for each other at
the start and never find out in the middle that one of them must give up.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from moderation.errors import StoreError, StoreLocked

if TYPE_CHECKING:
    from sqlite_utils import Database

Cell = str | bytes | int | float | None
Cells = Sequence[Cell] | dict[str, Cell]
Row = dict[str, Any]

_NEXT_STEPS: Final[Mapping[int, str]] = {
    sqlite3.SQLITE_FULL: "Free some disk space and type the command again",
    sqlite3.SQLITE_READONLY: "Make the file and its folder writable (chmod u+w) and try again",
    sqlite3.SQLITE_CANTOPEN: "Check that the folder exists and is yours, then try again",
    sqlite3.SQLITE_PERM: "Make the file and its folder readable and writable, then try again",
    sqlite3.SQLITE_IOERR: "Check the disk (df, dmesg) and try again",
    sqlite3.SQLITE_CORRUPT: "Stop the program and restore the newest backup of this file",
    sqlite3.SQLITE_NOTADB: "Move the file away, or name another data_dir in config.yaml",
}


class Connection:
    """Reads and writes of one connection. Belongs to the thread that opened it."""

    def __init__(self, raw: sqlite3.Connection, name: str) -> None:
        """Wrap `raw`, which must leave transactions to us (isolation_level=None)."""
        from sqlite_utils import Database

        self.name = name
        self._raw = raw
        # recursive_triggers, which the library switches on, makes INSERT OR REPLACE
        # stumble over the append-only triggers too.
        self.db: Database = Database(raw, execute_plugins=False)

    @contextmanager
    def transaction(self) -> Generator[None, None, None]:
        """All or nothing. Inside another transaction: a savepoint of it.

        Raises:
            StoreLocked: another process kept the database longer than the busy timeout.
            StoreError: the database cannot be written.
        """
        with translated_errors(self.name):
            if self._raw.in_transaction:
                with self.db.atomic():
                    yield
                return
            self._raw.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._raw.execute("COMMIT")
            except BaseException:
                self.db.rollback()
                raise

    def rows(self, sql: str, cells: Cells = ()) -> list[Row]:
        """All rows of a query."""
        with translated_errors(self.name):
            cursor = self._raw.execute(sql, cells)
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor]

    def row(self, sql: str, cells: Cells = ()) -> Row | None:
        """The first row of a query, None if there is none."""
        rows = self.rows(sql, cells)
        return rows[0] if rows else None

    def value(self, sql: str, cells: Cells = ()) -> Any:
        """The first cell of the first row; None if there is no row."""
        row = self.row(sql, cells)
        return None if row is None else next(iter(row.values()))

    def write(self, sql: str, cells: Cells = ()) -> int:
        """Run one writing statement; the number of rows that it changed."""
        with translated_errors(self.name):
            return self.db.execute(sql, cells).rowcount

    def insert(self, table: str, row: Mapping[str, Cell]) -> int:
        """Insert one row; its rowid."""
        with translated_errors(self.name):
            rowid = self.db.table(table).insert(dict(row)).last_rowid
            return rowid or 0

    def close(self) -> None:
        """Close it; a transaction that was not committed is gone."""
        self.db.close()


@contextmanager
def translated_errors(name: str) -> Generator[None, None, None]:
    """Turn the errors of SQLite into ours, each with its next step."""
    try:
        yield
    except sqlite3.Error as error:
        code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise StoreLocked(
                f"The database {name} is in use by another process",
                next_step="Wait for it or stop it, then type the command again",
            ) from error
        raise StoreError(
            f"The database {name} refused: {error}",
            next_step=_NEXT_STEPS.get(code, "Check the file, then type the command again"),
        ) from error
    except UnicodeEncodeError as error:
        raise StoreError(
            "A text holds half a surrogate pair, which cannot be stored",
            next_step="Replace the broken character and send it again",
        ) from error


def create_file(path: Path) -> None:
    """Make an empty file for the owner only, and the folders above it. An existing one stays.

    The log and the shared memory that SQLite puts beside it take the same permissions.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
    except OSError as error:
        raise StoreError(
            f"The database {path} cannot be created: {error.strerror}",
            next_step="Make the folder writable, or name another data_dir in config.yaml",
        ) from error


def connect_file(path: Path, *, busy_timeout: float) -> Connection:
    """Open `path` without changing it; `busy_timeout` in seconds."""
    with translated_errors(str(path)):
        raw = sqlite3.connect(path, timeout=busy_timeout, isolation_level=None)
    return Connection(raw, str(path))


def connect_memory() -> Connection:
    """A database that lives as long as its connection."""
    return Connection(sqlite3.connect(":memory:", isolation_level=None), ":memory:")


def make_durable(connection: Connection, *, busy_timeout: float) -> None:
    """Foreign keys, write-ahead log, a flush to the disk with every commit."""
    connection.write("PRAGMA foreign_keys = ON")
    connection.write("PRAGMA synchronous = FULL")
    if connection.value("PRAGMA journal_mode") in ("wal", "memory"):
        return
    # Changing the journal mode does not wait for a lock by itself: two processes that
    # create one database at the same moment would trip over each other here.
    give_up_at = time.monotonic() + busy_timeout
    while True:
        try:
            connection.rows("PRAGMA journal_mode = WAL")
        except StoreLocked:
            if time.monotonic() >= give_up_at:
                raise
            time.sleep(0.02)
        else:
            return
