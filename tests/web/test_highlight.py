"""Spans to segments, and hostile text to harmless pieces."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from moderation.domain import Span
from moderation.web.highlight import Segment, cut_excerpt, split_pieces, split_segments


def span(start: int, end: int, label: str = "slur", **more: object) -> Span:
    fields: dict[str, object] = {"weight": 0.5, "origin": "model", **more}
    return Span(start=start, end=end, label=label, **fields)  # type: ignore[arg-type]


def plain(segment: Segment) -> str:
    return "".join(piece.text for piece in segment.pieces)


def test_a_text_without_spans_is_one_unmarked_segment() -> None:
    (only,) = split_segments("hello there", [])
    assert (plain(only), only.labels, only.origin) == ("hello there", (), "")


def test_an_empty_text_has_no_segments() -> None:
    assert split_segments("", [span(0, 3)]) == ()


def test_a_span_cuts_out_exactly_its_code_points() -> None:
    before, marked, after = split_segments("a 😀 word here", [span(4, 8)])
    assert (plain(before), plain(marked), plain(after)) == ("a 😀 ", "word", " here")
    assert marked.labels == ("slur",)


def test_overlapping_spans_share_a_segment_with_the_heavier_label_first() -> None:
    spans = [span(0, 6, "toxicity", weight=0.2), span(3, 9, "slur", weight=0.9, origin="term")]
    first, both, last = split_segments("abcdefghi", spans)
    assert (plain(first), first.labels, first.origin) == ("abc", ("toxicity",), "model")
    assert (plain(both), both.labels, both.origin) == ("def", ("slur", "toxicity"), "term model")
    assert (plain(last), last.labels, last.origin) == ("ghi", ("slur",), "term")


def test_a_span_within_a_span_leaves_the_outer_on_both_sides() -> None:
    parts = split_segments("abcdef", [span(0, 6, "threat"), span(2, 4, "slur", weight=0.9)])
    assert [part.labels for part in parts] == [("threat",), ("slur", "threat"), ("threat",)]


def test_spans_outside_of_the_text_are_clipped_and_empty_ones_dropped() -> None:
    parts = split_segments("abc", [span(-5, 2), span(2, 2), span(7, 9), span(1, 99, "threat")])
    assert [(plain(part), part.labels) for part in parts] == [
        ("a", ("slur",)),
        ("b", ("slur", "threat")),
        ("c", ("threat",)),
    ]


def test_the_notes_of_all_spans_are_kept_once() -> None:
    spans = [span(0, 3, note="coded"), span(0, 3, "antisemitism", note="coded")]
    assert split_segments("abc", spans)[0].notes == ("coded",)


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(-5, 70), st.integers(-5, 70))))
def test_the_segments_of_visible_text_join_to_the_whole_text(
    text: str, ends: list[tuple[int, int]]
) -> None:
    segments = split_segments(text, [span(start, end) for start, end in ends])
    shown = [piece for segment in segments for piece in segment.pieces if not piece.hint]
    assert all(piece.text for piece in shown)
    whole = split_pieces(text)
    if not any(piece.hint for piece in whole) and "\r" not in text:
        assert "".join(piece.text for piece in shown) == text


def test_a_bidi_override_is_drawn_as_a_name_and_not_left_to_act() -> None:
    pieces = split_pieces("safe \u202egnp.exe")
    assert [piece.text for piece in pieces] == ["safe ", "RLO", "gnp.exe"]
    assert "right-to-left override" in pieces[1].hint


def test_a_flood_of_zero_width_characters_is_one_small_piece() -> None:
    flood = split_pieces("a" + "\u200b" * 50_000 + "b")
    assert [piece.text for piece in flood] == ["a", "ZWSP×50000", "b"]


def test_mixed_invisible_characters_are_named_in_the_hint() -> None:
    (_, hidden) = split_pieces("x\u200b\u2060\u202e\ufeff\u00ad")
    assert hidden.text == "hidden×5"
    assert "zero width space" in hidden.hint
    assert "and 1 more" in hidden.hint


def test_control_characters_and_half_surrogates_are_named() -> None:
    assert [piece.text for piece in split_pieces("\x00\ud800")] == ["hidden×2"]
    assert split_pieces("\x00")[0].text == "NUL"
    assert split_pieces("\x07")[0].text == "U+0007"


def test_line_breaks_and_tabs_stay_and_windows_line_ends_become_plain_ones() -> None:
    assert "".join(piece.text for piece in split_pieces("a\r\nb\tc\n")) == "a\nb\tc\n"


def test_joiners_stay_in_emoji_and_persian() -> None:
    family, persian = "👩\u200d👩\u200d👧", "می\u200cخواهم"
    assert [piece.text for piece in split_pieces(family)] == [family]
    assert [piece.text for piece in split_pieces(persian)] == [persian]
    assert [piece.text for piece in split_pieces("❤\ufe0f")] == ["❤\ufe0f"]


def test_a_joiner_within_a_latin_word_is_shown() -> None:
    assert [piece.text for piece in split_pieces("sl\u200dur")] == ["sl", "ZWJ", "ur"]


def test_a_tower_of_combining_marks_is_cut_and_counted() -> None:
    pieces = split_pieces("Z" + "\u0301" * 500 + "algo")
    assert [piece.text for piece in pieces] == ["Z" + "\u0301" * 3, "+497 marks", "algo"]


def test_pointed_hebrew_and_vowelled_arabic_are_left_alone() -> None:
    for text in ("שָׁלוֹם", "مَرْحَبًا", "tiếng Việt"):
        assert [piece.text for piece in split_pieces(text)] == [text]


def test_a_megabyte_of_one_word_with_many_spans_is_cut_within_a_second() -> None:
    spans = [span(at * 1000, at * 1000 + 500) for at in range(1000)]
    began = time.perf_counter()
    assert len(split_segments("x" * 1_000_000, spans)) == 2000
    assert time.perf_counter() - began < 1


def test_a_short_text_is_its_own_excerpt() -> None:
    segments, before, after = cut_excerpt("short", [span(0, 5)])
    assert (plain(segments[0]), before, after) == ("short", False, False)


def test_the_excerpt_of_a_long_text_shows_the_weightiest_span() -> None:
    text = "blah " * 200 + "slurword" + " blah" * 200
    spans = [span(0, 4, weight=0.1), span(1000, 1008, weight=0.9)]
    segments, before, after = cut_excerpt(text, spans)
    assert [plain(part) for part in segments if part.labels] == ["slurword"]
    assert (before, after) == (True, True)
    assert sum(len(plain(part)) for part in segments) <= 240


def test_the_excerpt_begins_at_the_start_where_the_span_stands_there() -> None:
    segments, before, after = cut_excerpt("slurword " + "blah " * 200, [span(0, 8)])
    assert (plain(segments[0]), before, after) == ("slurword", False, True)
