from __future__ import annotations

import pytest

from moderation.domain import ItemState, Ruling
from moderation.errors import LeaseHeld, NothingToUndo, StaleVersion
from tests.desk.fakes import ANA, ANA_ELSEWHERE, BEN, Office, made_comment


def test_undo_is_a_new_row_and_brings_the_comment_back_to_its_moderator(office: Office) -> None:
    (first,) = office.take_in("wild 90")
    made = office.desk.decide(first, ruling=Ruling.REJECT, holder=ANA, version=1)
    undone = office.desk.undo(ANA)
    assert (undone.ruling, undone.undoes, undone.comment_id) == (Ruling.UNDO, made.id, first)
    assert (undone.labels, undone.reason, undone.item_version) == ((), "", 2)
    assert [row.id for row in office.store.decisions.list_decisions()] == [made.id, undone.id]
    item = office.desk.entry(first).item
    assert (item.state, item.version, item.leased_by) == (ItemState.PENDING, 3, str(ANA))
    assert office.store.decisions.list_effective() == []


def test_undo_has_its_audit_row(office: Office) -> None:
    (first,) = office.take_in("wild 90")
    made = office.desk.decide(first, ruling=Ruling.REJECT, holder=ANA, version=1)
    undone = office.desk.undo(ANA)
    event = office.store.audit.list_events(subject=first)[-1]
    assert (event.actor, event.action) == ("ana", "undo")
    assert (event.details["decision"], event.details["undoes"]) == (undone.id, made.id)


def test_undo_walks_back_step_by_step_until_nothing_is_left(office: Office) -> None:
    ids = office.take_in("a 30", "b 20", "c 10")
    for comment_id in ids:
        office.desk.decide(comment_id, ruling=Ruling.APPROVE, holder=ANA, version=1)
    assert [office.desk.undo(ANA).comment_id for _ in ids] == ids[::-1]
    with pytest.raises(NothingToUndo, match="ana has no decision left"):
        office.desk.undo(ANA)
    assert office.desk.counts().pending == 3


def test_only_the_decision_on_the_screen_is_taken_back(office: Office) -> None:
    one, two = office.take_in("a 30", "b 20")
    shown = office.desk.decide(one, ruling=Ruling.APPROVE, holder=ANA, version=1)
    newer = office.desk.decide(two, ruling=Ruling.APPROVE, holder=ANA_ELSEWHERE, version=1)
    with pytest.raises(StaleVersion, match=r"another one by now.* press it again"):
        office.desk.undo(ANA, expected=shown.id)
    assert office.store.decisions.list_effective() == [shown, newer]
    assert office.desk.undo(ANA, expected=newer.id).undoes == newer.id


def test_undo_takes_back_ones_own_decisions_only_whatever_the_session(office: Office) -> None:
    one, two = office.take_in("a 30", "b 20")
    office.desk.decide(one, ruling=Ruling.APPROVE, holder=ANA, version=1)
    office.desk.decide(two, ruling=Ruling.APPROVE, holder=BEN, version=1)
    undone = office.desk.undo(ANA_ELSEWHERE)
    assert undone.comment_id == one
    assert office.desk.entry(one).item.leased_by == str(ANA_ELSEWHERE)
    assert office.desk.entry(two).item.state is ItemState.DECIDED


def test_a_comment_can_be_decided_again_and_undone_again(office: Office) -> None:
    (first,) = office.take_in("wild 90")
    office.desk.decide(first, ruling=Ruling.APPROVE, holder=ANA, version=1)
    office.desk.undo(ANA)
    again = office.desk.decide(first, ruling=Ruling.REJECT, holder=ANA, version=3)
    assert office.store.decisions.list_effective() == [again]
    assert office.desk.undo(ANA).undoes == again.id
    with pytest.raises(NothingToUndo):
        office.desk.undo(ANA)


def test_undo_is_refused_when_somebody_else_has_ruled_since(office: Office) -> None:
    (first,) = office.take_in("wild 90")
    shown = office.desk.decide(first, ruling=Ruling.ESCALATE, holder=ANA, version=1)
    office.desk.decide(first, ruling=Ruling.REJECT, holder=BEN, version=2)
    with pytest.raises(StaleVersion, match=r"ben rejected it at .* Ask ben to undo that first"):
        office.desk.undo(ANA, expected=shown.id)
    with pytest.raises(NothingToUndo):
        office.desk.undo(ANA)
    assert office.desk.entry(first).item.state is ItemState.DECIDED


