"""The order of the steps: one main view of a comment, and other readings of it."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
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

_COUNTED: Final = frozenset({"leet", "joined", "shown", "flipped"})
_DISGUISES: Final = _COUNTED | {"joined_after_article"}
_SQUEEZED: Final = frozenset({"squeezed", "squeezed_to_two", "squeezed_vowels"})


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

    @property
    def disguised(self) -> tuple[View, ...]:
        """The views that undo a disguise rather than try out a guess, the likeliest first."""
        before = self.main.mapped.suspicion
        return tuple(
            view
            for view in self.views
            if view.name in _DISGUISES and view.mapped.suspicion > before
        )

    def second_readings(self, terms: Collection[str]) -> tuple[View, ...]:
        """The one view worth reading beside `main`, given the listed terms that were found.

        Held-down letters are mostly emphasis (`sooo`): only a term that shows where they are
        let go, and neither in `main` nor in the likeliest undone disguise, makes them one.
        """
        likeliest = self.disguised[:1]
        told = [view.text.lower() for view in (self.main, *likeliest)]
        hidden = [term.lower() for term in terms if not any(term.lower() in t for t in told)]
        for view in self.views if hidden else ():
            if view.name in _SQUEEZED and any(term in view.text.lower() for term in hidden):
                return (view,)
        return likeliest


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
        if name in _COUNTED:
            suspicion = max(suspicion, reading.suspicion)
        if reading.text != clean.text:
            single = forms.to_single_spaces(reading)
            views.setdefault(single.text, View(name, single.text, single))
    return NormalizedText(
        original=text,
        main=main,
        views=tuple(view for view in views.values() if view.text != main.text),
        obfuscation=_share(suspicion, main.text),
        hash=_hash(main.text),
        echoes=echoes.find_echoes(clean),
    )


def _plain(mapped: Mapped) -> Mapped:
    return forms.to_plain_form(invisible.strip_invisible(mapped))


def _readings(unmarked: Mapped, plain: Mapped, clean: Mapped) -> Iterator[tuple[str, Mapped]]:
    """Candidate readings, each named by what it undoes, the likeliest disguise first."""
    folded = folding.fold_accents(clean)
    latin = confusables.undo_lookalike_words(folded)
    joined = spacing.join_spaced_letters(latin)
    if joined is not latin:
        yield "joined", leet.undo_leet(joined)
        inner = spacing.join_spaced_letters(latin, keep_article=True)
        yield "joined_after_article", leet.undo_leet(inner)
        yield "joined_l", leet.undo_leet(joined, one_is_l=True)
    undone = leet.undo_leet(latin)
    if undone is not latin:
        yield "leet", undone
        yield "leet_l", leet.undo_leet(latin, one_is_l=True)
    shown = mirrored.undo_override(unmarked)
    if shown is not unmarked:
        yield "shown", _plain(shown)
    upright = mirrored.undo_upside_down(plain)
    if upright is not plain:
        yield "flipped", upright
    yield "folded", folded
    yield "lookalike", latin
    yield from _longer_readings(leet.undo_leet(joined))


def _longer_readings(base: Mapped) -> Iterator[tuple[str, Mapped]]:
    if repeats.has_runs(base.text):
        yield "squeezed", repeats.squeeze(base, repeats.one)
        yield "squeezed_to_two", repeats.squeeze(base, repeats.two)
        yield "squeezed_vowels", repeats.squeeze(base, repeats.two_consonants)
    for name, reading in (
        ("split", spacing.join_split_words(base, leftwards=False)),
        ("split_leftwards", spacing.join_split_words(base, leftwards=True)),
        ("reversed", mirrored.reverse_words(base)),
    ):
        if reading is not base:
            yield name, reading


def _share(suspicion: int, text: str) -> float:
    visible = len(text) - text.count(" ")
    return min(1.0, suspicion / visible) if visible else 0.0


def _hash(text: str) -> str:
    return hashlib.sha256(f"{NORMALIZER_VERSION}\x00{text}".encode()).hexdigest()
