"""Every expected error has a status and a page that says what to do."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from moderation import errors
from moderation.config import Config
from moderation.web.app import create_app
from moderation.web.errors import TITLES, FieldError, Refused, status_of


def all_kinds(kind: type[errors.ModerationError]) -> Iterator[type[errors.ModerationError]]:
    yield kind
    for each in kind.__subclasses__():
        yield from all_kinds(each)


@pytest.mark.parametrize(
    "kind",
    [kind for kind in all_kinds(errors.ModerationError) if kind.__module__ == "moderation.errors"],
    ids=lambda kind: kind.__name__,
)
def test_every_error_of_the_tree_has_a_status_with_a_title(
    kind: type[errors.ModerationError],
) -> None:
    status = status_of(kind("Found", next_step="Do this"))
    assert status in TITLES
    assert 400 <= status < 600


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (errors.NotFound("x", next_step="y"), 404),
        (errors.StaleVersion("x", next_step="y"), 409),
        (errors.LeaseHeld("x", next_step="y"), 409),
        (errors.StoreLocked("x", next_step="y"), 503),
        (errors.ArtifactError("x", next_step="y"), 503),
        (errors.UsageError("x", next_step="y"), 400),
        (errors.AuthError("x", next_step="y"), 401),
        (FieldError("text", "x", next_step="y", status=422), 422),
        (Refused(415, "x", next_step="y"), 415),
    ],
)
def test_an_error_takes_the_status_of_its_nearest_class(
    error: errors.ModerationError, status: int
) -> None:
    assert status_of(error) == status


def test_an_unknown_page_says_where_to_go(client: FlaskClient) -> None:
    response = client.get("/nowhere")
    assert response.status_code == 404
    assert "Nothing here" in response.text
    assert 'href="/queue"' in response.text


def test_a_wrong_method_is_explained(client: FlaskClient) -> None:
    assert "Go back to the queue" in client.get("/logout").text


def test_a_missing_database_is_a_page_that_says_what_to_type(config: Config) -> None:
    client = create_app(config).test_client()
    response = client.get("/login")
    assert response.status_code == 200
    with client.session_transaction() as session:
        session["user"], session["sid"] = "ana", "x"
        session["started"] = session["seen"] = 2e12
    response = client.get("/queue")
    assert response.status_code == 503
    assert "There is no database" in response.text
    assert "moderation import" in response.text


def test_a_busy_database_is_told_in_the_words_of_a_reader_and_logged_in_those_of_an_operator(
    app: Flask, client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    def wait() -> str:
        raise errors.StoreLocked("The database /srv/x is in use", next_step="Type the command")

    app.add_url_rule("/wait", "wait", wait)
    response = client.get("/wait")
    assert response.status_code == 503
    assert "Wait a moment, then try again." in response.text
    assert "/srv/x" not in response.text
    assert "/srv/x" in caplog.messages[-1]


def test_a_surprise_is_logged_with_a_reference_and_told_to_nobody(
    app: Flask, client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    def explode() -> str:
        raise ZeroDivisionError("the secret detail")

    app.add_url_rule("/explode", "explode", explode)
    response = client.get("/explode")
    assert response.status_code == 500
    assert "the secret detail" not in response.text
    reference = caplog.messages[-1].rsplit(" ", 1)[-1]
    assert reference in response.text
    assert caplog.records[-1].exc_info


def test_an_error_of_the_api_is_problem_json(client: FlaskClient) -> None:
    response = client.get("/api/v1/nothing")
    assert response.mimetype == "application/problem+json"
    assert response.get_json()["status"] == 404


def test_a_form_that_is_too_large_is_refused(client: FlaskClient) -> None:
    response = client.post("/login", data={"name": "x" * 100_000})
    assert response.status_code == 413
