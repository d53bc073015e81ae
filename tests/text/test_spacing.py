"""Spaced letters and split words are joined, initials and lists are not suspected."""

from __future__ import annotations

import pytest

from moderation.text.offsets import Mapped
from moderation.text.spacing import join_spaced_letters, join_split_words, undo_underscores


def joined(text: str) -> str:
    return join_spaced_letters(Mapped(text)).text


@pytest.mark.parametrize(
    "text",
    [
        "i d i o t",
        "i.d.i.o.t",
        "i-d-i-o-t",
        "i _ d _ i _ o _ t",
        "i  d  i  o  t",
        "i*d*i*o*t",
        "i - d - i - o - t",
        "i. d. i. o. t",
        "i.d-i,o/t",
        "i\nd\ni\no\nt",
        "i··d··i··o··t",
    ],
)
def test_single_letters_with_gaps_are_joined(text: str) -> None:
    mapped = join_spaced_letters(Mapped(f"you, {text}, you"))
    assert mapped.text == "you, idiot, you"
    assert mapped.to_original(5, 10) == (5, 5 + len(text))
    assert mapped.to_original(6, 7)[1] - mapped.to_original(6, 7)[0] == 1


def test_wider_gaps_part_words() -> None:
    assert joined("y o u  f o o l") == "you  fool"
    assert joined("y o u    f o o l") == "you    fool"


@pytest.mark.parametrize(
    "text",
    [
        "a b",
        "e.g.",
        "i.e. so",
        "no one",
        "a to b",
        "is a b-c",
        "1 2 3 4",
        "9.1.1",
        "1.2.3.a",
        "x a bc d",
        "it's a b",
        "I...am...a",
        "word",
    ],
)
def test_ordinary_text_stays(text: str) -> None:
    mapped = Mapped(text)
    assert join_spaced_letters(mapped) is mapped


def test_digits_may_stand_among_spaced_letters() -> None:
    assert joined("1 d 1 o t") == "1d1ot"
    assert joined("1 2 a b") == "12ab"
    assert joined("1 2 3 b") == "1 2 3 b"


def test_a_leading_article_may_stay_apart() -> None:
    assert joined("a z o r k") == "azork"
    assert joined("a k i d") == "a kid"
    assert joined("a b o u t") == "about"
    for article in "aAiI":
        kept = join_spaced_letters(Mapped(f"{article} k i d"), keep_article=True)
        assert kept.text == f"{article} kid"
    assert join_spaced_letters(Mapped("e k i d"), keep_article=True).text == "ekid"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("i d i o t", 5),
        ("m o r o n", 5),
        ("f-o-o-l", 4),
        ("S T U P I D", 6),
        ("a k i k e", 4),
        ("s.t.u.p.i.d", 6),
        ("f.u.c.k", 4),
        ("K.I.K.E", 4),
        ("n.o.t.q", 4),
    ],
)
def test_each_letter_of_a_spaced_word_is_suspicious(text: str, count: int) -> None:
    assert join_spaced_letters(Mapped(text)).suspicion == count


@pytest.mark.parametrize(
    "text",
    [
        "U.S.A.",
        "U.S.S.R.",
        "J.R.R.T",
        "A B C D E",
        "a-b-c-d",
        "F B I",
        "a P O S",
    ],
)
def test_initials_and_lists_are_not_suspicious(text: str) -> None:
    mapped = join_spaced_letters(Mapped(text))
    assert mapped.text != text
    assert mapped.suspicion == 0


@pytest.mark.parametrize(
    ("text", "rightwards", "leftwards"),
    [
        ("an id iot here", "an idiot here", "an idiot here"),
        ("you idio t", "you idio t", "you idiot"),
        ("mor onic", "moronic", "mor onic"),
        ("fo ol ish", "fool ish", "fool ish"),
        ("kx zq vw", "kxzq vw", "kxzq vw"),
        ("cl own", "clown", "cl own"),
        ("mor on", "moron", "mor on"),
        ("wor d", "word", "word"),
    ],
)
def test_stray_pieces_are_joined_to_a_neighbour(text: str, rightwards: str, leftwards: str) -> None:
    assert join_split_words(Mapped(text), leftwards=False).text == rightwards
    assert join_split_words(Mapped(text), leftwards=True).text == leftwards


@pytest.mark.parametrize(
    "text",
    [
        "pen is here",
        "the rapist",
        "CIA is",
        "is CIA",
        "kx, zq",
        "kx  word",
        "obama's pick",
        "people 's",
        "isn't real",
        "x-kx word",
        "kx-y word",
        "id",
        "",
        "kx 5",
        "ab1 word",
        "x the",
        "the x",
    ],
)
@pytest.mark.parametrize("leftwards", [False, True])
def test_words_that_stand_for_themselves_are_not_joined(text: str, leftwards: bool) -> None:
    mapped = Mapped(text)
    assert join_split_words(mapped, leftwards=leftwards) is mapped


def test_a_lone_capital_may_be_a_stray_piece() -> None:
    assert join_split_words(Mapped("K ike"), leftwards=False).text == "Kike"
    assert join_split_words(Mapped("KI KE"), leftwards=False).text == "KI KE"


def test_underscores_throughout_are_spaces() -> None:
    mapped = undo_underscores(Mapped("you_are_an__idiot bro"))
    assert mapped.text == "you are an idiot bro"
    assert mapped.suspicion == 3
    assert mapped.to_original(11, 16) == (12, 17)


@pytest.mark.parametrize("text", ["snake_case_name and so on it is", "a_b", "____", "_a_ _b_ _c_"])
def test_a_few_underscores_stay(text: str) -> None:
    mapped = Mapped(text)
    assert undo_underscores(mapped) is mapped


def test_joining_is_never_suspicious_by_itself() -> None:
    assert join_split_words(Mapped("an id iot"), leftwards=False).suspicion == 0


def test_a_neighbour_of_more_than_forty_letters_is_no_word() -> None:
    assert join_split_words(Mapped("kx " + "b" * 40), leftwards=False).text == "kx" + "b" * 40
    assert join_split_words(Mapped("kx " + "b" * 41), leftwards=False).text == "kx " + "b" * 41
    assert join_split_words(Mapped("b" * 40 + " kx"), leftwards=True).text == "b" * 40 + "kx"
