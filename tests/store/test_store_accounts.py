from __future__ import annotations

import pytest

from moderation.domain import ModelVersion
from moderation.errors import NotFound, StoreError, UsageError
from moderation.store import Store


def actions(store: Store) -> list[tuple[str, str, str]]:
    return [(one.actor, one.action, one.subject) for one in store.audit.list_events()]


def made_version(version: str = "1", sha256: str = "aa") -> ModelVersion:
    return ModelVersion(
        name="m",
        version=version,
        sha256=sha256,
        labels=("slur", "threat"),
        trained_on=("decisions",),
        measures={"slur": {"f1": 0.5}},
        folder="data/models/m/1",
    )


def test_an_account_is_found_whatever_the_case_of_its_name(store: Store) -> None:
    added = store.accounts.add_account("Ana", "editor", "hash", actor="root")
    assert store.accounts.find_account("aNA") == added
    assert store.accounts.password_hash_of("ana") == "hash"
    assert store.accounts.list_accounts() == [added]
    assert actions(store) == [("root", "account.add", "Ana")]


def test_a_name_is_given_once_in_any_case(store: Store) -> None:
    store.accounts.add_account("ana", "editor", "hash")
    with pytest.raises(StoreError, match=r"account 'ANA' already. Choose another name"):
        store.accounts.add_account("ANA", "moderator", "hash")
    assert len(store.accounts.list_accounts()) == 1


@pytest.mark.parametrize("name", ["", "ana/s1", "a b", "x" * 65, "ana\n"])
def test_a_name_that_would_confuse_is_refused(store: Store, name: str) -> None:
    with pytest.raises(UsageError, match="cannot be an account's name"):
        store.accounts.add_account(name, "editor", "hash")


def test_an_unknown_role_is_refused_with_those_there_are(store: Store) -> None:
    with pytest.raises(UsageError, match="moderator, editor, administrator"):
        store.accounts.add_account("ana", "boss", "hash")


def test_a_disabled_account_has_no_password_until_it_is_enabled(store: Store) -> None:
    store.accounts.add_account("ana", "editor", "hash")
    store.accounts.disable("ana")
    store.accounts.disable("ana")
    account = store.accounts.find_account("ana")
    assert account is not None
    assert account.disabled_at is not None
    assert store.accounts.password_hash_of("ana") is None
    store.accounts.enable("ana")
    assert store.accounts.password_hash_of("ana") == "hash"
    assert [action for _, action, _ in actions(store)] == [
        "account.add",
        "account.disable",
        "account.enable",
    ]


def test_a_new_password_is_audited_without_its_hash(store: Store) -> None:
    store.accounts.add_account("ana", "editor", "old-hash")
    store.accounts.set_password("ana", "new-hash", actor="root")
    assert store.accounts.password_hash_of("ana") == "new-hash"
    assert actions(store)[-1] == ("root", "account.password", "ana")
    assert not any("hash" in str(event.details) for event in store.audit.list_events())


def test_an_unknown_account_cannot_be_changed(store: Store) -> None:
    assert store.accounts.find_account("x") is None
    assert store.accounts.password_hash_of("x") is None
    for change in (
        lambda: store.accounts.set_password("x", "h"),
        lambda: store.accounts.disable("x"),
        lambda: store.accounts.enable("x"),
    ):
        with pytest.raises(NotFound, match="moderation account list"):
            change()
    assert actions(store) == []


def test_a_token_is_found_by_its_hash_until_it_is_revoked(store: Store) -> None:
    added = store.tokens.add_token("cms", "h1", "comments", "paper", actor="root")
    assert store.tokens.find_token("h1") == added
    assert store.tokens.find_token("h2") is None
    store.tokens.revoke("cms", actor="root")
    store.tokens.revoke("cms", actor="root")
    assert store.tokens.find_token("h1") is None
    (listed,) = store.tokens.list_tokens()
    assert listed.revoked_at is not None
    assert actions(store) == [("root", "token.add", "cms"), ("root", "token.revoke", "cms")]


def test_a_tokens_name_is_given_once_and_an_unknown_one_cannot_be_revoked(store: Store) -> None:
    store.tokens.add_token("cms", "h1", "comments", "paper")
    with pytest.raises(StoreError, match="token 'cms' already"):
        store.tokens.add_token("cms", "h2", "comments", "paper")
    with pytest.raises(NotFound, match="moderation token list"):
        store.tokens.revoke("x")


def test_the_last_use_of_a_token_is_kept_to_the_minute(store: Store) -> None:
    store.tokens.add_token("cms", "h1", "comments", "paper")
    store.tokens.touch_token("cms")
    (first,) = store.tokens.list_tokens()
    assert first.used_at is not None
    store.tokens.touch_token("cms")
    assert store.tokens.list_tokens() == [first]


def test_a_model_version_comes_back_as_it_was(store: Store) -> None:
    added = store.model_versions.add_version(made_version())
    assert store.model_versions.get_version("m/1") == added
    assert (added.measures, added.labels) == ({"slur": {"f1": 0.5}}, ("slur", "threat"))
    assert added.created_at is not None
    assert added.promoted_at is None
    assert store.model_versions.list_versions() == [added]


def test_registering_the_same_artefact_again_changes_nothing(store: Store) -> None:
    store.model_versions.add_version(made_version())
    store.model_versions.add_version(made_version())
    assert actions(store) == [("system", "model.add", "m/1")]
    with pytest.raises(StoreError, match=r"Another model is registered as m/1"):
        store.model_versions.add_version(made_version(sha256="bb"))


def test_an_unknown_model_cannot_be_promoted(store: Store) -> None:
    assert store.model_versions.find_promoted() is None
    with pytest.raises(NotFound, match="moderation models list"):
        store.model_versions.promote("m/9")
    assert store.model_versions.list_promotions() == []


def test_rolling_back_goes_step_by_step_and_starts_anew_after_a_promotion(store: Store) -> None:
    models = store.model_versions
    for number in "1234":
        models.add_version(made_version(number))
    for ref in ("m/1", "m/2", "m/3"):
        models.promote(ref, "ana")
    assert models.rollback("ben").ref == "m/2"
    assert models.rollback("ben").ref == "m/1"
    with pytest.raises(StoreError, match=r"No earlier model was in service"):
        models.rollback("ben")
    models.promote("m/4", "ana")
    assert models.rollback("ben").ref == "m/1"
    found = models.find_promoted()
    assert found is not None
    assert (found.ref, found.promoted_at is not None) == ("m/1", True)
    assert [(one.action, one.ref) for one in models.list_promotions()] == [
        ("promote", "m/1"),
        ("promote", "m/2"),
        ("promote", "m/3"),
        ("rollback", "m/2"),
        ("rollback", "m/1"),
        ("promote", "m/4"),
        ("rollback", "m/1"),
    ]
    assert actions(store)[-1] == ("ben", "model.rollback", "m/1")


def test_promoting_what_is_in_service_changes_nothing(store: Store) -> None:
    store.model_versions.add_version(made_version())
    store.model_versions.promote("m/1")
    store.model_versions.promote("m/1")
    assert len(store.model_versions.list_promotions()) == 1


def test_a_renewed_hash_is_not_audited_and_never_undoes_a_change(store: Store) -> None:
    store.accounts.add_account("ana", "moderator", "weak")
    before = len(store.audit.list_events())
    store.accounts.renew_hash("ana", old="weak", new="strong")
    assert store.accounts.password_hash_of("ana") == "strong"
    store.accounts.renew_hash("ana", old="weak", new="late")
    assert store.accounts.password_hash_of("ana") == "strong"
    assert len(store.audit.list_events()) == before
