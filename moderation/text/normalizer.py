"""The order of the steps: one main view of a comment, and other readings of it."""

from __future__ import annotations

import hashlib
import re
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
    mending,
    mirrored,
    repeats,
    spacing,
    vocabulary,
)
from moderation.text.offsets import Mapped, View

NORMALIZER_VERSION: Final = "2"
"""Grows whenever any text may come out differently; it is part of every stored hash."""

_WORD: Final = re.compile(r"\w+")
_COUNTED: Final = frozenset({"leet", "joined", "spaced", "shown", "flipped"})
_DISGUISES: Final = _COUNTED | {"joined_after_article"}
GUESS: Final = "mended"
"""The name of the view that guesses at broken words."""
_UNDER_MENDED: Final = frozenset(
    {"joined", "joined_after_article", "joined_l", "leet", "leet_l", "spaced"}
)
"""What a mended reading undoes as well."""
_UNLIKE_ANY_TEXT: Final = frozenset({"flipped", "spaced", "shown"})
_HALF: Final = 0.5
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
        mended: The reading with broken hostile words mended, if there are any.
    """

    original: str
    main: View
    views: tuple[View, ...]
    obfuscation: float
    hash: str
    echoes: tuple[tuple[int, int], ...]
    mended: View | None = None

    @property
    def plain(self) -> View:
        """What a reader reads first: `main`, or what a sure disguise of it shows.

        A disguise is sure where what it changes turns into known words: nobody writes `$uch`
        or `sᴉɥʇ` and means it as it stands.
        """
        likeliest = self.disguised[:1]
        return likeliest[0] if likeliest and self._is_sure(likeliest[0]) else self.main

    def _is_sure(self, view: View) -> bool:
        known = vocabulary.known()
        new = _words(view.text) - _words(self.main.text)
        needed = _HALF if view.name in _UNLIKE_ANY_TEXT else 1.0
        return bool(new) and len(new & known) >= needed * len(new)

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
        """The one or two views worth reading beside `plain`, given the listed terms found.

        Held-down letters are mostly emphasis (`sooo`): only a term that shows where they are
        let go, and neither in `main` nor in the likeliest undone disguise, makes them one.
        """
        plain = self.plain
        likeliest = tuple(view for view in self.disguised[:1] if view is not plain)
        mended = (self.mended,) if self.mended and self.mended.text != plain.text else ()
        told = [view.text.lower() for view in (self.main, plain, *likeliest, *mended)]
        hidden = [term.lower() for term in terms if not any(term.lower() in t for t in told)]
        for view in self.views if hidden else ():
            if view.name in _SQUEEZED and any(term in view.text.lower() for term in hidden):
                return (view, *mended)
        if mended and all(view.name in _UNDER_MENDED for view in likeliest):
            return mended
        return (*likeliest, *mended)


def normalize(text: str) -> NormalizedText:
    """Read a comment as a person would. Never raises, whatever the string holds."""
    unmarked = markup.strip_markup(Mapped(text))
    plain = _plain(unmarked)
    clean = confusables.undo_mixed_scripts(plain)
    spaced = forms.to_single_spaces(clean)
    main = View("main", spaced.text, spaced)
    views: dict[str, View] = {}
    mended: View | None = None
    suspicion = clean.suspicion
    for name, reading in _readings(unmarked, plain, clean):
        if name in _COUNTED:
            suspicion = max(suspicion, reading.suspicion)
        if reading.text != clean.text:
            single = forms.to_single_spaces(reading)
            view = View(name, single.text, single)
            views.setdefault(single.text, view)
            mended = view if name == GUESS else mended
    return NormalizedText(
        original=text,
        main=main,
        views=tuple(view for view in views.values() if view.text != main.text),
        obfuscation=_share(suspicion, main.text),
        hash=_hash(main.text),
        echoes=echoes.find_echoes(clean),
        mended=mended,
    )


def _plain(mapped: Mapped) -> Mapped:
    return forms.to_plain_form(invisible.strip_invisible(mapped))


def _readings(unmarked: Mapped, plain: Mapped, clean: Mapped) -> Iterator[tuple[str, Mapped]]:
    """Candidate readings, each named by what it undoes, the likeliest disguise first."""
    folded = folding.fold_accents(clean)
    latin = confusables.undo_lookalike_words(folded)
    spaced = spacing.undo_underscores(latin)
    if spaced is not latin:
        latin = spaced
        yield "spaced", spaced
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
    mended = mending.mend_words(base)
    if mended is not base:
        yield GUESS, mended


def _words(text: str) -> set[str]:
    return {word.lower() for word in _WORD.findall(text)}


def _share(suspicion: int, text: str) -> float:
    visible = len(text) - text.count(" ")
    return min(1.0, suspicion / visible) if visible else 0.0


def _hash(text: str) -> str:
    return hashlib.sha256(f"{NORMALIZER_VERSION}\x00{text}".encode()).hexdigest()
