from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.domain import (
    Assessment,
    Outcome,
    Priority,
    PriorityPart,
    Reason,
    Ruling,
    Score,
    ScoringState,
    Selection,
    Span,
    TermHit,
    TermKind,
    Verdict,
    content_hash,
)
from moderation.errors import NotFound, StoreError
from moderation.store import ItemFilter, QueuePlace, Store
from moderation.store.cells import (
    cell_to_text,
    cell_to_time,
    text_to_cell,
    time_to_cell,
)
from moderation.store.json_nouns import (
    assessment_from_json,
    noun_to_json,
    priority_from_json,
    verdict_from_json,
)
from tests.desk.fakes import ANA, BEN, START, made_comment, made_thread, office_on

FULL_ASSESSMENT = Assessment(
    comment_id="c1",
    model_version="m/1",
    state=ScoringState.UNSUPPORTED_LANGUAGE,
    scores=(Score(label="slur", value=0.1 + 0.2), Score(label="threat", value=0.0)),
    spans=(Span(start=1, end=4, label="slur", weight=0.5, origin="term", note="ž 🙂"),),
    term_hits=(
        TermHit(
            start=1,
            end=4,
            term="x",
            label="slur",
            kind=TermKind.WATCH,
            language="sr",
            target="t",
            severity=0.7,
            ambiguous=True,
        ),
    ),
    language="sr",
    language_confidence=0.99,
    windows=3,
    normalized_hash="ab",
)


def test_an_assessment_survives_storage() -> None:
    assert assessment_from_json(noun_to_json(FULL_ASSESSMENT)) == FULL_ASSESSMENT


def test_a_verdict_survives_storage() -> None:
    verdict = Verdict(
        outcome=Outcome.HOLD,
        reasons=(Reason(code="label", text="t", label="slur", score=0.9, threshold=0.5),),
        policy_version="p",
    )
    back = verdict_from_json(noun_to_json(verdict))
    assert back == verdict
    assert isinstance(back.outcome, Outcome)


def test_a_priority_survives_storage() -> None:
    priority = Priority(
        value=0.3,
        parts=(PriorityPart(name="harm", value=0.3, note="n"),),
        selection=Selection.AUDIT,
        propensity=0.02,
    )
    back = priority_from_json(noun_to_json(priority))
    assert back == priority
    assert isinstance(back.selection, Selection)


def test_fields_of_another_version_are_passed_over_or_take_their_default() -> None:
    text = noun_to_json(FULL_ASSESSMENT)
    newer = text.replace('"windows":3', '"later":[1]')
    assert assessment_from_json(newer) == replace(FULL_ASSESSMENT, windows=1)


@given(st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=30))])))
def test_a_time_survives_storage(at: datetime) -> None:
    at = at.replace(year=max(at.year, 2))
    assert cell_to_time(time_to_cell(at)) == at
    assert time_to_cell(at).endswith("+00:00")


@given(st.lists(st.datetimes(timezones=st.just(UTC)), max_size=9))
def test_stored_times_sort_as_times_do(times: list[datetime]) -> None:
    assert sorted(map(time_to_cell, times)) == [time_to_cell(at) for at in sorted(times)]


@given(st.text(st.characters()))
def test_any_text_survives_storage(text: str) -> None:
    assert cell_to_text(text_to_cell(text)) == text


def test_a_comment_comes_back_as_it_was(store: Store) -> None:
    comment = made_comment(
        "NUL \x00, half \udfff, emoji 🙂",
        author_id="čitalac \ud800",
        thread_id="t1",
        parent_id="p1",
        created_at=datetime(2025, 5, 1, 10, 0, 0, 7, tzinfo=UTC),
        reports=2,
        reach=30,
    )
    assert store.comments.add_comment(comment) == "added"
    assert store.comments.get_comment(comment.id) == comment
    assert store.comments.list_by_author("paper", "čitalac \ud800") == [comment]


