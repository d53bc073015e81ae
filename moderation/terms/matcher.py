"""Searching a comment for listed terms. Finds on every view, reports on the original."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from moderation.domain import TermHit, TermKind
from moderation.terms.contexts import Benign, Found, begins_word, benign_use, ends_word, has_needed
from moderation.terms.forms import fold
from moderation.terms.model import JEWISH_TARGET, Pattern, Searchable, Term, TermLists

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from moderation.terms.model import TextView

_MENDED: Final = "mended"
_GUESSES: Final = frozenset({"reversed", _MENDED})
"""Read backwards or mended, harmless words turn into short slurs ('spin', 'drat'), so on these
views only unambiguous slurs count."""
_LOSSY: Final = frozenset({"folded", "split", "split_leftwards"})
"""Without its accents or spaces a harmless foreign word can read as a code (Polish 'już'), so
on these views watch terms do not count."""

_ANTISEMITISM: Final = "antisemitism"
_ALSO_ANTISEMITIC: Final = frozenset({"slur", "identity_attack"})


_Settled = set[tuple[str, int, int]]
"""Term, start and end in the original of what the context has shown to be benign. Views that
join or split words may lose that context, so an earlier view's finding stands."""


@dataclass(slots=True)
class _Key:
    """Everything that one string in the automaton stands for."""

    length: int
    terms: list[Term] = field(default_factory=list)
    first_of: list[Pattern] = field(default_factory=list)
    second_of: list[Pattern] = field(default_factory=list)
    is_context: bool = False
    is_prefix: bool = False
    """A context word that also stands for all words that begin with it ('jew*')."""


