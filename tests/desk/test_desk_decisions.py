from __future__ import annotations

import pytest

from moderation.domain import (
    DecisionKind,
    ItemState,
    Ruling,
    Selection,
    content_hash,
)
from moderation.errors import LeaseHeld, NotFound, StaleVersion, UsageError
from tests.desk.fakes import ANA, ANA_ELSEWHERE, BEN, START, Office, made_comment


def test_a_decision_keeps_what_was_said_and_what_was_on_the_screen(office: Office) -> None:
    (first,) = office.take_in("wild 90")
    office.desk.next(ANA)
    made = office.desk.decide(
        first,
        ruling=Ruling.REJECT,
        holder=ANA,
        version=1,
        labels=["toxicity", "slur", "slur"],
        reason="slur",
        note="Plain.",
        kind=DecisionKind.BULK,
    )
    assert made == office.store.decisions.get_decision(made.id)
    assert made.labels == ("slur", "toxicity")
    assert (made.reason, made.note, made.kind) == ("slur", "Plain.", DecisionKind.BULK)
    assert (made.moderator, made.decided_at) == ("ana", START)
    assert made.content_hash == content_hash("wild 90")
    assert (made.model_version, made.priority_seen) == ("fake/1", 0.9)
    assert (made.selection, made.propensity) == (Selection.HELD, 1.0)
    assert (made.item_version, made.undoes) == (1, None)


@pytest.mark.parametrize(
    ("ruling", "state"),
    [
        (Ruling.APPROVE, ItemState.DECIDED),
        (Ruling.REJECT, ItemState.DECIDED),
        (Ruling.ESCALATE, ItemState.ESCALATED),
    ],
)
def test_a_ruling_moves_the_item_and_ends_the_lease(
    office: Office, ruling: Ruling, state: ItemState
) -> None:
    (first,) = office.take_in("wild 90")
    office.desk.next(ANA)
    office.desk.decide(first, ruling=ruling, holder=ANA, version=1)
    item = office.desk.entry(first).item
    assert (item.state, item.version, item.leased_by) == (state, 2, None)


def test_the_time_of_a_decision_is_kept_while_it_stands(office: Office) -> None:
    first, second = office.take_in("wild 90", "mild 10")
    decided_at = "SELECT decided_at FROM queue_items ORDER BY seq"
    office.desk.decide(first, ruling=Ruling.REJECT, holder=ANA, version=1)
    office.desk.decide(second, ruling=Ruling.ESCALATE, holder=ANA, version=1)
    rows = office.store._connection.rows(decided_at)
    assert [row["decided_at"] for row in rows] == [START.isoformat(timespec="microseconds"), None]
    office.desk.undo(ANA)
    office.desk.undo(ANA)
    assert office.store._connection.value(decided_at) is None


def test_an_approval_keeps_no_labels(office: Office) -> None:
    (first,) = office.take_in("wild 90")
    made = office.desk.decide(first, ruling=Ruling.APPROVE, holder=ANA, version=1, labels=["slur"])
    assert made.labels == ()


def test_every_decision_has_its_audit_row(office: Office) -> None:
    (first,) = office.take_in("wild 90")
    made = office.desk.decide(first, ruling=Ruling.REJECT, holder=ANA, version=1, labels=["slur"])
    event = office.store.audit.list_events(subject=first)[-1]
    assert (event.actor, event.action, event.at) == ("ana", "decide", made.decided_at)
    assert event.details == {
        "decision": made.id,
        "ruling": "reject",
        "labels": ["slur"],
        "reason": "",
        "kind": "single",
        "version": 1,
        "undoes": None,
    }


