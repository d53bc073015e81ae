from __future__ import annotations

import pytest

from moderation.learning.benchmarks.attacks import ATTACKS, disguise

TEXT = "You are such a stupid Clown, really."
WORDS = frozenset({"stupid", "clown"})
WHOLE = {
    "random capitals",
    "all capitals",
    "underscores for spaces",
    "friendly sentence before",
    "friendly sentence after",
    "love at the end",
    "glued to the word before",
}


def test_there_are_enough_kinds_of_attack() -> None:
    assert len(ATTACKS) >= 24


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_changes_the_text_and_only_that(name: str) -> None:
    changed = disguise(name, TEXT, WORDS, 1)
    assert changed != TEXT
    if name not in WHOLE:
        assert changed.startswith("You are such a ")
        assert changed.endswith(", really.")
        assert "stupid" not in changed


@pytest.mark.parametrize("name", ATTACKS)
def test_the_same_seed_gives_the_same_disguise(name: str) -> None:
    assert disguise(name, TEXT, WORDS, 7) == disguise(name, TEXT, WORDS, 7)


@pytest.mark.parametrize("name", sorted(set(ATTACKS) - WHOLE))
def test_words_that_are_not_to_be_hidden_stay(name: str) -> None:
    assert disguise(name, TEXT, frozenset({"absent"}), 1) == TEXT


@pytest.mark.parametrize("name", ATTACKS)
def test_short_and_odd_words_do_no_harm(name: str) -> None:
    assert disguise(name, "a ß it's 42 🙂", frozenset({"a", "ß", "it's"}), 3)


def test_some_disguises_by_example() -> None:
    words = frozenset({"clown"})
    told = {
        name: disguise(name, "a clown", words, 0)
        for name in ("dots", "leet", "reversed", "vowels left out", "glued to the word before")
    }
    assert told == {
        "dots": "a c.l.o.w.n",
        "leet": "a cl0wn",
        "reversed": "a nwolc",
        "vowels left out": "a clwn",
        "glued to the word before": "aclown",
    }
