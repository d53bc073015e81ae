"""The schema, as a list of named steps. A step that was released is never edited: add another.

Each step runs in one transaction together with the row that says it ran, so a step that
fails or is killed leaves nothing behind and runs again at the next start.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from moderation.errors import NewerSchema, StoreError
from moderation.store.cells import time_to_cell, utc_now
from moderation.store.connection import Connection

APPLICATION_ID: Final = 0x6D6F6471
"""Written into the file's header, to tell our databases from anybody else's."""

Migration = Callable[[Connection], None]


def m001_comments(connection: Connection) -> None:
    """Threads, comments in the order of their arrival, and the texts that edits replaced."""
    _run(
        connection,
        """CREATE TABLE threads (
            id TEXT PRIMARY KEY, source TEXT NOT NULL,
            title TEXT NOT NULL, url TEXT NOT NULL) WITHOUT ROWID""",
        """CREATE TABLE comments (
            seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
            source TEXT NOT NULL, external_id TEXT NOT NULL, text TEXT NOT NULL,
            author_id TEXT NOT NULL, thread_id TEXT NOT NULL, parent_id TEXT,
            created_at TEXT, content_hash TEXT NOT NULL,
            reports INTEGER NOT NULL, reach INTEGER NOT NULL, added_at TEXT NOT NULL,
            UNIQUE (source, external_id))""",
        "CREATE INDEX comments_thread ON comments (thread_id, seq)",
        "CREATE INDEX comments_author ON comments (source, author_id, seq)",
        "CREATE INDEX comments_parent ON comments (parent_id) WHERE parent_id IS NOT NULL",
        """CREATE TABLE comment_revisions (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            comment_id TEXT NOT NULL REFERENCES comments (id), text TEXT NOT NULL,
            content_hash TEXT NOT NULL, replaced_at TEXT NOT NULL)""",
        "CREATE INDEX comment_revisions_comment ON comment_revisions (comment_id, content_hash)",
        *_append_only("comment_revisions"),
    )


def m002_queue(connection: Connection) -> None:
    """One queue item a comment, who skipped it, and counters that triggers keep right."""
    _run(
        connection,
        """CREATE TABLE queue_items (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            comment_id TEXT NOT NULL UNIQUE REFERENCES comments (id),
            state TEXT NOT NULL CHECK (state IN ('pending', 'escalated', 'decided')),
            version INTEGER NOT NULL, priority REAL NOT NULL, rank_key REAL NOT NULL,
            outcome TEXT NOT NULL, selection TEXT NOT NULL, propensity REAL NOT NULL,
            model_version TEXT NOT NULL, language TEXT NOT NULL, scoring_state TEXT NOT NULL,
            queued_at TEXT NOT NULL, decided_at TEXT, leased_by TEXT, leased_until TEXT,
            assessment_json TEXT NOT NULL, verdict_json TEXT NOT NULL,
            priority_json TEXT NOT NULL)""",
        "CREATE INDEX queue_items_rank ON queue_items (state, rank_key DESC, seq)",
        "CREATE INDEX queue_items_outcome ON queue_items (state, outcome, rank_key DESC, seq)",
        """CREATE INDEX queue_items_lease ON queue_items (leased_by)
            WHERE leased_by IS NOT NULL""",
        """CREATE TABLE skips (
            comment_id TEXT NOT NULL REFERENCES comments (id), moderator TEXT NOT NULL,
            version INTEGER NOT NULL, skipped_at TEXT NOT NULL,
            PRIMARY KEY (comment_id, moderator)) WITHOUT ROWID""",
        "CREATE INDEX skips_moderator ON skips (moderator, skipped_at)",
        """CREATE TABLE queue_counts (
            state TEXT NOT NULL, outcome TEXT NOT NULL, n INTEGER NOT NULL,
            PRIMARY KEY (state, outcome)) WITHOUT ROWID""",
        f"CREATE TRIGGER queue_counts_insert AFTER INSERT ON queue_items BEGIN {_COUNT_IN} END",
        f"CREATE TRIGGER queue_counts_delete AFTER DELETE ON queue_items BEGIN {_COUNT_OUT} END",
        f"""CREATE TRIGGER queue_counts_change AFTER UPDATE OF state, outcome ON queue_items
            WHEN OLD.state <> NEW.state OR OLD.outcome <> NEW.outcome
            BEGIN {_COUNT_OUT} {_COUNT_IN} END""",
    )


def m003_decisions(connection: Connection) -> None:
    """What people did, for ever, and the audit of everything."""
    _run(
        connection,
        """CREATE TABLE decisions (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            comment_id TEXT NOT NULL REFERENCES comments (id),
            ruling TEXT NOT NULL
                CHECK (ruling IN ('approve', 'reject', 'escalate', 'skip', 'undo')),
            labels TEXT NOT NULL, reason TEXT NOT NULL, note TEXT NOT NULL,
            moderator TEXT NOT NULL, decided_at TEXT NOT NULL, kind TEXT NOT NULL,
            content_hash TEXT NOT NULL, model_version TEXT NOT NULL,
            priority_seen REAL NOT NULL, propensity REAL NOT NULL, selection TEXT NOT NULL,
            item_version INTEGER NOT NULL, undoes INTEGER REFERENCES decisions (id),
            CHECK ((ruling = 'undo') = (undoes IS NOT NULL)))""",
        "CREATE INDEX decisions_comment ON decisions (comment_id, id)",
        "CREATE INDEX decisions_moderator ON decisions (moderator, id)",
        "CREATE UNIQUE INDEX decisions_undoes ON decisions (undoes) WHERE undoes IS NOT NULL",
        *_append_only("decisions"),
        """CREATE TABLE audit (
            id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, actor TEXT NOT NULL,
            action TEXT NOT NULL, subject TEXT NOT NULL, details TEXT NOT NULL)""",
        "CREATE INDEX audit_subject ON audit (subject, id)",
        *_append_only("audit"),
    )


def m004_accounts(connection: Connection) -> None:
    """Who may log in, and which programs may send comments."""
    _run(
        connection,
        """CREATE TABLE accounts (
            name TEXT PRIMARY KEY COLLATE NOCASE, role TEXT NOT NULL
                CHECK (role IN ('moderator', 'editor', 'administrator')),
            password_hash TEXT NOT NULL, created_at TEXT NOT NULL,
            disabled_at TEXT) WITHOUT ROWID""",
        """CREATE TABLE tokens (
            name TEXT PRIMARY KEY, token_hash TEXT NOT NULL UNIQUE, scope TEXT NOT NULL,
            source TEXT NOT NULL, created_at TEXT NOT NULL, used_at TEXT,
            revoked_at TEXT) WITHOUT ROWID""",
    )


def m005_model_versions(connection: Connection) -> None:
    """The models that were trained, and which of them was in service when."""
    _run(
        connection,
        """CREATE TABLE model_versions (
            ref TEXT PRIMARY KEY, name TEXT NOT NULL, version TEXT NOT NULL,
            sha256 TEXT NOT NULL, labels TEXT NOT NULL, trained_on TEXT NOT NULL,
            measures TEXT NOT NULL, folder TEXT NOT NULL, created_at TEXT NOT NULL
            ) WITHOUT ROWID""",
        """CREATE TABLE promotions (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            ref TEXT NOT NULL REFERENCES model_versions (ref),
            action TEXT NOT NULL CHECK (action IN ('promote', 'rollback')),
            actor TEXT NOT NULL, at TEXT NOT NULL)""",
        *_append_only("promotions"),
    )


def m006_guards(connection: Connection) -> None:
    """What is append-only is so for programs other than ours as well.

    A connection without recursive_triggers replaces a row without firing its delete
    trigger, and one without foreign_keys deletes a comment that was decided.
    """
    tables = ("comment_revisions", "decisions", "audit", "promotions")
    _run(
        connection,
        *(
            f"""CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table}
                WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"""  # noqa: S608  # constants
            for table in tables
        ),
        """CREATE TRIGGER decisions_one_undo BEFORE INSERT ON decisions
            WHEN EXISTS (SELECT 1 FROM decisions WHERE undoes = NEW.undoes)
            BEGIN SELECT RAISE(ABORT, 'decisions is append-only: undone already'); END""",
        """CREATE TRIGGER comments_no_delete BEFORE DELETE ON comments
            WHEN EXISTS (SELECT 1 FROM decisions WHERE comment_id = OLD.id)
            BEGIN SELECT RAISE(ABORT, 'a decided comment is kept'); END""",
        """CREATE TRIGGER comments_no_replace BEFORE INSERT ON comments
            WHEN EXISTS (SELECT 1 FROM decisions WHERE comment_id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'a decided comment is kept'); END""",
    )


MIGRATIONS: Final[tuple[Migration, ...]] = (
    m001_comments,
    m002_queue,
    m003_decisions,
    m004_accounts,
    m005_model_versions,
    m006_guards,
)


def migrate(connection: Connection, steps: Sequence[Migration] = MIGRATIONS) -> None:
    """Bring the database up to the last of `steps`.

    Raises:
        NewerSchema: it has had a step that this version does not know.
        StoreError: the file belongs to another program, or a step failed.
    """
    applied = applied_migrations(connection)
    known = [step.__name__ for step in steps]
    newer = [name for name in applied if name not in known]
    if newer:
        raise NewerSchema(
            f"The database {connection.name} was written by a newer version ({newer[-1]})",
            next_step="Upgrade this program: type `pip install --upgrade comment-moderation-queue`",
        )
    for step in steps:
        if step.__name__ not in applied:
            _apply(connection, step)


def applied_migrations(connection: Connection) -> list[str]:
    """The names of the steps that ran, oldest first; none for an empty file.

    Raises:
        StoreError: the file is a database of another program.
    """
    # In this order: another process may write both in one transaction between the two looks.
    has_tables = connection.value("SELECT count(*) FROM sqlite_master") > 0
    found = connection.value("PRAGMA application_id")
    if found == APPLICATION_ID:
        return [row["name"] for row in connection.rows("SELECT name FROM migrations ORDER BY id")]
    if found or has_tables:
        raise StoreError(
            f"{connection.name} is a database of another program",
            next_step="Move the file away, or name another data_dir in config.yaml",
        )
    return []


def _apply(connection: Connection, step: Migration) -> None:
    with connection.transaction():
        # Asked again under the lock: another process may have been faster.
        done = applied_migrations(connection)
        if step.__name__ in done:
            return
        if not done:
            _run(
                connection,
                """CREATE TABLE IF NOT EXISTS migrations (id INTEGER PRIMARY KEY,
                    name TEXT NOT NULL UNIQUE, applied_at TEXT NOT NULL)""",
                f"PRAGMA application_id = {APPLICATION_ID}",
            )
        step(connection)
        row = {"name": step.__name__, "applied_at": time_to_cell(utc_now())}
        connection.insert("migrations", row)
        connection.write(f"PRAGMA user_version = {len(done) + 1}")


def _run(connection: Connection, *statements: str) -> None:
    for statement in statements:
        connection.write(statement)


def _append_only(table: str) -> tuple[str, str]:
    """Triggers that refuse to change or delete a row, whoever asks."""
    return (
        f"""CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}
            BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END""",
        f"""CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}
            BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END""",
    )


_COUNT_IN: Final = """
    INSERT INTO queue_counts (state, outcome, n) VALUES (NEW.state, NEW.outcome, 1)
    ON CONFLICT (state, outcome) DO UPDATE SET n = n + 1;"""
_COUNT_OUT: Final = """
    UPDATE queue_counts SET n = n - 1 WHERE state = OLD.state AND outcome = OLD.outcome;"""
