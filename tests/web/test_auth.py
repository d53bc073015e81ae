"""Logging in and out, and when a session ends."""

from __future__ import annotations

import dataclasses
import time

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient

from moderation.config import Config, WebConfig
from moderation.passwords import hash_password, needs_rehash, verify_password
from moderation.store import Store
from moderation.web.app import create_app
from tests.web.conftest import PASSWORD, Browser


def session_of(client: FlaskClient) -> dict[str, object]:
    with client.session_transaction() as session:
        return dict(session)


def test_the_right_password_opens_the_queue(client: FlaskClient) -> None:
    browser = Browser(client)
    response = browser.log_in()
    assert (response.status_code, response.location) == (303, "/queue")
    assert "ana" in browser.get("/queue")


@pytest.mark.parametrize(("name", "password"), [("ana", "wrong"), ("nobody", PASSWORD), ("", "")])
def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(
    client: FlaskClient, name: str, password: str
) -> None:
    response = Browser(client).log_in(name, password)
    assert response.status_code == 401
    assert "Name or password is wrong" in response.text
    assert "user" not in session_of(client)


def weak_hash() -> str:
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


def test_a_log_in_renews_a_weak_hash_and_is_audited_as_a_log_in_only(
    client: FlaskClient, store: Store
) -> None:
    store.accounts.set_password("ana", weak_hash())
    before = len(store.audit.list_events())
    browser = Browser(client)
    assert browser.log_in().status_code == 303
    renewed = store.accounts.password_hash_of("ana") or ""
    assert not needs_rehash(renewed)
    assert verify_password(renewed, PASSWORD)
    assert "Held" in browser.get("/queue")
    actions = [event.action for event in store.audit.list_events()[before:]]
    assert actions == ["session.login"]


def test_a_refused_log_in_and_a_strong_hash_leave_the_hash_as_it_is(
    client: FlaskClient, store: Store
) -> None:
    strong = store.accounts.password_hash_of("ana")
    Browser(client).log_in()
    assert store.accounts.password_hash_of("ana") == strong
    weak = weak_hash()
    store.accounts.set_password("ana", weak)
    Browser(client).log_in("ana", "wrong")
    assert store.accounts.password_hash_of("ana") == weak


def test_a_refused_log_in_keeps_the_name_that_was_typed(client: FlaskClient) -> None:
    assert 'value="ana"' in Browser(client).log_in("ana", "wrong").text


def test_a_disabled_account_cannot_log_in(client: FlaskClient, store: Store) -> None:
    store.accounts.disable("ana")
    assert Browser(client).log_in().status_code == 401


def test_an_unknown_name_takes_as_long_to_refuse_as_a_wrong_password(
    client: FlaskClient,
) -> None:
    browser = Browser(client)
    browser.log_in("warm", "up")

    def fastest(name: str) -> float:
        times = []
        for _ in range(3):
            began = time.perf_counter()
            browser.log_in(name, "wrong")
            times.append(time.perf_counter() - began)
        return min(times)

    known, unknown = fastest("ana"), fastest("nobody")
    assert 0.4 < unknown / known < 2.5


def test_a_log_in_begins_a_new_session_and_token(client: FlaskClient) -> None:
    browser = Browser(client)
    browser.get("/login")
    before = session_of(client)
    browser.log_in()
    after = session_of(client)
    assert before["csrf"] != after["csrf"]
    assert len(str(after["sid"])) == 32


def test_two_log_ins_of_one_account_are_two_sessions(auth: Browser, ana_elsewhere: Browser) -> None:
    here, there = session_of(auth.client), session_of(ana_elsewhere.client)
    assert here["user"] == there["user"]
    assert here["sid"] != there["sid"]


def test_a_name_in_other_letters_is_the_account_s_own_name(client: FlaskClient) -> None:
    Browser(client).log_in("ANA")
    assert session_of(client)["user"] == "ana"


def test_a_log_in_is_in_the_audit(auth: Browser, store: Store) -> None:
    newest = store.audit.list_newest(1)[0]
    assert (newest.actor, newest.action) == ("ana", "session.login")


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client: FlaskClient) -> None:
    cookie = Browser(client).log_in().headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie


def test_the_cookie_is_marked_secure_over_https(client: FlaskClient) -> None:
    response = client.get("/login", base_url="https://desk.test")
    assert "Secure" in response.headers["Set-Cookie"]
    assert "max-age" in response.headers["Strict-Transport-Security"]


