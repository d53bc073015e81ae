"""Listening on an address, and what is said when that cannot be."""

from __future__ import annotations

import socket
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

import pytest
from flask import Flask
from waitress import wasyncore
from waitress.server import TcpWSGIServer

from moderation.config import Config
from moderation.errors import ModerationError, UsageError
from moderation.store import Store
from moderation.web import serving
from moderation.web.serving import open_server, serve


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The app on a free port, in a thread of its own."""
    server = cast("TcpWSGIServer", open_server(app, host="127.0.0.1", port=0))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map, ignore_all=True))
        thread.join(timeout=10)
        server.task_dispatcher.shutdown()


def test_a_served_app_answers_over_http(app: Flask) -> None:
    with served(app) as url, urllib.request.urlopen(f"{url}/healthz", timeout=10) as response:
        assert response.status == 200
        assert "Server" not in response.headers


def test_a_port_in_use_is_named_with_what_to_type(app: Flask) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ModerationError, match=f"in use.*--port {port + 1}"):
            open_server(app, host="127.0.0.1", port=port)


@pytest.mark.parametrize("host", ["no.such.host.invalid", "203.0.113.7"])
def test_a_host_that_is_not_ours_is_a_usage_error(app: Flask, host: str) -> None:
    with pytest.raises(UsageError, match=r"--host 127\.0\.0\.1"):
        open_server(app, host=host, port=0)


def test_a_port_that_is_none_is_a_usage_error(app: Flask) -> None:
    with pytest.raises(UsageError, match="--port 8765"):
        open_server(app, host="127.0.0.1", port=99_999)


def test_serve_runs_until_interrupted_and_then_closes(
    config: Config, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[tuple[str, int]] = []
    did: list[str] = []

    class Server:
        def run(self) -> None:
            did.append("run")
            raise KeyboardInterrupt

        def close(self) -> None:
            did.append("close")

    def fake_open(_app: Flask, *, host: str, port: int) -> Server:
        opened.append((host, port))
        return Server()

    monkeypatch.setattr(serving, "open_server", fake_open)
    serve(config, port=1234)
    assert opened == [(config.web.host, 1234)]
    assert did == ["run", "close"]


def test_a_proxy_on_this_machine_is_believed_about_scheme_and_client(
    app: Flask,
) -> None:
    with served(app) as url:
        request = urllib.request.Request(
            f"{url}/login", headers={"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7"}
        )
        with urllib.request.urlopen(request, timeout=10) as response:
            assert "Secure" in response.headers["Set-Cookie"]
            assert response.headers["Strict-Transport-Security"]
