"""Log in and out, and the check that every page makes first."""

from __future__ import annotations

import functools
import hashlib
import logging
import secrets
import time
from collections.abc import Callable
from typing import ParamSpec
from urllib.parse import quote

from flask import Blueprint, Response, flash, make_response, redirect, request, session, url_for
from flask import render_template as render

from moderation.domain import Account
from moderation.passwords import hash_password, needs_rehash, verify_password
from moderation.web.context import config, get_desk, get_store, holder, web_state
from moderation.web.security import csrf_token

P = ParamSpec("P")

log = logging.getLogger(__name__)
blueprint = Blueprint("auth", __name__)

SEEN_EVERY = 60
"""Seconds after which a request renews the idle clock in the cookie."""


def login_required(view: Callable[P, Response]) -> Callable[P, Response]:
    """Answer only those who are logged in; send the others to the log-in page."""

    @functools.wraps(view)
    def checked(*args: P.args, **kwargs: P.kwargs) -> Response:
        problem = _session_problem()
        if problem is None:
            return view(*args, **kwargs)
        if "user" in session:
            session.clear()
            flash(problem, "note")
        return _ask_to_log_in()

    return checked


def _ask_to_log_in() -> Response:
    wanted = request.full_path.rstrip("?") if request.method == "GET" else ""
    target = url_for("auth.show_login") + (f"?next={quote(wanted)}" if wanted else "")
    if request.headers.get("X-Requested-With") == "fetch":
        response = make_response("You are logged out. Log in again.", 401)
        response.headers["Content-Location"] = url_for("auth.show_login")
        return response
    return make_response(redirect(target, 303))


def _session_problem() -> str | None:
    """Why this session may not go on, None if it may; renews its idle clock."""
    name, sid = session.get("user"), session.get("sid")
    if not name or sid in web_state().ended_sessions:
        return "You are logged out."
    now = time.time()
    web = config().web
    if now - session.get("started", 0) > web.session_hours * 3600:
        return "Your session has ended; log in again."
    if now - session.get("seen", 0) > web.idle_minutes * 60:
        return "You were away for a while; log in again."
    mark = _password_mark(name)
    if mark is None:
        return "This account is disabled."
    if session.get("key") != mark:
        return "Your password was changed; log in again."
    if now - session["seen"] > SEEN_EVERY:
        session["seen"] = now
    return None


def _password_mark(name: str) -> str | None:
    """Changes with the password, so that changing it ends every session of the account.

    None for an account that is unknown or disabled.
    """
    stored = get_store().accounts.password_hash_of(name)
    return None if stored is None else hashlib.sha256(stored.encode()).hexdigest()[:16]


def _local_path(wanted: str) -> str:
    """`wanted` if it is a path on this server, else the queue: no open redirect.

    A browser takes a backslash for a slash, passes over control characters, and reads what
    follows two slashes or more as the name of another server.
    """
    is_path = wanted.startswith("/") and not wanted.startswith("//")
    if not is_path or "\\" in wanted or not wanted.isprintable():
        return url_for("queue.show_queue")
    return wanted


@blueprint.get("/login")
def show_login() -> Response:
    """The log-in form."""
    csrf_token()
    if "user" in session and _session_problem() is None:
        return make_response(redirect(url_for("queue.show_queue"), 303))
    return make_response(render("auth/login.html", name="", next=request.args.get("next", "")))


@blueprint.post("/login")
def log_in() -> Response:
    """Check name and password; on success a new session begins."""
    name = request.form.get("name", "").strip()[:200]
    password = request.form.get("password", "")
    wanted = request.form.get("next", "")
    address = request.remote_addr or ""
    throttle = web_state().throttle
    account_key = name.casefold()  # one account, however its name is written
    wait = throttle.seconds_to_wait(account_key, address)
    if wait > 0:
        log.warning("log-in delayed for %r from %s", name, address)
        problem = f"Too many attempts. Try again in {int(wait) + 1} seconds."
        return _login_again(problem, 429)
    throttle.record_try(account_key, address)
    account = _check_password(name, password)
    if account is None:
        log.warning("log-in refused for %r from %s", name, address)
        return _login_again("Name or password is wrong. Check both and try again.", 401)
    throttle.record_success(account_key, address)
    _begin_session(account.name)
    get_store().audit.add_event(account.name, "session.login", account.name, {"from": address})
    return make_response(redirect(_local_path(wanted), 303))


def _login_again(problem: str, status: int) -> Response:
    page = render(
        "auth/login.html",
        name=request.form.get("name", "")[:200],
        next=request.form.get("next", ""),
        problem=problem,
    )
    return make_response(page, status)


def _check_password(name: str, password: str) -> Account | None:
    """The account if the password fits; an unknown or disabled one takes as long to refuse."""
    accounts = get_store().accounts
    stored = accounts.password_hash_of(name)
    if not verify_password(stored, password) or stored is None:
        return None
    if needs_rehash(stored):
        # Only now is the password at hand from which a stronger hash can be made.
        accounts.renew_hash(name, old=stored, new=hash_password(password))
    return accounts.find_account(name)


def _begin_session(name: str) -> None:
    """Start anew: nothing of the session before the log-in is kept."""
    now = time.time()
    session.clear()
    session.update(
        user=name,
        sid=secrets.token_hex(16),
        key=_password_mark(name),
        started=now,
        seen=now,
    )
    csrf_token()


@blueprint.post("/logout")
@login_required
def log_out() -> Response:
    """End this session for good and give back what it had reserved."""
    get_desk().release_all(holder())
    web_state().ended_sessions.add(session["sid"])
    session.clear()
    flash("You are logged out.", "note")
    return make_response(redirect(url_for("auth.show_login"), 303))
