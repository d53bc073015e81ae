"""English words: which are known, which are common, and which people hide from moderators."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path
from typing import Final

from moderation.text.wordlists import words

FOLDER: Final = Path(__file__).parent / "words"
_COMMON: Final = 4000
_SHORT: Final = words(
    "a i am an as at be by do go he if in is it me my no of on or so to up us we ur u"
)
_VOWELS: Final = frozenset("aeiou")
SHORTEST_SKELETON: Final = 3

# Vowelless writing that stands for something harmless.
_SHORTHAND: Final = words(
    "cnt wht whn ths tht thn wth fls shld wld cld ppl pls plz thx tnx msg btw tbh imho smh lmk idk"
    " hrs yrs mths wks pts mrs dr sr jr vs etc gvt govt dept mgr pct sgt cpl bldg blvd rd st tv pc"
    " cd dvd pdf html xml php sql css hmm mmm shh brr psst pfft tsk grr zzz nth gst hst rrsp cpp"
    " ndp gdp nyc wv pm hmph mr ms bcs bc prbly dnt didnt wnt blk blks wmn mkt hd bd pd prc crp"
    " sks cks hrt bst bts wsj"
)


@lru_cache(maxsize=1)
def _known_in_order() -> tuple[str, ...]:
    return _read("known.txt")


@lru_cache(maxsize=1)
def known() -> frozenset[str]:
    """Words that are spelled right: nothing is mended that stands here."""
    return frozenset(chain(_known_in_order(), hostile(), _SHORTHAND))


@lru_cache(maxsize=1)
def common() -> frozenset[str]:
    """The words that fill most of any text, short ones included."""
    return frozenset(islice(_known_in_order(), _COMMON)) | _SHORT


@lru_cache(maxsize=1)
def hostile() -> dict[str, int]:
    """Words that people hide, each with its rank: the lower one is the likelier."""
    return {word.lower(): rank for rank, word in enumerate(dict.fromkeys(_read("hostile.txt")))}


@lru_cache(maxsize=1)
def names() -> frozenset[str]:
    """The hostile words that are written with a capital."""
    return frozenset(word.lower() for word in _read("hostile.txt") if word[0].isupper())


@lru_cache(maxsize=1)
def one_letter_short() -> dict[str, tuple[str, ...]]:
    """What hostile words become without one of their letters, to those words by rank."""
    found: dict[str, list[str]] = defaultdict(list)
    for word in hostile():
        for short in dict.fromkeys(word[:i] + word[i + 1 :] for i in range(len(word))):
            found[short].append(word)
    return {short: tuple(each) for short, each in found.items()}


@lru_cache(maxsize=1)
def by_skeleton() -> dict[str, str]:
    """Skeletons of hostile words to the likeliest of them; none that a common word shares."""
    harmless = {skeleton(word) for word in common() if word not in hostile()}
    found: dict[str, str] = {}
    for word in hostile():
        bare = skeleton(word)
        if len(bare) >= SHORTEST_SKELETON and bare != word and bare not in harmless | _SHORTHAND:
            found.setdefault(bare, word)
    return found


@lru_cache(maxsize=1)
def by_length() -> dict[int, tuple[str, ...]]:
    """Hostile words by how many letters they have, the likeliest first."""
    found: dict[int, list[str]] = defaultdict(list)
    for word in hostile():
        found[len(word)].append(word)
    return {length: tuple(each) for length, each in found.items()}


def skeleton(word: str) -> str:
    """A word without its vowels, but for one at its beginning."""
    return word[:1] + "".join(letter for letter in word[1:] if letter not in _VOWELS)


def _read(name: str) -> tuple[str, ...]:
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return tuple(word for line in lines if not line.startswith("#") for word in line.split())
