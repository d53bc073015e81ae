"""Hostile comments are inert, keep the layout, and break no policy; every page is clean."""

from __future__ import annotations

import pytest

from tests.browser.conftest import OpenDesktop
from tests.web.conftest import AddComments

pytestmark = pytest.mark.browser

HOSTILE = (
    '<script>alert("x")</script> slurword',
    '<img src=x onerror="alert(1)"> slurword <svg onload=alert(1)>',
    '"><a href="javascript:alert(1)">slurword</a>',
    "<style>body{display:none}</style> slurword </main></body>",
    "slurword " + "W" * 5000,
    "slurword " + "\u200b" * 5000,
    "\u202e\u2066 slurword \u202e and on",
    "slurword Z" + "\u0301" * 2000 + " tower",
    "שלום slurword مرحبا \u200f",
    "slurword \x07\x1b[31m \ufdfd\ufdfd 𒐫𒐫𒐫",
    "=HYPERLINK(1) {{ 7 * 7 }} {% raw %} %s slurword &lt;b&gt; &#x202e;",
    "slurword\n" + "\n" * 500 + "far below",
)


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_hostile_text_runs_nothing_and_keeps_the_page_in_shape(
    open_desktop: OpenDesktop, add_comments: AddComments, width: int, scheme: str
) -> None:
    comments = add_comments(*HOSTILE, author_id='\u202e"><b onclick=alert(1)>' + "A" * 300)
    desktop = open_desktop("ana", viewport={"width": width, "height": 700}, color_scheme=scheme)
    paths = ["/queue", "/queue?show=all", "/history", "/login"]
    for path in [*paths, *(f"/review/{comment.id}" for comment in comments)]:
        desktop.open(path)
        assert desktop.violations() == [], path
        overflow = desktop.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert overflow == 0, path
        if "/review/" in path:
            assert "slurword" in desktop.page.inner_text(".comment-text mark"), path
            assert desktop.page.locator(".comment-text script, .comment-text img").count() == 0
            assert desktop.page.get_by_role("button", name="Approve").is_visible()
    assert desktop.complaints == []


def test_every_page_obeys_its_own_content_policy(
    open_desktop: OpenDesktop, add_comments: AddComments
) -> None:
    add_comments("you slurword", "what an insultword")
    desktop = open_desktop("ana")
    desktop.start()
    desktop.page.keyboard.press("r")
    desktop.page.keyboard.press("1")
    desktop.wait_for_text("insultword")
    desktop.page.keyboard.press("u")
    desktop.wait_for_text("slurword")
    desktop.page.keyboard.press("?")
    assert desktop.violations() == []
    assert desktop.complaints == []


def test_nothing_is_asked_of_another_server(
    open_desktop: OpenDesktop, add_comments: AddComments
) -> None:
    add_comments("you slurword")
    desktop = open_desktop()
    asked: list[str] = []
    desktop.page.on("request", lambda request: asked.append(request.url))
    desktop.log_in()
    desktop.start()
    assert asked
    assert [address for address in asked if not address.startswith(desktop.url)] == []