@dataclass(slots=True)
class _Sightings:
    """What the automaton saw in one view."""

    terms: list[tuple[Found, Term]] = field(default_factory=list)
    first: list[tuple[Found, Pattern, str]] = field(default_factory=list)
    second: dict[int, list[tuple[Found, Pattern, str]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    contexts: dict[str, list[Found]] = field(default_factory=lambda: defaultdict(list))


class TermMatcher:
    """Searches comments for the terms of the lists; built once, safe to share.

    Words end where letters and digits end, so 'Scunthorpe' holds nothing. Of hits with
    the same label and kind that overlap, the longest is reported.
    """

    def __init__(self, lists: TermLists) -> None:
        """Build the automaton; some milliseconds for each thousand spellings."""
        self.version = lists.version
        self._echo = lists.echo
        keys: dict[str, _Key] = {}
        for term in lists.terms:
            for form in term.forms:
                _key(keys, form).terms.append(term)
            _add_contexts(keys, term)
        for pattern in lists.patterns:
            _add_contexts(keys, pattern.entry)
            for word in pattern.first:
                _key(keys, word).first_of.append(pattern)
            for word in pattern.second:
                _key(keys, word).second_of.append(pattern)
        self._automaton = _automaton(keys)

    def find(self, normalized: Searchable) -> tuple[TermHit, ...]:
        """All listed terms in a comment.

        Args:
            normalized: The comment's views and echoes, as `moderation.text.normalize`
                gives them.

        Returns:
            Hits with offsets in code points of the ORIGINAL text, in the text's order. A
            slur or dehumanizing phrase aimed at Jews gives a second hit, labelled
            antisemitism.
        """
        hits: list[TermHit] = []
        settled: _Settled = set()
        for view in (normalized.main, *normalized.views):
            hits.extend(self._find_in(view, settled))
        if self._echo is not None:
            for start, end in normalized.echoes:
                hits.extend(_hits(self._echo, (start, end)))
        return _longest(hits)

    def _find_in(self, view: TextView, settled: _Settled) -> Iterator[TermHit]:
        """The hits of one view, overlapping ones included."""
        if self._automaton is None or not view.text:
            return
        folded = fold(view.text)
        seen = self._look(folded.text)
        found = [*seen.terms, *_paired(folded.text, seen)]
        for span, term in found:
            if not has_needed(folded.text, span, term, seen.contexts):
                continue
            benign = benign_use(folded.text, span, term, seen.contexts)
            start, end = folded.source(*span)
            place = view.to_original(start, end)
            # The context takes a finding one step down: a phrase that holds the term, such
            # as 'spic and span', settles it; a word nearby only makes a clear term unclear.
            if benign is Benign.PHRASE or (benign is Benign.NEARBY and term.ambiguous):
                settled.add((term.term, *place))
            if (term.term, *place) in settled:
                continue
            written = view.text[start:end]
            if term.capitals and not written.isupper():
                continue
            ambiguous = (
                term.ambiguous
                or benign is Benign.NEARBY
                or _may_be_name(term, folded.text[slice(*span)], written)
            )
            if view.name in _GUESSES and (ambiguous or term.kind is not TermKind.SLUR):
                continue
            # What a guess alone shows is no clear case: it explains, it does not hold.
            ambiguous = ambiguous or view.name == _MENDED
            if view.name in _LOSSY and term.kind is TermKind.WATCH:
                continue
            yield from _hits(term, place, ambiguous=ambiguous)

    def _look(self, text: str) -> _Sightings:
        """Run the automaton over one folded text."""
        seen = _Sightings()
        for last, key in self._automaton.iter(text):
            start, end = last + 1 - key.length, last + 1
            if not begins_word(text, start):
                continue
            span, word = Found(start, end), text[start:end]
            if key.is_prefix:
                seen.contexts[f"{word}*"].append(span)
            if not ends_word(text, end):
                continue
            if key.is_context:
                seen.contexts[word].append(span)
            seen.terms.extend((span, term) for term in key.terms)
            seen.first.extend((span, pattern, pattern.first[word]) for pattern in key.first_of)
            for pattern in key.second_of:
                seen.second[start].append((span, pattern, pattern.second[word]))
        return seen


def _key(keys: dict[str, _Key], text: str) -> _Key:
    return keys.setdefault(text, _Key(len(text)))


def _add_contexts(keys: dict[str, _Key], term: Term) -> None:
    """Make the automaton see the words that a term wants or does not want nearby."""
    for word in term.needs | term.unless:
        if word.endswith("*"):
            _key(keys, word[:-1]).is_prefix = True
        else:
            _key(keys, word).is_context = True


def _automaton(keys: dict[str, _Key]) -> Any:
    """An Aho-Corasick automaton over all keys; None where there are none."""
    import ahocorasick

    if not keys:
        return None
    automaton = ahocorasick.Automaton()
    for text, key in keys.items():
        automaton.add_word(text, key)
    automaton.make_automaton()
    return automaton


def _paired(text: str, seen: _Sightings) -> Iterator[tuple[Found, Term]]:
    """The patterns of which both sides stand next to each other, in either's words."""
    for span, pattern, group in seen.first:
        for link in pattern.links:
            if not text.startswith(link, span.end):
                continue
            for other, second_pattern, other_group in seen.second.get(span.end + len(link), ()):
                if second_pattern is pattern:
                    target = group or other_group or pattern.entry.target
                    yield Found(span.start, other.end), replace(pattern.entry, target=target)


def _may_be_name(term: Term, form: str, written: str) -> bool:
    """Whether it is written like a name, and is one ('Kike', 'Paddy')."""
    return form in term.names and written[:1].isupper() and not written.isupper()


def _hits(
    term: Term, place: tuple[int, int], *, ambiguous: bool | None = None
) -> Iterator[TermHit]:
    """A finding as it is reported: once for each label that it speaks for."""
    labels = [term.label]
    if term.target == JEWISH_TARGET and term.label in _ALSO_ANTISEMITIC:
        labels.append(_ANTISEMITISM)
    for label in labels:
        yield TermHit(
            start=place[0],
            end=place[1],
            term=term.term,
            label=label,
            kind=term.kind,
            language=term.language,
            target=term.target,
            severity=term.severity,
            ambiguous=term.ambiguous if ambiguous is None else ambiguous,
            note=term.note,
        )


def _longest(hits: Iterable[TermHit]) -> tuple[TermHit, ...]:
    """Of hits with the same label and kind that overlap, only the longest.

    Kinds are kept apart so that a coded phrase never hides the slur inside it. Equal
    lengths: the first given wins, which is the plain view before the derived ones.
    """
    kept: dict[tuple[str, TermKind], tuple[list[int], list[TermHit]]] = defaultdict(
        lambda: ([], [])
    )
    for hit in sorted(hits, key=lambda hit: hit.start - hit.end):
        starts, rivals = kept[hit.label, hit.kind]
        # Only the neighbours can overlap: a comment of nothing but slurs has thousands of hits.
        at = bisect_right(starts, hit.start)
        clear_before = at == 0 or rivals[at - 1].end <= hit.start
        if clear_before and (at == len(rivals) or hit.end <= rivals[at].start):
            starts.insert(at, hit.start)
            rivals.insert(at, hit)
    found = [hit for _, group in kept.values() for hit in group]
    return tuple(sorted(found, key=lambda hit: (hit.start, hit.end, hit.label, hit.kind)))
