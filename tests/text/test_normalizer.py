"""The whole of normalizing: order, spans, ordinary text, hostile text, speed."""

from __future__ import annotations

import hashlib
import re
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from moderation.text import GUESS, NORMALIZER_VERSION, NormalizedText, View, normalize

ORDINARY = [
    "Why is this news? I wrote about this deal 5 days ago or so.",
    "I can't stand these hypocrites, very non-professional.",
    "It cost $2,350 in 1984, i.e. 20% more than the U.S.A. paid; A B C.",
    "Write an e-mail to me1@mail.example.org or see https://x.example/a1b2c3?v=S1pInI",
    "The S-300, T-72, Su-25 and AK47; B2B in the G20, COVID19, 2nd of 3, H2O, R2D2",
    "Sooooo good!!! Goooal 😀👍🏽 ❤️ 👨‍👩‍👧 🇷🇸🇺🇸 1️⃣",
    "Goran Grubić HardyVeles čuo šiptara; José, Łukasz, Ærø, Nguyễn Thị Minh",
    "<p>Tom &amp; Jerry &quot;said&quot; <b>N</b>o</p>",
    "Привет, как дела? Я ехал с iPhoneом.",
    "שָׁלוֹם לכולם, של\u200fום בFacebook",
    "السَّلَامُ عَلَيْكُمْ می‌خواهم",
    "नमस्ते दुनिया, 你好世界，第1次会议 カタカナ 안녕하세요",
    "Ελληνικά και 5 μm",
    "“Raqqa is Being Slaughtered Silently” – that’s “news”… ½ price™",
    "tl|Members, kids!lol #c4news @b0b",
]


def names(text: str) -> dict[str, str]:
    return {view.name: view.text for view in normalize(text).views}


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_text_is_not_suspected_of_a_disguise(text: str) -> None:
    normalized = normalize(text)
    assert normalized.obfuscation == 0.0
    assert normalized.disguised == ()


@pytest.mark.parametrize(
    "text",
    [
        "Привет мир",
        "שָׁלוֹם עולם",
        "السَّلَامُ",
        "Ελληνικά",
        "你好世界",
        "é ž ć š đ ñ",
        "नमस्ते",
    ],
)
def test_genuine_text_is_its_own_main_view(text: str) -> None:
    assert normalize(text).main.text == text


def test_plain_text_has_no_reading_but_backwards() -> None:
    assert normalize("he is as good as any").views == ()
    assert names("the government said") == {"reversed": "the tnemnrevog said"}


def test_the_original_is_kept_and_the_case_too() -> None:
    normalized = normalize("  <b>Hello</b>\n\n&amp; YOU ")
    assert normalized.original == "  <b>Hello</b>\n\n&amp; YOU "
    assert normalized.main.text == " Hello & YOU "
    assert normalized.main.name == "main"


def test_the_hash_is_of_the_main_text_and_the_version() -> None:
    expected = hashlib.sha256(f"{NORMALIZER_VERSION}\x00idiot".encode()).hexdigest()
    assert normalize("id\u200biot").hash == normalize("idiot").hash == expected
    assert normalize("Idiot").hash != expected


def test_spans_lead_through_all_steps_to_the_original() -> None:
    text = "You <b>&amp;</b> ﬁne і\u200bd\u0336і\u200bоt 👍"
    main = normalize(text).main
    assert main.text == "You & fine idiot 👍"
    start = main.text.index("idiot")
    low, high = main.to_original(start, start + 5)
    assert text[low:high] == "і\u200bd\u0336і\u200bоt"
    assert main.to_original(4, 5) == (7, 12)
    assert main.to_original(6, 8) == (17, 18)


@pytest.mark.parametrize(
    ("text", "name", "reading"),
    [
        ("you 1d10t", "leet", "you idiot"),
        ("you as5ho1e", "leet_l", "you asshole"),
        ("you i d i o t", "joined", "you idiot"),
        ("a k i k e", "joined", "a kike"),
        ("a z o r k", "joined_after_article", "a zork"),
        ("you_are_all_here", "spaced", "you are all here"),
        ("you stpuid", "mended", "you stupid"),
        ("y o u 1 d i 0 t", "joined", "youidiot"),
        ("a s s h o 1 e", "joined_l", "asshole"),
        ("you toidi", "reversed", "you idiot"),
        ("you idiiiiot", "squeezed", "you idiot"),
        ("you fooool", "squeezed_to_two", "you fool"),
        ("you biiiigggger", "squeezed_vowels", "you bigger"),
        ("you id iot", "split", "you idiot"),
        ("you idio t", "split_leftwards", "you idiot"),
        ("ídíöt", "folded", "idiot"),
        ("ídí0t", "leet", "idiot"),
        ("you сосо", "lookalike", "you coco"),
        ("ʇoıpı", "flipped", "idiot"),
        ("\u202etoidi", "shown", "idiot"),
        ("1d1000t", "leet", "idiooot"),
        ("1d10oot", "squeezed", "idiot"),
        ("t01d1", "reversed", "idiot"),
    ],
)
def test_each_disguise_has_its_reading(text: str, name: str, reading: str) -> None:
    assert names(text)[name] == reading


