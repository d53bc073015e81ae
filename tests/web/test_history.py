"""What was decided lately."""

from __future__ import annotations

import dataclasses
import re

from moderation.config import Config, ReasonCode
from moderation.desk import Desk
from moderation.domain import Comment, Ruling
from moderation.store import Store
from tests.web.conftest import Browser, holder


def test_decisions_are_listed_newest_first(auth: Browser, three: list[Comment]) -> None:
    auth.decide(three[0].id, "reject:slur", note="<i>clear</i>")
    auth.decide(three[1].id, "approve")
    page = auth.get("/history")
    assert re.findall(r"<b class=\"\">(\w+)</b>", page) == ["Approved", "Rejected"]
    assert "&lt;i&gt;clear&lt;/i&gt;" in page


def test_a_reason_is_shown_by_its_configured_title_wherever_a_decision_is(
    auth: Browser, three: list[Comment]
) -> None:
    auth.decide(three[0].id, "reject:harassment")
    for path in ("/history", "/queue", f"/review/{three[0].id}"):
        assert "Personal attack" in auth.get(path)


def test_a_reason_that_is_configured_no_more_is_spelt_out(
    auth: Browser, three: list[Comment], store: Store, config: Config
) -> None:
    old = ReasonCode(code="old_rule", title="An old rule", labels=(), policy_text="")
    earlier = Desk(store, dataclasses.replace(config, reasons={"old_rule": old}))
    earlier.decide(three[0].id, ruling=Ruling.REJECT, holder=holder(), version=1, reason="old_rule")
    assert '<span class="muted">Old rule</span>' in auth.get("/history")


def test_an_undone_decision_is_marked_and_the_undo_is_a_line(
    auth: Browser, three: list[Comment]
) -> None:
    auth.decide(three[0].id, "reject:slur")
    auth.post("/undo")
    page = auth.get("/history")
    assert "Undone</span>" in page
    assert '<b class="struck">Rejected</b>' in page
    assert "Taken back" in page


def test_one_may_see_only_one_s_own(auth: Browser, ben: Browser, three: list[Comment]) -> None:
    auth.decide(three[0].id, "approve")
    ben.decide(three[2].id, "approve")
    assert auth.get("/history").count("Approved</b>") == 2
    mine = auth.get("/history?whose=mine")
    assert mine.count("Approved</b>") == 1
    assert f"/review/{three[0].id}" in mine


def test_an_empty_history_says_so(auth: Browser) -> None:
    assert "No decisions yet" in auth.get("/history")


def test_a_strange_limit_is_ignored(auth: Browser) -> None:
    for limit in ("-1", "x", "999999999"):
        assert "History" in auth.get(f"/history?limit={limit}")
