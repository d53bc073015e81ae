"""Waits that double with each failure."""

from __future__ import annotations

from moderation.web.throttle import (
    FORGET_ONE_AFTER,
    FREE_TRIES,
    LONGEST_WAIT,
    MOST_KEYS,
    Throttle,
)


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_the_first_tries_are_free() -> None:
    throttle = Throttle(clock=Clock())
    for _ in range(FREE_TRIES):
        assert throttle.seconds_to_wait("ana", "a") == 0
        throttle.record_try("ana", "a")
    assert throttle.seconds_to_wait("ana", "a") == 1


def test_each_further_failure_doubles_the_wait_up_to_a_bound() -> None:
    throttle = Throttle(clock=Clock())
    waits = []
    for _ in range(FREE_TRIES + 12):
        throttle.record_try("ana", "a")
        waits.append(throttle.seconds_to_wait("ana", "a"))
    assert waits[FREE_TRIES - 1 : FREE_TRIES + 3] == [1, 2, 4, 8]
    assert waits[-1] == LONGEST_WAIT


def test_the_wait_runs_out() -> None:
    clock = Clock()
    throttle = Throttle(clock=clock)
    for _ in range(FREE_TRIES):
        throttle.record_try("ana", "a")
    clock.now += 0.75
    assert throttle.seconds_to_wait("ana", "a") == 0.25
    clock.now += 0.25
    assert throttle.seconds_to_wait("ana", "a") == 0


def test_another_account_and_another_address_do_not_wait() -> None:
    throttle = Throttle(clock=Clock())
    for _ in range(FREE_TRIES + 3):
        throttle.record_try("ana", "a")
    assert throttle.seconds_to_wait("ben", "a") == 0
    assert throttle.seconds_to_wait("ana", "b") == 0


def test_an_address_that_tries_many_accounts_waits_for_all_of_them() -> None:
    throttle = Throttle(clock=Clock())
    for number in range(20):
        throttle.record_try(f"name-{number}", "a")
    assert throttle.seconds_to_wait("someone-new", "a") > 0


def test_a_success_forgets_the_account_s_failures_and_its_own_try() -> None:
    throttle = Throttle(clock=Clock())
    for _ in range(40):
        throttle.record_try("ana", "a")
        throttle.record_success("ana", "a")
    assert throttle.seconds_to_wait("ana", "a") == 0


def test_old_failures_are_forgotten_one_by_one() -> None:
    clock = Clock()
    throttle = Throttle(clock=clock)
    for _ in range(FREE_TRIES):
        throttle.record_try("ana", "a")
    clock.now += FORGET_ONE_AFTER
    throttle.record_try("ana", "a")
    assert throttle.seconds_to_wait("ana", "a") == 1
    clock.now += FORGET_ONE_AFTER * FREE_TRIES
    for _ in range(FREE_TRIES - 1):
        throttle.record_try("ana", "a")
        assert throttle.seconds_to_wait("ana", "a") == 0


def test_the_slips_of_a_newsroom_at_one_address_do_not_add_up_for_ever() -> None:
    clock = Clock()
    throttle = Throttle(clock=clock)
    for number in range(300):
        clock.now += FORGET_ONE_AFTER
        throttle.record_try(f"name-{number}", "a")
        assert throttle.seconds_to_wait("ana", "a") == 0


def test_guessing_without_a_pause_stays_slow() -> None:
    clock = Clock()
    throttle = Throttle(clock=clock)
    tries = 0
    while clock.now < 1000 + 24 * 3600:
        clock.now += throttle.seconds_to_wait("ana", "a")
        throttle.record_try("ana", "a")
        tries += 1
    assert tries < 400


def test_the_memory_is_bounded() -> None:
    throttle = Throttle(clock=Clock())
    for number in range(MOST_KEYS + 50):
        throttle.record_try(f"name-{number}", f"address-{number}")
    assert len(throttle._failures) == MOST_KEYS
