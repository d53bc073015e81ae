"""Broken hostile words are mended; known words, names, addresses and other languages stay."""

from __future__ import annotations

import pytest

from moderation.text.mending import mend, mend_words
from moderation.text.offsets import Mapped


def mended(text: str) -> str:
    return mend_words(Mapped(text)).text


@pytest.mark.parametrize(
    ("broken", "meant"),
    [
        ("stpuid", "stupid"),
        ("idoit", "idiot"),
        ("stuid", "stupid"),
        ("moroon", "moron"),
        ("idipt", "idiot"),
        ("idioy", "idiot"),
        ("stpd", "stupid"),
        ("btch", "bitch"),
        ("rtarded", "retarded"),
        ("mrns", "morons"),
        ("diputs", "stupid"),
        ("shiiiit", "shit"),
        ("assssholes", "assholes"),
        ("fuuuck", "fuck"),
        ("youidiot", "you idiot"),
        ("youfuckingmoron", "you fucking moron"),
        ("afaggot", "a faggot"),
        ("thejew", "the jew"),
    ],
)
def test_a_word_one_slip_from_a_hostile_one_is_mended(broken: str, meant: str) -> None:
    assert mend(broken) == meant


@pytest.mark.parametrize(
    "word",
    [
        "lower", "toward", "moon", "crown", "garage", "clone", "trail", "pints", "count", "ducks",
        "shift", "shirt", "tweets", "dent", "countries", "consideration", "concentration",
        "this", "siht", "tihs", "teh", "waht", "cnt", "ppl", "fls", "zzz", "fagus", "kig", "ikde",
        "xidiot", "idiotqz", "qqidiot", "grandfathered", "", "a", "as",
    ],
)  # fmt: skip
def test_known_words_and_harmless_slips_stay(word: str) -> None:
    assert mend(word) is None


@pytest.mark.parametrize(
    "word",
    ["plannig", "runnig", "winnig", "warnig", "shippig", "guidelies", "eatpig", "isnig", "oldrat"],
)
def test_a_slip_or_a_short_tail_is_not_split(word: str) -> None:
    assert mend(word) is None


@pytest.mark.parametrize(
    "word",
    [
        "shet", "bith", "fas", "whre", "shts", "whoe", "hous", "pai", "whie", "hapy", "wtch",
        "drnk", "moton",
    ],
)  # fmt: skip
def test_a_slip_of_a_common_word_is_that_word(word: str) -> None:
    assert mend(word) is None
    assert mended(f"I am here, {word.capitalize()} is what it was") == (
        f"I am here, {word.capitalize()} is what it was"
    )


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("you id*ot", "you idiot"),
        ("what a b#tch!", "what a bitch!"),
        ("f**k it", "fuck it"),
        ("f*** it", "fuck it"),
        ("you M#RON", "you moron"),
        ("5*6 or a*b", "5*6 or a*b"),
        ("x* and y*", "x* and y*"),
        ("a w*nd*rful day", "a w*nd*rful day"),
    ],
)
def test_a_mask_stands_for_one_letter(text: str, read: str) -> None:
    assert mended(text) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("these fo ols here", "these fools here"),
        ("my a ss", "my ass"),
        ("cl own", "clown"),
        ("as is", "as is"),
        ("no bad ass", "no bad ass"),
        ("fo-ols fo, ols fo  ols", "fo-ols fo, ols fo  ols"),
        ("wasn't its", "wasn't its"),
        ("fo ols-day", "fo ols-day"),
        ("fo ols stpuid", "fools stupid"),
    ],
)
def test_a_word_with_one_space_in_it_is_joined(text: str, read: str) -> None:
    assert mended(text) == read


@pytest.mark.parametrize(
    "text",
    [
        "We met Moran and Dickins.",
        "Moran is right.",
        "said Fagan",
        "the NGGR index",
        "see www.idoit.example and http://x.example/stpuid/moroon",
        "write to idoit@example.org or @idoit",
        "my_idoit_variable",
        "o'idoit",
        "idoit-free",
    ],
)
def test_names_acronyms_and_addresses_stay(text: str) -> None:
    mapped = Mapped(text)
    assert mend_words(mapped) is mapped


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Stpuid people.", "stupid people."),
        ("Well. Ididots all of them", "Well. idiots all of them"),
        ("the Jwes and the Zoinists", "the jews and the zionists"),
        ("the Mslms again", "the muslims again"),
        ("you STPUID man", "you stupid man"),
        ("YOU ARE AN IDOIT", "YOU ARE AN idiot"),
        ("that Whiteidiot again", "that white idiot again"),
        ("Mxcn/nggr here", "mexican/nigger here"),
    ],
)
def test_what_is_surely_no_name_is_mended_with_a_capital(text: str, read: str) -> None:
    assert mended(text) == read


@pytest.mark.parametrize(
    "text",
    [
        "Das ist dumn und der Zug hatte gestern Verspätung",
        "kto powiedział że idoit jutro przyjedzie",
        "ídíoit",
    ],
)
def test_other_languages_stay(text: str) -> None:
    mapped = Mapped(text)
    assert mend_words(mapped) is mapped


@pytest.mark.parametrize(
    "text",
    [
        "P&G is good", "at B&M now", "A&S and R&T", "p#g", "a *rap* song", "a *hat* here",
        "the *dam* here", "the ball* here", "Mo Ron is here", "Ka Ren is here",
    ],
)  # fmt: skip
def test_firms_markdown_footnotes_and_full_names_stay(text: str) -> None:
    assert mended(text) == text


def test_a_mended_word_leads_back_to_the_broken_one() -> None:
    mapped = mend_words(Mapped("so, youidiot st*pid fo ols!"))
    assert mapped.text == "so, you idiot stupid fools!"
    assert mapped.to_original(8, 13) == (4, 12)
    assert mapped.to_original(14, 20) == (13, 19)
    assert mapped.to_original(21, 26) == (20, 26)
    assert mapped.suspicion == 9 + 6 + 5
