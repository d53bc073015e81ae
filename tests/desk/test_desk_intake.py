from __future__ import annotations

from dataclasses import replace

import pytest

from moderation.config import Config
from moderation.desk import Desk, IntakeReport
from moderation.domain import Comment, ItemState, Outcome, Ruling, ScoringState, content_hash
from moderation.errors import UsageError
from moderation.store import open_memory_store
from tests.desk.fakes import ANA, BEN, FakeReviewed, FakeReviewer, Office, made_comment, made_thread


def edited(comment: Comment, text: str) -> Comment:
    return replace(comment, text=text, content_hash=content_hash(text))


def test_new_comments_are_stored_scored_and_queued(office: Office) -> None:
    records = [made_thread(title="A page"), *(made_comment(f"n {i}0", key=str(i)) for i in (3, 7))]
    report = office.desk.intake(records, actor="importer")
    assert report == IntakeReport(read=2, added=2, queued=2, held=1)
    assert [entry.comment.text for entry in office.desk.peek(9)] == ["n 70", "n 30"]
    assert office.store.threads.find_thread("t1") == made_thread(title="A page")


def test_importing_twice_adds_nothing_and_asks_the_model_nothing(office: Office) -> None:
    office.take_in("one 10", "two 20")
    office.reviewer.reviewed = 0
    report = office.desk.intake(
        [made_comment("one 10", key="0"), made_comment("two 20", key="1")], actor="importer"
    )
    assert report == IntakeReport(read=2, unchanged=2)
    assert office.reviewer.reviewed == 0
    assert office.actions() == ["intake"]


def test_an_empty_comment_is_stored_but_not_queued(office: Office) -> None:
    report = office.desk.intake([made_comment(" \n")], actor="importer")
    assert report == IntakeReport(read=1, added=1, empty=1)
    assert office.store.comments.count_comments() == 1
    assert office.desk.counts().pending == 0


def test_an_unchanged_comment_does_not_return_after_a_decision(office: Office) -> None:
    (first,) = office.take_in("one 10")
    office.desk.decide(first, ruling=Ruling.APPROVE, holder=ANA, version=1)
    office.take_in("one 10")
    assert office.desk.next(BEN) is None
    assert office.desk.counts().decided == 1


def test_an_edit_reopens_a_decided_comment_under_a_new_version(office: Office) -> None:
    comment = made_comment("mild 10")
    office.desk.intake([comment], actor="importer")
    office.desk.decide(comment.id, ruling=Ruling.APPROVE, holder=ANA, version=1)
    report = office.desk.intake([edited(comment, "wild 90")], actor="importer")
    assert report == IntakeReport(read=1, edited=1, queued=1, held=1)
    entry = office.desk.entry(comment.id)
    assert entry.comment.text == "wild 90"
    assert (entry.item.state, entry.item.version) == (ItemState.PENDING, 3)
    assert entry.item.assessment.score_of("slur") == 0.9
    assert office.store.comments.list_revisions(comment.id) == ["mild 10"]


def test_an_edit_ends_the_lease_of_whoever_reads_the_old_text(office: Office) -> None:
    comment = made_comment("mild 10")
    office.desk.intake([comment], actor="importer")
    office.desk.next(ANA)
    office.desk.intake([edited(comment, "wild 90")], actor="importer")
    taken = office.desk.next(BEN)
    assert taken is not None
    assert taken.comment.text == "wild 90"


def test_an_edit_of_what_waits_keeps_its_age_and_one_of_what_was_decided_starts_anew(
    office: Office,
) -> None:
    comment = made_comment("mild 10")
    office.desk.intake([comment], actor="importer")
    since = office.clock.now
    office.clock.move(3600)
    office.desk.intake([edited(comment, "mild 11")], actor="importer")
    assert office.desk.entry(comment.id).item.queued_at == since
    office.desk.decide(comment.id, ruling=Ruling.ESCALATE, holder=ANA, version=2)
    office.desk.intake([edited(comment, "mild 12")], actor="importer")
    assert office.desk.entry(comment.id).item.queued_at == since
    office.desk.decide(comment.id, ruling=Ruling.APPROVE, holder=ANA, version=4)
    office.desk.intake([edited(comment, "mild 13")], actor="importer")
    assert office.desk.entry(comment.id).item.queued_at == office.clock.now


