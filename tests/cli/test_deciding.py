"""In whose name `moderation decide` rules."""

from __future__ import annotations

import pytest

from moderation.store import open_store
from tests.cli.conftest import lines_of


def first_id(run) -> str:
    return lines_of(run("queue", "--json").stdout)[0]["comment_id"]


def moderators(database) -> list[str]:
    with open_store(database) as store:
        return [decision.moderator for decision in store.decisions.list_decisions()]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (
            "anna",
            "There is no account 'anna'. Did you mean 'ana'? "
            "If not, type: moderation account add anna",
        ),
        ("zoe", "There is no account 'zoe'. Type: moderation account add zoe"),
    ],
)
def test_a_name_that_is_no_account_decides_nothing(run, refused, filled, typed, expected):
    comment_id = first_id(run)
    assert refused("decide", comment_id, "approve", "--as", typed, code=2).endswith(expected)
    assert refused("decide", "--undo", "--as", typed, code=2).endswith(expected)
    assert moderators(filled) == []
    assert run("decide", comment_id, "approve", "--as", "ben").exit_code == 0


def test_a_disabled_account_decides_nothing_and_is_not_suggested(run, refused, filled):
    run("account", "disable", "ana")
    message = refused("decide", first_id(run), "approve", "--as", "ana", code=2)
    assert "'ana' is disabled. Type: moderation account enable ana" in message
    assert "Did you mean" not in refused("decide", first_id(run), "skip", "--as", "anna", code=2)
    assert moderators(filled) == []


def test_an_account_is_one_however_its_name_is_written(run, filled):
    run("decide", first_id(run), "approve", "--as", "ANA")
    assert moderators(filled) == ["ana"]


def test_without_a_name_the_log_in_decides_and_needs_no_account(run, three, monkeypatch):
    monkeypatch.setattr("getpass.getuser", lambda: "carla")
    run("import", str(three))
    assert run("decide", first_id(run), "approve").exit_code == 0
