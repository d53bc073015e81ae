"""Words written backwards or upside down."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from moderation.text import vocabulary
from moderation.text.offsets import Edit, Mapped
from moderation.text.wordlists import words

# From a right-to-left override to the end of its reach, the page shows the letters backwards.
_OVERRIDE: Final = re.compile("\u202e([^\u202c\u202a\u202b\u202d\u202e\n]*)")
# Backwards, shorter words are too often other honest words: spin, pow, drat.
_LONG_WORD: Final = re.compile(r"\b(?!(?i:skips)\b)[A-Za-z]{5,}")
_ANY_WORD: Final = re.compile(r"[A-Za-z]+")
_BACKWARDS: Final = words(
    "eht uoy dna rof taht siht htiw yeht ruoy tahw evah era eb si fo esoht eseht"
)
_ENOUGH_BACKWARDS: Final = 2

_FLIPPED: Final = str.maketrans(
    "ɐqɔpǝɟƃɓɥᴉıɾʞןlɯuodbɹsʇnʌʍxʎz∀ᗺƆᗡƎℲ⅁HIſʞ˥WNOԀΌᴚS⊥∩ΛMX⅄Z",
    "abcdefgghiijkllmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
)
_ONLY_FLIPPED: Final = re.compile("[ɐɔǝɟƃɓɥᴉɾʞɯɹʇʌʍʎ]")
# Turkish writes this one upright.
_DOTLESS: Final = "ı"
_WORD: Final = re.compile(r"[^\s.,;:!?…\"“”()/\\#-]+")


def undo_override(mapped: Mapped) -> Mapped:
    """Put text after a right-to-left override in the order in which it is shown."""
    if "\u202e" not in mapped.text:
        return mapped
    stretches = [match.span(1) for match in _OVERRIDE.finditer(mapped.text)]
    return mapped.turn(stretches, weight=1)


def reverse_words(mapped: Mapped) -> Mapped:
    """Read each long word backwards; short ones too where the whole text seems to be."""
    hits = _BACKWARDS.intersection(mapped.text.lower().split())
    pattern = _ANY_WORD if len(hits) >= _ENOUGH_BACKWARDS else _LONG_WORD
    return mapped.turn(match.span() for match in pattern.finditer(mapped.text))


def undo_upside_down(mapped: Mapped) -> Mapped:
    """Turn words with upside-down letters round.

    Beside such a word, others that are a word only when they are turned are turned as well.
    """
    if mapped.text.isascii() or not _ONLY_FLIPPED.search(mapped.text):
        return mapped
    words_in = list(_WORD.finditer(mapped.text))
    sure = {match.start() for match in words_in if _is_flipped(match[0])}
    if not sure:
        return mapped
    found = [match for match in words_in if match.start() in sure or _only_turned(match[0])]
    upright = mapped.edit(_find_flipped(found))
    return upright.turn(match.span() for match in found)


def _is_flipped(word: str) -> bool:
    """Whether two letters are upside down, or one in what is a word only when turned.

    One alone may be phonetic spelling.
    """
    certain = len(_ONLY_FLIPPED.findall(word))
    if certain > 0 and certain + word.count(_DOTLESS) > 1:
        return True
    return certain > 0 and _only_turned(word)


def _only_turned(word: str) -> bool:
    turned = _letters_of(word.translate(_FLIPPED)[::-1])
    known = vocabulary.known()
    return turned in known and _letters_of(word) not in known


def _letters_of(word: str) -> str:
    """A word for looking it up: `don't` by its first part."""
    return re.split("['’]", word, maxsplit=1)[0].lower()


def _find_flipped(found: list[re.Match[str]]) -> Iterator[Edit]:
    for match in found:
        yield Edit(match.start(), match.end(), match[0].translate(_FLIPPED), len(match[0]))