@pytest.mark.parametrize("path", ["/queue", "/history", "/review/abc"])
def test_a_page_asks_strangers_to_log_in_and_comes_back_after(
    client: FlaskClient, path: str
) -> None:
    response = client.get(path)
    assert response.status_code == 303
    assert response.location == f"/login?next={path}"
    browser = Browser(client)
    browser.get(response.location)
    assert browser.post("/login", name="ana", password=PASSWORD, next=path).location == path


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.test/",
        "//evil.test",
        "///evil.test",
        "////evil.test",
        "/\\evil.test",
        "/\t/evil.test",
        "/\r\nevil.test",
        "//[",
        "javascript:x",
        "queue",
        "",
    ],
)
def test_a_log_in_leads_to_no_other_site(client: FlaskClient, wanted: str) -> None:
    browser = Browser(client)
    browser.get("/login")
    response = browser.post("/login", name="ana", password=PASSWORD, next=wanted)
    assert response.location == "/queue"


def test_a_script_without_a_session_is_told_where_to_log_in(client: FlaskClient) -> None:
    browser = Browser(client)
    browser.get("/login")
    response = browser.post("/review/next", fetch=True)
    assert response.status_code == 401
    assert response.headers["Content-Location"] == "/login"


def test_the_log_in_page_sends_those_who_are_logged_in_to_the_queue(auth: Browser) -> None:
    assert auth.client.get("/login").location == "/queue"


def test_logging_out_ends_the_session_even_for_a_kept_cookie(app: Flask, auth: Browser) -> None:
    kept = auth.client.get_cookie("moderation_session")
    assert kept is not None
    assert auth.post("/logout").location == "/login"
    assert auth.client.get("/queue").status_code == 303
    thief = app.test_client()
    thief.set_cookie("moderation_session", kept.value)
    assert thief.get("/queue").location.startswith("/login")


def test_logging_out_gives_the_reserved_comment_back(
    auth: Browser, ben: Browser, three: object
) -> None:
    comment_id = auth.take_next()
    auth.post("/logout")
    assert ben.take_next() == comment_id


def set_back(client: FlaskClient, **seconds: float) -> None:
    with client.session_transaction() as session:
        for key, back in seconds.items():
            session[key] -= back


def test_an_idle_session_ends(auth: Browser, config: Config) -> None:
    set_back(auth.client, seen=config.web.idle_minutes * 60 - 5)
    auth.get("/queue")
    set_back(auth.client, seen=config.web.idle_minutes * 60 + 5)
    page = auth.client.get("/queue", follow_redirects=True)
    assert "You were away for a while" in page.text


def test_a_session_ends_after_its_hours_however_busy(auth: Browser, config: Config) -> None:
    set_back(auth.client, started=config.web.session_hours * 3600 + 5)
    assert "Your session has ended" in auth.client.get("/queue", follow_redirects=True).text


def test_the_idle_clock_is_renewed_by_use(auth: Browser) -> None:
    set_back(auth.client, seen=120)
    auth.get("/queue")
    assert time.time() - float(str(session_of(auth.client)["seen"])) < 60


def test_disabling_an_account_ends_its_sessions(auth: Browser, store: Store) -> None:
    store.accounts.disable("ana")
    assert "disabled" in auth.client.get("/queue", follow_redirects=True).text


def test_a_new_password_ends_the_sessions_of_the_old_one(auth: Browser, store: Store) -> None:
    store.accounts.set_password("ana", hash_password("another password"))
    assert "password was changed" in auth.client.get("/queue", follow_redirects=True).text


def test_guessing_is_slowed_down_and_says_for_how_long(client: FlaskClient) -> None:
    browser = Browser(client)
    for _ in range(4):
        assert browser.log_in("ana", "wrong").status_code == 401
    refused = browser.log_in("ana", PASSWORD)
    assert refused.status_code == 429
    assert "Try again in" in refused.text


def test_guessing_is_slowed_down_however_the_name_is_written(client: FlaskClient) -> None:
    browser = Browser(client)
    for name in ("ana", "Ana", "aNa", "ANA"):
        assert browser.log_in(name, "wrong").status_code == 401
    assert browser.log_in("anA", PASSWORD).status_code == 429


def test_a_cookie_signed_with_another_key_is_no_session(
    config: Config, auth: Browser, tmp_path: object
) -> None:
    cookie = auth.client.get_cookie("moderation_session")
    assert cookie is not None
    (config.data_dir / "web-secret.key").unlink()
    other = create_app(config).test_client()
    other.set_cookie("moderation_session", cookie.value)
    assert other.get("/queue").location.startswith("/login")


def test_session_hours_come_from_the_configuration(config: Config, store: Store) -> None:
    short = dataclasses.replace(config, web=WebConfig(session_hours=1))
    browser = Browser(create_app(short).test_client())
    browser.log_in()
    set_back(browser.client, started=3605)
    assert browser.client.get("/queue").status_code == 303
