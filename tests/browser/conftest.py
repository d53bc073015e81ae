"""A served desk and Debian's Chromium. Without a Chromium these tests are skipped."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import cast

import pytest
from flask import Flask
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, expect, sync_playwright
from waitress import wasyncore
from waitress.server import TcpWSGIServer

from moderation.web.serving import open_server
from tests.web.conftest import PASSWORD, add_comments, app, config, desk, store, three

__all__ = ["add_comments", "app", "config", "desk", "store", "three"]

EXECUTABLE = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = (
    "--no-sandbox",
    "--headless=new",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-gpu",
    "--disable-quic",
)
UNREAD_FOR = 300
"""Milliseconds after which a comment put into place may be decided; a little more than that."""

TIMEOUT = 15_000
"""Milliseconds; far more than is ever needed, since CI may be slow."""

WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation",
  (event) => window.violations.push(event.violatedDirective + " " + event.blockedURI));
"""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    if EXECUTABLE is None:
        pytest.skip("no chromium found; type: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=EXECUTABLE, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def url(app: Flask) -> Iterator[str]:
    """The address of a running server."""
    server = cast("TcpWSGIServer", open_server(app, host="127.0.0.1", port=0))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    # In the server's own thread, since its loop must not find a socket closed under it.
    server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map, ignore_all=True))
    thread.join(timeout=10)
    server.task_dispatcher.shutdown()
    assert not thread.is_alive()


@dataclass(slots=True)
class Desktop:
    """One moderator's browser window."""

    page: Page
    context: BrowserContext
    url: str
    complaints: list[str]
    """What the console said: script errors and refusals of the content policy."""

    def open(self, path: str) -> None:
        self.page.goto(self.url + path)

    def log_in(self, name: str = "ana") -> None:
        self.open("/login")
        self.page.fill("#name", name)
        self.page.fill("#password", PASSWORD)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url("**/queue*")

    def start(self) -> str:
        """Take the next comment with the key; its id."""
        self.page.keyboard.press("n")
        self.page.wait_for_selector(".comment")
        self.page.wait_for_timeout(UNREAD_FOR)
        return self.comment_id

    @property
    def comment_id(self) -> str:
        return self.page.url.rpartition("/review/")[2]

    @property
    def text(self) -> str:
        return self.page.inner_text(".comment-text")

    def wait_for_text(self, text: str) -> None:
        expect(self.page.locator(".comment-text")).to_contain_text(text, timeout=TIMEOUT)
        self.page.wait_for_timeout(UNREAD_FOR)

    def violations(self) -> list[str]:
        return cast("list[str]", self.page.evaluate("window.violations"))


OpenDesktop = Callable[..., Desktop]


@pytest.fixture
def open_desktop(chromium: Chromium, url: str) -> Iterator[OpenDesktop]:
    """Opens browser windows, each with its own cookies; logged in if a name is given."""
    contexts: list[BrowserContext] = []

    def open_one(name: str = "", **options: object) -> Desktop:
        context = chromium.new_context(**options)  # type: ignore[arg-type]
        contexts.append(context)
        context.set_default_timeout(TIMEOUT)
        context.add_init_script(WATCH)
        page = context.new_page()
        desktop = Desktop(page, context, url, [])

        def listen(message: ConsoleMessage) -> None:
            if message.type in {"error", "warning"}:
                desktop.complaints.append(message.text)

        page.on("console", listen)
        page.on("pageerror", lambda error: desktop.complaints.append(str(error)))
        page.on("dialog", lambda dialog: desktop.complaints.append(dialog.message))
        if name:
            desktop.log_in(name)
        return desktop

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def ana(open_desktop: OpenDesktop) -> Desktop:
    return open_desktop("ana")
