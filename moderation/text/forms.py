"""Unicode form: one way to write each character, and no piled-up marks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from moderation.text.offsets import Edit, Mapped
from moderation.text.scripts import script_of

_PLAIN: Final = str.maketrans(
    {
        **dict.fromkeys("\u00b4\u2018\u2019\u201b\u2032", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
        # Letters and patterns that are drawn as nothing: a space to the reader.
        **dict.fromkeys("\u2800\u3164\uffa0", " "),
        "\u00a8": '"',
        # Small capitals, which no Unicode form takes apart.
        **dict(zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡʏᴢ", "ABCDEFGHIJKLMNOPQRSTUVWYZ", strict=True)),
    }
)
_SMALL_CAPITAL: Final = re.compile("[ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡʏᴢ]")
# White letters on black discs and squares, then regional indicators.
_BADGE: Final = re.compile("[\U0001f150-\U0001f169\U0001f170-\U0001f189]")
_REGIONAL: Final = re.compile("[\U0001f1e6-\U0001f1ff]+")
_NON_ASCII: Final = re.compile(r"[\s\S]?[^\x00-\x7f]+")
_ORDINALS: Final = frozenset("ªº\u212a\u212b")

# Marks that go on letters of any script; the others belong to one script's own spelling.
_GENERAL: Final = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_GENERAL_MARK: Final = re.compile(f"[{_GENERAL}]")
_MAX_GENERAL: Final = 2
_MAX_OWN: Final = 5


@lru_cache(maxsize=1)
def _mark_class() -> str:
    """Every combining mark, as the inside of a character class. Built once, in 20 ms."""
    ranges: list[tuple[int, int]] = []
    for code in range(0x300, 0x20000):
        if unicodedata.category(chr(code))[0] == "M":
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1] = (ranges[-1][0], code)
            else:
                ranges.append((code, code))
    return "".join(f"{chr(low)}-{chr(high)}" for low, high in ranges)


@lru_cache(maxsize=1)
def _mark_run() -> re.Pattern[str]:
    return re.compile(f"[{_mark_class()}]+")


@lru_cache(maxsize=1)
def _cluster() -> re.Pattern[str]:
    """A character with all that may melt into it."""
    return re.compile(rf"[\s\S](?:[{_mark_class()}]+|[\u1160-\u11ff]{{1,2}})?")


def to_plain_form(mapped: Mapped) -> Mapped:
    """Strip zalgo, fold compatibility characters (NFKC), small capitals and letter badges.

    Marks that a language spells with stay: é, й, niqqud, harakat, matras.
    """
    if mapped.text.isascii():
        return mapped
    mapped = mapped.edit(_find_plain(mapped.text))
    mapped = mapped.edit(_find_odd_marks(mapped.text))
    mapped = mapped.edit(_find_compatibility(mapped.text))
    mapped = mapped.edit(_find_badges(mapped.text))
    return mapped.edit(_find_regional(mapped.text))


def _find_plain(text: str) -> Iterator[Edit]:
    plain = text.translate(_PLAIN)
    if plain != text:
        yield Edit(0, len(text), plain, len(_SMALL_CAPITAL.findall(text)))


def _find_odd_marks(text: str) -> Iterator[Edit]:
    for match in _mark_run().finditer(text):
        start = match.start()
        base = text[start - 1] if start else ""
        # One more than any letter's own is enough to tell, however many there are.
        bare = _bare(base, match[0][: _MAX_OWN + 1])
        if bare is not None:
            yield Edit(start - len(base), match.end(), bare, int(base.isalpha()))


@lru_cache(maxsize=4096)
def _bare(base: str, marks: str) -> str | None:
    """What a letter is without its odd marks, or None if all of them belong to it."""
    letter = unicodedata.normalize("NFKD", base)[:1]
    general = len(_GENERAL_MARK.findall(marks))
    if len(marks) > _MAX_OWN or general > _MAX_GENERAL:
        return letter if letter.isascii() else base
    if script_of(letter) != "Latin":
        # Marks on nothing say nothing; on a letter of another script they are its spelling.
        return None if letter.isalpha() or not general else base
    composed = unicodedata.normalize("NFC", base + marks)
    spelled = "".join(c for c in composed if not unicodedata.category(c).startswith("M"))
    return None if spelled == composed else spelled


def _find_compatibility(text: str) -> Iterator[Edit]:
    if unicodedata.is_normalized("NFKC", text):
        return
    cluster_pattern = _cluster()
    for run in _NON_ASCII.finditer(text):
        if unicodedata.is_normalized("NFKC", run[0]):
            continue
        for cluster in cluster_pattern.finditer(run[0]):
            folded = unicodedata.normalize("NFKC", cluster[0])
            if folded != cluster[0]:
                offset = run.start()
                weight = _dressed(cluster[0], folded)
                yield Edit(offset + cluster.start(), offset + cluster.end(), folded, weight)


def _dressed(char: str, folded: str) -> int:
    """Whether this is a plain letter in fancy dress: fraktur, circled, fullwidth, raised."""
    single = len(char) == 1 and len(folded) == 1
    return int(single and folded.isascii() and folded.isalpha() and char not in _ORDINALS)


def _find_badges(text: str) -> Iterator[Edit]:
    for match in _BADGE.finditer(text):
        base = 0x1F150 if match[0] < "\U0001f170" else 0x1F170
        yield Edit(match.start(), match.end(), chr(ord("A") + ord(match[0]) - base), 1)


def _find_regional(text: str) -> Iterator[Edit]:
    for match in _REGIONAL.finditer(text):
        # Two indicators are a flag, so an even run is left to be flags.
        if len(match[0]) % 2:
            yield Edit(match.start(), match.end(), spell_regional(match[0]), len(match[0]))


def spell_regional(run: str) -> str:
    """The letters that a run of regional indicators stands for."""
    return "".join(chr(ord("A") + ord(char) - 0x1F1E6) for char in run)


def to_single_spaces(mapped: Mapped) -> Mapped:
    """Each run of white space becomes one space."""
    return mapped.edit(
        Edit(match.start(), match.end(), " ") for match in _SPACES.finditer(mapped.text)
    )


_SPACES: Final = re.compile(r"\s{2,}|[^\S ]")
