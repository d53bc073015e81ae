"""Turn a hostile text and its spans into pieces that a template can draw safely.

Comment text is written by people who may want to break the page: bidirectional
overrides that reorder what surrounds them, thousands of zero-width characters,
towers of combining marks. Nothing is removed from what the moderator sees; what
cannot be seen, or would spill over, is drawn as a small named stand-in.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from moderation.domain import Span

MAX_MARKS: Final = 3
"""Combining marks drawn on one letter; pointed Hebrew and Vietnamese need no more."""

_INVISIBLE: Final = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e0fff"
)
_MARKS: Final = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
)
_ODD: Final = re.compile(
    f"(?P<hidden>[{_INVISIBLE}]+)|(?P<marks>(?<=[{_MARKS}]{{{MAX_MARKS}}})[{_MARKS}]+)"
)
_NAMES: Final = {
    0x00: "NUL",
    0xAD: "SHY",
    0x200B: "ZWSP",
    0x200C: "ZWNJ",
    0x200D: "ZWJ",
    0x200E: "LRM",
    0x200F: "RLM",
    0x202A: "LRE",
    0x202B: "RLE",
    0x202C: "PDF",
    0x202D: "LRO",
    0x202E: "RLO",
    0x2060: "WJ",
    0x2066: "LRI",
    0x2067: "RLI",
    0x2068: "FSI",
    0x2069: "PDI",
    0xFEFF: "BOM",
}
_HARMLESS: Final = frozenset("\u200c\u200d\u200e\u200f\ufe0e\ufe0f")
"""Needed by emoji, Persian, Hebrew and Indic text when they stand alone there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch to draw. With a `hint`, `text` is a stand-in for what cannot be seen."""

    text: str
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A stretch of the text under one and the same set of spans (often the empty set)."""

    pieces: tuple[Piece, ...]
    labels: tuple[str, ...] = ()
    origin: str = ""
    """`term`, `model`, or both joined by a blank; empty where nothing was found."""
    notes: tuple[str, ...] = ()


def split_pieces(text: str) -> tuple[Piece, ...]:
    """Split `text` so that invisible runs and mark floods stand apart, each with a hint."""
    return tuple(_iter_pieces(text))


def _iter_pieces(text: str) -> Iterator[Piece]:
    plain: list[str] = []
    at = 0
    for match in _ODD.finditer(text):
        plain.append(text[at : match.start()])
        at = match.end()
        run = match.group()
        if match["hidden"] and _is_at_home(text, match.start(), match.end()):
            plain.append(run)
            continue
        if match["hidden"] and set(run) <= {"\r"}:
            continue  # half of a Windows line end; the \n beside it is drawn
        if any(plain):
            yield Piece(text="".join(plain))
        plain = []
        yield _stand_in(run) if match["hidden"] else _flood(run)
    plain.append(text[at:])
    if any(plain):
        yield Piece(text="".join(plain))


def _is_at_home(text: str, start: int, end: int) -> bool:
    """Whether a single joiner or variation selector stands where a script or emoji needs it."""
    if end - start > 2 or not set(text[start:end]) <= _HARMLESS:
        return False
    before = text[start - 1] if start else ""
    after = text[end] if end < len(text) else ""
    return any(ord(neighbour) > 0x2FF for neighbour in (before, after) if neighbour)


def _name(char: str) -> str:
    return _NAMES.get(ord(char), f"U+{ord(char):04X}")


def _stand_in(run: str) -> Piece:
    kinds = sorted(set(run))
    hint = ", ".join(
        f"U+{ord(char):04X} {unicodedata.name(char, 'control character').lower()}"
        for char in kinds[:4]
    )
    if len(kinds) > 4:
        hint += f" and {len(kinds) - 4} more"
    label = _name(run[0]) if len(kinds) == 1 else "hidden"
    return Piece(text=f"{label}×{len(run)}" if len(run) > 1 else label, hint=hint)


def _flood(run: str) -> Piece:
    return Piece(text=f"+{len(run)} marks", hint=f"{len(run)} more combining marks, not drawn")


def split_segments(text: str, spans: Iterable[Span]) -> tuple[Segment, ...]:
    """Cut `text` at every border of a span; overlapping spans share a segment.

    Args:
        text: the original text.
        spans: offsets into it, in code points, in any order. What lies outside of
            the text is clipped, what is empty is dropped.

    Returns:
        Segments whose texts, joined, are the whole text.
    """
    inside = [span for span in spans if max(span.start, 0) < min(span.end, len(text))]
    borders = {0, len(text)}
    for span in inside:
        borders.update((max(span.start, 0), min(span.end, len(text))))
    cuts = sorted(borders)
    opening = sorted(inside, key=lambda span: span.start)
    result: list[Segment] = []
    active: list[Span] = []
    taken = 0
    for start, end in itertools.pairwise(cuts):
        while taken < len(opening) and opening[taken].start <= start:
            active.append(opening[taken])
            taken += 1
        active = [span for span in active if span.end > start]
        result.append(_segment(text[start:end], active))
    return tuple(result)


def _segment(text: str, spans: Sequence[Span]) -> Segment:
    strongest = sorted(spans, key=lambda span: -span.weight)
    return Segment(
        pieces=split_pieces(text),
        labels=tuple(dict.fromkeys(span.label for span in strongest)),
        origin=" ".join(sorted({span.origin for span in spans}, reverse=True)),
        notes=tuple(dict.fromkeys(span.note for span in strongest if span.note)),
    )


def cut_excerpt(
    text: str, spans: Sequence[Span], *, width: int = 240
) -> tuple[tuple[Segment, ...], bool, bool]:
    """Cut the stretch of about `width` code points around the weightiest span.

    Returns:
        Its segments, whether text was left out before it, and whether after it.
    """
    if len(text) <= width:
        return split_segments(text, spans), False, False
    heaviest = max(spans, key=lambda span: span.weight, default=None)
    start = 0
    if heaviest is not None and heaviest.end > width:
        start = max(0, min(heaviest.start - width // 3, len(text) - width))
        blank = text.find(" ", start, start + 20)
        start = blank + 1 if start and blank >= 0 else start
    end = min(start + width, len(text))
    return cut_part(text, spans, start, end), start > 0, end < len(text)


def cut_part(text: str, spans: Iterable[Span], start: int, end: int) -> tuple[Segment, ...]:
    """The segments of `text[start:end]`, with the spans of the whole text where they belong."""
    moved = [
        replace(span, start=max(span.start - start, 0), end=span.end - start)
        for span in spans
        if span.end > start
    ]
    return split_segments(text[start:end], moved)
