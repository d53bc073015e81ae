from __future__ import annotations

import os
import sqlite3
import stat
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from moderation.errors import NewerSchema, StoreError, StoreLocked
from moderation.store import Store, open_memory_store, open_store
from moderation.store.connection import Connection, connect_file, translated_errors
from tests.desk.fakes import made_comment


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "new" / "data" / "moderation.sqlite3"


def add_and_fail(store: Store, key: str) -> None:
    store.comments.add_comment(made_comment(key=key))
    raise KeyError(key)


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_missing_database_is_not_made_by_accident(path: Path) -> None:
    with pytest.raises(StoreError, match=r"There is no database at .* Type `moderation import"):
        open_store(path)
    assert not path.parent.exists()


def test_create_makes_the_folders_and_files_that_only_the_owner_can_read(path: Path) -> None:
    with open_store(path, create=True) as store:
        store.comments.add_comment(made_comment())
        assert {mode_of(one) for one in path.parent.iterdir()} == {0o600}
        assert len(list(path.parent.iterdir())) == 3
    assert mode_of(path.parent) == 0o700


def test_opening_again_finds_what_was_written(path: Path) -> None:
    with open_store(path, create=True) as store:
        store.comments.add_comment(made_comment())
    with open_store(path) as store:
        assert store.comments.count_comments() == 1
    with open_store(path, create=True) as store:
        assert store.comments.count_comments() == 1


def test_every_commit_is_flushed_and_the_log_is_written_ahead(path: Path) -> None:
    open_store(path, create=True).close()
    with open_store(path) as store:
        connection: Connection = store._connection
        found = {
            name: connection.value(f"PRAGMA {name}")
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 10_000,
    }


def test_an_empty_file_becomes_a_database(tmp_path: Path) -> None:
    path = tmp_path / "empty.sqlite3"
    path.touch()
    with open_store(path) as store:
        assert store.comments.count_comments() == 0


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear editor, " * 500)
    with pytest.raises(StoreError, match=r"file is not a database. Move the file away"):
        open_store(path)
    assert path.read_text() == "Dear editor, " * 500


def test_a_folder_in_place_of_the_database_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="There is no database"):
        open_store(tmp_path)
    with pytest.raises(StoreError, match="cannot be created"):
        open_store(tmp_path, create=True)


@pytest.mark.parametrize("application_id", [0, 0x42])
def test_another_programs_database_is_refused_and_left_alone(
    tmp_path: Path, application_id: int
) -> None:
    path = tmp_path / "shop.sqlite3"
    raw = sqlite3.connect(path)
    raw.execute("CREATE TABLE orders (id)")
    raw.execute(f"PRAGMA application_id = {application_id}")
    raw.commit()
    raw.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="database of another program"):
        open_store(path)
    assert path.read_bytes() == before


def test_a_database_of_a_newer_version_is_refused_with_the_step_it_has(path: Path) -> None:
    open_store(path, create=True).close()
    raw = sqlite3.connect(path)
    raw.execute("INSERT INTO migrations (name, applied_at) VALUES ('m999_later', '')")
    raw.commit()
    raw.close()
    with pytest.raises(NewerSchema, match=r"newer version \(m999_later\). Upgrade this program"):
        open_store(path)


def test_a_locked_database_is_given_up_after_the_busy_timeout(path: Path) -> None:
    with open_store(path, create=True), open_store(path, busy_timeout=0.2) as second:
        blocker = sqlite3.connect(path, isolation_level=None)
        blocker.execute("BEGIN IMMEDIATE")
        started = time.monotonic()
        with pytest.raises(StoreLocked, match=r"in use by another process\. Wait for it or stop"):
            second.comments.add_comment(made_comment())
        assert 0.15 <= time.monotonic() - started < 5
        blocker.execute("ROLLBACK")
        assert second.comments.add_comment(made_comment()) == "added"
        blocker.close()


def test_a_database_that_is_locked_while_it_is_opened_is_named_as_such(tmp_path: Path) -> None:
    path = tmp_path / "one.sqlite3"
    blocker = sqlite3.connect(path, isolation_level=None)
    blocker.execute("CREATE TABLE t (x)")
    blocker.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StoreLocked):
        open_store(path, busy_timeout=0.1)
    blocker.close()