def test_a_missing_content_hash_is_made_from_the_text(store: Store) -> None:
    store.comments.add_comment(made_comment("a 10", content_hash=""))
    assert store.comments.get_comment(made_comment().id).content_hash == content_hash("a 10")
    assert store.comments.add_comment(made_comment("a 10")) == "unchanged"


def test_every_former_text_is_kept_and_found_by_its_hash(store: Store) -> None:
    changes = [store.comments.add_comment(made_comment(text)) for text in ("a", "b", "b", "c")]
    assert changes == ["added", "edited", "unchanged", "edited"]
    comment_id = made_comment().id
    assert store.comments.list_revisions(comment_id) == ["a", "b"]
    assert store.comments.find_text(comment_id, content_hash("a")) == "a"
    assert store.comments.find_text(comment_id, content_hash("c")) == "c"
    assert store.comments.find_text(comment_id, content_hash("d")) is None


def test_reports_and_reach_only_grow(store: Store) -> None:
    store.comments.add_comment(made_comment(reports=3, reach=5))
    store.comments.add_comment(made_comment(reports=1, reach=9))
    comment = store.comments.get_comment(made_comment().id)
    assert (comment.reports, comment.reach) == (3, 9)


def test_what_is_not_there_is_none_or_says_so(store: Store) -> None:
    assert store.comments.find_comment("x") is None
    assert store.threads.find_thread("x") is None
    assert store.queue_items.find_item("x") is None
    assert store.decisions.find_standing("x") is None
    for get in (store.comments.get_comment, store.queue_items.get_item):
        with pytest.raises(NotFound, match="moderation queue"):
            get("x")
    with pytest.raises(NotFound, match="no decision 7"):
        store.decisions.get_decision(7)


def test_a_thread_takes_over_a_better_title_but_never_loses_one(store: Store) -> None:
    add = store.threads.add_thread
    assert add(made_thread()) is True
    assert add(made_thread(title="First")) is True
    assert add(made_thread(url="https://paper.example/")) is True
    assert add(made_thread(title="First", url="https://paper.example/")) is False
    assert add(made_thread()) is False
    assert add(made_thread(title="Second")) is True
    expected = made_thread(title="Second", url="https://paper.example/")
    assert store.threads.find_thread("t1") == expected


def test_an_authors_comments_are_of_one_source_newest_first(store: Store) -> None:
    for number in range(3):
        store.comments.add_comment(made_comment(f"n {number}", key=str(number)))
    store.comments.add_comment(made_comment("else", key="9", author_id="other"))
    found = store.comments.list_by_author("paper", "reader", limit=2)
    assert [comment.text for comment in found] == ["n 2", "n 1"]
    assert store.comments.list_by_author("magazine", "reader") == []


def test_what_stands_is_the_last_ruling_of_each_comment_without_skips_and_undos(
    store: Store,
) -> None:
    office = office_on(store)
    one, two, three, four = office.take_in("a 40", "b 30", "c 20", "d 10")
    office.desk.decide(one, ruling=Ruling.ESCALATE, holder=ANA, version=1)
    office.desk.decide(two, ruling=Ruling.APPROVE, holder=ANA, version=1)
    office.desk.decide(three, ruling=Ruling.SKIP, holder=BEN, version=1)
    office.desk.decide(four, ruling=Ruling.REJECT, holder=BEN, version=1)
    office.desk.undo(ANA)
    last = office.desk.decide(one, ruling=Ruling.REJECT, holder=BEN, version=2)
    standing = store.decisions.list_effective()
    assert [(row.comment_id, row.ruling) for row in standing] == [
        (four, Ruling.REJECT),
        (one, Ruling.REJECT),
    ]
    assert store.decisions.find_standing(one) == last
    assert store.decisions.find_standing(two) is None
    assert len(store.decisions.list_for_comment(two)) == 2


