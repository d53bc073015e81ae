"""Several processes at one database, as several web workers and the command line are."""

from __future__ import annotations

import multiprocessing
import random
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from moderation.config import Config
from moderation.desk import Desk, Holder
from moderation.domain import ItemState, Ruling
from moderation.errors import DeskError, LeaseHeld, StaleVersion
from moderation.store import open_store
from tests.desk.fakes import ANA, FakeReviewer, made_comment

COMMENTS = 120
WORKERS = 4


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "moderation.sqlite3"
    comments = [made_comment(f"n {i} {i % 100}", key=str(i)) for i in range(COMMENTS)]
    with open_store(path, create=True) as store:
        Desk(store, Config(), FakeReviewer()).intake(comments, actor="importer")
    return path


def work_the_queue(path: Path, number: int) -> tuple[list[str], list[str]]:
    """Take and decide until nothing is left, giving some back; ids handed out, ids decided."""
    chance = random.Random(number)
    holder = Holder(name=f"m{number % 3}", session=f"s{number}")
    handed: list[str] = []
    decided: list[str] = []
    with open_store(path) as store:
        desk = Desk(store, Config())
        while (entry := desk.next(holder)) is not None:
            if chance.random() < 0.1:
                desk.release(entry.comment.id, holder)
                continue
            handed.append(entry.comment.id)
            desk.decide(
                entry.comment.id,
                ruling=chance.choice([Ruling.APPROVE, Ruling.REJECT]),
                holder=holder,
                version=entry.item.version,
            )
            decided.append(entry.comment.id)
    return handed, decided


def check_worked(path: Path, done: list[tuple[list[str], list[str]]]) -> None:
    handed = Counter(one for ids, _ in done for one in ids)
    decided = Counter(one for _, ids in done for one in ids)
    assert set(handed.values()) == {1}, "a comment was handed to two sessions"
    assert decided == handed
    with open_store(path) as store:
        desk = Desk(store, Config())
        left = desk.counts()
        assert left.decided + left.pending == COMMENTS
        assert left.decided == len(decided)
        rows = store.decisions.list_decisions()
        assert Counter(row.comment_id for row in rows) == decided
        assert store.check_integrity() == []
        work_the_queue(path, 99)
        assert desk.counts().decided == COMMENTS


def test_several_processes_decide_every_comment_exactly_once(path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(WORKERS, mp_context=context) as pool:
        done = list(pool.map(work_the_queue, [path] * WORKERS, range(WORKERS)))
    check_worked(path, done)


def test_several_threads_decide_every_comment_exactly_once(path: Path) -> None:
    with ThreadPoolExecutor(WORKERS) as pool:
        done = list(pool.map(work_the_queue, [path] * WORKERS, range(WORKERS)))
    check_worked(path, done)


def test_of_many_decisions_on_one_page_at_once_exactly_one_counts(path: Path) -> None:
    comment_id = made_comment(key="0").id
    start = Barrier(WORKERS)

    def decide(number: int) -> str:
        with open_store(path) as store:
            desk = Desk(store, Config())
            start.wait()
            try:
                desk.decide(
                    comment_id,
                    ruling=Ruling.APPROVE,
                    holder=Holder(name=f"m{number}", session="s"),
                    version=1,
                )
            except StaleVersion:
                return "stale"
            return "decided"

    with ThreadPoolExecutor(WORKERS) as pool:
        said = Counter(pool.map(decide, range(WORKERS)))
    assert said == {"decided": 1, "stale": WORKERS - 1}


def test_of_many_undos_of_one_moderator_each_takes_back_another_decision(path: Path) -> None:
    with open_store(path) as store:
        desk = Desk(store, Config())
        for _ in range(WORKERS):
            entry = desk.next(ANA)
            assert entry is not None
            desk.decide(entry.comment.id, ruling=Ruling.APPROVE, holder=ANA, version=1)
    start = Barrier(WORKERS)

    def undo(number: int) -> int | None:
        with open_store(path) as store:
            start.wait()
            return Desk(store, Config()).undo(Holder(name="ana", session=f"s{number}")).undoes

    with ThreadPoolExecutor(WORKERS) as pool:
        assert sorted(pool.map(undo, range(WORKERS)), key=str) == [1, 2, 3, 4]


def test_several_imports_of_the_same_comments_at_once_add_each_once(tmp_path: Path) -> None:
    path = tmp_path / "data" / "moderation.sqlite3"
    comments = [made_comment(f"n {i} {i % 100}", key=str(i)) for i in range(60)]
    start = Barrier(WORKERS)

    def take_in(_: int) -> int:
        start.wait()
        with open_store(path, create=True) as store:
            desk = Desk(store, Config(), FakeReviewer())
            return desk.intake(comments, actor="importer", batch_size=5).added

    with ThreadPoolExecutor(WORKERS) as pool:
        assert sum(pool.map(take_in, range(WORKERS))) == 60
    with open_store(path) as store:
        assert store.comments.count_comments() == 60
        assert Desk(store, Config()).counts().pending == 60


def test_an_edit_that_slips_in_while_another_import_scores_is_not_lost(tmp_path: Path) -> None:
    path = tmp_path / "moderation.sqlite3"
    with open_store(path, create=True) as store, open_store(path) as other:
        first = made_comment("first 10")

        class Slow(FakeReviewer):
            def review(self, comments):  # type: ignore[no-untyped-def]
                if not other.comments.count_comments():
                    Desk(other, Config(), FakeReviewer()).intake(
                        [made_comment("other 80")], actor="importer"
                    )
                return super().review(comments)

        report = Desk(store, Config(), Slow()).intake([first], actor="importer")
        assert (report.added, report.edited) == (0, 1)
        entry = Desk(store, Config()).entry(first.id)
        assert (entry.comment.text, entry.item.version) == ("first 10", 2)
        assert store.comments.list_revisions(first.id) == ["other 80"]


def test_a_refused_call_changes_nothing(path: Path) -> None:
    comment_id = made_comment(key="0").id
    with open_store(path) as store:
        desk = Desk(store, Config())
        desk.open(comment_id, ANA)
        before = (desk.entry(comment_id), store.audit.list_newest(5), desk.counts())
        other = Holder(name="ben", session="s")
        refusals: list[type[DeskError]] = []
        for version in (1, 2):
            with pytest.raises(DeskError) as caught:
                desk.decide(comment_id, ruling=Ruling.SKIP, holder=other, version=version)
            refusals.append(caught.type)
        assert refusals == [LeaseHeld, StaleVersion]
        assert (desk.entry(comment_id), store.audit.list_newest(5), desk.counts()) == before
        assert desk.entry(comment_id).item.state is ItemState.PENDING
