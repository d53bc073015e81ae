"""Keys that help and never surprise; reservations that are kept and given back."""

from __future__ import annotations

import dataclasses

import pytest
from playwright.sync_api import expect

from moderation.config import Config, QueueConfig
from moderation.desk import Desk
from moderation.domain import Comment
from moderation.errors import StoreLocked
from moderation.passwords import hash_password
from moderation.store import Store
from tests.browser.conftest import UNREAD_FOR, Desktop, OpenDesktop
from tests.web.conftest import PASSWORD

pytestmark = pytest.mark.browser


@pytest.fixture
def config(config: Config) -> Config:
    """Reservations of six seconds, so that a test can see them renewed."""
    return dataclasses.replace(config, queue=QueueConfig(lease_seconds=6))


def lease_of(store: Store, comment: Comment) -> str:
    return store.queue_items.get_item(comment.id).leased_by or ""


def test_the_keys_stand_on_the_buttons_and_in_a_list(ana: Desktop, three: list[Comment]) -> None:
    ana.start()
    for name, key in (("Approve", "A"), ("Escalate", "E"), ("Skip", "S")):
        button = ana.page.get_by_role("button", name=name)
        expect(button.locator("kbd")).to_have_text(key)
        expect(button).to_have_attribute("aria-keyshortcuts", key)
    ana.page.keyboard.press("?")
    expect(ana.page.get_by_role("dialog")).to_contain_text("Approve and go on")
    ana.page.keyboard.press("a")
    ana.page.keyboard.press("Escape")
    expect(ana.page.get_by_role("dialog")).to_have_count(0)


def test_keys_are_dead_in_text_fields_with_modifiers_and_when_held_down(
    ana: Desktop, three: list[Comment], store: Store
) -> None:
    ana.start()
    ana.page.keyboard.press("r")
    ana.page.fill("#note", "")
    ana.page.locator("#note").press_sequentially("aes1")
    assert ana.page.input_value("#note") == "aes1"
    ana.page.keyboard.press("Escape")
    expect(ana.page.locator("#reject")).not_to_have_attribute("open", "")
    for chord in ("Alt+a", "Shift+A", "Control+s", "Meta+e"):
        ana.page.keyboard.press(chord)
    ana.page.evaluate(
        "document.body.dispatchEvent("
        "new KeyboardEvent('keydown', {key: 'a', repeat: true, bubbles: true}))"
    )
    ana.page.keyboard.press("1")
    ana.page.wait_for_timeout(UNREAD_FOR)
    assert store.decisions.list_decisions() == []
    assert ana.comment_id == three[0].id


def test_keys_can_be_switched_off_for_good(
    ana: Desktop, three: list[Comment], store: Store
) -> None:
    ana.start()
    ana.page.keyboard.press("?")
    ana.page.get_by_label("Keys are on").uncheck()
    ana.page.get_by_role("button", name="Close").click()
    ana.page.reload()
    ana.page.keyboard.press("a")
    ana.page.keyboard.press("r")
    expect(ana.page.locator("#reject")).not_to_have_attribute("open", "")
    assert store.decisions.list_decisions() == []


def test_the_list_is_walked_and_opened_by_key(ana: Desktop, three: list[Comment]) -> None:
    ana.open("/queue")
    ana.page.keyboard.press("j")
    ana.page.keyboard.press("j")
    ana.page.keyboard.press("k")
    ana.page.keyboard.press("j")
    ana.page.keyboard.press("Enter")
    ana.wait_for_text("insultword")


def test_the_reservation_counts_down_and_is_renewed_while_looked_at(
    ana: Desktop, three: list[Comment], store: Store
) -> None:
    ana.start()
    expect(ana.page.locator("#lease")).to_have_text("Reserved for you · 0:05")
    first = store.queue_items.get_item(three[0].id).leased_until
    ana.page.wait_for_timeout(4000)
    second = store.queue_items.get_item(three[0].id).leased_until
    assert first is not None
    assert second is not None
    assert second > first


