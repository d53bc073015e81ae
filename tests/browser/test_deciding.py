"""Deciding in a real browser: by key, by button, without JavaScript, two at once."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from moderation.domain import Comment, ItemState, Ruling
from moderation.learning.harvest import harvest
from moderation.store import Store
from tests.browser.conftest import Desktop, OpenDesktop

pytestmark = pytest.mark.browser


def rulings(store: Store, comment: Comment) -> list[Ruling]:
    return [each.ruling for each in store.decisions.list_for_comment(comment.id)]


def test_one_key_decides_and_brings_the_next_comment(
    ana: Desktop, three: list[Comment], store: Store
) -> None:
    assert ana.start() == three[0].id
    ana.page.keyboard.press("a")
    ana.wait_for_text("insultword")
    assert ana.comment_id == three[1].id
    (made,) = store.decisions.list_for_comment(three[0].id)
    assert (made.ruling, made.moderator) == (Ruling.APPROVE, "ana")
    (event,) = store.audit.list_events(subject=three[0].id)
    assert (event.actor, event.action, event.details["ruling"]) == ("ana", "decide", "approve")
    expect(ana.page.locator("#comment-title")).to_be_focused()
    assert ana.complaints == []


TAP_AGAIN = """(again) => new MutationObserver((_, observer) => {
  observer.disconnect();
  setTimeout(() => {
    if (again === "click") document.querySelector("[data-key=a]").click();
    else document.body.dispatchEvent(
      new KeyboardEvent("keydown", {key: again, bubbles: true}));
    window.tapped = true;
  }, 20);
}).observe(document.body, {childList: true, subtree: true})"""
"""Acts once more as soon as the next comment is in its place."""


@pytest.mark.parametrize("again", ["a", "e", "s", "u", "click"])
def test_a_double_tap_does_nothing_to_the_next_comment_unread(
    ana: Desktop, three: list[Comment], store: Store, again: str
) -> None:
    ana.start()
    ana.page.evaluate(TAP_AGAIN, again)
    ana.page.keyboard.press("a")
    ana.wait_for_text("insultword")
    assert ana.page.evaluate("window.tapped")
    assert [each.comment_id for each in store.decisions.list_decisions()] == [three[0].id]
    ana.page.keyboard.press("a")
    ana.wait_for_text("kind word")
    assert rulings(store, three[1]) == [Ruling.APPROVE]
    assert ana.complaints == []


def test_two_keys_reject_with_a_reason_and_its_labels(
    ana: Desktop, three: list[Comment], store: Store
) -> None:
    ana.start()
    ana.page.keyboard.press("r")
    expect(ana.page.locator(".reason.suggested")).to_be_focused()
    ana.page.keyboard.press("5")
    ana.wait_for_text("insultword")
    (made,) = store.decisions.list_for_comment(three[0].id)
    assert made.reason == "threat"
    assert made.labels == ("threat",)


def test_enter_takes_the_suggested_reason_and_the_ticked_labels_are_kept(
    ana: Desktop, three: list[Comment], store: Store
) -> None:
    ana.start()
    ana.page.keyboard.press("r")
    ana.page.check('[name="labels"][value="identity_attack"]')
    ana.page.fill("#note", "a clear case")
    ana.page.locator(".reason.suggested").press("Enter")
    ana.wait_for_text("insultword")
    (made,) = store.decisions.list_for_comment(three[0].id)
    assert (made.reason, made.note) == ("slur", "a clear case")
    assert made.labels == ("slur", "identity_attack")


def test_the_buttons_do_the_same(ana: Desktop, three: list[Comment], store: Store) -> None:
    ana.page.get_by_role("button", name="Review next").click()
    ana.wait_for_text("slurword")
    ana.page.get_by_role("button", name="Escalate").click()
    ana.wait_for_text("insultword")
    ana.page.get_by_role("button", name="Skip").click()
    ana.wait_for_text("kind word")
    ana.page.get_by_role("button", name="Approve").click()
    expect(ana.page.locator(".comment-text")).not_to_contain_text("kind word")
    assert [rulings(store, comment)[0] for comment in three] == [
        Ruling.ESCALATE,
        Ruling.SKIP,
        Ruling.APPROVE,
    ]


def test_undo_takes_decisions_back_one_by_one_and_survives_a_reload(
    ana: Desktop, three: list[Comment], store: Store
) -> None:
    ana.start()
    ana.page.keyboard.press("a")
    ana.wait_for_text("insultword")
    ana.page.keyboard.press("a")
    ana.wait_for_text("kind word")
    ana.page.reload()
    ana.page.keyboard.press("u")
    ana.wait_for_text("insultword")
    expect(ana.page.locator(".message")).to_contain_text("Taken back")
    ana.page.get_by_role("button", name="Undo").click()
    ana.wait_for_text("slurword")
    assert rulings(store, three[0]) == [Ruling.APPROVE, Ruling.UNDO]
    assert store.decisions.list_effective() == []
    states = [store.queue_items.get_item(comment.id).state for comment in three]
    assert states == [ItemState.PENDING] * 3


def test_what_is_decided_in_a_browser_is_harvested_until_it_is_undone(
    ana: Desktop, three: list[Comment], store: Store
) -> None:
    ana.start()
    ana.page.keyboard.press("r")
    ana.page.keyboard.press("1")
    ana.wait_for_text("insultword")
    ana.page.keyboard.press("a")
    ana.wait_for_text("kind word")
    rejected, approved = harvest(store).examples
    assert rejected.text == three[0].text
    assert rejected.targets == {"slur": 1.0}
    assert (approved.text, set(approved.targets.values())) == (three[1].text, {0.0})
    audited = [event.details["ruling"] for event in store.audit.list_newest(2)]
    assert audited == ["approve", "reject"]
    ana.page.keyboard.press("u")
    ana.wait_for_text("insultword")
    assert [example.text for example in harvest(store).examples] == [three[0].text]
    ana.page.keyboard.press("u")
    ana.wait_for_text("slurword")
    assert harvest(store).examples == ()


def test_two_browsers_never_get_the_same_comment(
    open_desktop: OpenDesktop, three: list[Comment]
) -> None:
    desktops = [open_desktop("ana"), open_desktop("ana"), open_desktop("ben")]
    taken = [desktop.start() for desktop in desktops]
    assert sorted(taken) == sorted(comment.id for comment in three)


def test_a_second_decision_on_a_stale_page_is_refused_with_who_and_when(
    ana: Desktop, open_desktop: OpenDesktop, three: list[Comment], store: Store
) -> None:
    ben = open_desktop("ben", java_script_enabled=False)
    ben.open(f"/review/{three[0].id}")
    ana.start()
    ana.page.keyboard.press("r")
    ana.page.keyboard.press("1")
    ana.wait_for_text("insultword")
    ben.page.get_by_role("button", name="Approve").click()
    alert = ben.page.get_by_role("alert")
    expect(alert).to_contain_text("Your decision was not saved: ana rejected this comment (slur)")
    expect(alert).to_contain_text(re.compile(r"at \d\d:\d\d UTC"))
    assert rulings(store, three[0]) == [Ruling.REJECT]
    alert.get_by_role("button", name="Next comment").click()
    expect(ben.page.locator(".comment-text")).to_contain_text("kind word")


def test_the_refusal_reaches_a_page_with_javascript_as_well(
    ana: Desktop, open_desktop: OpenDesktop, three: list[Comment], store: Store
) -> None:
    comment_id = ana.start()
    ben = open_desktop("ben")
    item = store.queue_items.get_item(comment_id)
    store.queue_items.set_lease(comment_id, None, None)
    ben.open(f"/review/{comment_id}")
    expect(ben.page.locator("#lease")).to_contain_text("Reserved for you")
    ben.page.keyboard.press("a")
    ben.wait_for_text("insultword")
    assert store.queue_items.get_item(comment_id).version == item.version + 1
    ana.page.keyboard.press("a")
    expect(ana.page.get_by_role("alert")).to_contain_text("ben approved this comment")
    ana.page.keyboard.press("n")
    ana.wait_for_text("kind word")


def test_a_comment_open_elsewhere_is_shown_to_read_only(
    ana: Desktop, open_desktop: OpenDesktop, three: list[Comment]
) -> None:
    comment_id = ana.start()
    ben = open_desktop("ben")
    ben.open(f"/review/{comment_id}")
    expect(ben.page.locator(".alert")).to_contain_text("ana is looking at this comment")
    expect(ben.page.get_by_role("button", name="Approve")).to_have_count(0)


def test_all_of_it_works_without_javascript(
    open_desktop: OpenDesktop, three: list[Comment], store: Store
) -> None:
    plain = open_desktop("ana", java_script_enabled=False)
    plain.page.get_by_role("button", name="Review next").click()
    expect(plain.page.locator("#lease")).to_have_text("Reserved for you")
    plain.page.locator("#reject > summary").click()
    plain.page.get_by_role("button", name="Personal attack").click()
    expect(plain.page.locator(".comment-text")).to_contain_text("insultword")
    plain.page.get_by_role("button", name="Undo").click()
    expect(plain.page.locator(".comment-text")).to_contain_text("slurword")
    plain.page.get_by_role("button", name="Put it back").click()
    plain.page.wait_for_url("**/queue")
    assert rulings(store, three[0]) == [Ruling.REJECT, Ruling.UNDO]
    assert store.queue_items.get_item(three[0].id).leased_by is None


def test_after_the_last_comment_the_empty_queue_says_so(ana: Desktop, three: list[Comment]) -> None:
    ana.start()
    for following in ("insultword", "kind word"):
        ana.page.keyboard.press("a")
        ana.wait_for_text(following)
    ana.page.keyboard.press("a")
    expect(ana.page.locator(".empty")).to_contain_text("Nothing is waiting")
    expect(ana.page.locator("#live")).to_contain_text("last comment waiting")
    assert ana.page.url.endswith("/queue?show=all")
