"""Positions in an edited text lead back to the original."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.text.offsets import Edit, Mapped, View


def view_of(mapped: Mapped) -> View:
    return View("main", mapped.text, mapped)


def test_an_unedited_text_maps_to_itself() -> None:
    view = view_of(Mapped("abc"))
    assert view.starts == (0, 1, 2)
    assert view.ends == (1, 2, 3)
    assert view.to_original(1, 3) == (1, 3)


def test_no_edits_give_the_same_object() -> None:
    mapped = Mapped("abc")
    assert mapped.edit([]) is mapped
    assert mapped.turn([]) is mapped


def test_a_longer_replacement_maps_each_of_its_characters_to_the_whole_stretch() -> None:
    edited = Mapped("a&b").edit([Edit(1, 2, "and")])
    assert edited.text == "aandb"
    assert view_of(edited).starts == (0, 1, 1, 1, 2)
    assert view_of(edited).ends == (1, 2, 2, 2, 3)


def test_a_shorter_replacement_maps_to_all_that_it_replaced() -> None:
    edited = Mapped("x&amp;y").edit([Edit(1, 6, "&")])
    assert edited.text == "x&y"
    assert view_of(edited).starts == (0, 1, 6)
    assert view_of(edited).ends == (1, 6, 7)


def test_a_replacement_of_equal_length_maps_character_by_character() -> None:
    edited = Mapped("k1k3").edit([Edit(0, 4, "kike")])
    assert view_of(edited).starts == (0, 1, 2, 3)
    assert edited.layer is None


def test_a_stretch_around_a_removal_covers_the_removed() -> None:
    edited = Mapped("id--iot").edit([Edit(2, 4, "")])
    assert edited.text == "idiot"
    assert edited.to_original(0, 5) == (0, 7)
    assert edited.to_original(1, 3) == (1, 5)
    assert edited.to_original(2, 3) == (4, 5)


def test_removals_beside_replacements_keep_their_places() -> None:
    edited = Mapped("abcdefg").edit([Edit(1, 2, ""), Edit(2, 3, "XY"), Edit(3, 4, "")])
    assert edited.text == "aXYefg"
    assert view_of(edited).starts == (0, 2, 2, 4, 5, 6)
    assert view_of(edited).ends == (1, 3, 3, 5, 6, 7)


def test_edits_upon_edits_lead_all_the_way_back() -> None:
    once = Mapped("a--b--c").edit([Edit(1, 3, ""), Edit(4, 6, "")])
    twice = once.edit([Edit(1, 2, "BB")])
    assert twice.text == "aBBc"
    assert view_of(twice).starts == (0, 3, 3, 6)
    assert view_of(twice).ends == (1, 4, 4, 7)


def test_suspicion_adds_up_over_edits() -> None:
    edited = Mapped("abc").edit([Edit(0, 1, "x", 2), Edit(1, 2, "", 3)])
    assert edited.suspicion == 5
    assert edited.edit([Edit(0, 1, "y", 1)]).suspicion == 6
    assert edited.turn([(0, 2)]).suspicion == 5
    assert edited.turn([(0, 1), (1, 2)], weight=2).suspicion == 9


def test_a_turned_word_maps_backwards() -> None:
    turned = Mapped("ab toidi cd").turn([(3, 8)])
    assert turned.text == "ab idiot cd"
    assert turned.to_original(3, 8) == (3, 8)
    assert turned.to_original(3, 4) == (7, 8)
    assert turned.to_original(4, 6) == (5, 7)
    assert turned.to_original(7, 8) == (3, 4)
    assert turned.to_original(0, 3) == (0, 3)
    assert turned.to_original(8, 9) == (8, 9)


def test_a_stretch_that_reaches_into_turned_words_covers_what_it_shows() -> None:
    turned = Mapped("ab cdef gh ijkl").turn([(3, 7), (11, 15)])
    assert turned.text == "ab fedc gh lkji"
    assert turned.to_original(1, 5) == (1, 7)
    assert turned.to_original(5, 9) == (3, 9)
    assert turned.to_original(5, 12) == (3, 15)
    assert turned.to_original(2, 13) == (2, 15)


@pytest.mark.parametrize(("start", "end"), [(-1, 1), (2, 1), (0, 4), (4, 4)])
def test_a_stretch_outside_the_view_is_refused(start: int, end: int) -> None:
    with pytest.raises(IndexError, match=rf"{start}:{end} in a view of 3 characters"):
        view_of(Mapped("abc")).to_original(start, end)


def test_an_empty_stretch_stays_empty() -> None:
    view = view_of(Mapped("a--b").edit([Edit(1, 3, "")]))
    assert view.to_original(0, 0) == (0, 0)
    assert view.to_original(1, 1) == (3, 3)
    assert view.to_original(2, 2) == (4, 4)
    assert view_of(Mapped("")).to_original(0, 0) == (0, 0)


def test_views_are_equal_by_name_and_text() -> None:
    one = View("main", "ab", Mapped("ab"))
    assert one == View("main", "ab", Mapped("a-b").edit([Edit(1, 2, "")]))
    assert one != View("leet", "ab", Mapped("ab"))
    assert len({one, View("main", "ab", Mapped("ab"))}) == 1


@st.composite
def edited_texts(draw: st.DrawFn) -> Mapped:
    mapped = Mapped(draw(st.text(max_size=30)))
    for _ in range(draw(st.integers(0, 3))):
        length = len(mapped.text)
        cuts = sorted(draw(st.lists(st.integers(0, length), max_size=6)))
        pairs = [(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False) if a < b]
        if draw(st.booleans()):
            mapped = mapped.edit(Edit(a, b, draw(st.text(max_size=4))) for a, b in pairs)
        else:
            mapped = mapped.turn(pairs)
    return mapped


@given(edited_texts())
def test_every_stretch_covers_exactly_what_its_characters_cover(mapped: Mapped) -> None:
    view = view_of(mapped)
    original = mapped
    while original.parent is not None:
        original = original.parent
    starts, ends = view.starts, view.ends
    assert all(0 <= a < b <= len(original.text) for a, b in zip(starts, ends, strict=True))
    for start in range(len(view.text)):
        for end in range(start + 1, len(view.text) + 1):
            low, high = view.to_original(start, end)
            assert low <= min(starts[start:end])
            assert high >= max(ends[start:end])
            assert 0 <= low < high <= len(original.text)
