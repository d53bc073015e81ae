from __future__ import annotations

from collections.abc import Sequence

import pytest

from moderation.desk import QueueCounts
from moderation.desk.views import in_page_order, nearest_places
from moderation.domain import ItemState, Outcome, Ruling
from moderation.errors import NotFound, UsageError
from moderation.store import CommentPlace
from tests.desk.fakes import ANA, BEN, Office, made_comment, made_thread


def pages(office: Office, **wanted: object) -> list[list[str]]:
    found = []
    cursor: str | None = None
    while True:
        page = office.desk.list_queue(cursor=cursor, **wanted)  # type: ignore[arg-type]
        found.append([entry.comment.text for entry in page.entries])
        cursor = page.next_cursor
        if cursor is None:
            return found


def test_the_pages_of_the_queue_hold_every_comment_once_in_order(office: Office) -> None:
    office.take_in("a 10", "b 20", "c 20", "d 20", "e 90")
    assert pages(office, limit=2) == [["e 90", "b 20"], ["c 20", "d 20"], ["a 10"]]


def test_a_full_last_page_has_no_next_one(office: Office) -> None:
    office.take_in("a 10", "b 20")
    assert pages(office, limit=2) == [["b 20", "a 10"]]


def test_a_comment_decided_between_two_pages_moves_nothing(office: Office) -> None:
    ids = office.take_in("a 50", "b 40", "c 30", "d 20")
    page = office.desk.list_queue(limit=2)
    office.desk.decide(ids[0], ruling=Ruling.APPROVE, holder=ANA, version=1)
    rest = office.desk.list_queue(limit=2, cursor=page.next_cursor)
    assert [entry.comment.text for entry in rest.entries] == ["c 30", "d 20"]


def test_the_queue_can_be_narrowed_to_an_outcome_and_a_state(office: Office) -> None:
    ids = office.take_in("a 90", "b 10", "c 80")
    office.desk.decide(ids[2], ruling=Ruling.ESCALATE, holder=ANA, version=1)
    assert pages(office, outcome=Outcome.HOLD) == [["a 90"]]
    assert pages(office, outcome=Outcome.NO_OPINION) == [["b 10"]]
    assert pages(office, state=ItemState.ESCALATED) == [["c 80"]]
    assert pages(office, state=ItemState.DECIDED) == [[]]


def test_what_the_policy_would_reject_stands_with_what_it_holds(office: Office) -> None:
    office.take_in("a 90", "b 10", "c 100", "d 60", "e 100")
    assert office.desk.counts().held == 4
    assert pages(office, outcome=Outcome.HOLD, limit=2) == [["c 100", "e 100"], ["a 90", "d 60"]]
    assert pages(office, outcome=Outcome.REJECT) == [["c 100", "e 100"]]


@pytest.mark.parametrize(
    "cursor", ["", "x", "é", "W10=", "WzEsMiwzXQ==", "bnVsbA==", "W251bGwsMV0="]
)
def test_a_made_up_cursor_is_refused(office: Office, cursor: str) -> None:
    with pytest.raises(UsageError, match="not a place in the queue"):
        office.desk.list_queue(cursor=cursor)


def test_counts_follow_every_change(office: Office) -> None:
    ids = office.take_in("a 90", "b 10", "c 80", "d 20")
    assert office.desk.counts() == QueueCounts(pending=4, held=2, escalated=0, decided=0)
    office.desk.decide(ids[0], ruling=Ruling.REJECT, holder=ANA, version=1)
    office.desk.decide(ids[2], ruling=Ruling.ESCALATE, holder=ANA, version=1)
    assert office.desk.counts() == QueueCounts(pending=2, held=0, escalated=1, decided=1)
    office.desk.undo(ANA)
    assert office.desk.counts() == QueueCounts(pending=3, held=1, escalated=0, decided=1)
    items = office.store.queue_items
    assert items.count_items() == items.recount_items()


def test_peeking_leases_nothing(office: Office) -> None:
    office.take_in("a 90", "b 10")
    assert [entry.item.leased_by for entry in office.desk.peek(5)] == [None, None]


def test_an_entry_comes_with_its_thread(office: Office) -> None:
    thread = made_thread(title="A page", url="https://paper.example/1")
    office.desk.intake([thread, made_comment(thread_id="t1")], actor="importer")
    assert office.desk.entry(made_comment().id).thread == thread


def test_a_thread_is_read_in_page_order_with_depths_and_items(office: Office) -> None:
    top = made_comment("top 10", key="1", thread_id="t1")
    other = made_comment("other 10", key="2", thread_id="t1")
    reply = made_comment("reply 10", key="3", thread_id="t1", parent_id=top.id)
    deep = made_comment("", key="4", thread_id="t1", parent_id=reply.id)
    orphan = made_comment("orphan 10", key="5", thread_id="t1", parent_id="unknown")
    records = [made_thread(), top, other, reply, deep, orphan, made_comment("else 10", key="6")]
    office.desk.intake(records, actor="importer")
    part = office.desk.thread_of(reply.id)
    assert (part.thread, part.left_out) == (made_thread(), 0)
    assert [(row.comment.id, row.depth) for row in part.rows] == [
        (top.id, 0),
        (reply.id, 1),
        (deep.id, 2),
        (other.id, 0),
        (orphan.id, 0),
    ]
    assert [row.item is None for row in part.rows] == [False, False, True, False, False]