def test_a_comment_edited_to_nothing_is_shown_once_more(office: Office) -> None:
    comment = made_comment("wild 90")
    office.desk.intake([comment], actor="importer")
    report = office.desk.intake([edited(comment, "")], actor="importer")
    assert (report.edited, report.queued, report.empty) == (1, 1, 0)
    assert office.desk.entry(comment.id).item.assessment.state is ScoringState.EMPTY


def test_two_versions_of_a_comment_in_one_file_count_as_an_edit(office: Office) -> None:
    comment = made_comment("mild 10")
    report = office.desk.intake([comment, edited(comment, "wild 90")], actor="importer")
    assert (report.added, report.edited) == (1, 1)
    assert office.desk.entry(comment.id).item.assessment.score_of("slur") == 0.9


def test_the_same_comment_twice_in_one_file_is_queued_once(office: Office) -> None:
    report = office.desk.intake([made_comment("a 10"), made_comment("a 10")], actor="importer")
    assert (report.added, report.unchanged, report.queued) == (1, 1, 1)
    assert office.desk.counts().pending == 1


def test_more_reports_raise_a_waiting_comment_without_a_new_version(office: Office) -> None:
    first, second = office.take_in("one 10", "two 10")
    again = replace(made_comment("two 10", key="1"), reports=5)
    report = office.desk.intake([again], actor="importer")
    assert report == IntakeReport(read=1, unchanged=1)
    assert [entry.comment.id for entry in office.desk.peek(2)] == [second, first]
    assert office.desk.entry(second).item.version == 1
    assert office.desk.entry(second).comment.reports == 5


def test_more_reports_do_not_bring_a_decided_comment_back(office: Office) -> None:
    (first,) = office.take_in("one 10")
    office.desk.decide(first, ruling=Ruling.APPROVE, holder=ANA, version=1)
    again = replace(made_comment("one 10", key="0"), reports=5)
    office.desk.intake([again], actor="importer")
    assert office.desk.entry(first).item.state is ItemState.DECIDED


def test_batches_are_scored_and_reported_one_by_one(office: Office) -> None:
    heard: list[int] = []
    comments = [made_comment(f"n {i}", key=str(i)) for i in range(10)]
    office.desk.intake(comments, actor="importer", batch_size=4, on_progress=heard.append)
    assert heard == office.reviewer.batches == [4, 4, 2]
    assert office.actions() == ["intake"] * 3


def test_the_audit_says_who_imported_how_much(office: Office) -> None:
    office.take_in("one 10", "two 90", "")
    (event,) = office.store.audit.list_events()
    assert (event.actor, event.action, event.subject) == ("importer", "intake", "paper")
    assert event.details == {"added": 3, "edited": 0, "queued": 2, "held": 1}


def test_a_batch_that_fails_leaves_nothing_and_those_before_it_stay(office: Office) -> None:
    class Broken(FakeReviewer):
        def _review_one(self, comment: Comment):  # type: ignore[no-untyped-def]
            if comment.text == "bad":
                raise RuntimeError("the model fell over")
            return super()._review_one(comment)

    desk = Desk(office.store, Config(), Broken(), clock=office.clock)
    comments = [made_comment(t, key=str(i)) for i, t in enumerate(["a 1", "b 2", "c 3", "bad"])]
    with pytest.raises(RuntimeError):
        desk.intake(comments, actor="importer", batch_size=2)
    assert office.store.comments.count_comments() == 2
    assert office.desk.counts().pending == 2


def test_a_reply_may_come_before_what_it_answers(office: Office) -> None:
    parent = made_comment("parent 10", key="p")
    reply = made_comment("reply 10", key="r", parent_id=parent.id)
    report = office.desk.intake([reply, parent], actor="importer")
    assert report.added == 2


def test_without_a_model_intake_says_what_to_type(office: Office) -> None:
    desk = Desk(office.store, Config())
    with pytest.raises(UsageError, match="moderation models list"):
        desk.intake([made_comment()], actor="importer")


def test_another_model_renews_the_scores_of_what_waits_without_a_new_version(
    office: Office,
) -> None:
    low, high, done = office.take_in("low 10", "high 60", "done 20")
    office.desk.decide(done, ruling=Ruling.APPROVE, holder=ANA, version=1)
    office.desk.decide(high, ruling=Ruling.ESCALATE, holder=ANA, version=1)
    heard: list[int] = []
    renewed = office.desk.reassess(
        FakeReviewer(model_version="fake/2", shift=0.3), on_progress=heard.append
    )
    assert renewed == 2
    assert heard == [2]
    item = office.desk.entry(low).item
    assert (item.assessment.model_version, item.version) == ("fake/2", 1)
    assert item.priority.value == pytest.approx(0.4)
    assert office.desk.entry(high).item.state is ItemState.ESCALATED
    assert office.desk.entry(done).item.assessment.model_version == "fake/1"


