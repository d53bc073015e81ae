"""HTML goes, and its text stays where it was."""

from __future__ import annotations

import pytest

from moderation.text.markup import strip_markup
from moderation.text.offsets import Mapped


def plain(text: str) -> str:
    return strip_markup(Mapped(text)).text


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("id<b></b>iot", "idiot"),
        ("<EM>Hello</EM> you", "Hello you"),
        ('see <a href="https://x.example/?a=1" rel=nofollow>this</a>', "see this"),
        ("one<br>two<br/>three<br />four", "one\ntwo\nthree\nfour"),
        ("<p class='x'>one</p><p>two</p>", "\none\n\ntwo\n"),
        ("<h2>Title</h2>", "\nTitle\n"),
        ("id<!-- hidden -->iot", "idiot"),
        ("id<wbr>iot", "idiot"),
    ],
)
def test_tags_are_removed_and_blocks_break_words(written: str, read: str) -> None:
    assert plain(written) == read


@pytest.mark.parametrize(
    "written",
    [
        "a < b and c > d",
        "I <3 you",
        "<Goran> said so",
        "<idiot>",
        "<b idiot>",
        "<b-idiot>",
        "<h7>",
        "<a href=",
        "AT&T & others; R&D",
        "&nosuchthing;",
        "&#;",
        "&",
    ],
)
def test_what_is_no_markup_stays(written: str) -> None:
    mapped = Mapped(written)
    assert strip_markup(mapped).text == written
    assert strip_markup(mapped).suspicion == 0


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Tom &amp; Jerry", "Tom & Jerry"),
        ("&lt;3", "<3"),
        ("caf&eacute;", "café"),
        ("&#8217;", "’"),
        ("&#x2019;", "’"),
        ("&#8217 x", "’ x"),
        ("&amp;quot;", '"'),
        ("&amp;amp;amp;", "&amp;"),
        ("&nbsp;", "\u00a0"),
    ],
)
def test_references_are_resolved_even_when_escaped_twice(written: str, read: str) -> None:
    assert plain(written) == read


def test_escaped_tags_were_shown_as_text_and_stay() -> None:
    assert plain("&lt;b&gt;") == "<b>"


def test_spans_lead_back_through_references_and_tags() -> None:
    mapped = strip_markup(Mapped("x &amp;amp; <b>you</b> &amp; me"))
    assert mapped.text == "x & you & me"
    assert mapped.to_original(2, 3) == (2, 11)
    assert mapped.to_original(4, 7) == (15, 18)
    assert mapped.to_original(8, 9) == (23, 28)


def test_only_letters_written_as_numbers_are_suspicious() -> None:
    assert strip_markup(Mapped("&#105;d&#x69;ot")).suspicion == 2
    assert strip_markup(Mapped("&#33; &amp; &#233; &lt;")).suspicion == 0
