"""One comment: seen, reserved, decided on, taken back."""

from __future__ import annotations

import dataclasses
import re
from datetime import timedelta

import pytest

from moderation.config import Config
from moderation.desk import Desk
from moderation.domain import Comment, ItemState, Ruling, Thread
from moderation.store import Store, utc_now
from moderation.testing import make_comment
from moderation.web import comments
from tests.web.conftest import AddComments, Browser, holder


def decide_path(comment: Comment) -> str:
    return f"/review/{comment.id}/decide"


def alert_in(page: str) -> str:
    found = re.search(r'class="alert"[^>]*>(.*?)</section>', page, re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", found[1])).strip() if found else ""


def ticked_in(page: str) -> list[str]:
    return re.findall(r'name="labels" value="(\w+)" checked', page)


def test_next_reserves_the_most_urgent_comment_and_shows_it(
    auth: Browser, three: list[Comment], store: Store
) -> None:
    assert auth.take_next() == three[0].id
    leased_by = store.queue_items.get_item(three[0].id).leased_by
    assert leased_by is not None
    assert leased_by.startswith("ana/")
    assert "Reserved for you" in auth.get(f"/review/{three[0].id}")


def test_next_on_an_empty_queue_goes_to_the_list_and_says_so(auth: Browser) -> None:
    response = auth.post("/review/next")
    assert response.location == "/queue?show=all"
    assert "last comment waiting" in auth.get(response.location)


def test_the_page_says_why_the_comment_is_here(auth: Browser, three: list[Comment]) -> None:
    page = auth.get(f"/review/{three[0].id}")
    assert "Slur 0.90, held from 0.50" in page
    assert re.search(r'mark class="model" title="Slur[^"]*">slurword<', page)
    assert "0.90 at severity 0.95" in page
    assert "fake/1" in page
    assert 'class="limit" x1="50.0%"' in page


def test_a_listed_term_is_marked_unlike_what_the_model_saw(
    auth: Browser, add_comments: AddComments
) -> None:
    (comment,) = add_comments("Those listedword and their slurword")
    page = auth.get(f"/review/{comment.id}")
    assert re.search(r'<mark class="term[^>]*title="[^"]*listed term[^>]*>listedword<', page)
    assert re.search(r'<mark class="model"[^>]*>slurword<', page)
    assert "Against testers, severity 0.90. Made up for the tests." in page


def test_the_thread_shows_the_comment_in_its_place_with_its_siblings(
    auth: Browser, desk: Desk
) -> None:
    thread = Thread(id="t", source="test", title="The bridge", url="https://paper.test/bridge")
    top = make_comment("top of it", external_id="top", thread_id="t")
    reply = make_comment("you slurword", external_id="reply", thread_id="t", parent_id=top.id)
    other = make_comment("another top", external_id="other", thread_id="t")
    desk.intake([thread, top, reply, other], actor="test")
    auth.decide(other.id, "approve")
    page = auth.get(f"/review/{reply.id}")
    rows = re.findall(r'<li class="(depth-\d(?: here)?)"', page)
    assert rows == ["depth-0", "depth-1 here", "depth-0"]
    assert "The bridge" in page
    assert f'href="/review/{top.id}"' in page
    assert ">Approved</a>" in page


def test_the_suggested_reason_is_chosen_beforehand_and_no_label_is_ticked(
    auth: Browser, three: list[Comment]
) -> None:
    page = auth.get(f"/review/{three[1].id}")
    assert re.search(r'value="reject:harassment" class="reason suggested"', page)
    suggested = re.findall(
        r'value="(\w+)"> [^<]+<span class="muted small-print[^"]*">suggested', page
    )
    assert "harassment" in suggested
    assert "slur" not in suggested
    assert ticked_in(page) == []
    assert "do not insult the person" in page


@pytest.mark.parametrize(
    ("reason", "stored"), [("spam", ()), ("off_topic", ()), ("other", ()), ("threat", ("threat",))]
)
def test_a_rejection_as_the_page_offers_it_does_not_store_the_models_suggestions(
    auth: Browser, three: list[Comment], store: Store, reason: str, stored: tuple[str, ...]
) -> None:
    ticked = ticked_in(auth.get(f"/review/{three[0].id}"))
    auth.decide(three[0].id, f"reject:{reason}", labels=ticked)
    assert store.decisions.list_for_comment(three[0].id)[0].labels == stored


@pytest.mark.parametrize(
    ("decision", "ruling", "state"),
    [
        ("approve", Ruling.APPROVE, ItemState.DECIDED),
        ("reject:slur", Ruling.REJECT, ItemState.DECIDED),
        ("escalate", Ruling.ESCALATE, ItemState.ESCALATED),
    ],
)
def test_a_decision_is_recorded_and_the_next_comment_comes(
    auth: Browser,
    three: list[Comment],
    store: Store,
    decision: str,
    ruling: Ruling,
    state: ItemState,
) -> None:
    auth.take_next()
    response = auth.decide(three[0].id, decision, note="  a note ")
    assert (response.status_code, response.location) == (303, f"/review/{three[1].id}")
    (made,) = store.decisions.list_for_comment(three[0].id)
    assert (made.ruling, made.moderator, made.note) == (ruling, "ana", "a note")
    assert store.queue_items.get_item(three[0].id).state is state
    assert store.audit.list_events(subject=three[0].id)[-1].actor == "ana"


def test_a_rejection_keeps_the_ticked_labels_and_the_reason_s_own(
    auth: Browser, three: list[Comment], store: Store
) -> None:
    auth.decide(three[0].id, "reject:threat", labels=["toxicity", "slur"])
    (made,) = store.decisions.list_for_comment(three[0].id)
    assert made.reason == "threat"
    assert made.labels == ("slur", "threat", "toxicity")


def test_an_approval_keeps_no_labels_though_some_were_ticked(
    auth: Browser, three: list[Comment], store: Store
) -> None:
    auth.decide(three[0].id, "approve", labels=["slur"])
    assert store.decisions.list_for_comment(three[0].id)[0].labels == ()


def test_a_skipped_comment_goes_to_somebody_else(
    auth: Browser, ben: Browser, three: list[Comment]
) -> None:
    assert auth.take_next() == three[0].id
    assert auth.decide(three[0].id, "skip").location == f"/review/{three[1].id}"
    assert ben.take_next() == three[0].id


@pytest.mark.parametrize(
    "fields",
    [
        {"decision": "delete"},
        {"decision": "reject"},
        {"decision": "reject:no-such-reason"},
        {"decision": "undo"},
        {"decision": "approve:slur"},
        {"decision": ""},
        {"decision": "approve", "version": "one"},
        {"decision": "approve", "version": "²"},
        {"decision": "reject:slur", "labels": "no-such-label"},
    ],
)
def test_a_form_that_makes_no_sense_changes_nothing(
    auth: Browser, three: list[Comment], store: Store, fields: dict[str, str]
) -> None:
    response = auth.post(decide_path(three[0]), **{"version": "1", **fields})
    assert response.status_code == 400
    assert "Nothing was changed" in response.text
    assert store.decisions.list_for_comment(three[0].id) == []


def test_a_script_gets_the_next_page_at_once_with_its_address(
    auth: Browser, three: list[Comment]
) -> None:
    auth.take_next()
    response = auth.post(decide_path(three[0]), fetch=True, decision="approve", version="1")
    assert response.status_code == 200
    assert response.headers["Content-Location"] == f"/review/{three[1].id}"
    assert "insultword" in response.text


def test_a_script_gets_the_list_after_the_last_comment(
    auth: Browser, add_comments: AddComments
) -> None:
    (only,) = add_comments("you slurword")
    response = auth.post(decide_path(only), fetch=True, decision="approve", version="1")
    assert response.headers["Content-Location"] == "/queue?show=all"
    assert "last comment waiting" in response.text


def test_two_browsers_never_get_the_same_comment_even_with_one_log_in(
    auth: Browser, ana_elsewhere: Browser, ben: Browser, three: list[Comment]
) -> None:
    taken = {auth.take_next(), ana_elsewhere.take_next(), ben.take_next()}
    assert taken == {comment.id for comment in three}


def test_the_same_browser_gets_its_own_reserved_comment_again(
    auth: Browser, three: list[Comment]
) -> None:
    assert auth.take_next() == auth.take_next() == three[0].id


def test_a_comment_reserved_elsewhere_can_be_read_but_not_decided(
    auth: Browser, ben: Browser, three: list[Comment]
) -> None:
    auth.take_next()
    page = ben.get(f"/review/{three[0].id}")
    assert "ana is looking at this comment" in alert_in(page)
    assert 'name="decision"' not in page
    assert "Next comment" in page


def test_another_window_of_one_s_own_is_named_as_such(
    auth: Browser, ana_elsewhere: Browser, three: list[Comment]
) -> None:
    auth.take_next()
    page = ana_elsewhere.get(f"/review/{three[0].id}")
    assert "Another window of yours is looking" in alert_in(page)


def test_a_second_decision_on_a_stale_page_is_refused_and_says_who_was_first(
    auth: Browser, ben: Browser, three: list[Comment], store: Store
) -> None:
    ben.get(f"/review/{three[0].id}")
    auth.decide(three[0].id, "reject:slur")
    response = ben.post(decide_path(three[0]), decision="approve", version="1", note="mine")
    assert response.status_code == 409
    message = alert_in(response.text)
    assert "Your decision was not saved: ana rejected this comment (slur) at" in message
    assert "UTC, just now" in message
    assert "Next comment" in message
    (only,) = store.decisions.list_for_comment(three[0].id)
    assert only.moderator == "ana"


def test_one_s_own_second_decision_is_refused_as_well(auth: Browser, three: list[Comment]) -> None:
    auth.decide(three[0].id, "approve")
    response = auth.post(decide_path(three[0]), decision="reject:slur", version="1")
    assert response.status_code == 409
    assert "you approved this comment" in alert_in(response.text)


def test_a_decision_on_a_text_that_was_edited_meanwhile_is_refused_and_kept_in_the_form(
    auth: Browser, three: list[Comment], desk: Desk
) -> None:
    auth.get(f"/review/{three[0].id}")
    edited = dataclasses.replace(three[0], text="now a kind word", content_hash="")
    desk.intake([edited], actor="test")
    response = auth.post(
        decide_path(three[0]), decision="reject:slur", version="1", note="typed", labels="threat"
    )
    assert response.status_code == 409
    assert "the comment changed since you opened it" in alert_in(response.text)
    assert ">typed</textarea>" in response.text
    assert re.search(r'name="labels" value="threat" checked', response.text)
    assert 'name="version" value="2"' in response.text


def test_a_decision_on_a_comment_reserved_meanwhile_is_refused(
    auth: Browser, ben: Browser, three: list[Comment], store: Store
) -> None:
    ben.get(f"/review/{three[0].id}")
    auth.take_next()
    response = ben.post(decide_path(three[0]), decision="approve", version="1")
    assert response.status_code == 409
    assert "Your decision was not saved" in alert_in(response.text)
    assert store.decisions.list_for_comment(three[0].id) == []


def test_reserving_by_button_leads_back_to_the_comment(auth: Browser, three: list[Comment]) -> None:
    page = auth.get(f"/review/{three[1].id}")
    assert "Not reserved" in page
    response = auth.post(f"/review/{three[1].id}/reserve")
    assert response.location == f"/review/{three[1].id}"
    assert "Reserved for you" in auth.get(response.location)


def test_reserving_by_script_tells_the_seconds(
    auth: Browser, three: list[Comment], config: Config
) -> None:
    seconds = auth.post(f"/review/{three[1].id}/reserve", fetch=True).get_json()["seconds"]
    assert config.queue.lease_seconds - 5 <= seconds <= config.queue.lease_seconds


def test_reserving_what_someone_else_has_is_refused(
    auth: Browser, ben: Browser, three: list[Comment]
) -> None:
    auth.take_next()
    response = ben.post(f"/review/{three[0].id}/reserve", fetch=True)
    assert response.status_code == 409
    assert "Next comment" in response.text


def test_a_released_comment_is_free_for_others(
    auth: Browser, ben: Browser, three: list[Comment]
) -> None:
    auth.take_next()
    assert auth.post(f"/review/{three[0].id}/release").location == "/queue"
    assert ben.take_next() == three[0].id


def test_releasing_does_not_touch_someone_else_s_reservation(
    auth: Browser, ben: Browser, three: list[Comment], store: Store
) -> None:
    auth.take_next()
    ben.post(f"/review/{three[0].id}/release")
    leased_by = store.queue_items.get_item(three[0].id).leased_by
    assert leased_by is not None
    assert leased_by.startswith("ana/")


def test_an_expired_reservation_is_none(
    auth: Browser, three: list[Comment], store: Store, config: Config
) -> None:
    past = utc_now() - timedelta(seconds=config.queue.lease_seconds + 5)
    Desk(store, config, None, clock=lambda: past).next(holder())
    assert "Not reserved" in auth.get(f"/review/{three[0].id}")


def test_undo_brings_the_comment_back_to_the_one_who_decided(
    auth: Browser, three: list[Comment], store: Store
) -> None:
    auth.take_next()
    auth.decide(three[0].id, "reject:slur")
    assert "Undo" in auth.get("/queue")
    response = auth.post("/undo", leaving=three[1].id)
    assert response.location == f"/review/{three[0].id}"
    page = auth.get(response.location)
    assert "Taken back" in page
    assert "Reserved for you" in page
    made, undone = store.decisions.list_for_comment(three[0].id)
    assert undone.undoes == made.id
    assert store.queue_items.get_item(three[0].id).state is ItemState.PENDING
    assert store.queue_items.get_item(three[1].id).leased_by is None


def test_undo_goes_back_several_steps_and_survives_a_new_log_in(
    auth: Browser, ana_elsewhere: Browser, three: list[Comment], store: Store
) -> None:
    for comment in three:
        auth.decide(comment.id, "approve")
    auth.post("/logout")
    assert [ana_elsewhere.post("/undo").location for _ in three] == [
        f"/review/{comment.id}" for comment in reversed(three)
    ]
    assert store.decisions.list_effective() == []
    ana_elsewhere.get("/queue")
    assert ana_elsewhere.post("/undo").location == "/queue"
    assert "undo" in ana_elsewhere.get("/queue").lower()


def test_a_second_click_on_undo_takes_back_nothing_more(
    auth: Browser, three: list[Comment], store: Store
) -> None:
    for comment in three[:2]:
        auth.decide(comment.id, "approve")
    found = re.search(r'name="undoes" value="(\d+)"', auth.get("/queue"))
    assert found
    assert auth.post("/undo", undoes=found[1]).location == f"/review/{three[1].id}"
    assert auth.post("/undo", undoes=found[1]).location == "/queue"
    assert "nothing was taken back" in auth.get("/queue")
    assert [each.comment_id for each in store.decisions.list_effective()] == [three[0].id]
    assert auth.post("/undo", undoes="x").status_code == 400


def test_undo_takes_back_one_s_own_decisions_only(
    auth: Browser, ben: Browser, three: list[Comment], store: Store
) -> None:
    auth.decide(three[0].id, "approve")
    ben.post("/undo")
    assert [each.comment_id for each in store.decisions.list_effective()] == [three[0].id]


def test_undo_with_nothing_to_undo_stays_on_the_comment(
    auth: Browser, three: list[Comment]
) -> None:
    auth.take_next()
    response = auth.post("/undo", fetch=True, leaving=three[0].id)
    assert response.headers["Content-Location"] == f"/review/{three[0].id}"


def test_a_decided_comment_shows_the_decision_and_no_buttons(
    auth: Browser, three: list[Comment]
) -> None:
    auth.decide(three[0].id, "reject:slur", note="clear case")
    page = auth.get(f"/review/{three[0].id}")
    assert re.search(r"Rejected by <b>.*ana", page)
    assert "clear case" in page
    assert 'name="decision"' not in page


def test_an_unknown_comment_is_not_found(auth: Browser) -> None:
    assert "Nothing here" in auth.get("/review/0123456789abcdef0123", status=404)


def test_a_very_long_comment_is_first_shown_in_part_and_whole_on_demand(
    auth: Browser, add_comments: AddComments
) -> None:
    (comment,) = add_comments("slurword " + "x" * 60_000 + " tail-end")
    page = auth.get(f"/review/{comment.id}")
    assert "Show all" in page
    assert "tail-end" not in page
    assert "tail-end" in auth.get(f"/review/{comment.id}?full=1")


def test_an_enormous_comment_is_read_in_parts_with_its_spans_in_place(
    auth: Browser, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comments, "LONG_TEXT", 20)
    monkeypatch.setattr(comments, "PART", 50)
    comment = make_comment("x" * 65 + " slurword " + "y" * 60 + " tail-end", external_id="1")
    desk.intake([comment], actor="test")
    seen: list[tuple[str, str]] = []
    marked = []
    page = auth.get(f"/review/{comment.id}")
    while True:
        seen += re.findall(r"Characters (\d+) to (\d+) of 144", page)
        marked += re.findall(r"<mark[^>]*>([^<]*)<", page.split("Marked:")[0])
        following = re.search(r'href="([^"]*from=\d+)">Show the next part', page)
        if following is None:
            break
        page = auth.get(following[1])
    assert "tail-end" in page
    assert "Back to the beginning" in page
    assert seen == [("1", "20"), ("21", "70"), ("71", "120"), ("121", "144")]
    assert "".join(marked) == "slurword"
    assert "Back to the beginning" in auth.get(f"/review/{comment.id}?from=999999")
    auth.get(f"/review/{comment.id}?from=-1&full=x")


def test_hostile_text_is_inert_and_its_spans_stay_in_place(
    auth: Browser, add_comments: AddComments
) -> None:
    (comment,) = add_comments(
        "\u202e<script>alert(1)</script>&amp;\u200b\u200b slurword 👩\u200d👧 =HYPERLINK(1)"
    )
    page = auth.get(f"/review/{comment.id}")
    assert "<script>alert" not in page
    assert "\u202e" not in page
    assert "&amp;amp;" in page
    assert ">RLO</span>" in page
    assert ">ZWSP×2</span>" in page
    assert re.search(r"<mark[^>]*>slurword</mark>", page)
