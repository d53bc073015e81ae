from __future__ import annotations

import time

import pytest

from moderation.passwords import (
    MAX_PASSWORD_BYTES,
    generate_password,
    hash_password,
    hash_token,
    needs_rehash,
    new_token,
    verify_password,
)


def test_a_password_is_kept_as_argon2id_and_recognised() -> None:
    made = hash_password("correct horse")
    assert made.startswith("$argon2id$")
    assert "correct" not in made
    assert verify_password(made, "correct horse")
    assert not verify_password(made, "Correct horse")
    assert not needs_rehash(made)


def test_equal_passwords_have_different_hashes() -> None:
    assert hash_password("a") != hash_password("a")


@pytest.mark.parametrize("password", ["лозинка", "🙂", "half \ud800", "nul \x00 end"])
def test_any_signs_may_stand_in_a_password(password: str) -> None:
    made = hash_password(password)
    assert verify_password(made, password)
    assert not verify_password(made, password[:-1])


@pytest.mark.parametrize("password", ["", "x" * (MAX_PASSWORD_BYTES + 1)])
def test_empty_and_endless_passwords_are_not_hashed(password: str) -> None:
    with pytest.raises(ValueError, match="1 to 1024 bytes"):
        hash_password(password)


def test_the_longest_password_works_and_an_endless_one_is_refused_at_once() -> None:
    longest = "x" * MAX_PASSWORD_BYTES
    made = hash_password(longest)
    assert verify_password(made, longest)
    started = time.perf_counter()
    assert not verify_password(made, "x" * 10_000_000)
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize("stored", ["", "not a hash", "$argon2id$broken"])
def test_a_broken_hash_lets_nobody_in(stored: str) -> None:
    assert not verify_password(stored, "anything")


def test_an_unknown_account_is_refused_after_the_same_work() -> None:
    made = hash_password("right")
    assert not verify_password(None, "right")

    def cost(stored: str | None) -> float:
        started = time.perf_counter()
        verify_password(stored, "wrong")
        return time.perf_counter() - started

    known = min(cost(made) for _ in range(5))
    unknown = min(cost(None) for _ in range(5))
    assert unknown > known / 3


def test_generated_passwords_are_readable_and_never_repeat() -> None:
    made = {generate_password() for _ in range(200)}
    assert len(made) == 200
    assert all(len(one) == 19 and one.count("-") == 3 for one in made)
    assert not set("".join(made)) & set("0Oo1lIi")


def test_tokens_are_long_never_repeat_and_are_stored_as_a_hash() -> None:
    made = {new_token() for _ in range(200)}
    assert len(made) == 200
    assert min(map(len, made)) >= 43
    assert hash_token("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
