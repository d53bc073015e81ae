"""The order of the steps: one main view of a comment, and other readings of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from moderation.text import (
    confusables,
    echoes,
    folding,
    forms,
    invisible,
    leet,
    markup,
    mirrored,
    repeats,
    spacing,
)
from moderation.text.offsets import Mapped, View

NORMALIZER_VERSION: Final = "1"
"""Grows whenever any text may come out differently; it is part of every stored hash."""


@dataclass(frozen=True, slots=True)
class NormalizedText:
    """A comment's text and what a reader sees in it.

    Attributes:
        original: What the person wrote, unaltered.
        main: The text without markup, invisible characters, fancy letters and lookalikes.
        views: Other readings that differ from `main`; often only `reversed`.
        obfuscation: 0 to 1, the share of characters that look like an attempt to hide a word.
        hash: SHA-256 in hex of the main text and the normalizer's version.
        echoes: Stretches of the ORIGINAL in echo parentheses.
    """

    original: str
    main: View
    views: tuple[View, ...]
    obfuscation: float
    hash: str
    echoes: tuple[tuple[int, int], ...]


def normalize(text: str) -> NormalizedText:
    """Read a comment as a person would. Never raises, whatever the string holds."""
    unmarked = markup.strip_markup(Mapped(text))
    plain = _plain(unmarked)
    clean = confusables.undo_mixed_scripts(plain)
    spaced = forms.to_single_spaces(clean)
    main = View("main", spaced.text, spaced)
    views: dict[str, View] = {}
    suspicion = clean.suspicion
    for name, reading in _readings(unmarked, plain, clean):
        if name in _SUSPICIOUS:
            suspicion += max(0, reading.suspicion - clean.suspicion)
        single = forms.to_single_spaces(reading)
        if single.text != main.text:
            views.setdefault(single.text, View(name, single.text, single))
    return NormalizedText(
        original=text,
        main=main,
        views=tuple(views.values()),
        obfuscation=_share(suspicion, main.text),
        hash=_hash(main.text),
        echoes=echoes.find_echoes(clean),
    )


_SUSPICIOUS: Final = frozenset({"leet", "joined", "shown", "flipped"})


def _plain(mapped: Mapped) -> Mapped:
    return forms.to_plain_form(invisible.strip_invisible(mapped))


def _readings(unmarked: Mapped, plain: Mapped, clean: Mapped) -> Iterator[tuple[str, Mapped]]:
    """Candidate readings, each named by what it undoes."""
    folded = folding.fold_accents(clean)
    yield "folded", folded
    latin = confusables.undo_lookalike_words(folded)
    yield "lookalike", latin
    yield "leet", leet.undo_leet(latin)
    yield "leet_l", leet.undo_leet(latin, one_is_l=True)
    joined = spacing.join_spaced_letters(latin)
    if joined is not latin:
        yield "joined", leet.undo_leet(joined)
        yield "joined_l", leet.undo_leet(joined, one_is_l=True)
        inner = spacing.join_spaced_letters(latin, keep_article=True)
        yield "joined_after_article", leet.undo_leet(inner)
    yield from _longer_readings(leet.undo_leet(joined))
    shown = mirrored.undo_override(unmarked)
    if shown is not unmarked:
        yield "shown", _plain(shown)
    upright = mirrored.undo_upside_down(plain)
    if upright is not plain:
        yield "flipped", upright


def _longer_readings(base: Mapped) -> Iterator[tuple[str, Mapped]]:
    for keep in (repeats.one, repeats.two, repeats.two_consonants):
        yield "squeezed", repeats.squeeze(base, keep)
    yield "split", spacing.join_split_words(base, leftwards=False)
    yield "split", spacing.join_split_words(base, leftwards=True)
    yield "reversed", mirrored.reverse_words(base)


def _share(suspicion: int, text: str) -> float:
    visible = len(text) - text.count(" ")
    return min(1.0, suspicion / visible) if visible else 0.0


def _hash(text: str) -> str:
    return hashlib.sha256(f"{NORMALIZER_VERSION}\x00{text}".encode()).hexdigest()