def test_a_page_that_nobody_touches_gives_its_comment_up_and_takes_it_again(
    ana: Desktop, three: list[Comment], store: Store
) -> None:
    ana.start()
    ana.page.clock.install()
    ana.page.clock.run_for(7000)
    renewed = store.queue_items.get_item(three[0].id).leased_until
    ana.page.clock.run_for(9000)
    expect(ana.page.locator("#lease")).to_have_text("Not reserved")
    expect(ana.page.locator("#live")).to_contain_text("Your reservation has ended")
    assert store.queue_items.get_item(three[0].id).leased_until == renewed
    ana.page.mouse.move(200, 200)
    expect(ana.page.locator("#lease")).to_contain_text("Reserved for you")


def test_opening_a_comment_from_the_list_reserves_it(
    ana: Desktop, three: list[Comment], store: Store
) -> None:
    ana.open("/queue")
    ana.page.get_by_role("link", name="writer").nth(1).click()
    expect(ana.page.locator("#lease")).to_contain_text("Reserved for you")
    assert lease_of(store, three[1]).startswith("ana/")
    expect(ana.page.get_by_role("button", name="Put it back")).to_be_visible()


def test_leaving_the_page_gives_the_comment_back(
    ana: Desktop, open_desktop: OpenDesktop, three: list[Comment], store: Store
) -> None:
    ana.start()
    assert lease_of(store, three[0])
    ana.page.get_by_role("link", name="History").click()
    ana.page.wait_for_url("**/history")
    ana.page.wait_for_timeout(300)
    assert not lease_of(store, three[0])
    assert open_desktop("ben").start() == three[0].id


def test_a_decision_without_a_cookie_is_refused_with_what_to_do(
    ana: Desktop, three: list[Comment], store: Store
) -> None:
    ana.start()
    ana.context.clear_cookies()
    ana.page.keyboard.press("a")
    ana.page.wait_for_selector("text=reload the page")
    assert store.decisions.list_decisions() == []


def test_a_session_that_ended_leads_to_the_log_in_and_back_to_the_comment(
    ana: Desktop, three: list[Comment], store: Store
) -> None:
    ana.start()
    store.accounts.set_password("ana", hash_password(PASSWORD))
    ana.page.keyboard.press("a")
    ana.page.wait_for_url("**/login?next=*")
    expect(ana.page.locator(".message")).to_contain_text("password was changed")
    ana.page.fill("#name", "ana")
    ana.page.fill("#password", PASSWORD)
    ana.page.keyboard.press("Enter")
    ana.page.wait_for_url(f"**/review/{three[0].id}")
    assert store.decisions.list_decisions() == []


def test_a_busy_server_is_said_and_what_was_typed_stays(
    ana: Desktop, three: list[Comment], store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise StoreLocked("The database x is in use", next_step="Type it again")

    comment_id = ana.start()
    ana.page.keyboard.press("r")
    ana.page.fill("#note", "typed")
    with monkeypatch.context() as patched:
        patched.setattr(Desk, "decide", refuse)
        ana.page.locator(".reason.suggested").press("Enter")
        expect(ana.page.locator(".alert")).to_contain_text("The desk is busy")
    assert (ana.comment_id, ana.page.input_value("#note")) == (comment_id, "typed")
    ana.page.locator(".reason.suggested").press("Enter")
    ana.wait_for_text("insultword")
    assert [made.note for made in store.decisions.list_decisions()] == ["typed"]


def test_a_server_that_is_gone_is_said_and_nothing_is_lost(
    ana: Desktop, three: list[Comment], store: Store
) -> None:
    ana.start()
    ana.page.keyboard.press("r")
    ana.page.fill("#note", "typed")
    ana.context.set_offline(True)
    ana.page.locator(".reason.suggested").press("Enter")
    expect(ana.page.locator(".alert")).to_contain_text("could not be reached")
    assert ana.page.input_value("#note") == "typed"
    assert store.decisions.list_decisions() == []