@pytest.mark.parametrize("ruling", [Ruling.ESCALATE, Ruling.SKIP])
def test_what_a_colleague_ruled_on_since_does_not_bar_the_way_back(
    office: Office, ruling: Ruling
) -> None:
    one, two = office.take_in("a 30", "b 20")
    older = office.desk.decide(one, ruling=Ruling.APPROVE, holder=ANA, version=1)
    shown = office.desk.decide(two, ruling=ruling, holder=ANA, version=1)
    version = office.desk.entry(two).item.version
    office.desk.decide(two, ruling=Ruling.REJECT, holder=BEN, version=version)
    with pytest.raises(StaleVersion, match=r"ben rejected it at .* undo your decision before it"):
        office.desk.undo(ANA, expected=shown.id)
    assert office.desk.undo(ANA, expected=older.id).undoes == older.id
    assert office.desk.entry(two).item.state is ItemState.DECIDED


def test_a_decision_named_after_it_was_undone_is_not_called_overruled(office: Office) -> None:
    one, two = office.take_in("a 30", "b 20")
    office.desk.decide(one, ruling=Ruling.APPROVE, holder=ANA, version=1)
    shown = office.desk.decide(two, ruling=Ruling.APPROVE, holder=ANA, version=1)
    office.desk.undo(ANA)
    office.desk.release(two, ANA)
    office.desk.decide(two, ruling=Ruling.REJECT, holder=BEN, version=3)
    with pytest.raises(StaleVersion, match="another one by now"):
        office.desk.undo(ANA, expected=shown.id)


def test_once_the_later_ruling_is_undone_the_earlier_one_can_be(office: Office) -> None:
    (first,) = office.take_in("wild 90")
    office.desk.decide(first, ruling=Ruling.ESCALATE, holder=ANA, version=1)
    office.desk.decide(first, ruling=Ruling.REJECT, holder=BEN, version=2)
    office.desk.undo(BEN)
    assert office.desk.entry(first).item.state is ItemState.ESCALATED
    with pytest.raises(LeaseHeld, match="ben is looking at it"):
        office.desk.undo(ANA)
    office.desk.release(first, BEN)
    office.desk.undo(ANA)
    assert office.desk.entry(first).item.state is ItemState.PENDING


def test_undoing_a_skip_shows_the_comment_again(office: Office) -> None:
    first, _ = office.take_in("wild 90", "mild 10")
    office.desk.decide(first, ruling=Ruling.SKIP, holder=ANA, version=1)
    undone = office.desk.undo(ANA)
    assert undone.comment_id == first
    item = office.desk.entry(first).item
    assert (item.version, item.leased_by) == (1, str(ANA))
    office.desk.release(first, ANA)
    entry = office.desk.next(ANA)
    assert entry is not None
    assert entry.comment.id == first


def test_undo_after_an_edit_leaves_the_new_text_waiting(office: Office) -> None:
    office.desk.intake([made_comment("mild 10")], actor="importer")
    first = made_comment().id
    office.desk.decide(first, ruling=Ruling.APPROVE, holder=ANA, version=1)
    office.desk.intake([made_comment("wild 90")], actor="importer")
    office.desk.undo(ANA)
    entry = office.desk.entry(first)
    assert (entry.item.state, entry.item.version) == (ItemState.PENDING, 4)
    assert entry.comment.text == "wild 90"


def test_an_escalation_of_a_text_that_is_gone_does_not_come_back_by_undo(office: Office) -> None:
    office.desk.intake([made_comment("mild 10")], actor="importer")
    first = made_comment().id
    office.desk.decide(first, ruling=Ruling.ESCALATE, holder=BEN, version=1)
    office.desk.intake([made_comment("wild 90")], actor="importer")
    office.desk.decide(first, ruling=Ruling.REJECT, holder=ANA, version=3)
    office.desk.undo(ANA)
    assert office.desk.entry(first).item.state is ItemState.PENDING


def test_undo_keeps_the_comments_place_in_the_queue(office: Office) -> None:
    first, _ = office.take_in("wild 90", "mild 10")
    before = office.desk.entry(first).item.queued_at
    office.clock.move(3600)
    office.desk.decide(first, ruling=Ruling.APPROVE, holder=ANA, version=1)
    office.desk.undo(ANA)
    assert office.desk.entry(first).item.queued_at == before
    assert [entry.comment.id for entry in office.desk.peek(1)] == [first]
