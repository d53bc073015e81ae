"""Broken words that were a hostile word once: a guess, for a reading beside the plain one.

A word is mended where it is no known word and stands one slip from a hostile one: two letters
swapped, one left out, mistyped or put in, its vowels dropped, a letter masked, letters held
down, written backwards, split in two or glued to its neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Final

from moderation.text import vocabulary
from moderation.text.offsets import Edit, Mapped
from moderation.text.slips import is_mistyped, is_slip_of_common, swapped

_MASKS: Final = "*#%?•×"
_TOKEN: Final = re.compile(rf"[^\W\d_]+(?:[{_MASKS}]+[^\W\d_]+|[*]+(?!\w))*")
_MASKED: Final = re.compile(rf"[{_MASKS}]")
_ADDRESS: Final = re.compile(r"://|www\.|[=@\\_'’]\Z|\w[.-]\Z", re.IGNORECASE)
_ADDRESS_GOES_ON: Final = re.compile(r"[.@_]\w|://|-\w|=")
_LONGEST: Final = 40
_FAR: Final = 200
_SHORTEST: Final = 3
_SHORTEST_MENDED: Final = 4
_SHORTEST_WITH_MORE: Final = 5
_SHORTEST_NAME: Final = 6
_SHORTEST_GLUED: Final = 5
_SHORT_TAILS: Final = frozenset({"ass", "fag", "jew"})
"""The hostile words of three letters that may end words glued together."""
_TOLD_SHARE: Final = 0.4
"""Of the letters of words glued together, how many must be in hostile ones."""
_SHORTEST_LOOSE_SKELETON: Final = 4
_ENOUGH_TO_TELL: Final = 4
_COMMON_SHARE: Final = 1 / 3
"""Of the other words, how many are common ones in any English text."""
_TIES: Final = frozenset("'’-")
"""Signs that tie a piece to a word beyond the space."""
_RUN: Final = re.compile(r"(.)\1{2,}")
_SENTENCE_END: Final = ".!?\n\"'([:"


def mend_words(mapped: Mapped) -> Mapped:
    """Give broken hostile words back their spelling.

    Returns the same object where there is none, or where too few of the other words are
    common ones: then it is another language.
    """
    found = list(_TOKEN.finditer(mapped.text))
    words = [match[0].lower() for match in found]
    known = vocabulary.known()
    strange = [
        match
        for match, word in zip(found, words, strict=True)
        if word not in known and len(word) >= _SHORTEST
    ]
    shouted = bool(strange) and _is_shouted(mapped.text)
    mended = [
        Edit(m.start(), m.end(), word, len(word))
        for m in strange
        if (word := _mend_match(mapped.text, m, shouted=shouted)) is not None
    ]
    halves = [i for i, pair in enumerate(pairwise(words)) if "".join(pair) in vocabulary.hostile()]
    joined = list(_join_halves(mapped.text, [found[i : i + 2] for i in halves]))
    if not (mended or joined) or _is_foreign(words, len(mended) + 2 * len(joined)):
        return mapped
    return mapped.edit(_in_order(mended, joined))


def _in_order(mended: list[Edit], joined: list[Edit]) -> list[Edit]:
    """All edits, but none that joins what is mended already."""
    ends = {place for edit in mended for place in (edit.start, edit.end)}
    apart = [edit for edit in joined if ends.isdisjoint((edit.start, edit.end))]
    return sorted([*mended, *apart], key=lambda edit: edit.start)


def _is_foreign(words: list[str], mended: int) -> bool:
    others = len(words) - mended
    common = sum(word in vocabulary.common() for word in words)
    return others >= _ENOUGH_TO_TELL and common < _COMMON_SHARE * others


def _is_shouted(text: str) -> bool:
    upper = sum(char.isupper() for char in text)
    return 2 * upper > sum(char.isalpha() for char in text)


def _mend_match(text: str, match: re.Match[str], *, shouted: bool) -> str | None:
    token = match[0]
    if len(token) > _LONGEST or not token.isascii():
        return None
    start, end = match.span()
    if _is_in_address(text, start, end):
        return None
    if _MASKED.search(token):
        return None if _is_marked(text, start, token) else _unmask(token.lower())
    if shouted or not token[0].isupper():
        return mend(token.lower())
    return _mend_name(token, begins=_begins_sentence(text, start))


def _mend_name(token: str, *, begins: bool) -> str | None:
    """As `mend`, for a word that may be somebody's name, and then is left alone."""
    word = token.lower()
    if (begins or token.isupper()) and len(token) >= _SHORTEST_NAME:
        return mend(word)
    if token.isupper() or word in vocabulary.known() or is_slip_of_common(word):
        return None
    if vocabulary.skeleton(word) == word:
        return _fill_vowels(word)
    turned = _best([each for each in swapped(word) if each in vocabulary.hostile()])
    if turned and (begins or turned in vocabulary.names()):
        return turned
    return _unglue(word, shortest=_SHORTEST_GLUED)


