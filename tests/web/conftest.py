"""Four fixtures, as Flask's own tutorial has them, and a desk full of comments."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient, FlaskCliRunner
from werkzeug.test import TestResponse

from moderation.assess import Assessor
from moderation.config import Config, default_policy
from moderation.desk import Desk, Holder
from moderation.domain import Comment, TermKind, Thread
from moderation.passwords import hash_password, hash_token
from moderation.store import Store, open_store
from moderation.terms import Term, TermLists, TermMatcher
from moderation.testing import FakeClassifier, make_comment
from moderation.web.app import create_app

PASSWORD = "correct horse battery"
PASSWORD_HASH = hash_password(PASSWORD)
TOKEN = "token-for-the-tests"
LISTED = Term(
    term="listedword",
    forms=("listedword",),
    label="slur",
    kind=TermKind.SLUR,
    language="en",
    target="testers",
    severity=0.9,
    ambiguous=False,
    note="Made up for the tests.",
)


def make_assessor() -> Assessor:
    """A fake classifier and one listed term, so that no change of the real lists is felt."""
    matcher = TermMatcher(TermLists(terms=(LISTED,), version="1"))
    return Assessor(FakeClassifier(), matcher, default_policy())


def token_in(page: str) -> str:
    found = re.search(r'name="csrf-token" content="([^"]+)"', page)
    assert found, page
    return found[1]


@dataclass(slots=True)
class Browser:
    """A client that sends the CSRF token of the page that it saw last, as a form does."""

    client: FlaskClient
    csrf: str = ""

    def get(self, path: str, *, status: int = 200) -> str:
        response = self.client.get(path)
        assert response.status_code == status, (response.status_code, response.text)
        self._remember(response)
        return response.text

    def post(self, path: str, *, fetch: bool = False, **fields: object) -> TestResponse:
        headers = {"X-Requested-With": "fetch"} if fetch else {}
        data = {"csrf_token": self.csrf, **fields}
        response = self.client.post(path, data=data, headers=headers)
        self._remember(response)
        return response

    def log_in(self, name: str = "ana", password: str = PASSWORD) -> TestResponse:
        self.get("/login")
        response = self.post("/login", name=name, password=password)
        if response.status_code == 303:
            self.get("/queue")
        return response

    def take_next(self) -> str:
        """The id of the comment that the desk hands out."""
        response = self.post("/review/next")
        assert response.status_code == 303
        return response.location.rpartition("/")[2]

    def decide(self, comment_id: str, decision: str, **fields: object) -> TestResponse:
        version = re.search(r'name="version" value="(\d+)"', self.get(f"/review/{comment_id}"))
        assert version
        return self.post(
            f"/review/{comment_id}/decide", decision=decision, version=version[1], **fields
        )

    def _remember(self, response: TestResponse) -> None:
        if 'name="csrf-token"' in response.text:
            self.csrf = token_in(response.text)


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return Config(data_dir=tmp_path / "data")


@pytest.fixture
def store(config: Config) -> Iterator[Store]:
    with open_store(config.database, create=True) as opened:
        for name in ("ana", "ben", "eve"):
            opened.accounts.add_account(name, "moderator", PASSWORD_HASH)
        opened.tokens.add_token("site", hash_token(TOKEN), "queue", "")
        yield opened


@pytest.fixture
def desk(store: Store, config: Config) -> Desk:
    return Desk(store, config, make_assessor())


@pytest.fixture
def app(config: Config, store: Store) -> Flask:
    app = create_app(config, assessor=make_assessor())
    app.testing = True
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def runner(app: Flask) -> FlaskCliRunner:
    return app.test_cli_runner()


@pytest.fixture
def auth(client: FlaskClient) -> Browser:
    """Ana's browser, logged in."""
    browser = Browser(client)
    assert browser.log_in().status_code == 303
    return browser


@pytest.fixture
def ben(app: Flask) -> Browser:
    """Another moderator's browser, logged in."""
    browser = Browser(app.test_client())
    assert browser.log_in("ben").status_code == 303
    return browser


@pytest.fixture
def ana_elsewhere(app: Flask) -> Browser:
    """Ana again, in a second browser."""
    browser = Browser(app.test_client())
    assert browser.log_in("ana").status_code == 303
    return browser


AddComments = Callable[..., list[Comment]]


@pytest.fixture
def add_comments(desk: Desk, store: Store) -> AddComments:
    """Put comments of these texts into the queue, all in one thread, and return them."""
    written = datetime.now(UTC) - timedelta(hours=1)

    def add(*texts: str, **fields: object) -> list[Comment]:
        thread = Thread(id="thread-1", source="test", title="An article", url="https://x.test/1")
        count = store.comments.count_comments()
        comments = [
            make_comment(
                text,
                external_id=str(count + number),
                thread_id=thread.id,
                created_at=written,
                **{"author_id": "writer", **fields},
            )
            for number, text in enumerate(texts, 1)
        ]
        desk.intake([thread, *comments], actor="test")
        return comments

    return add


@pytest.fixture
def three(add_comments: AddComments) -> list[Comment]:
    """Three comments, the worst first as the queue ranks them."""
    return add_comments("you slurword", "what an insultword", "a kind word")


def holder(name: str = "zoe") -> Holder:
    return Holder(name=name, session="elsewhere")
