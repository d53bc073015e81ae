from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from moderation.domain import ItemState, Ruling
from moderation.errors import StoreError
from moderation.store import open_memory_store, open_store
from moderation.store.connection import Connection, connect_file, connect_memory, create_file
from moderation.store.migrations import (
    APPLICATION_ID,
    MIGRATIONS,
    applied_migrations,
    migrate,
)
from tests.desk.fakes import ANA, made_comment, office_on

RELEASED = (
    "m001_comments",
    "m002_queue",
    "m003_decisions",
    "m004_accounts",
    "m005_model_versions",
    "m006_guards",
)


def tables(connection: Connection) -> set[str]:
    return {row["name"] for row in connection.rows("SELECT name FROM sqlite_master")}


def test_released_steps_keep_their_names_and_order() -> None:
    assert tuple(step.__name__ for step in MIGRATIONS)[: len(RELEASED)] == RELEASED


def test_a_fresh_database_has_had_every_step_once() -> None:
    connection = connect_memory()
    migrate(connection)
    migrate(connection)
    assert applied_migrations(connection) == [step.__name__ for step in MIGRATIONS]
    assert connection.value("PRAGMA user_version") == len(MIGRATIONS)
    assert connection.value("PRAGMA application_id") == APPLICATION_ID


@pytest.mark.parametrize("reached", range(1, len(MIGRATIONS)))
def test_a_database_of_every_earlier_schema_is_upgraded_with_its_rows(
    tmp_path: Path, reached: int
) -> None:
    path = tmp_path / "old.sqlite3"
    create_file(path)
    old = connect_file(path, busy_timeout=1)
    migrate(old, MIGRATIONS[:reached])
    old.write(
        """INSERT INTO comments (id, source, external_id, text, author_id, thread_id,
             content_hash, reports, reach, added_at)
           VALUES ('c1', 'paper', '1', 'old 10', '', '', 'h', 0, 0, '2025-01-01')"""
    )
    old.close()
    with open_store(path) as store:
        assert store.comments.get_comment("c1").text == "old 10"
        office = office_on(store)
        office.desk.intake([made_comment("new 90", key="2")], actor="importer")
        entry = office.desk.next(ANA)
        assert entry is not None
        office.desk.decide(entry.comment.id, ruling=Ruling.REJECT, holder=ANA, version=1)
        assert office.desk.entry(entry.comment.id).item.state is ItemState.DECIDED
        assert store.check_integrity() == []


def test_a_step_that_fails_half_way_leaves_nothing_and_runs_again() -> None:
    connection = connect_memory()
    migrate(connection)
    before = tables(connection)

    def m900_next(connection: Connection) -> None:
        connection.write("CREATE TABLE half (x)")
        connection.write("INSERT INTO half VALUES (1)")
        if broken:
            connection.write("this is not SQL")

    broken = True
    with pytest.raises(StoreError, match="syntax error"):
        migrate(connection, (*MIGRATIONS, m900_next))
    assert tables(connection) == before
    assert "m900_next" not in applied_migrations(connection)
    assert connection.value("PRAGMA user_version") == len(MIGRATIONS)
    broken = False
    migrate(connection, (*MIGRATIONS, m900_next))
    assert connection.value("SELECT count(*) FROM half") == 1


def test_the_first_step_that_fails_leaves_an_empty_file() -> None:
    connection = connect_memory()

    def m001_broken(connection: Connection) -> None:
        connection.write("CREATE TABLE half (x)")
        connection.write("this is not SQL")

    with pytest.raises(StoreError):
        migrate(connection, (m001_broken,))
    assert tables(connection) == set()
    assert connection.value("PRAGMA application_id") == 0


@pytest.mark.parametrize("table", ["comment_revisions", "decisions", "audit", "promotions"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {} SET id = id",
        "DELETE FROM {}",
        "INSERT OR REPLACE INTO {0} SELECT * FROM {0}",
    ],
)
def test_what_was_recorded_can_be_neither_changed_nor_erased(table: str, statement: str) -> None:
    with open_memory_store() as store:
        office = office_on(store)
        office.desk.intake([made_comment("a 10"), made_comment("b 10")], actor="importer")
        office.desk.decide(made_comment().id, ruling=Ruling.APPROVE, holder=ANA, version=2)
        connection = store._connection
        connection.write(
            "INSERT INTO model_versions VALUES ('m/1', 'm', '1', '', '[]', '[]', '{}', '', '')"
        )
        connection.write("INSERT INTO promotions VALUES (1, 'm/1', 'promote', 'ana', '')")
        before = connection.rows(f"SELECT * FROM {table}")
        assert before
        with pytest.raises(StoreError, match=f"{table} is append-only"):
            connection.write(statement.format(table))
        assert connection.rows(f"SELECT * FROM {table}") == before


@pytest.mark.parametrize(
    ("statement", "refusal"),
    [
        ("INSERT OR REPLACE INTO decisions SELECT * FROM decisions", "append-only"),
        ("INSERT OR REPLACE INTO audit SELECT * FROM audit", "append-only"),
        (
            """INSERT OR REPLACE INTO decisions SELECT 99, comment_id, ruling, labels, reason,
                 note, 'eve', decided_at, kind, content_hash, model_version, priority_seen,
                 propensity, selection, item_version, undoes
               FROM decisions WHERE undoes IS NOT NULL""",
            "undone already",
        ),
        ("DELETE FROM comments", "a decided comment is kept"),
        ("INSERT OR REPLACE INTO comments SELECT * FROM comments", "a decided comment is kept"),
    ],
)
def test_a_program_with_other_settings_erases_nothing_either(
    tmp_path: Path, statement: str, refusal: str
) -> None:
    path = tmp_path / "one.sqlite3"
    with open_store(path, create=True) as store:
        office = office_on(store)
        (first,) = office.take_in("a 10")
        office.desk.decide(first, ruling=Ruling.APPROVE, holder=ANA, version=1)
        office.desk.undo(ANA)
        stranger = sqlite3.connect(path)
        with pytest.raises(sqlite3.IntegrityError, match=refusal):
            stranger.execute(statement)
        stranger.close()


def test_a_database_that_another_process_makes_while_we_look_is_recognised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "one.sqlite3"
    create_file(path)
    ours = connect_file(path, busy_timeout=1)
    look = ours.value

    def look_and_be_overtaken(sql: str) -> object:
        seen = look(sql)
        open_store(path).close()
        return seen

    monkeypatch.setattr(ours, "value", look_and_be_overtaken)
    assert applied_migrations(ours) == [step.__name__ for step in MIGRATIONS]