def test_reassessing_changes_the_order_of_the_queue(office: Office) -> None:
    office.take_in("first 30", "second 20")

    class Reversed(FakeReviewer):
        def _review_one(self, comment: Comment):  # type: ignore[no-untyped-def]
            turned = replace(comment, text="x 40" if "second" in comment.text else "x 5")
            reviewed = super()._review_one(turned)
            return replace(reviewed, comment=comment)

    office.desk.reassess(Reversed(model_version="fake/2"))
    assert [entry.comment.text for entry in office.desk.peek(2)] == ["second 20", "first 30"]


def test_reassessing_leaves_alone_what_somebody_is_looking_at(office: Office) -> None:
    (first,) = office.take_in("one 10")
    office.desk.next(ANA)
    assert office.desk.reassess(FakeReviewer(model_version="fake/2")) == 0
    item = office.desk.entry(first).item
    assert (item.assessment.model_version, item.leased_by) == ("fake/1", str(ANA))


def test_reassessing_goes_through_more_than_one_batch(office: Office) -> None:
    office.take_in(*(f"n {number % 90}" for number in range(150)))
    assert office.desk.reassess(FakeReviewer(model_version="fake/2")) == 150
    models = {entry.item.assessment.model_version for entry in office.desk.peek(150)}
    assert models == {"fake/2"}


def test_text_with_half_a_surrogate_pair_comes_back_unaltered() -> None:
    with open_memory_store() as store:
        text = "broken \ud800 and \x00 nul 90"
        Desk(store, Config(), FakeReviewer()).intake([made_comment(text)], actor="importer")
        assert store.comments.get_comment(made_comment().id).text == text


def test_comments_without_a_content_hash_are_told_apart_by_their_text(office: Office) -> None:
    def bare(text: str) -> Comment:
        return replace(made_comment(text), content_hash="")

    changes = [
        office.desk.intake([bare(text)], actor="importer") for text in ("a 10", "a 10", "b 90")
    ]
    assert [(one.added, one.unchanged, one.edited) for one in changes] == [
        (1, 0, 0),
        (0, 1, 0),
        (0, 0, 1),
    ]
    assert office.desk.entry(made_comment().id).item.version == 2
    assert office.reviewer.reviewed == 2


def test_nothing_to_score_does_not_wake_the_model(office: Office) -> None:
    office.desk.intake([made_thread(), made_comment("")], actor="importer")
    assert office.reviewer.batches == []


class Listening(FakeReviewer):
    """Holds what was reported five times, as the policy does."""

    def _review_one(self, comment: Comment) -> FakeReviewed:
        reviewed = super()._review_one(comment)
        if comment.reports < 5:
            return reviewed
        return replace(reviewed, verdict=replace(reviewed.verdict, outcome=Outcome.HOLD))


def test_more_reports_renew_what_somebody_reads_and_leave_lease_and_version(
    office: Office,
) -> None:
    desk = Desk(office.store, Config(), Listening(), clock=office.clock)
    first, second = office.take_in("one 10", "two 10")
    before = desk.open(second, ANA).item
    desk.intake([replace(made_comment("two 10", key="1"), reports=5)], actor="importer")
    item = desk.entry(second).item
    assert item.verdict.outcome is Outcome.HOLD
    assert item.priority.value == pytest.approx(0.105)
    assert (item.version, item.queued_at) == (before.version, before.queued_at)
    assert (item.leased_by, item.leased_until) == (str(ANA), before.leased_until)
    assert desk.counts().held == 1
    assert [entry.comment.id for entry in desk.peek(2)] == [second, first]
    decision = desk.decide(second, ruling=Ruling.REJECT, holder=ANA, version=before.version)
    assert decision.item_version == before.version


def test_reports_that_came_while_it_was_read_still_hold_it_once_it_is_released(
    office: Office,
) -> None:
    desk = Desk(office.store, Config(), Listening(), clock=office.clock)
    (first,) = office.take_in("one 10")
    desk.next(ANA)
    louder = replace(made_comment("one 10", key="0"), reports=5)
    desk.intake([louder], actor="importer")
    desk.release(first, ANA)
    desk.intake([louder], actor="importer")
    assert desk.entry(first).item.verdict.outcome is Outcome.HOLD
