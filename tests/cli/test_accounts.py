from __future__ import annotations

import re

import pytest

from moderation.cli.accounts import ROLES
from moderation.config import Config
from moderation.passwords import hash_token, verify_password
from moderation.store import ROLES as STORED_ROLES
from moderation.store import Store, open_store


@pytest.fixture
def store(place):
    opened: list[Store] = []

    def _store() -> Store:
        opened.append(open_store(Config().database))
        return opened[-1]

    yield _store
    for each in opened:
        each.close()


def test_the_roles_are_those_of_the_database():
    assert ROLES == STORED_ROLES


def test_a_new_account_gets_a_password_that_is_shown_once_and_works(run, store):
    shown = run("account", "add", "ana", "--role", "editor").stdout
    assert "Added ana as editor." in shown
    password = re.search(r"shown this once: (\S+)", shown)
    assert password is not None
    found = store().accounts.find_account("ana")
    assert found.role == "editor"
    assert verify_password(store().accounts.password_hash_of("ana"), password[1])
    assert password[1] not in run("account", "list").stdout


def test_a_password_can_come_from_standard_input_and_is_not_shown(run, store):
    result = run("account", "add", "ana", "--password-stdin", stdin="correct horse\n")
    assert "correct horse" not in result.output
    assert verify_password(store().accounts.password_hash_of("ana"), "correct horse")


@pytest.mark.parametrize("given", ["", "\n", "short\n"])
def test_a_short_password_is_refused_before_anything_is_made(refused, place, given):
    message = refused("account", "add", "ana", "--password-stdin", stdin=given, code=2)
    assert "at least 10 are needed" in message
    assert not (place / "data").exists()


def test_a_name_is_taken_once(run, refused):
    run("account", "add", "ana")
    assert "already" in refused("account", "add", "ana")


@pytest.mark.parametrize("name", ["", "a/b", "a b", "x\n"])
def test_an_impossible_name_is_refused(refused, name):
    assert "cannot be an account's name" in refused("account", "add", name, code=2)


def test_an_unknown_role_names_the_nearest(refused):
    message = refused("account", "add", "ana", "--role", "moderater", code=2)
    assert "Did you mean 'moderator'?" in message


def test_accounts_are_listed_with_role_and_state(run):
    run("account", "add", "ana")
    run("account", "add", "ben", "--role", "administrator")
    assert run("account", "disable", "ana").exit_code == 0
    lines = run("account", "list").stdout.splitlines()
    assert re.fullmatch(r"ana +moderator +disabled \d{4}-\d\d-\d\d", lines[0])
    assert re.fullmatch(r"ben +administrator +active", lines[1])
    assert run("account", "enable", "ana").exit_code == 0
    assert run("account", "list").stdout.splitlines()[0].endswith("active")


def test_an_empty_list_says_what_to_type(run):
    run("token", "create", "site")
    assert run("account", "list").stdout.endswith("moderation account add NAME\n")


def test_a_changed_password_replaces_the_old_one(run, store):
    run("account", "add", "ana", "--password-stdin", stdin="correct horse\n")
    run("account", "password", "ana", "--password-stdin", stdin="battery staple\n")
    stored = store().accounts.password_hash_of("ana")
    assert verify_password(stored, "battery staple")
    assert not verify_password(stored, "correct horse")
    assert "shown this once" in run("account", "password", "ana").stdout


@pytest.mark.parametrize("command", ["disable", "enable", "password"])
def test_an_unknown_account_is_refused(run, refused, command):
    run("account", "add", "ana")
    assert "There is no account 'bob'" in refused("account", command, "bob")


def test_every_change_is_audited_under_the_name_of_who_typed(run, store, monkeypatch):
    monkeypatch.setattr("getpass.getuser", lambda: "carla")
    run("account", "add", "ana")
    run("account", "disable", "ana")
    run("token", "create", "site")
    run("token", "revoke", "site")
    events = [(e.actor, e.action, e.subject) for e in store().audit.list_events()]
    assert events == [
        ("carla", "account.add", "ana"),
        ("carla", "account.disable", "ana"),
        ("carla", "token.add", "site"),
        ("carla", "token.revoke", "site"),
    ]


def test_a_token_is_all_that_stands_on_standard_output(run, store):
    result = run("token", "create", "site", "--scope", "queue,score", "--source", "blog")
    made = result.stdout.strip()
    assert result.stdout == f"{made}\n"
    assert "only time" in result.stderr
    found = store().tokens.find_token(hash_token(made))
    assert (found.name, found.scope, found.source) == ("site", "score,queue", "blog")
    assert made not in run("token", "list").stdout


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ("scores", "Did you mean 'score'?"),
        ("score,everything", "Known scopes: score, suggest, queue"),
        (" , ", "needs at least one scope"),
    ],
)
def test_an_unknown_scope_is_refused(refused, place, scope, expected):
    assert expected in refused("token", "create", "site", "--scope", scope, code=2)
    assert not (place / "data").exists()


def test_tokens_are_listed_with_what_they_may_do(run):
    run("token", "create", "site", "--source", "blog")
    assert re.fullmatch(r"site +queue +never used +blog\n", run("token", "list").stdout)
    assert run("token", "revoke", "site").exit_code == 0
    assert re.fullmatch(r"site +queue +revoked \S+ +blog\n", run("token", "list").stdout)


def test_an_unknown_token_is_refused(run, refused):
    run("token", "create", "site")
    assert "There is no token 'other'" in refused("token", "revoke", "other")


def test_without_tokens_the_list_says_what_to_type(run):
    run("account", "add", "ana")
    assert "moderation token create NAME" in run("token", "list").stdout
