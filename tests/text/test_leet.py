"""Signs inside words are read as letters; numbers stay numbers."""

from __future__ import annotations

import pytest

from moderation.text.leet import is_leet, undo_leet
from moderation.text.offsets import Mapped


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1d10t", "idiot"),
        ("m0r0n", "moron"),
        ("K33P", "KeeP"),
        ("H0T", "HoT"),
        ("a$$hole", "asshole"),
        ("a$$", "ass"),
        ("$hit", "shit"),
        ("@sshole", "asshole"),
        ("sh!t", "shit"),
        ("!diot", "idiot"),
        ("f4gg07", "faggot"),
        ("nigg3r", "nigger"),
        ("m|nd", "mind"),
        ("sni66er", "snigger"),
        ("8itch", "bitch"),
        ("di9", "dig"),
        ("2any", "zany"),
        ("kil£er", "killer"),
        ("n€ver", "never"),
        ("¢rap", "crap"),
        ("wh¥", "why"),
        ("bu+t", "butt"),
        ("a55", "ass"),
        ("4ss", "ass"),
        ("_sh1t_", "_shit_"),
    ],
)
def test_signs_are_read_as_letters(written: str, read: str) -> None:
    mapped = undo_leet(Mapped(f"so {written} there"))
    assert mapped.text == f"so {read} there"
    assert mapped.to_original(3, 3 + len(read)) == (3, 3 + len(written))


@pytest.mark.parametrize(
    "text",
    [
        "1984",
        "$2,350",
        "2,500 EUR",
        "in 2017!",
        "2nd",
        "20th",
        "1990s",
        "10kg",
        "$10k",
        "US$500",
        "7pm",
        "4K",
        "T72",
        "AK47",
        "G20",
        "COVID19",
        "F16s",
        "19x18",
        "62x25",
        "M1",
        "B2",
        "x2",
        "9/11",
        "3.5",
        "100%",
        "idiot!",
        "what?!",
        "C++",
        "AT&T",
        "U.S.A.",
        "e-mail",
        "i.e.",
        "A B C",
        "first!!!",
        "+1",
        "no 1 is",
        "第1次会议",
        "привет1",
        "é1té",
        "https://x.example/v?a=b1b1b",
        "www.x1x.example",
        "me1@mail.example.com",
        "j0e@x.org",
    ],
)
def test_ordinary_numbers_and_words_stay(text: str) -> None:
    mapped = Mapped(text)
    assert undo_leet(mapped) is mapped
    assert undo_leet(mapped, one_is_l=True) is mapped


def test_one_may_be_i_or_l() -> None:
    assert undo_leet(Mapped("as5ho1e"), one_is_l=True).text == "asshole"
    assert undo_leet(Mapped("sl!|y"), one_is_l=True).text == "sllly"
    assert undo_leet(Mapped("as5ho1e")).text == "asshoie"


def test_punctuation_around_a_word_is_not_part_of_it() -> None:
    assert undo_leet(Mapped("1d10t!")).text == "idiot!"
    assert undo_leet(Mapped("|+1d10t+|")).text == "|+idiot+|"
    assert undo_leet(Mapped("(sh1t)")).text == "(shit)"


@pytest.mark.parametrize(
    ("drawn", "read"),
    [
        ("|<1|<3", "kike"),
        ("m()ron", "moron"),
        ("m[]ron", "moron"),
        (r"|\/|oron", "moron"),
        (r"moro|\|", "moron"),
        ("|)ick", "dick"),
        (r"b/\d", "bad"),
        (r"e\/il", "evil"),
        ("a|_|nt", "aunt"),
        ("|-|ate", "hate"),
        (r"c/\/t", "cnt"),
        (r"o\/\/n", "own"),
        ("a|3c", "abc"),
        ("fo><y", "foxy"),
        ("fo}{y", "foxy"),
        (r"a/\/\e", "ame"),
    ],
)
def test_letters_drawn_with_strokes_are_read(drawn: str, read: str) -> None:
    assert undo_leet(Mapped(drawn)).text == read


@pytest.mark.parametrize(
    "text", ["f()", "() => x", "[] or {}", r"C:\/ x", "a || b", "| a | b |", "|_"]
)
def test_strokes_beside_words_stay(text: str) -> None:
    assert undo_leet(Mapped(text)).text == text


@pytest.mark.parametrize(
    ("written", "count"),
    [
        ("m0r0n", 2),
        ("K33P", 2),
        ("H0T", 1),
        ("sh!t", 1),
        ("b!tch", 1),
        ("smart@ss", 1),
        ("pu$$y", 2),
        ("f4gg0t", 2),
        ("n4zi", 1),
        ("n1gg4", 2),
        ("idi0t5", 2),
        ("a1a2a", 2),
    ],
)
def test_signs_between_letters_are_suspicious(written: str, count: int) -> None:
    assert undo_leet(Mapped(f"so {written}")).suspicion == count


@pytest.mark.parametrize(
    "text",
    [
        "user123",
        "mp3s",
        "M1A1",
        "R2D2",
        "B2B",
        "H2O",
        "P4P",
        "B4U",
        "bb2d",
        "V2s",
        "kids!lol",
        "wow!great",
        "#c4news",
        "#x202a",
        "1st",
        "@k1ngdom said",
        "black+white",
        "@goran said",
        "tl|Members",
        "be4",
        "C6a7b",
    ],
)
def test_honest_names_and_slips_are_not_suspicious(text: str) -> None:
    assert undo_leet(Mapped(text)).suspicion == 0
    assert undo_leet(Mapped(f"so {text}")).suspicion == 0


@pytest.mark.parametrize(
    ("written", "count"), [("a55", 2), ("$hit", 1), ("5h17", 3), ("1d107", 4), ("b1gots", 1)]
)
def test_any_sign_in_a_hostile_word_is_suspicious(written: str, count: int) -> None:
    assert undo_leet(Mapped(f"so {written}")).suspicion == count


@pytest.mark.parametrize("text", ["hey @goran there", "yes!maybe", "black+white", "yes|there"])
def test_who_is_spoken_to_and_rows_of_words_stay(text: str) -> None:
    mapped = Mapped(text)
    assert undo_leet(mapped) is mapped


def test_an_at_sign_is_a_letter_in_a_known_word() -> None:
    assert undo_leet(Mapped("an @sshole, @merican")).text == "an asshole, american"
    assert undo_leet(Mapped("black+wh1te")).text == "blacktwhite"


def test_a_word_needs_a_letter_a_sign_and_three_characters() -> None:
    assert is_leet("a1b")
    assert is_leet("4$x")
    assert not is_leet("a1")
    assert not is_leet("abc")
    assert not is_leet("451")
    assert not is_leet("$1m")
    assert not is_leet("é1té")
    assert not is_leet("AB12")
    assert is_leet("AB12C")
