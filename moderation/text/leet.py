"""Digits and symbols that stand for letters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from moderation.text.offsets import Edit, Mapped

_TABLE: Final = str.maketrans("012345678@$!|+€£¥¢69", "oizeasgtbasiiteLycgg".lower())
_LETTER_L: Final = str.maketrans("1!|", "lll")
_SYMBOLS: Final = frozenset("0123456789@$!|+€£¥¢")
_LIKELY: Final = re.compile(r"[0-9@$!|+€£¥¢](?:(?<=[^\W\d_][^!])|(?=[^\W\d_]))")
_TOKEN: Final = re.compile(r"[\w@$!|+€£¥¢]+")
# 2nd, 10kg, 1990s, 7pm: a number and its unit.
_QUANTITY: Final = re.compile(
    r"[$€£¥]?\d+(?:st|nd|rd|th|s|k|m|b|bn|mn|mio|am|pm|kg|g|cm|mm|km|mi|ft|in|lb|lbs|mph|kmh|p|x|d"
    r"|y|yr|yrs|hr|hrs|h|min|sec|usd|eur|gb|mb|kb|tb|hz|khz|mhz|ghz|v|w|kw|mw|c|f|l|ml|nm)",
    re.IGNORECASE,
)
# T72, AK47, G20, COVID19: a designation.
_DESIGNATION: Final = re.compile(r"[A-Z]{1,6}\d+s?|[A-Za-z]+\d+s?|(?:[A-Z]\d{1,3})+")
_CAPITALS_NUMBER: Final = re.compile(r"[A-Z]{1,6}\d+s?")
_MONEY: Final = re.compile(r"[$€£¥]\d")
_MIN_TOKEN: Final = 3
# Digits that often stand inside an honest short name: B2B, P4P, 4x4, W8.
_MODEST: Final = frozenset("246789")

_DRAWN: Final = {
    r"|\/|": "m", r"/\/\\"[:4]: "m", r"\/\/": "w", r"|\|": "n", r"|-|": "h", r"|_|": "u",
    r"/\/": "n", r"|<": "k", r"|)": "d", r"|3": "b", r"/\ "[:2]: "a", r"\/": "v", "()": "o",
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
        word = match[0].rstrip("!+|")
        start = match.start() + len(word) - len(word.lstrip("+|"))
        word = word.lstrip("+|")
        if is_leet(word):
            letters = word.translate(_LETTER_L) if one_is_l else word
            yield Edit(start, start + len(word), letters.translate(_TABLE), _weigh(word))


def is_leet(word: str) -> bool:
    """Whether a word may be spelled with symbols for letters."""
    letters = sum(char.isalpha() for char in word)
    symbols = sum(char in _SYMBOLS for char in word)
    if not letters or not symbols or letters + symbols < _MIN_TOKEN:
        return False
    if _MONEY.search(word):
        return False
    return not (_QUANTITY.fullmatch(word) or _CAPITALS_NUMBER.fullmatch(word))


def _weigh(word: str) -> int:
    """How many symbols stand between letters, where no honest spelling has them."""
    if _DESIGNATION.fullmatch(word):
        return 0
    inner = word.strip("0123456789@$!|+€£¥¢")
    symbols = [char for char in inner if char in _SYMBOLS]
    if len(inner) <= _MIN_TOKEN and not _MODEST.isdisjoint(symbols):
        return 0
    return len(symbols)


def _find_drawn(text: str) -> Iterator[Edit]:
    """Letters drawn with strokes: `|<1|<3`, `m()ron`."""
    for match in _DRAWN_PATTERN.finditer(text):
        before = text[match.start() - 1 : match.start()]
        after = text[match.end() : match.end() + 1]
        if before.isalnum() and after.isalnum():
            yield Edit(match.start(), match.end(), _DRAWN[match[0]])
