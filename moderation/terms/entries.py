"""One entry of a term list: from what stands in the file to a Term or a Pattern.

Every refusal names `file:line`, what was found and what to type.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from moderation.domain import LABELS, TermKind
from moderation.errors import ConfigError
from moderation.terms import forms as spelling
from moderation.terms.model import ECHO_TERM, NO_TARGET, Pattern, Term
from moderation.yaml_file import YamlList, YamlMapping

if TYPE_CHECKING:
    from collections.abc import Iterable

DEFAULT_KEYS: Final = ("ambiguous", "exact", "kind", "label", "severity", "target", "within")
_SHARED_KEYS: Final = (*DEFAULT_KEYS, "needs", "note", "term", "unless")
TERM_KEYS: Final = (*_SHARED_KEYS, "capitals", "forms", "name")
PATTERN_KEYS: Final = (*_SHARED_KEYS, "first", "links", "second")
MAX_WITHIN: Final = 50

WordSets = Mapping[str, Mapping[str, str]]
"""Set name -> folded word -> the group that it names, or ''."""


@dataclass(frozen=True, slots=True)
class Row:
    """One mapping of a file, asked for its values by name and type."""

    file: str
    mapping: YamlMapping
    defaults: Mapping[str, object]

    def refuse(self, key: str, found: str, next_step: str) -> ConfigError:
        """An error that points at the line of `key`."""
        return ConfigError(f"{self.file}:{self.mapping.line_of(key)}: {found}", next_step=next_step)

    def check_keys(self, known: Iterable[str]) -> None:
        """Refuse a key that is not known, and name the nearest that is."""
        allowed = sorted(known)
        for key in self.mapping:
            if key not in allowed:
                near = difflib.get_close_matches(str(key), allowed, n=1, cutoff=0.0)[0]
                raise ConfigError(
                    f"{self.file}:{self.mapping.line_of(key)}: '{key}' is not a known key",
                    next_step=f"Did you mean '{near}'? Known: {', '.join(allowed)}.",
                )

    def value(self, key: str) -> object:
        """The value in this mapping, else in the list's defaults, else None."""
        return self.mapping[key] if key in self.mapping else self.defaults.get(key)

    def text(self, key: str) -> str:
        """A piece of text that must be there and not be empty."""
        value = self.value(key)
        if value is None:
            raise self.refuse(key, f"'{key}' is missing", f"Add '{key}:' to this entry.")
        if not isinstance(value, str) or not value.strip():
            raise self.refuse(
                key, f"'{key}' is {value!r}", f'Put text in quotation marks: {key}: "…".'
            )
        return value.strip()

    def flag(self, key: str) -> bool:
        """True or false; false where it is left out."""
        value = self.value(key)
        if value is None:
            return False
        if not isinstance(value, bool):
            raise self.refuse(key, f"'{key}' is {value!r}", f"Write {key}: true or {key}: false.")
        return value

    def share(self, key: str) -> float:
        """A number from 0 to 1 that must be there."""
        value = self.value(key)
        if value is None:
            raise self.refuse(key, f"'{key}' is missing", f"Add '{key}:' to this entry.")
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        if not number or not 0.0 <= float(str(value)) <= 1.0:
            raise self.refuse(
                key, f"'{key}' is {value!r}", f"Write a number from 0 to 1: {key}: 0.5."
            )
        return float(str(value))

    def words(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty where it is left out."""
        value = self.value(key)
        if value is None:
            return ()
        if not isinstance(value, YamlList):
            raise self.refuse(key, f"'{key}' is not a list", f'Write {key}: ["one", "two"].')
        for item, line in zip(value, value.item_lines, strict=True):
            if not isinstance(item, str):
                raise ConfigError(
                    f"{self.file}:{line}: {item!r} in '{key}' is not text",
                    next_step=f'Put it in quotation marks: "{item}".',
                )
        return tuple(str(item) for item in value)

    def expanded(self, key: str, words: Iterable[str]) -> tuple[str, ...]:
        """The folded spellings of words that may hold braces."""
        found: dict[str, None] = {}
        for word in words:
            try:
                spellings = spelling.expand_braces(word)
            except ValueError as error:
                raise self.refuse(
                    key, f"'{word}': {error}", "Write for example fo{o,oo}l."
                ) from None
            found.update(dict.fromkeys(spelling.fold_form(form) for form in spellings))
        if "" in found:
            raise self.refuse(key, f"an empty word in '{key}'", "Delete it or fill it in.")
        return tuple(found)


def read_term(row: Row, language: str, sets: WordSets) -> Term:
    """One entry of `terms:`.

    Raises:
        ConfigError: A key is unknown, missing, of the wrong type or out of range.
    """
    row.check_keys(TERM_KEYS)
    return _entry(row, language, sets)


def read_pattern(row: Row, language: str, sets: WordSets) -> Pattern:
    """One entry of `patterns:`.

    Raises:
        ConfigError: As for a term; also where one side of the pattern is empty.
    """
    row.check_keys(PATTERN_KEYS)
    links = frozenset(
        f" {folded} " if (folded := spelling.fold_form(link)) else " "
        for link in row.words("links")
    )
    sides = [_word_set(row, key, sets) for key in ("first", "second")]
    for key, side in zip(("first", "second"), sides, strict=True):
        if not side:
            raise row.refuse(key, f"'{key}' is missing or empty", f'Write {key}: ["one", "two"].')
    return Pattern(
        entry=_entry(row, language, sets),
        first=sides[0],
        links=links or frozenset({" "}),
        second=sides[1],
    )


def _entry(row: Row, language: str, sets: WordSets) -> Term:
    """What terms and patterns have in common."""
    term = row.text("term")
    basic = row.expanded("forms", row.words("forms") or (term,))
    is_phrase_only = term == ECHO_TERM or "first" in row.mapping
    exact = row.flag("exact") or is_phrase_only
    return Term(
        term=term,
        forms=() if is_phrase_only else _all_forms(basic, language, exact=exact),
        label=_label(row),
        kind=_kind(row),
        language=language,
        target=row.text("target"),
        severity=row.share("severity"),
        ambiguous=row.flag("ambiguous"),
        note=row.text("note"),
        names=frozenset(basic) if row.flag("name") else frozenset(),
        capitals=row.flag("capitals"),
        needs=frozenset(_word_set(row, "needs", sets)),
        unless=frozenset(_word_set(row, "unless", sets)),
        within=_within(row),
        where=f"{row.file}:{row.mapping.line}",
    )


def _all_forms(basic: tuple[str, ...], language: str, *, exact: bool) -> tuple[str, ...]:
    """The written forms, phrases also as hashtags; plurals of English ones unless exact."""
    found = dict.fromkeys(basic)
    for form in basic:
        together = spelling.joined(form)
        found.update(dict.fromkeys([together] if together else []))
    if language == "en" and not exact:
        plurals = [spelling.english_plural(form) for form in tuple(found)]
        found.update(dict.fromkeys(plural for plural in plurals if plural))
    return tuple(found)


def _word_set(row: Row, key: str, sets: WordSets) -> dict[str, str]:
    """Context words with their group; `@name` stands for all words of a set."""
    found: dict[str, str] = {}
    for word in row.words(key):
        if not word.startswith("@"):
            found.update(dict.fromkeys(row.expanded(key, [word]), ""))
        elif word[1:] in sets:
            found.update(sets[word[1:]])
        else:
            near = difflib.get_close_matches(word[1:], sets, n=1, cutoff=0.0)
            raise row.refuse(
                key,
                f"there is no set '{word[1:]}'",
                f"Did you mean '@{near[0]}'?" if near else "Define it under 'sets:'.",
            )
    for word in found:
        # Only a context word may be open at its end; elsewhere * would stand for itself.
        if "*" in (word if key in ("first", "second") else word[:-1]) or word == "*":
            raise row.refuse(
                key, f"'{word}' in '{key}'", "Put * only at the end of a word of needs or unless."
            )
    return found


def _label(row: Row) -> str:
    label = row.text("label")
    if label not in LABELS:
        raise row.refuse("label", f"'{label}' is not a label", f"Use one of {', '.join(LABELS)}.")
    return label


def _kind(row: Row) -> TermKind:
    kind = row.text("kind")
    if kind not in list(TermKind):
        raise row.refuse("kind", f"'{kind}' is not a kind", f"Use one of {', '.join(TermKind)}.")
    if kind == TermKind.SLUR and row.text("target") == NO_TARGET:
        raise row.refuse(
            "target", "a slur without a target", "Name the group, or use kind: profanity."
        )
    return TermKind(kind)


def _within(row: Row) -> int:
    value = row.value("within")
    if value is None:
        return 8
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= MAX_WITHIN:
        raise row.refuse(
            "within", f"'within' is {value!r}", f"Write a number of words from 1 to {MAX_WITHIN}."
        )
    return value
