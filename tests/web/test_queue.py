"""The ranked list."""

from __future__ import annotations

import re

import pytest

from moderation.desk import Desk
from moderation.domain import Comment
from moderation.web import queue
from tests.web.conftest import AddComments, Browser


def ids_in(page: str) -> list[str]:
    return re.findall(r'row-link" href="/review/([0-9a-f]+)"', page)


def test_the_list_shows_the_most_urgent_first_with_why(auth: Browser, three: list[Comment]) -> None:
    page = auth.get("/queue?show=all")
    assert ids_in(page) == [comment.id for comment in three]
    assert '<mark class="model"' in page
    assert "Slur 0.90, held from 0.50" in page
    assert "An article" in page
    assert "writer" in page


def test_held_comments_are_what_is_shown_first(auth: Browser, three: list[Comment]) -> None:
    assert ids_in(auth.get("/queue")) == [three[0].id, three[1].id]


def test_the_counts_stand_beside_the_shelves(auth: Browser, three: list[Comment]) -> None:
    auth.decide(three[2].id, "approve")
    page = auth.get("/queue")
    counts = re.findall(r'show=(\w+)"[^>]*>[^<]*<span class="count">(\d+)', page)
    assert counts == [("held", "2"), ("all", "2"), ("escalated", "0"), ("decided", "1")]


def test_escalated_and_decided_comments_stand_on_their_own_shelves(
    auth: Browser, three: list[Comment]
) -> None:
    auth.decide(three[0].id, "escalate")
    auth.decide(three[1].id, "reject:harassment")
    assert ids_in(auth.get("/queue?show=escalated")) == [three[0].id]
    decided = auth.get("/queue?show=decided")
    assert ids_in(decided) == [three[1].id]
    assert "Rejected by" in decided


@pytest.mark.parametrize("shelf", ["held", "all", "escalated", "decided"])
def test_an_empty_shelf_says_so_and_what_comes_next(auth: Browser, shelf: str) -> None:
    page = auth.get(f"/queue?show={shelf}")
    assert "Nothing is waiting" in page or "Nothing here yet" in page


def test_pages_follow_one_another_without_gap_or_repetition(
    auth: Browser, add_comments: AddComments, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "PAGE_SIZE", 4)
    comments = add_comments(*[f"a slurword number {number}" for number in range(10)])
    seen: list[str] = []
    path = "/queue"
    for _ in range(5):
        page = auth.get(path)
        seen += ids_in(page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        if not following:
            break
        path = following[1].replace("&amp;", "&")
    assert sorted(seen) == sorted(comment.id for comment in comments)
    assert "Back to the top" in auth.get(path)


def test_a_cursor_that_was_tampered_with_is_refused_in_words(auth: Browser) -> None:
    page = auth.get("/queue?show=all&after=nonsense", status=400)
    assert "Go to the queue" in page


def test_an_unknown_shelf_is_the_first_one(auth: Browser) -> None:
    assert 'aria-current="page">Held' in auth.get("/queue?show=nonsense")


def test_a_comment_open_elsewhere_is_marked_in_the_list(
    auth: Browser, ben: Browser, three: list[Comment]
) -> None:
    assert auth.take_next() == three[0].id
    assert "Open: ben" not in ben.get("/queue")
    assert "Open: ana" in ben.get("/queue")
    assert "Reserved for you" in auth.get("/queue")


def test_a_hostile_comment_is_inert_in_the_list(auth: Browser, add_comments: AddComments) -> None:
    add_comments(
        '<script>alert(1)</script> slurword <img src=x onerror="alert(1)">\u202eevil',
        author_id='"><b onmouseover=alert(1)>\u202e',
    )
    page = auth.get("/queue")
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "<b on" not in page
    assert "\u202e" not in page
    assert "&lt;script&gt;" in page


def test_states_that_weaken_the_scores_are_shown(
    auth: Browser, add_comments: AddComments, desk: Desk
) -> None:
    add_comments("Ich finde, dass diese Regierung wirklich alles falsch gemacht hat, was ging.")
    page = auth.get("/queue?show=all")
    assert "Unsupported language: de" in page