def test_decisions_are_read_in_pages(store: Store) -> None:
    office = office_on(store)
    for comment_id in office.take_in("a 40", "b 30", "c 20"):
        office.desk.decide(comment_id, ruling=Ruling.APPROVE, holder=ANA, version=1)
    first = store.decisions.list_decisions(limit=2)
    rest = store.decisions.list_decisions(after_id=first[-1].id, limit=2)
    assert [row.id for row in first + rest] == [1, 2, 3]
    older = store.decisions.list_newest(limit=5, before_id=3)
    assert [row.id for row, _ in older] == [2, 1]


def test_a_decision_can_be_undone_once_only(store: Store) -> None:
    office = office_on(store)
    (one,) = office.take_in("a 40")
    office.desk.decide(one, ruling=Ruling.APPROVE, holder=ANA, version=1)
    undone = office.desk.undo(ANA)
    with pytest.raises(StoreError, match="undone already"):
        store.decisions.add_decision(undone)


def test_an_undo_row_says_what_it_undoes_and_no_other_row_does(store: Store) -> None:
    office = office_on(store)
    (one,) = office.take_in("a 40")
    made = office.desk.decide(one, ruling=Ruling.APPROVE, holder=ANA, version=1)
    for wrong in (replace(made, undoes=made.id), replace(made, ruling=Ruling.UNDO)):
        with pytest.raises(StoreError, match="CHECK"):
            store.decisions.add_decision(wrong)


def test_the_audit_is_read_in_pages_by_subject_and_from_its_end(store: Store) -> None:
    at = datetime(2025, 1, 1, tzinfo=UTC)
    for number in range(4):
        store.audit.add_event("ana", "look", f"s{number % 2}", {"n": number}, at=at)
    assert [event.id for event in store.audit.list_events(after_id=1, limit=2)] == [2, 3]
    assert [event.details["n"] for event in store.audit.list_events(subject="s1")] == [1, 3]
    assert [event.id for event in store.audit.list_newest(2)] == [4, 3]
    assert store.audit.list_newest(1)[0].at == at


def work_of(store: Store, call: Callable[[], object]) -> int:
    """How many steps SQLite's machine takes for `call`, in tens: independent of the clock."""
    steps = 0

    def count() -> int:
        nonlocal steps
        steps += 1
        return 0

    raw = store._connection.db.conn
    raw.set_progress_handler(count, 10)
    call()
    raw.set_progress_handler(None, 0)
    return steps


CALLS: dict[str, Callable[[Store, QueuePlace], object]] = {
    "next": lambda store, _: store.queue_items.find_next("ana", now=START),
    "leased": lambda store, _: store.queue_items.find_leased("ana/s1", now=START),
    "page": lambda store, place: store.queue_items.list_items(ItemFilter(limit=5, after=place)),
    "held": lambda store, place: store.queue_items.list_items(
        ItemFilter(limit=5, after=place, outcomes=(Outcome.HOLD, Outcome.REJECT))
    ),
    "counts": lambda store, _: store.queue_items.count_items(),
    "undoable": lambda store, _: store.decisions.find_undoable("ana"),
    "history": lambda store, _: store.decisions.list_newest(limit=5, moderator="ana"),
    "audit": lambda store, _: store.audit.list_newest(5),
}


@pytest.mark.parametrize("call", CALLS)
def test_a_long_queue_costs_no_more_to_work_than_a_short_one(store: Store, call: str) -> None:
    office = office_on(store)
    office.take_in(*(f"n {number} {number % 100}" for number in range(100)))
    for entry in office.desk.peek(20):
        office.desk.decide(entry.comment.id, ruling=Ruling.REJECT, holder=ANA, version=1)
    place = store.queue_items.list_items(ItemFilter(limit=3))[-1][1]
    short = work_of(store, lambda: CALLS[call](store, place))
    comments = [made_comment(f"m {i} {i % 100}", key=f"m{i}") for i in range(1500)]
    office.desk.intake(comments, actor="importer", batch_size=500)
    place = store.queue_items.list_items(ItemFilter(limit=300))[-1][1]
    assert work_of(store, lambda: CALLS[call](store, place)) <= 2 * short + 50
