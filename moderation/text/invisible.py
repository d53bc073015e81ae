"""Characters that are not seen: zero-width, bidirectional controls, tags, surrogates."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from moderation.text.offsets import Edit, Mapped

_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\ud800-\udfff\ufe00-\ufe0f\ufeff\ufff0-\ufffb"
    "\ufffe\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]+"
)
# Scripts that spell with the zero-width joiner and non-joiner, and symbols that emoji join.
_JOINING = re.compile(
    "[\u0600-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u18af\ufb50-\ufdff\ufe70-\ufefc"
    "\u2190-\u2bff\U0001f000-\U0001faff]"
)
_JOINERS = frozenset("\u200c\u200d")
_SOFT_HYPHEN = "\u00ad"


def strip_invisible(mapped: Mapped) -> Mapped:
    """Remove what no reader sees, except joiners where the writing system needs them.

    Lone surrogates go too: no encoder takes them.
    """
    if mapped.text.isascii() and mapped.text.isprintable():
        return mapped
    return mapped.edit(_find_invisible(mapped.text))


def _find_invisible(text: str) -> Iterator[Edit]:
    for match in _INVISIBLE.finditer(text):
        before = text[match.start() - 1] if match.start() else " "
        after = text[match.end()] if match.end() < len(text) else " "
        if not _JOINERS.isdisjoint(match[0]) and _is_joined(before, after):
            continue
        yield Edit(match.start(), match.end(), "", _weigh(text, match, before, after))


def _is_joined(before: str, after: str) -> bool:
    return bool(_JOINING.match(before) and _JOINING.match(after))


def _weigh(text: str, match: re.Match[str], before: str, after: str) -> int:
    """Invisible characters hide something only inside a word."""
    if not (before.isalnum() and after.isalnum()):
        return 0
    if match[0] == _SOFT_HYPHEN and _is_hyphenation(text, match.start()):
        return 0
    if unicodedata.category(before) == "Lo" and unicodedata.category(after) == "Lo":
        # Line-break hints between Thai, Chinese or Hebrew words are part of good typesetting.
        return 0
    return len(match[0])


def _is_hyphenation(text: str, place: int) -> bool:
    before, after = text[max(0, place - 2) : place], text[place + 1 : place + 3]
    return len(before) == len(after) == 2 and before.isalpha() and after.isalpha()