def test_switching_to_the_log_waits_for_a_lock_to_go(tmp_path: Path) -> None:
    path = tmp_path / "one.sqlite3"
    path.touch()
    blocker = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    blocker.execute("BEGIN IMMEDIATE")
    timer = threading.Timer(0.3, lambda: blocker.execute("ROLLBACK"))
    timer.start()
    with open_store(path, busy_timeout=5) as store:
        assert store.check_integrity() == []
    timer.join()
    blocker.close()


def test_many_processes_may_create_one_database_at_once(path: Path) -> None:
    def create(_: int) -> list[str]:
        with open_store(path, create=True) as store:
            return store.check_integrity()

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(create, range(8))) == [[]] * 8
    with open_store(path) as store:
        assert store.check_integrity() == []


def test_what_fails_in_a_transaction_leaves_nothing(path: Path) -> None:
    with open_store(path, create=True) as store:
        with pytest.raises(KeyError), store.transaction():
            add_and_fail(store, "1")
        assert store.comments.count_comments() == 0


def test_a_transaction_inside_another_can_fail_alone(path: Path) -> None:
    with open_store(path, create=True) as store:
        with store.transaction():
            store.comments.add_comment(made_comment(key="1"))
            with pytest.raises(KeyError), store.transaction():
                add_and_fail(store, "2")
            store.comments.add_comment(made_comment(key="3"))
        assert store.comments.count_comments() == 2


def test_what_was_not_committed_is_seen_by_nobody_else(path: Path) -> None:
    with open_store(path, create=True) as store, open_store(path) as reader:
        with store.transaction():
            store.comments.add_comment(made_comment())
            assert reader.comments.count_comments() == 0
        assert reader.comments.count_comments() == 1


def test_a_store_belongs_to_the_thread_that_opened_it() -> None:
    caught: list[BaseException] = []
    with open_memory_store() as store:

        def use() -> None:
            try:
                store.comments.count_comments()
            except StoreError as error:
                caught.append(error)

        thread = threading.Thread(target=use)
        thread.start()
        thread.join()
    assert "thread" in str(caught[0])


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StoreError, match="cannot be created"):
        open_store(tmp_path / "data" / "one.sqlite3", create=True)


def test_a_full_disk_is_a_message_and_the_database_stays_whole(path: Path) -> None:
    with open_store(path, create=True) as store:
        connection = store._connection
        pages = connection.value("PRAGMA page_count")
        connection.rows(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(StoreError, match="Free some disk space"):
            store.comments.add_comment(made_comment("x" * 1_000_000))
        assert store.comments.count_comments() == 0
        assert store.check_integrity() == []


def test_a_read_only_database_is_a_message(path: Path) -> None:
    with open_store(path, create=True) as store:
        store._connection.write("PRAGMA query_only = ON")
        with pytest.raises(StoreError, match="chmod"):
            store.comments.add_comment(made_comment())


def test_a_damaged_database_is_a_message(path: Path) -> None:
    with open_store(path, create=True) as store:
        for number in range(50):
            store.comments.add_comment(made_comment("x" * 500, key=str(number)))
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    with pytest.raises(StoreError, match="restore the newest backup"), open_store(path) as store:
        store.comments.list_by_author("paper", "reader")


def test_an_error_of_another_kind_passes_unchanged() -> None:
    with pytest.raises(ZeroDivisionError), translated_errors("x"):
        raise ZeroDivisionError


def test_integrity_check_finds_a_row_that_refers_to_nothing(path: Path) -> None:
    with open_store(path, create=True) as store:
        connection = store._connection
        connection.write("PRAGMA foreign_keys = OFF")
        connection.write("INSERT INTO skips VALUES ('nothing', 'ana', 1, '')")
        assert "skips row" in store.check_integrity()[0]


def test_connecting_to_a_missing_folder_is_a_message(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="Check that the folder exists"):
        connect_file(tmp_path / "no" / "where.sqlite3", busy_timeout=0.1)