def _is_in_address(text: str, start: int, end: int) -> bool:
    """Whether a word is part of a name on the net, or of a longer word with signs in it."""
    before = text[max(0, start - _FAR) : start].rpartition(" ")[2]
    after = text[end : end + _LONGEST].partition(" ")[0]
    if "/" in before and "." in before:
        return True
    return bool(_ADDRESS.search(before) or _ADDRESS_GOES_ON.match(after))


def _begins_sentence(text: str, place: int) -> bool:
    before = text[max(0, place - _FAR) : place].rstrip(" ")
    return not before or before[-1] in _SENTENCE_END


@lru_cache(maxsize=8192)
def mend(word: str) -> str | None:
    """The hostile word, or words, that a word in small letters was broken from.

    None where the word is known, or comes from none.
    """
    if word in vocabulary.known() or not vocabulary.common().isdisjoint(_harmless_ways(word)):
        return None
    for attempt in (_unrepeat, _turn_back, _undo_slip, _fill_vowels, _unglue):
        if attempt is _undo_slip and is_slip_of_common(word):
            return None
        found = attempt(word)
        if found is not None:
            return found
    return None


def _is_marked(text: str, start: int, token: str) -> bool:
    """Whether the stars at the end are Markdown's, or a footnote's."""
    bare = token.rstrip("*").lower()
    if bare == token.lower():
        return False
    return text[start - 1 : start] == "*" or (len(bare) >= _SHORTEST and bare in vocabulary.known())


def _unmask(token: str) -> str | None:
    """One sign stands for one letter; several at the end for the rest of the word."""
    letters = sum(char.isalpha() for char in token)
    if len(token) <= _SHORTEST and letters + token.count("*") < len(token):
        return None
    pattern = re.compile("".join("." if c in _MASKS else c for c in token))
    if letters >= 2 or (letters and len(token) > _SHORTEST):
        for word in vocabulary.by_length().get(len(token), ()):
            if pattern.fullmatch(word):
                return word
    return None


def _unrepeat(word: str) -> str | None:
    if not _RUN.search(word):
        return None
    once, twice = _RUN.sub(r"\1", word), _RUN.sub(r"\1\1", word)
    return next((short for short in (once, twice) if short in vocabulary.hostile()), None)


def _turn_back(word: str) -> str | None:
    turned = word[::-1]
    return turned if len(word) >= _SHORTEST_MENDED and turned in vocabulary.hostile() else None


def _harmless_ways(word: str) -> list[str]:
    """What a word may be beside a hostile one: turned, or with two letters swapped."""
    hostile = vocabulary.hostile()
    return [w for w in (word[::-1], *swapped(word)) if w not in hostile]


