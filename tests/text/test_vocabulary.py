"""The packaged word lists: what they hold and what they must not."""

from __future__ import annotations

from moderation.text import vocabulary


def test_the_lists_are_clean_words_of_three_letters_or_more() -> None:
    for word in vocabulary.known():
        assert word.isascii()
        assert word.isalpha()
        assert word == word.lower()
    assert all(len(word) >= 3 for word in vocabulary.hostile())


def test_there_are_enough_known_words_and_hostile_ones_are_among_them() -> None:
    assert len(vocabulary.known()) > 80_000
    assert 600 < len(vocabulary.hostile()) < 1_000
    assert vocabulary.hostile().keys() <= vocabulary.known()
    assert (
        {"the", "you", "said", "a", "of"}
        <= vocabulary.common()
        <= vocabulary.known() | {word for word in vocabulary.common() if len(word) < 3}
    )


def test_an_earlier_line_is_the_likelier_word() -> None:
    ranks = vocabulary.hostile()
    assert ranks["fuck"] < ranks["idiot"] < ranks["jew"]
    assert sorted(ranks.values()) == list(range(len(ranks)))


def test_names_are_hostile_words_with_a_capital() -> None:
    assert {"jews", "zionist", "muslims"} <= vocabulary.names() <= vocabulary.hostile().keys()
    assert "women" not in vocabulary.names()


def test_words_are_found_by_what_is_left_of_them() -> None:
    assert vocabulary.one_letter_short()["idot"] == ("idiot",)
    assert vocabulary.by_skeleton()["stpd"] == "stupid"
    assert "idiot" in vocabulary.by_length()[5]
    assert vocabulary.skeleton("idiot") == "idt"
    assert vocabulary.skeleton("") == ""


def test_no_skeleton_is_shared_with_a_common_word_or_shorthand() -> None:
    skeletons = vocabulary.by_skeleton()
    assert "fls" not in skeletons
    assert "cnt" not in skeletons
    common = {vocabulary.skeleton(word) for word in vocabulary.common()}
    harmful = {vocabulary.skeleton(word) for word in vocabulary.hostile()}
    assert not (skeletons.keys() & common) - harmful
    assert all(len(skeleton) >= 3 for skeleton in skeletons)
