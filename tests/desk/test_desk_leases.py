from __future__ import annotations

import pytest

from moderation.desk import Holder
from moderation.domain import Ruling
from moderation.errors import LeaseHeld, NotFound, UsageError
from tests.desk.fakes import ANA, ANA_ELSEWHERE, BEN, Office, made_comment

LEASE = 300


def taken(office: Office, holder: Holder) -> str | None:
    entry = office.desk.next(holder)
    return None if entry is None else entry.comment.text


def test_the_most_urgent_comment_comes_first(office: Office) -> None:
    office.take_in("mild 10", "wild 90", "so-so 40")
    assert taken(office, ANA) == "wild 90"


def test_of_equally_urgent_comments_the_first_to_arrive_comes_first(office: Office) -> None:
    office.take_in("first 10", "second 10")
    assert taken(office, ANA) == "first 10"


def test_an_old_mild_comment_overtakes_a_new_one_that_is_a_little_worse(office: Office) -> None:
    office.take_in("old 10")
    office.clock.move(3 * 3600)
    office.desk.intake([made_comment("new 12", key="n")], actor="importer")
    assert taken(office, ANA) == "old 10"


def test_two_moderators_never_get_the_same_comment(office: Office) -> None:
    office.take_in("wild 90", "mild 10")
    assert taken(office, ANA) == "wild 90"
    assert taken(office, BEN) == "mild 10"
    assert taken(office, Holder(name="cleo", session="s4")) is None


def test_two_sessions_of_one_moderator_never_get_the_same_comment(office: Office) -> None:
    office.take_in("wild 90", "mild 10")
    assert taken(office, ANA) == "wild 90"
    assert taken(office, ANA_ELSEWHERE) == "mild 10"


def test_asking_again_gives_the_comment_one_has_and_a_longer_lease(office: Office) -> None:
    office.take_in("wild 90", "mild 10")
    office.desk.next(ANA)
    office.clock.move(LEASE - 1)
    entry = office.desk.next(ANA)
    assert entry is not None
    assert entry.comment.text == "wild 90"
    assert entry.item.leased_by == "ana/s1"
    assert entry.item.leased_until is not None
    assert (entry.item.leased_until - office.clock.now).total_seconds() == LEASE


def test_a_lease_that_ran_out_lets_the_next_one_in(office: Office) -> None:
    office.take_in("wild 90")
    office.desk.next(ANA)
    office.clock.move(LEASE - 0.001)
    assert taken(office, BEN) is None
    office.clock.move(0.001)
    assert taken(office, BEN) == "wild 90"


def test_a_released_comment_is_free_at_once(office: Office) -> None:
    (first,) = office.take_in("wild 90")
    office.desk.next(ANA)
    assert office.desk.release(first, ANA) is True
    assert taken(office, BEN) == "wild 90"


def test_nobody_releases_what_another_session_has(office: Office) -> None:
    (first,) = office.take_in("wild 90")
    office.desk.next(ANA)
    assert office.desk.release(first, BEN) is False
    assert office.desk.release(first, ANA_ELSEWHERE) is False
    assert taken(office, BEN) is None


def test_logging_out_frees_everything_of_that_session_only(office: Office) -> None:
    one, two, three = office.take_in("a 30", "b 20", "c 10")
    office.desk.open(one, ANA)
    office.desk.open(two, ANA)
    office.desk.open(three, ANA_ELSEWHERE)
    assert office.desk.release_all(ANA) == 2
    assert office.desk.entry(one).item.leased_by is None
    assert office.desk.entry(three).item.leased_by == str(ANA_ELSEWHERE)


def test_opening_a_given_comment_leases_it(office: Office) -> None:
    _, low = office.take_in("wild 90", "mild 10")
    entry = office.desk.open(low, ANA)
    assert entry.item.leased_by == "ana/s1"
    assert office.desk.entry(low).item == entry.item


def test_opening_what_another_has_is_refused_with_the_name_and_the_time(office: Office) -> None:
    (first,) = office.take_in("wild 90")
    office.desk.open(first, ANA)
    with pytest.raises(LeaseHeld, match="ana is looking at it until 12:05:00 UTC"):
        office.desk.open(first, BEN)
    with pytest.raises(LeaseHeld, match="You have it open in another session"):
        office.desk.open(first, ANA_ELSEWHERE)


def test_opening_a_decided_comment_shows_it_without_a_lease(office: Office) -> None:
    (first,) = office.take_in("wild 90")
    office.desk.decide(first, ruling=Ruling.REJECT, holder=BEN, version=1)
    assert office.desk.open(first, ANA).item.leased_by is None
    assert office.desk.entry(first).item.leased_by is None


def test_an_unknown_comment_cannot_be_opened_or_released(office: Office) -> None:
    with pytest.raises(NotFound, match="moderation queue"):
        office.desk.open("nothing", ANA)
    with pytest.raises(NotFound):
        office.desk.release("nothing", ANA)


def test_leases_leave_no_trace_in_the_audit(office: Office) -> None:
    (first,) = office.take_in("wild 90")
    office.desk.next(ANA)
    office.desk.open(first, ANA)
    office.desk.release(first, ANA)
    assert office.actions() == ["intake"]


def test_an_empty_queue_has_no_next_comment(office: Office) -> None:
    assert office.desk.next(ANA) is None


def test_escalated_comments_are_not_handed_out(office: Office) -> None:
    (first,) = office.take_in("wild 90")
    office.desk.decide(first, ruling=Ruling.ESCALATE, holder=ANA, version=1)
    assert office.desk.next(BEN) is None
    assert office.desk.open(first, BEN).item.leased_by == str(BEN)
    assert office.desk.next(BEN) is None


@pytest.mark.parametrize("name", ["", "  ", "ana/s1"])
def test_a_holder_has_a_name_that_cannot_be_taken_for_another(name: str) -> None:
    with pytest.raises(UsageError, match="cannot be a moderator's name"):
        Holder(name=name, session="s1")