def test_a_broken_word_is_mended_beside_other_disguises() -> None:
    normalized = normalize("y o u are a m0ron and st*pid")
    assert normalized.mended is not None
    assert normalized.mended.text == "you are a moron and stupid"
    assert normalized.second_readings(()) == (normalized.mended,)
    start = normalized.mended.text.index("stupid")
    assert normalized.mended.to_original(start, start + 6) == (22, 28)


def test_a_guess_that_another_view_has_already_is_still_the_guess() -> None:
    normalized = normalize("these fo ols")
    assert normalized.views[0].name == "split"
    assert normalized.views[0].text == "these fools"
    assert normalized.mended is not None
    assert normalized.mended.name == GUESS
    assert [view.text for view in normalized.second_readings(())] == ["these fools"]


def test_nothing_is_mended_where_nothing_is_broken() -> None:
    assert normalize("You are an idiot, they said.").mended is None


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("sᴉɥʇ is fine", "this is fine"),
        ("a br0ther here", "a brother here"),
        ("w i t h you", "with you"),
        ("\u202esiht\u202c is fine", "this is fine"),
        ("not_at_all_bad", "not at all bad"),
        ("ʇzxɔʞʞ is fine", "ʇzxɔʞʞ is fine"),
        ("a br0ther z0rkq", "a br0ther z0rkq"),
        ("this is fine", "this is fine"),
    ],
)
def test_a_sure_disguise_is_read_instead_of_the_text(text: str, plain: str) -> None:
    normalized = normalize(text)
    assert normalized.plain.text == plain
    assert plain not in [view.text for view in normalized.second_readings(())]


def test_an_unsure_disguise_is_read_beside_the_text() -> None:
    normalized = normalize("you m0r0nz0id")
    assert normalized.plain is normalized.main
    assert [view.text for view in normalized.second_readings(())] == ["you moronzoid"]


def test_readings_differ_from_the_main_view_and_from_each_other() -> None:
    normalized = normalize("ídíöt 1d10t a k i k e goool toidi id iot")
    texts = [normalized.main.text, *(view.text for view in normalized.views)]
    assert len(set(texts)) == len(texts) > 5


def test_the_readings_worth_scoring_come_first_and_apart() -> None:
    normalized = normalize("élan m0r0n i d i o t")
    assert [view.name for view in normalized.disguised] == [
        "joined",
        "joined_after_article",
        "leet",
    ]
    assert normalized.views[0].name == "joined"
    assert normalize("id\u200biot U.S.A. B2B").disguised == ()
    assert [view.name for view in normalize("\u202etoidi").disguised] == ["shown"]
    assert [view.name for view in normalize("ʇoıpı").disguised] == ["flipped"]


@pytest.mark.parametrize(
    ("text", "terms", "reading"),
    [
        ("you iiidddiiiooottt", {"idiot"}, ["you idiot"]),
        ("you fooooool", {"Fool"}, ["you fool"]),
        ("you 1ddd1ooot", {"idiot"}, ["you idiot"]),
        ("you 1d10t, sooo", {"idiot"}, []),
        ("you 1d10t, stpuid", {"idiot"}, ["you idiot, stupid"]),
        ("you idiot, noooo", {"idiot"}, []),
        ("noooo, that is sooo good", set(), []),
        ("the kkk marched", {"kkk"}, []),
    ],
)
def test_held_down_letters_are_a_disguise_only_of_a_listed_term(
    text: str, terms: set[str], reading: list[str]
) -> None:
    assert [view.text for view in normalize(text).second_readings(terms)] == reading


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("id\u200biot", 1 / 5),
        ("an id\u200biot", 1 / 7),
        ("іdіоt", 3 / 5),
        ("m0r0n", 2 / 5),
        ("i d i o t", 1.0),
        ("you m0r0n", 2 / 8),
        ("ｉｄｉｏｔ you", 5 / 8),
        ("\u202etoidi", 1.0),
        ("ʇoıpı is", 5 / 7),
        ("і\u200bdі\u200bоt", 1.0),
        ("m0r0n f o o l", 6 / 9),
        ("i" + "\u200b" * 9 + "d", 1.0),
        ("", 0.0),
        (" \u200b ", 0.0),
    ],
)
def test_obfuscation_is_the_share_of_disguised_characters(text: str, share: float) -> None:
    assert normalize(text).obfuscation == pytest.approx(share)


