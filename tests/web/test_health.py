"""Health for whoever watches the process; no log-in, no details."""

from __future__ import annotations

from flask.testing import FlaskClient

from moderation.config import Config
from moderation.web.app import create_app


def test_health_is_answered_without_a_log_in(client: FlaskClient) -> None:
    assert client.get("/healthz").get_json() == {"status": "ok"}


def test_ready_means_that_the_database_can_be_read(client: FlaskClient) -> None:
    response = client.get("/readyz")
    assert (response.status_code, response.get_json()["database"]) == (200, "ok")


def test_without_a_database_the_process_is_alive_and_not_ready(config: Config) -> None:
    client = create_app(config).test_client()
    assert client.get("/healthz").status_code == 200
    response = client.get("/readyz")
    assert response.status_code == 503
    assert str(config.database) not in response.text