def _undo_slip(word: str) -> str | None:
    """The likeliest hostile word that is one slip away, the nearest kind first."""
    hostile = vocabulary.hostile()
    if len(word) < _SHORTEST:
        return None
    best = _best([each for each in swapped(word) if each in hostile])
    if best:
        return best
    short = vocabulary.one_letter_short()
    missing = [w for w in short.get(word, ()) if len(w) >= _SHORTEST_MENDED and w[0] == word[0]]
    without = [word[:i] + word[i + 1 :] for i in range(len(word))]
    mistyped = {w for each in without for w in short.get(each, ()) if is_mistyped(word, w)}
    extra = [w for w in without[1:] if w in hostile and len(w) >= _SHORTEST_WITH_MORE]
    return _best([*missing, *mistyped]) or _best(extra)


def _best(words: list[str]) -> str | None:
    found = [word for word in words if len(word) >= _SHORTEST_MENDED]
    return min(found, key=vocabulary.hostile().__getitem__, default=None)


def _fill_vowels(word: str) -> str | None:
    bare = vocabulary.skeleton(word)
    meant = vocabulary.by_skeleton().get(bare)
    if meant is None or word == bare:
        return meant
    near = _is_inside(word, meant) or _is_inside(meant, word)
    return meant if near and len(bare) >= _SHORTEST_LOOSE_SKELETON else None


def _is_inside(short: str, long: str) -> bool:
    """Whether the letters of one word stand in the other, in their order."""
    rest = iter(long)
    return all(letter in rest for letter in short)


def _unglue(word: str, *, shortest: int = _SHORTEST) -> str | None:
    """Words written together, of which one is hostile: the fewest that make it up.

    Args:
        word: in small letters.
        shortest: letters that a hostile word must have; only a few may be short, and only at
            the end (`fag us`).
    """
    if len(word) < _SHORTEST_GLUED:
        return None
    # For each place the fewest words up to there, those with a hostile one apart.
    best: list[dict[bool, tuple[str, ...]]] = [{False: ()}]
    for end in range(1, len(word) + 1):
        short = end == len(word) and word[-_SHORTEST:] in _SHORT_TAILS
        least = shortest if short else max(shortest, _SHORTEST_MENDED)
        here: dict[bool, tuple[str, ...]] = {}
        for start in range(end):
            piece = word[start:end]
            hostile = len(piece) >= least and piece in vocabulary.hostile()
            if not hostile and not _may_be_glued(piece, first=not start):
                continue
            for had, pieces in best[start].items():
                has = had or hostile
                if has not in here or len(pieces) + 1 < len(here[has]):
                    here[has] = (*pieces, piece)
        best.append(here)
    pieces = best[-1].get(True, ())
    told = sum(len(piece) for piece in pieces if piece in vocabulary.hostile())
    return " ".join(pieces) if len(pieces) > 1 and told >= _TOLD_SHARE * len(word) else None


def _may_be_glued(piece: str, *, first: bool) -> bool:
    if len(piece) >= _SHORTEST_GLUED:
        return piece in vocabulary.known()
    return piece in vocabulary.common() and (first or len(piece) > 1)


def _join_halves(text: str, pairs: list[list[re.Match[str]]]) -> Iterator[Edit]:
    """Join hostile words with one space in them, of which a half is no common word."""
    common = vocabulary.common()
    done = 0
    for left, right in pairs:
        first, second = left[0].lower(), right[0].lower()
        if text[left.end() : right.start()] != " " or left.start() < done:
            continue
        if first in common and second in common:
            continue
        if left[0][0].isupper() and right[0][0].isupper() and not text.isupper():
            continue
        least = _SHORTEST_MENDED if second in vocabulary.known() else _SHORTEST
        if len(first + second) < least:
            continue
        if not _is_tied(text, left.start() - 1) and not _is_tied(text, right.end()):
            done = right.end()
            yield Edit(left.end(), right.start(), "", len(first + second))


def _is_tied(text: str, place: int) -> bool:
    return 0 <= place < len(text) and text[place] in _TIES
