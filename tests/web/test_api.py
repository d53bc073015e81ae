"""POST /api/v1/comments."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from moderation.config import Config
from moderation.domain import ModelVersion, comment_id, thread_id
from moderation.passwords import hash_token
from moderation.store import Store
from moderation.web import context, serving
from moderation.web.app import create_app
from tests.web.conftest import TOKEN, Browser, make_assessor

PATH = "/api/v1/comments"


def send(client: FlaskClient, token: str = TOKEN, **body: object) -> TestResponse:
    return client.post(PATH, json=body, headers={"Authorization": f"Bearer {token}"})


def problem(response: TestResponse) -> dict[str, Any]:
    assert response.mimetype == "application/problem+json"
    body: dict[str, Any] = response.get_json()
    assert body["status"] == response.status_code
    assert body["detail"]
    return body


def test_a_new_comment_is_scored_queued_and_answered_with_201(
    client: FlaskClient, store: Store
) -> None:
    response = send(
        client,
        external_id="c1",
        text="you slurword",
        source="paper",
        author="Bob",
        thread_id="a1",
        thread_title="The bridge",
        thread_url="https://paper.test/a1",
        parent_external_id="c0",
        created_at="2025-01-31T18:05:00Z",
        reports=2,
        reach=300,
    )
    assert response.status_code == 201
    body = response.get_json()
    assert body["id"] == comment_id("paper", "c1")
    assert (body["external_id"], body["verdict"], body["queued"]) == ("c1", "hold", True)
    assert body["scores"]["slur"] == 0.9
    assert body["reasons"][0]["code"] == "label"
    assert (4, 12, "slur") in {(s["start"], s["end"], s["label"]) for s in body["spans"]}
    assert 0 < body["priority"] <= 1
    assert body["model_version"] == "fake/1"
    assert body["language"]
    stored = store.comments.get_comment(body["id"])
    assert (stored.author_id, stored.reports, stored.reach) == ("Bob", 2, 300)
    assert stored.parent_id == comment_id("paper", "c0")
    assert stored.created_at is not None
    assert stored.created_at.hour == 18
    thread = store.threads.find_thread(thread_id("paper", "a1"))
    assert thread is not None
    assert thread.title == "The bridge"


def test_the_comment_is_at_once_in_the_queue(client: FlaskClient, auth: Browser) -> None:
    made = send(client, external_id="c1", text="you slurword").get_json()["id"]
    assert auth.take_next() == made


def test_the_same_comment_again_changes_nothing(client: FlaskClient, store: Store) -> None:
    first = send(client, external_id="c1", text="hello")
    again = send(client, external_id="c1", text="hello")
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.get_json() == first.get_json()
    assert store.comments.count_comments() == 1


def test_a_decided_comment_is_not_queued_again_until_it_is_edited(
    client: FlaskClient, auth: Browser
) -> None:
    made = send(client, external_id="c1", text="you slurword").get_json()["id"]
    auth.decide(made, "approve")
    assert send(client, external_id="c1", text="you slurword").get_json()["queued"] is False
    edited = send(client, external_id="c1", text="you threatword")
    assert (edited.status_code, edited.get_json()["queued"]) == (200, True)
    assert edited.get_json()["scores"]["threat"] == 0.85


def test_an_empty_comment_is_stored_and_not_queued(client: FlaskClient) -> None:
    response = send(client, external_id="c1", text="  ")
    assert (response.status_code, response.get_json()["queued"]) == (201, False)


def test_numbers_may_name_things(client: FlaskClient) -> None:
    assert send(client, external_id=17, text="x").get_json()["external_id"] == "17"


def test_half_a_surrogate_pair_does_no_harm(client: FlaskClient) -> None:
    response = client.post(
        PATH,
        data=rb'{"external_id": "1", "text": "half \ud83d slurword"}',
        content_type="application/json",
        headers={"Authorization": f"Bearer {TOKEN}"},
    )
    assert response.status_code == 201
    assert response.get_json()["verdict"] == "hold"


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer wrong", f"Basic {TOKEN}", TOKEN, f"Bearer {TOKEN}x"]
)
def test_without_a_valid_token_nothing_is_taken(
    client: FlaskClient, store: Store, header: str
) -> None:
    response = client.post(
        PATH, json={"external_id": "1", "text": "x"}, headers={"Authorization": header}
    )
    assert response.status_code == 401
    assert "moderation token create" in problem(response)["detail"]
    assert response.headers["WWW-Authenticate"] == "Bearer"
    assert store.comments.count_comments() == 0


def test_a_session_cookie_is_no_token(auth: Browser) -> None:
    response = auth.client.post(PATH, json={"external_id": "1", "text": "x"})
    assert response.status_code == 401


def test_a_revoked_token_is_refused(client: FlaskClient, store: Store) -> None:
    store.tokens.revoke("site")
    assert send(client, external_id="1", text="x").status_code == 401


def test_a_token_of_another_scope_is_refused(client: FlaskClient, store: Store) -> None:
    store.tokens.add_token("reader", hash_token("reader-token"), "score,suggest", "")
    response = send(client, "reader-token", external_id="1", text="x")
    assert response.status_code == 403
    assert "--scope queue" in problem(response)["detail"]


def test_a_token_of_a_source_sends_that_source_only(client: FlaskClient, store: Store) -> None:
    store.tokens.add_token("paper", hash_token("paper-token"), "score,queue", "paper")
    made = send(client, "paper-token", external_id="1", text="x").get_json()
    assert made["id"] == comment_id("paper", "1")
    refused = send(client, "paper-token", external_id="1", text="x", source="other")
    assert (refused.status_code, problem(refused)["field"]) == (403, "source")


@pytest.mark.parametrize(
    ("body", "field", "status"),
    [
        ({"text": "x"}, "external_id", 400),
        ({"external_id": "1"}, "text", 400),
        ({"external_id": "1", "text": None}, "text", 400),
        ({"external_id": "1", "text": 5}, "text", 400),
        ({"external_id": ["1"], "text": "x"}, "external_id", 400),
        ({"external_id": "", "text": "x"}, "external_id", 422),
        ({"external_id": "a\u0000b", "text": "x"}, "external_id", 422),
        ({"external_id": "1" * 2000, "text": "x"}, "external_id", 422),
        ({"external_id": "1", "text": "x", "reports": "two"}, "reports", 400),
        ({"external_id": "1", "text": "x", "reports": True}, "reports", 400),
        ({"external_id": "1", "text": "x", "reports": -1}, "reports", 422),
        ({"external_id": "1", "text": "x", "reach": 2**63}, "reach", 422),
        ({"external_id": "1", "text": "x", "created_at": "soon"}, "created_at", 422),
        ({"external_id": "1", "text": "x", "created_at": {}}, "created_at", 400),
        ({"external_id": "1", "text": "x", "autor": "Bob"}, "autor", 400),
    ],
)
def test_a_wrong_field_is_named_with_the_remedy(
    client: FlaskClient, store: Store, body: dict[str, object], field: str, status: int
) -> None:
    response = send(client, **body)
    assert response.status_code == status
    assert problem(response)["field"] == field
    assert store.comments.count_comments() == 0


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"x"', b"\xff\xfe", b"[" * 50_000, b"NaN"])
def test_a_body_that_is_no_json_object_is_refused(client: FlaskClient, body: bytes) -> None:
    response = client.post(
        PATH,
        data=body,
        content_type="application/json",
        headers={"Authorization": f"Bearer {TOKEN}"},
    )
    assert response.status_code == 400
    assert "JSON object" in problem(response)["detail"]


def test_another_content_type_is_refused(client: FlaskClient) -> None:
    response = client.post(
        PATH,
        data={"external_id": "1", "text": "x"},
        headers={"Authorization": f"Bearer {TOKEN}"},
    )
    assert response.status_code == 415
    assert "application/json" in problem(response)["detail"]


def test_a_comment_that_is_too_long_is_refused(client: FlaskClient, config: Config) -> None:
    most = config.web.max_comment_bytes
    response = send(client, external_id="1", text="ä" * (most // 2 + 1))
    assert (response.status_code, problem(response)["field"]) == (413, "text")
    assert send(client, external_id="1", text="ä" * (most // 2)).status_code == 201


def test_a_huge_body_is_refused_before_it_is_read(client: FlaskClient, config: Config) -> None:
    body = json.dumps({"external_id": "1", "text": "x" * config.web.max_comment_bytes * 7})
    response = client.post(
        PATH,
        data=body,
        content_type="application/json",
        headers={"Authorization": f"Bearer {TOKEN}"},
    )
    assert response.status_code == 413
    problem(response)


def test_a_running_server_scores_with_what_was_promoted_meanwhile(
    config: Config, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[str | None] = []

    def load(_config: Config, *, ref: str | None = None) -> object:
        loaded.append(ref)
        return make_assessor()

    monkeypatch.setattr(context, "load_assessor", load)
    named = dataclasses.replace(config, model="mini/1")
    client = create_app(named).test_client()
    assert send(client, external_id="1", text="x").status_code == 201
    for number in "23":
        made = ModelVersion(
            name="mini", version=number, sha256=number, labels=(), trained_on=(), measures={}
        )
        store.model_versions.add_version(made)
        store.model_versions.promote(made.ref)
        assert send(client, external_id=number, text="x").status_code == 201
    assert send(client, external_id="4", text="x").status_code == 201
    assert loaded == [None, "mini/2", "mini/3"]


def test_programs_never_take_all_the_places_from_people(app: Flask, client: FlaskClient) -> None:
    places = app.extensions[context.EXTENSION].api_places
    assert serving.THREADS >= 2 * context.API_AT_ONCE
    for _ in range(context.API_AT_ONCE):
        assert places.acquire(blocking=False)
    refused = send(client, external_id="1", text="x")
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "1")
    assert "Send it again" in problem(refused)["detail"]
    assert client.get("/login").status_code == 200
    places.release()
    for number in range(3):
        assert send(client, external_id=str(number), text="x").status_code == 201


def test_the_api_sets_no_cookie(client: FlaskClient) -> None:
    assert "Set-Cookie" not in send(client, external_id="1", text="x").headers