def check(normalized: NormalizedText) -> None:
    """All that holds for any string."""
    length = len(normalized.original)
    assert 0.0 <= normalized.obfuscation <= 1.0
    for view in (normalized.main, *normalized.views):
        starts, ends = view.starts, view.ends
        assert len(starts) == len(ends) == len(view.text)
        assert all(0 <= a < b <= length for a, b in zip(starts, ends, strict=True))
        if view.text and view.name != "reversed":
            low, high = view.to_original(0, len(view.text))
            assert low <= min(starts)
            assert max(ends) <= high
        view.text.encode("utf-8")
    main = normalized.main
    assert list(main.starts) == sorted(main.starts)
    assert list(main.ends) == sorted(main.ends)
    assert all(0 <= a < b <= length for a, b in normalized.echoes)
    assert isinstance(main, View)


HOSTILE = st.text(
    st.sampled_from(
        "aAeiod tkſﬁé1030$@!|.-_*()<>&;#xb/\\'’\n\t\u200b\u200d\u202e\u202c\u0301\u0336\u05b8ש"
        "аоскжιο中한\u1112\u1161\u11abカｉⓓ𝐢ɪʇɐı🇮🇩👩❤\ufe0f\x00\ud800\udfff½…ﷺ\U000e0041\u20e3🅸"
    ),
    max_size=60,
)


@settings(max_examples=300, deadline=None)
@given(HOSTILE | st.text(max_size=60))
@example("")
@example("\ud800")
@example("\x00")
@example("\u0301" * 40)
@example("<" * 40)
@example("&#0;&#xD800;&#x110000;&#1114111;")
def test_any_string_is_normalized_and_leads_back(text: str) -> None:
    normalized = normalize(text)
    check(normalized)
    assert normalized.original == text
    assert normalize(text) == normalized


@settings(max_examples=200, deadline=None)
@given(HOSTILE)
def test_the_main_view_hides_nothing_invisible(text: str) -> None:
    main = normalize(text).main.text
    assert not set("\u200b\u202e\u202c\x00\ud800\U000e0041\ufe0f").intersection(main)
    assert "  " not in main


@settings(max_examples=200, deadline=None)
@given(st.text("abcdefghij ABC,.?", max_size=80))
def test_plain_ascii_words_are_left_as_they_are(text: str) -> None:
    single = re.sub(" +", " ", text)
    assert normalize(text).main.text == single


LONG = [
    ("one word", "abcdefghij", 100_000),
    ("one letter", "a", 1_000_000),
    ("open tags", "<a b=c ", 120_000),
    ("open comments", "<!--", 200_000),
    ("ampersands", "&#", 400_000),
    ("marks", "\u0301\u0316", 300_000),
    ("hebrew marks", "\u05b7\u05c1", 300_000),
    ("zero-width", "a\u200b", 300_000),
    ("brackets", "(((a ", 150_000),
    ("spaced", "a ", 300_000),
    ("dots", "a.", 300_000),
    ("dollars", "$", 600_000),
    ("mixed scripts", "аa", 300_000),
    ("stray pieces", "kx ", 200_000),
    ("jamo", "\u1161", 300_000),
    ("overrides", "\u202e", 600_000),
    ("mail", "a@", 300_000),
]


@pytest.mark.slow
@pytest.mark.parametrize(("piece", "times"), [case[1:] for case in LONG], ids=[c[0] for c in LONG])
def test_hostile_length_costs_no_more_than_its_share(piece: str, times: int) -> None:
    started = time.process_time()
    normalize(piece * (times // 8))
    short = time.process_time() - started
    started = time.process_time()
    normalize(piece * times)
    # Eight times the length: 8 if linear, 64 if quadratic.
    assert time.process_time() - started < 30 * max(short, 0.05)


@pytest.mark.slow
def test_ten_megabytes_take_seconds_and_an_ordinary_comment_no_time() -> None:
    sentence = "The deal was made in 2017, he said; nobody believes it, and why should they? "
    started = time.process_time()
    assert normalize(sentence * (10_000_000 // len(sentence))).obfuscation == 0.0
    assert time.process_time() - started < 30
    comment = (sentence * 4)[:300]
    started = time.process_time()
    for _ in range(200):
        normalize(comment)
    assert (time.process_time() - started) / 200 < 0.003