def test_comments_that_answer_one_another_in_a_circle_are_all_shown() -> None:
    first = CommentPlace(id="a", parent_id="b")
    second = CommentPlace(id="b", parent_id="a")
    alone = CommentPlace(id="c", parent_id="c")
    placed = [(one.id, depth) for one, depth in in_page_order([first, second, alone])]
    assert placed == [("a", 0), ("b", 1), ("c", 0)]


def test_a_very_deep_thread_is_placed_without_running_out_of_stack() -> None:
    chain = [CommentPlace(id=str(n), parent_id=str(n - 1)) for n in range(3000)]
    placed = in_page_order(chain)
    assert [one.id for one, _ in placed] == [str(number) for number in range(3000)]
    assert placed[-1][1] == 1000


def placed(*depths: int) -> list[tuple[CommentPlace, int]]:
    places = [CommentPlace(id=str(at), parent_id=None) for at in range(len(depths))]
    return list(zip(places, depths, strict=True))


def test_a_short_thread_is_shown_whole() -> None:
    thread = placed(0, 1, 0)
    assert nearest_places(thread, "1", 3) == thread


@pytest.mark.parametrize("at", [0, 10, 150, 295, 299])
def test_a_long_thread_is_shown_around_the_comment(at: int) -> None:
    thread = placed(*[0] * 300)
    shown = nearest_places(thread, str(at), 60)
    assert len(shown) == 60
    assert thread[at] in shown


def test_the_ancestors_of_a_comment_deep_in_a_long_thread_are_shown() -> None:
    thread = placed(0, 1, *[2] * 200)
    shown = nearest_places(thread, "150", 60)
    assert list(shown[:3]) == [thread[0], thread[1], thread[120]]
    assert len(shown) == 62


def test_of_a_long_thread_only_the_rows_that_are_asked_for_are_read(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    comments = [made_comment(f"n {i}", key=str(i), thread_id="t1") for i in range(50)]
    office.desk.intake([made_thread(), *comments], actor="importer")
    read: list[int] = []
    find = office.store.queue_items.find_items

    def count(ids: Sequence[str]) -> object:
        read.append(len(ids))
        return find(ids)

    monkeypatch.setattr(office.store.queue_items, "find_items", count)
    part = office.desk.thread_of(comments[20].id, most=6)
    assert [row.comment.text for row in part.rows] == [f"n {i}" for i in range(17, 23)]
    assert (part.left_out, read) == (44, [6])


def test_without_a_thread_the_ancestors_and_the_replies_are_shown(office: Office) -> None:
    first = made_comment("first 10", key="1")
    second = made_comment("second 10", key="2", parent_id=first.id)
    third = made_comment("third 10", key="3", parent_id=second.id)
    sibling = made_comment("sibling 10", key="4", parent_id=first.id)
    office.desk.intake([first, second, third, sibling], actor="importer")
    part = office.desk.thread_of(second.id)
    assert part.thread is None
    assert [(row.comment.id, row.depth) for row in part.rows] == [
        (first.id, 0),
        (second.id, 1),
        (third.id, 2),
    ]
    rows = office.desk.thread_of(third.id).rows
    assert [row.comment.id for row in rows] == [first.id, second.id, third.id]


def test_without_a_thread_a_circle_of_parents_ends(office: Office) -> None:
    first = made_comment("first 10", key="1", parent_id=made_comment(key="2").id)
    second = made_comment("second 10", key="2", parent_id=first.id)
    office.desk.intake([first, second], actor="importer")
    part = office.desk.thread_of(first.id)
    assert {row.comment.id for row in part.rows} == {first.id, second.id}


def test_an_unknown_comment_has_no_entry_and_no_thread(office: Office) -> None:
    with pytest.raises(NotFound):
        office.desk.entry("nothing")
    with pytest.raises(NotFound):
        office.desk.thread_of("nothing")


def test_history_lists_the_newest_first_and_marks_what_was_undone(office: Office) -> None:
    one, two = office.take_in("a 30", "b 20")
    office.desk.decide(one, ruling=Ruling.APPROVE, holder=ANA, version=1)
    office.desk.decide(two, ruling=Ruling.REJECT, holder=BEN, version=1)
    office.desk.undo(ANA)
    lines = office.desk.history(10)
    assert [(line.decision.ruling, line.undone) for line in lines] == [
        (Ruling.UNDO, False),
        (Ruling.REJECT, False),
        (Ruling.APPROVE, True),
    ]
    assert [line.comment.text for line in lines] == ["a 30", "b 20", "a 30"]
    assert [line.decision.moderator for line in office.desk.history(10, "ben")] == ["ben"]
    assert len(office.desk.history(2)) == 2
