"""Digits and symbols that stand for letters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from moderation.text import vocabulary
from moderation.text.offsets import Edit, Mapped

_SIGNS: Final = "0123456789@$!|+€£¥¢"
_TABLE: Final = str.maketrans(_SIGNS, "oizeasgtbgasiitelyc")
_LETTER_L: Final = str.maketrans("1!|", "lll")
_LIKELY: Final = re.compile(rf"[{_SIGNS}](?:(?<=[^\W\d_][^!])|(?=[^\W\d_]))")
# Web addresses are matched first, to be passed over.
_TOKEN: Final = re.compile(rf"https?\s?:\s?//\S+|www\.\S+|([\w{_SIGNS}]+)", re.IGNORECASE)
_LATIN: Final = re.compile(rf"[A-Za-z_{_SIGNS}]+")
_MAIL_HOST: Final = re.compile(r"(?:\.[A-Za-z0-9-]{1,63}){0,4}\.[a-z]{2,4}\b")
# 2nd, 10kg, 1990s, 7pm: a number and its unit.
_QUANTITY: Final = re.compile(
    r"\d+(?:[x×]\d+)+|[$€£¥]?\d+(?:st|nd|rd|th|s|k|m|b|bn|mn|mio|am|pm|kg|g|cm|mm|km|mi|ft|in|lb|lbs|mph|kmh|p|x|d"
    r"|y|yr|yrs|hr|hrs|h|min|sec|usd|eur|gb|mb|kb|tb|hz|khz|mhz|ghz|v|w|kw|mw|c|f|l|ml|nm)",
    re.IGNORECASE,
)
# T72, AK47, G20, COVID19: a designation.
_DESIGNATION: Final = re.compile(r"[A-Z]{1,6}\d+s?|[A-Za-z]+\d+s?|(?:[A-Z]\d{1,3})+")
_CAPITALS_NUMBER: Final = re.compile(r"[A-Z]{1,6}\d+s?")
_MONEY: Final = re.compile(r"[$€£¥]\d")
_PARTING: Final = re.compile(r"[!+|]+")
_MIN_TOKEN: Final = 3
# Signs that hardly ever stand inside an honest word; 4 does in short ones: P4P, B4U.
_TELLING: Final = frozenset("0135@$")
_MAX_BEFORE_MARK: Final = 2

_DRAWN: Final = {
    r"|\/|": "m", "/\\/\\": "m", r"\/\/": "w", r"|\|": "n", r"|-|": "h", r"|_|": "u",
    r"/\/": "n", r"|<": "k", r"|)": "d", r"|3": "b", "/\\": "a", r"\/": "v", "()": "o",
    "[]": "o", "}{": "x", "><": "x", "|_": "l",
}  # fmt: skip
_DRAWN_PATTERN: Final = re.compile(
    "|".join(re.escape(each) for each in sorted(_DRAWN, key=len, reverse=True))
)


def undo_leet(mapped: Mapped, *, one_is_l: bool = False) -> Mapped:
    """Read digits and symbols inside words as letters.

    Numbers, prices, ordinals and designations in capitals are left alone. `1`, `!` and `|`
    become `i`, or `l` if `one_is_l`.
    """
    mapped = mapped.edit(_find_drawn(mapped.text))
    if not _LIKELY.search(mapped.text):
        return mapped
    return mapped.edit(_find_leet(mapped.text, one_is_l=one_is_l))


def _find_leet(text: str, *, one_is_l: bool) -> Iterator[Edit]:
    for match in _TOKEN.finditer(text):
        if match[1] is None:
            continue
        word = match[1].rstrip("!+|")
        start = match.start() + len(word) - len(word.lstrip("+|"))
        word = word.lstrip("+|")
        if not is_leet(word) or ("@" in word and _MAIL_HOST.match(text, match.end())):
            continue
        letters = (word.translate(_LETTER_L) if one_is_l else word).translate(_TABLE)
        plain = letters.lower()
        if word[0] == "@" and plain not in vocabulary.known():
            # Somebody is spoken to.
            continue
        if _is_row_of_words(word):
            continue
        if plain in vocabulary.hostile():
            yield Edit(start, start + len(word), letters, sum(c in _SIGNS for c in word))
            continue
        tagged = word[0] == "@" or text.startswith("#", max(0, start - 1))
        yield Edit(start, start + len(word), letters, 0 if tagged else _weigh(word))


def _is_row_of_words(word: str) -> bool:
    """Whether signs part words: `happy!hope`, `black+white`."""
    parts = _PARTING.split(word.lower())
    known, common = vocabulary.known(), vocabulary.common()
    return len(parts) > 1 and all(part in known or part in common for part in parts)


def is_leet(word: str) -> bool:
    """Whether a word may be spelled with signs for letters."""
    if not _LATIN.fullmatch(word):
        return False
    signs = sum(char in _SIGNS for char in word)
    letters = sum(char.isalpha() for char in word)
    if not letters or not signs or letters + signs < _MIN_TOKEN:
        return False
    return not (
        _MONEY.search(word) or _QUANTITY.fullmatch(word) or _CAPITALS_NUMBER.fullmatch(word)
    )


def _weigh(word: str) -> int:
    """How many signs stand between letters, where no honest spelling has them."""
    if _DESIGNATION.fullmatch(word):
        return 0
    inner = word.strip(_SIGNS)
    telling = (
        not _TELLING.isdisjoint(inner)
        or ("4" in inner and len(inner) > _MIN_TOKEN)
        # Late in a word it is punctuation without a space: `kids!lol`.
        or 0 < inner.find("!") <= _MAX_BEFORE_MARK
    )
    return sum(char in _SIGNS for char in inner) if telling else 0


def _find_drawn(text: str) -> Iterator[Edit]:
    """Letters drawn with strokes: `|<1|<3`, `m()ron`."""
    for match in _DRAWN_PATTERN.finditer(text):
        before = text[match.start() - 1 : match.start()].isalnum()
        after = text[match.end() : match.end() + 1].isalnum()
        if (before and after) or (match[0][0] == "|" and (before or after)):
            yield Edit(match.start(), match.end(), _DRAWN[match[0]])
