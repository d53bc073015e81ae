from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from moderation.config import Config
from moderation.passwords import verify_password
from moderation.store import open_store

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def taken_port() -> Iterator[int]:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


class FakeServer:
    """Binds nothing; notes that it ran and was closed."""

    def __init__(self, port: int) -> None:
        self.effective_port = port or 4711
        self.ran = self.closed = False

    def run(self) -> None:
        self.ran = True

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def servers(monkeypatch):
    """Stands in for waitress; gives (host, server) of all that were opened."""
    opened: list[tuple[str, FakeServer]] = []

    def open_fake(_app: object, *, host: str, port: int) -> FakeServer:
        opened.append((host, FakeServer(port)))
        return opened[-1][1]

    monkeypatch.setattr("moderation.web.serving.open_server", open_fake)
    return opened


# --- serve


def test_the_address_is_told_and_what_is_missing_to_log_in(run, servers):
    result = run("serve", "--port", "8100")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "Serving http://127.0.0.1:8100/ (stop with Ctrl-C)",
        "Nobody can log in yet. In another terminal: moderation account add NAME",
    ]
    host, server = servers[0]
    assert host == "127.0.0.1"
    assert server.ran
    assert server.closed


def test_with_an_account_there_is_nothing_more_to_say(run, servers):
    run("account", "add", "ana")
    shown = run("serve", "--host", "::1", "--port", "0").stdout
    assert shown == "Serving http://[::1]:4711/ (stop with Ctrl-C)\n"


def test_host_and_port_come_from_the_configuration(run, servers, place):
    (place / "config.yaml").write_text("web: {host: 0.0.0.0, port: 9001}", encoding="utf-8")
    assert "http://0.0.0.0:9001/" in run("serve").stdout


def test_a_port_in_use_is_one_line_with_another_port(refused):
    with taken_port() as port:
        message = refused("serve", "--port", str(port))
    assert "in use" in message
    assert f"moderation serve --port {port + 1}" in message


@pytest.mark.parametrize("port", ["65536", "-1", "http"])
def test_an_impossible_port_is_refused(refused, port):
    refused_line = refused("serve", "--port", port, code=2)
    assert "--port" in refused_line


def test_a_real_server_answers_and_stops_cleanly(tmp_path):
    # A background job of a shell hands down a SIGINT that is ignored: take it back.
    listen = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    code = f"{listen}; from moderation.cli import main; main()"
    words = [sys.executable, "-c", code, "--data-dir", "d", "serve", "--port", "0"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        words, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        told = process.stdout.readline().decode()
        url = re.search(r"http://127\.0\.0\.1:\d+/", told)
        assert url is not None
        with urllib.request.urlopen(url[0], timeout=30) as answer:
            assert answer.status == 200
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read().decode()
        assert process.returncode in {0, 130}


# --- demo


def test_the_demo_prints_the_ranked_queue_and_a_log_in_that_works(run, place):
    result = run("demo", "--no-serve")
    assert result.exit_code == 0
    assert re.match(r"\d+ comments read: \d+ new", result.stdout)
    assert re.search(r"^   1  0\.\d\d ", result.stdout, re.MULTILINE)
    assert "Why: " in result.stdout
    password = re.search(r"Log in as demo with the password (\S+)", result.stdout)
    assert password is not None
    store = open_store(place / "demo-data" / Config().database.name)
    stored = store.accounts.password_hash_of("demo")
    store.close()
    assert verify_password(stored, password[1])
    assert "Next: moderation --data-dir demo-data serve" in result.stdout
    assert sorted(path.name for path in place.iterdir()) == ["demo-data"]


def test_the_demo_can_be_run_again(run):
    run("demo", "--no-serve")
    again = run("demo", "--no-serve")
    assert again.exit_code == 0
    assert " 0 new" in again.stdout


def test_the_demo_serves_what_it_has_made(run, servers, place):
    result = run("--data-dir", "mine", "demo", "--port", "8200")
    assert "Open http://127.0.0.1:8200/ (stop with Ctrl-C)" in result.stdout
    assert servers[0][1].ran
    assert (place / "mine" / "moderation.sqlite3").is_file()


def test_the_demo_takes_the_next_port_when_the_first_is_in_use(run, place, monkeypatch):
    tried: list[int] = []

    def serve(_config: object, *, port: int, on_ready: object) -> None:
        from moderation.errors import ModerationError

        tried.append(port)
        if len(tried) < 3:
            raise ModerationError("In use", next_step="Try another")

    monkeypatch.setattr("moderation.cli.demo.run_server", serve)
    assert run("demo").exit_code == 0
    assert tried == [8765, 8766, 8767]


def test_the_demo_does_not_swallow_a_named_port_that_is_in_use(run):
    with taken_port() as port:
        result = run("demo", "--port", str(port))
    assert result.exit_code == 1
    assert f"Port {port} on 127.0.0.1 is in use" in result.stderr
