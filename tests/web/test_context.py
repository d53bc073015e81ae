"""One store for each request, one model for all."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from flask import Flask

from moderation.assess import Reviewed
from moderation.config import Config
from moderation.domain import Comment
from moderation.errors import ArtifactError, StoreError
from moderation.store import Store
from moderation.testing import make_comment
from moderation.web import context
from moderation.web.context import SharedReviewer, get_desk, get_store
from tests.web.conftest import make_assessor


def test_a_request_has_one_store_that_is_closed_after_it(app: Flask) -> None:
    with app.test_request_context():
        store = get_store()
        assert get_store() is store
        assert get_desk() is get_desk()
        assert store.comments.count_comments() == 0
    with pytest.raises(StoreError, match="closed"):
        store.comments.count_comments()


def test_two_requests_at_once_have_stores_of_their_own(app: Flask) -> None:
    seen: list[Store] = []

    def ask() -> None:
        with app.test_request_context():
            seen.append(get_store())
            time.sleep(0.05)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({id(store) for store in seen}) == 3


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """What was asked to be loaded, with a fake in place of the models."""
    asked: list[str | None] = []

    def load(_config: Config, *, ref: str | None = None) -> object:
        asked.append(ref)
        if ref == "gone/1":
            raise ArtifactError("It is gone", next_step="Restore it")
        return make_assessor()

    monkeypatch.setattr(context, "load_assessor", load)
    return asked


def test_a_model_is_loaded_when_first_needed_and_only_once(loads: list[str | None]) -> None:
    reviewer = SharedReviewer(Config(), None)
    assert not reviewer.is_ready
    assert reviewer.model_version == ""
    assert len(reviewer.review([make_comment()])) == 1
    assert len(reviewer.review([make_comment()])) == 1
    assert loads == [None]
    assert reviewer.model_version == "fake/1"


def test_a_promoted_version_takes_over(loads: list[str | None]) -> None:
    reviewer = SharedReviewer(Config(), None)
    for ref in (None, None, "mini/2", "mini/2", "mini/3"):
        reviewer.follow(ref)
    assert loads == [None, "mini/2", "mini/3"]


def test_a_promoted_version_that_is_missing_leaves_the_old_one_in_service(
    loads: list[str | None],
) -> None:
    reviewer = SharedReviewer(Config(), None)
    reviewer.follow("mini/2")
    with pytest.raises(ArtifactError):
        reviewer.follow("gone/1")
    assert reviewer.is_ready
    assert len(reviewer.review([make_comment()])) == 1


def test_a_model_that_was_handed_in_stays(loads: list[str | None]) -> None:
    given = make_assessor()
    reviewer = SharedReviewer(Config(), given)
    reviewer.follow("mini/2")
    assert reviewer.model_version == given.model_version
    assert loads == []


def test_one_batch_is_scored_at_a_time(tmp_path: Path) -> None:
    running: list[int] = []
    most: list[int] = []

    class Slow:
        model_version = "slow/1"

        def review(self, comments: Sequence[Comment]) -> list[Reviewed]:
            running.append(1)
            most.append(len(running))
            time.sleep(0.02)
            running.pop()
            return []

    reviewer = SharedReviewer(Config(data_dir=tmp_path), Slow())
    threads = [threading.Thread(target=reviewer.review, args=([],)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert max(most) == 1