def test_if_the_audit_row_cannot_be_written_nothing_is_decided(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    (first,) = office.take_in("wild 90")

    def fail(*_: object, **__: object) -> int:
        raise RuntimeError("no audit")

    monkeypatch.setattr(office.store.audit, "add_event", fail)
    with pytest.raises(RuntimeError, match="no audit"):
        office.desk.decide(first, ruling=Ruling.REJECT, holder=ANA, version=1)
    assert office.desk.entry(first).item.state is ItemState.PENDING
    assert office.store.decisions.list_decisions() == []


def test_a_second_decision_on_a_stale_page_is_refused_with_who_and_when(office: Office) -> None:
    (first,) = office.take_in("wild 90")
    office.desk.decide(first, ruling=Ruling.REJECT, holder=BEN, version=1)
    with pytest.raises(StaleVersion, match=r"ben rejected it at 2025-05-01 12:00:00 UTC"):
        office.desk.decide(first, ruling=Ruling.APPROVE, holder=ANA, version=1)
    with pytest.raises(StaleVersion, match="decided already"):
        office.desk.decide(first, ruling=Ruling.APPROVE, holder=ANA, version=2)
    assert len(office.store.decisions.list_decisions()) == 1


def test_a_decision_on_a_text_that_was_edited_since_is_refused(office: Office) -> None:
    office.desk.intake([made_comment("mild 10")], actor="importer")
    office.desk.intake([made_comment("wild 90")], actor="importer")
    with pytest.raises(StaleVersion, match=r"changed since it was shown. Look at it again"):
        office.desk.decide(made_comment().id, ruling=Ruling.APPROVE, holder=ANA, version=1)


def test_a_page_from_before_an_escalation_is_stale_and_says_who_escalated(office: Office) -> None:
    (first,) = office.take_in("wild 90")
    office.desk.decide(first, ruling=Ruling.ESCALATE, holder=BEN, version=1)
    with pytest.raises(StaleVersion, match="ben escalated it"):
        office.desk.decide(first, ruling=Ruling.APPROVE, holder=ANA, version=1)


def test_a_version_from_the_future_is_refused_too(office: Office) -> None:
    (first,) = office.take_in("wild 90")
    with pytest.raises(StaleVersion):
        office.desk.decide(first, ruling=Ruling.APPROVE, holder=ANA, version=2)


def test_an_editor_decides_what_was_escalated_but_nobody_escalates_it_again(
    office: Office,
) -> None:
    (first,) = office.take_in("wild 90")
    office.desk.decide(first, ruling=Ruling.ESCALATE, holder=ANA, version=1)
    with pytest.raises(StaleVersion, match="escalated already"):
        office.desk.decide(first, ruling=Ruling.ESCALATE, holder=BEN, version=2)
    office.desk.decide(first, ruling=Ruling.REJECT, holder=BEN, version=2)
    assert office.desk.entry(first).item.state is ItemState.DECIDED


@pytest.mark.parametrize("other", [BEN, ANA_ELSEWHERE])
def test_what_another_session_is_looking_at_cannot_be_decided(office: Office, other) -> None:  # type: ignore[no-untyped-def]
    (first,) = office.take_in("wild 90")
    office.desk.next(ANA)
    with pytest.raises(LeaseHeld):
        office.desk.decide(first, ruling=Ruling.APPROVE, holder=other, version=1)
    office.clock.move(300)
    office.desk.decide(first, ruling=Ruling.APPROVE, holder=other, version=1)


def test_an_unknown_label_or_reason_is_refused_with_the_nearest_name(office: Office) -> None:
    (first,) = office.take_in("wild 90")
    with pytest.raises(UsageError, match=r"no label 'slurr'. Did you mean 'slur'"):
        office.desk.decide(first, ruling=Ruling.REJECT, holder=ANA, version=1, labels=["slurr"])
    with pytest.raises(UsageError, match=r"no label 'zzz'. Give one of slur, harassment"):
        office.desk.decide(first, ruling=Ruling.REJECT, holder=ANA, version=1, labels=["zzz"])
    with pytest.raises(UsageError, match="Did you mean 'harassment'"):
        office.desk.decide(first, ruling=Ruling.REJECT, holder=ANA, version=1, reason="harasment")
    assert office.store.decisions.list_decisions() == []


def test_undo_is_not_a_ruling_that_can_be_given(office: Office) -> None:
    (first,) = office.take_in("wild 90")
    with pytest.raises(UsageError, match="moderation decide --undo"):
        office.desk.decide(first, ruling=Ruling.UNDO, holder=ANA, version=1)


def test_what_was_never_queued_cannot_be_decided(office: Office) -> None:
    with pytest.raises(NotFound):
        office.desk.decide("nothing", ruling=Ruling.APPROVE, holder=ANA, version=1)


def test_a_skipped_comment_is_hidden_from_that_moderator_only(office: Office) -> None:
    first, second = office.take_in("wild 90", "mild 10")
    office.desk.next(ANA)
    made = office.desk.decide(first, ruling=Ruling.SKIP, holder=ANA, version=1)
    assert made.ruling is Ruling.SKIP
    item = office.desk.entry(first).item
    assert (item.state, item.version, item.leased_by) == (ItemState.PENDING, 1, None)
    mine = office.desk.next(ANA)
    assert mine is not None
    assert mine.comment.id == second
    theirs = office.desk.next(BEN)
    assert theirs is not None
    assert theirs.comment.id == first


def test_a_skip_holds_for_all_sessions_of_the_moderator(office: Office) -> None:
    first, second = office.take_in("wild 90", "mild 10")
    office.desk.decide(first, ruling=Ruling.SKIP, holder=ANA, version=1)
    entry = office.desk.next(ANA_ELSEWHERE)
    assert entry is not None
    assert entry.comment.id == second


def test_skipped_comments_come_back_oldest_skip_first_when_nothing_else_is_left(
    office: Office,
) -> None:
    low, high = office.take_in("mild 10", "wild 90")
    seen = []
    for comment_id in (low, high, low, high):
        office.desk.open(comment_id, ANA)
        office.desk.decide(comment_id, ruling=Ruling.SKIP, holder=ANA, version=1)
        office.clock.move(1)
        entry = office.desk.next(ANA)
        assert entry is not None
        seen.append(entry.comment.id)
        office.desk.release(entry.comment.id, ANA)
    assert seen == [high, low, high, low]


def test_a_skipped_comment_that_was_edited_is_a_new_one(office: Office) -> None:
    office.desk.intake([made_comment("a 90"), made_comment("b 10", key="2")], actor="importer")
    office.desk.decide(made_comment().id, ruling=Ruling.SKIP, holder=ANA, version=1)
    office.desk.intake([made_comment("c 90")], actor="importer")
    entry = office.desk.next(ANA)
    assert entry is not None
    assert entry.comment.text == "c 90"


def test_a_double_click_on_skip_records_one_skip(office: Office) -> None:
    (first,) = office.take_in("wild 90")
    office.desk.next(ANA)
    office.desk.decide(first, ruling=Ruling.SKIP, holder=ANA, version=1)
    with pytest.raises(StaleVersion, match="skipped"):
        office.desk.decide(first, ruling=Ruling.SKIP, holder=ANA, version=1)
    assert len(office.store.decisions.list_decisions()) == 1
