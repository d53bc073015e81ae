"""Letters that look like another script's, undone in words that mix the two."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Final

from moderation.text.offsets import Edit, Mapped
from moderation.text.scripts import script_of

_SOURCES: Final = frozenset(
    {"Greek", "Cyrillic", "Armenian", "Cherokee", "Coptic", "Lisu", "Syllabics", "Phonetic"}
)
_HAS_SOURCE: Final = re.compile(
    "[\u0250-\u02af\u0370-\u058f\u13a0-\u13ff\u1400-\u167f\u1c80-\u1c8f\u1d00-\u1dbf\u1f00-\u1fff"
    "\u2c80-\u2cff\ua4d0-\ua4ff\ua640-\ua69f\uab30-\uabbf]"
)
_WORD: Final = re.compile(r"\w+")
_MIN_WORD: Final = 3

# Seen in the wild, and missing from the Unicode table or pointing elsewhere there.
_EXTRA: Final = {
    **dict(zip("АВЕЗКМНОРСТУХІЈЅЬЁЇ", "ABE3KMHOPCTYXIJSbEI", strict=True)),
    **dict(zip("авекмнорстухіјѕьёїгпѵԁԛԝһ", "abekmhopctyxijsbeirnvdqwh", strict=True)),
    **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX", strict=True)),
    **dict(zip("αβγεηικνορτυχωϲϳ", "abyenikvoptuxwcj", strict=True)),
}
_HALF_ALIKE: Final = frozenset("вгкмнпт")
_TO_CYRILLIC: Final = dict(
    zip("ABEKMHOPCTYXaeopcyxkmthbijs", "АВЕКМНОРСТУХаеорсухкмтнвіјѕ", strict=True)
)


@lru_cache(maxsize=1)
def _latin_lookalikes() -> dict[str, str]:
    """Each letter of another script to the ASCII letter that it looks like."""
    from confusable_homoglyphs.confusables import confusables_data

    table: dict[str, str] = {}
    for char, lookalikes in confusables_data.items():
        if len(char) == 1 and script_of(char) in _SOURCES:
            letters = [e["c"] for e in lookalikes if len(e["c"]) == 1 and e["c"].isascii()]
            letters = [letter for letter in letters if letter.isalpha()]
            if letters:
                table[char] = _same_case(char, letters)
    return table | _EXTRA


def _same_case(char: str, letters: list[str]) -> str:
    return next((each for each in letters if each.isupper() == char.isupper()), letters[0])


def undo_mixed_scripts(mapped: Mapped) -> Mapped:
    """Give words that mix Latin with lookalikes back to the one script they spell.

    A word of one script is never touched, nor one with a letter that looks like no other.
    """
    if mapped.text.isascii() or not _HAS_SOURCE.search(mapped.text):
        return mapped
    return mapped.edit(_find_mixed(mapped.text))


def undo_lookalike_words(mapped: Mapped) -> Mapped:
    """Read words made of nothing but lookalikes as Latin: a guess, for a candidate view.

    Nothing is guessed where the text has real words of that script.
    """
    if mapped.text.isascii() or not _HAS_SOURCE.search(mapped.text):
        return mapped
    return mapped.edit(_find_lookalikes(mapped.text))


def _find_mixed(text: str) -> Iterator[Edit]:
    genuine = _genuine_scripts(text)
    for match in _WORD.finditer(text):
        word = match[0]
        if len(word) < _MIN_WORD or word.isascii():
            continue
        scripts = [script_of(char) for char in word]
        foreign = _SOURCES.intersection(scripts)
        if not foreign or "Latin" not in scripts or not _is_spliced(scripts, genuine):
            continue
        spelled = _unmix(word, scripts, genuine)
        if spelled:
            weight = sum(a != b for a, b in zip(word, spelled, strict=True))
            yield Edit(match.start(), match.end(), spelled, weight)


def _is_spliced(scripts: list[str], genuine: frozenset[str]) -> bool:
    """Whether the scripts are woven together, not a loan word with a native ending.

    One change of script in a text that really is in that script is the latter.
    """
    letters = [script for script in scripts if script]
    changes = sum(a != b for a, b in pairwise(letters))
    return changes > 1 or not genuine.intersection(letters)


def _genuine_scripts(text: str) -> frozenset[str]:
    """Scripts of which the text has a whole word with a letter that has no lookalike."""
    table = _latin_lookalikes()
    found = set()
    for match in _WORD.finditer(text):
        if match[0].isascii():
            continue
        scripts = {script_of(char) for char in match[0]}
        if len(scripts) == 1 and scripts <= _SOURCES and any(c not in table for c in match[0]):
            found |= scripts
    return frozenset(found)


def _unmix(word: str, scripts: list[str], genuine: frozenset[str]) -> str | None:
    latin = _to_latin(word, scripts)
    cyrillic = _to_cyrillic(word, scripts)
    if latin and cyrillic:
        # Both read well: believe the rest of the text, then letters that only half look Latin.
        native = "Cyrillic" in genuine or not _HALF_ALIKE.isdisjoint(word)
        return cyrillic if native else latin
    return latin or cyrillic


def _to_latin(word: str, scripts: list[str]) -> str | None:
    table = _latin_lookalikes()
    spelled = []
    for char, script in zip(word, scripts, strict=True):
        if script in _SOURCES:
            if char not in table:
                return None
            spelled.append(table[char])
        else:
            spelled.append(char)
    return "".join(spelled)


def _to_cyrillic(word: str, scripts: list[str]) -> str | None:
    if "Cyrillic" not in scripts or scripts.count("Latin") > scripts.count("Cyrillic"):
        return None
    spelled = []
    for char, script in zip(word, scripts, strict=True):
        if script == "Latin":
            if char not in _TO_CYRILLIC:
                return None
            spelled.append(_TO_CYRILLIC[char])
        else:
            spelled.append(char)
    return "".join(spelled)


def _find_lookalikes(text: str) -> Iterator[Edit]:
    genuine = _genuine_scripts(text)
    for match in _WORD.finditer(text):
        word = match[0]
        if len(word) < _MIN_WORD or word.isascii():
            continue
        scripts = [script_of(char) for char in word]
        foreign = set(scripts) - {""}
        if len(foreign) == 1 and foreign <= _SOURCES - genuine:
            spelled = _to_latin(word, scripts)
            if spelled:
                yield Edit(match.start(), match.end(), spelled)
