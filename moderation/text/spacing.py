"""Words with gaps put into them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from moderation.text import vocabulary
from moderation.text.offsets import Edit, Mapped
from moderation.text.wordlists import words

_LETTER: Final = r"[^\W_]"
# At least three single letters with the same gap, or with punctuation, between them.
_SPACED: Final = re.compile(
    rf"(?<![\w'’])(?:{_LETTER}([ \t\n]{{1,3}}){_LETTER}(?:\1{_LETTER})+"
    rf"|{_LETTER}(?: ?[.\-_*·•,/|~+=:;]{{1,2}} ?{_LETTER}){{2,}})(?![^\W_])"
)
_ABBREVIATION: Final = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]?")
_MIN_SUSPICIOUS: Final = 4
_UNDERSCORE: Final = re.compile(r"(?<=[^\s_])_{1,3}(?=[^\s_])")
_MIN_UNDERSCORES: Final = 3
# A lone `a` or `I` before a spaced word is a word of its own.
_ARTICLE: Final = frozenset("aAiI")

_COMMON: Final = words(
    "a i am an and any are as at be but by can day did do for get go got had has he her him his"
    " how if in is it its let lot may me men mr mrs ms my new no non nor not now of off oh ok old"
    " on one or our out own per put say see set she so the too try two up us use via was way we"
    " who why yes yet you la le de al el da di du un il en et es van von der die das und ist"
    " uk eu un usa yo ya ye im ill ive hes tv pm km vs etc dr jr sr re ex pro anti top end"
    " big bad god man boy guy war kid job law gas oil air art ass sex fat gay red ten six era ago"
    " all ask bet bit box bus buy car cut die dog due eat eye far fed few fit fly fun gun hey hit"
    " hot key led lie lol low lost mad map met mix mom dad nah net nuts omg ops own pay pen pig"
    " poor ran raw rid row run sad sat sir sit son sum sun tax tea ten tie tip ton war web wet"
    " win won wow xd"
)
_PIECE: Final = re.compile(r"(?<![\w'’-])[A-Za-z]{1,3}(?![\w'’-])")
_LONGEST: Final = 40
_WORD_AFTER: Final = re.compile(rf" ([A-Za-z]{{1,{_LONGEST}}}+)(?![\w'’-])")
_WORD_BEFORE: Final = re.compile(r"(?<![\w'’-])([A-Za-z]++) \Z")


def join_spaced_letters(mapped: Mapped, *, keep_article: bool = False) -> Mapped:
    """Join three or more single letters into a word: `i d i o t`, `i.d.i.o.t`.

    With `keep_article` a leading `a` or `I` stays a word of its own.
    """
    return mapped.edit(_find_spaced(mapped.text, keep_article=keep_article))


def _find_spaced(text: str, *, keep_article: bool) -> Iterator[Edit]:
    for match in _SPACED.finditer(text):
        word = [(i, char) for i, char in enumerate(match[0], match.start()) if char.isalnum()]
        if sum(char.isdigit() for _, char in word) * 2 > len(word):
            continue
        places = [place for place, _ in word]
        if word[0][1] in _ARTICLE and (keep_article or _is_word_after_article(word)):
            places = places[1:]
        weight = _weigh(match[0], [char for _, char in word])
        for left, right in pairwise(places):
            yield Edit(left + 1, right, "", weight)
            # The first gap carries a letter's weight for both of its sides.
            weight = min(weight, 1)


def _is_word_after_article(word: list[tuple[int, str]]) -> bool:
    spelled = "".join(char for _, char in word).lower()
    known = vocabulary.known()
    return spelled[1:] in known and spelled not in known


def _weigh(stretch: str, letters: list[str]) -> int:
    """2 for the first gap of a word that was taken apart, 0 for initials and lists."""
    if "".join(letters).lower() in vocabulary.hostile():
        return 2
    count = len(letters) - (letters[0] in _ARTICLE)
    initials = _ABBREVIATION.fullmatch(stretch) and not stretch.islower()
    if count < _MIN_SUSPICIOUS or initials or letters == sorted(letters):
        return 0
    return 2


def undo_underscores(mapped: Mapped) -> Mapped:
    """Read underscores as the spaces that they stand for, where they do so throughout."""
    if mapped.text.count("_") < _MIN_UNDERSCORES:
        return mapped
    found = list(_UNDERSCORE.finditer(mapped.text))
    if len(found) < max(_MIN_UNDERSCORES, mapped.text.count(" ")):
        return mapped
    return mapped.edit(Edit(match.start(), match.end(), " ", 1) for match in found)


def join_split_words(mapped: Mapped, *, leftwards: bool) -> Mapped:
    """Join a stray piece of one to three letters to its neighbour: `id iot`, `idio t`."""
    return mapped.edit(_find_split(mapped.text, leftwards=leftwards))


def _find_split(text: str, *, leftwards: bool) -> Iterator[Edit]:
    done = 0
    for piece in _PIECE.finditer(text):
        if piece.start() < done or not _is_stray(piece[0]):
            continue
        gap = piece.start() - 1 if leftwards else piece.end()
        neighbour = _word_before(text, gap) if leftwards else _word_after(text, gap)
        # A common word may end a split one (`cl own`); one letter before it may be anything.
        tail = not leftwards and len(piece[0]) > 1
        if neighbour and (tail or neighbour.lower() not in _COMMON):
            yield Edit(gap, gap + 1, "")
            # A piece is joined to one neighbour only.
            done = piece.end() + 1 + (1 if leftwards else len(neighbour))


def _is_stray(piece: str) -> bool:
    """Whether this is no word, and no abbreviation either."""
    return piece.lower() not in _COMMON and (len(piece) == 1 or not piece.isupper())


def _word_after(text: str, gap: int) -> str:
    match = _WORD_AFTER.match(text, gap)
    return match[1] if match else ""


def _word_before(text: str, gap: int) -> str:
    """The word before a space, of which no more than its last letters matter."""
    match = _WORD_BEFORE.search(text, max(0, gap - _LONGEST), gap + 1)
    return match[1] if match else ""
