"""Reading the packaged term lists and an operator's own."""

from __future__ import annotations

import difflib
import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from moderation.errors import ConfigError
from moderation.terms.entries import DEFAULT_KEYS, Row, read_pattern, read_term
from moderation.terms.model import Pattern, Term, TermLists
from moderation.yaml_file import YamlList, YamlMapping, load_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PACKAGED: Final = Path(__file__).parent / "lists"
FILE_KEYS: Final = (
    "about",
    "defaults",
    "disable",
    "language",
    "patterns",
    "sets",
    "terms",
    "version",
)
_FORMAT: Final = "1"
"""Grows when the same files would be found differently; part of the version."""


@dataclass(frozen=True, slots=True)
class _File:
    """One list as read, before its entries are looked at."""

    path: Path
    row: Row
    language: str


@dataclass(slots=True)
class _Collected:
    """What has been gathered from the files so far."""

    sets: dict[str, dict[str, str]] = field(default_factory=dict)
    terms: list[Term] = field(default_factory=list)
    patterns: list[Pattern] = field(default_factory=list)


def load_terms(extra: Sequence[Path] = ()) -> TermLists:
    """Read the packaged lists, then the operator's own.

    Args:
        extra: The operator's lists, in the same form. Their `disable:` switches off
            entries of any list by name.

    Returns:
        All entries that are switched on, and a version that changes when any list does.

    Raises:
        ConfigError: A list is malformed or two entries claim one spelling; the message
            begins with `file:line`.
    """
    paths = [*sorted(PACKAGED.glob("*.yaml")), *extra]
    files = [_read_file(path) for path in paths]
    collected = _Collected()
    for file in files:
        collected.sets.update(_sets(file, collected.sets))
    for file in files:
        _collect_entries(file, collected)
    disabled = frozenset(_disabled(files, collected))
    terms = tuple(term for term in collected.terms if term.term not in disabled)
    _refuse_double_forms(terms)
    return TermLists(
        terms=terms,
        patterns=tuple(p for p in collected.patterns if p.entry.term not in disabled),
        version=_version(paths),
        disabled=disabled,
    )


def _read_file(path: Path) -> _File:
    """The top of one file."""
    document = load_yaml(path)
    if not isinstance(document, YamlMapping):
        raise ConfigError(
            f"{path}:1: this is not a term list",
            next_step="Begin it with 'language:' and 'terms:'; docs/terms.md has an example.",
        )
    row = Row(str(path), document, {})
    row.check_keys(FILE_KEYS)
    defaults = row.value("defaults") or YamlMapping()
    if not isinstance(defaults, YamlMapping):
        raise row.refuse("defaults", "'defaults' is not a mapping", "Write 'kind: slur' under it.")
    if defaults:
        Row(str(path), defaults, {}).check_keys(DEFAULT_KEYS)
    by_name = {str(key): value for key, value in defaults.items()}
    return _File(path, Row(str(path), document, by_name), _language(row))


def _language(row: Row) -> str:
    """The list's language; only a list without entries may leave it out."""
    if "language" not in row.mapping and not ({"terms", "patterns"} & row.mapping.keys()):
        return "mul"
    return row.text("language")


def _sets(file: _File, known: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """The file's `sets:`: name -> word -> group."""
    sets = file.row.value("sets") or YamlMapping()
    if not isinstance(sets, YamlMapping):
        raise file.row.refuse("sets", "'sets' is not a mapping", "Write 'name: [words]' under it.")
    found: dict[str, dict[str, str]] = {}
    row = Row(str(file.path), sets, {})
    for key, value in sets.items():
        name = str(key)
        if name in known:
            raise row.refuse(name, f"the set '{name}' is already in another list", "Rename it.")
        if isinstance(value, YamlMapping):
            groups = Row(str(file.path), value, {})
            found[name] = {
                word: str(group)
                for group in value
                for word in groups.expanded(str(group), groups.words(str(group)))
            }
        else:
            found[name] = dict.fromkeys(row.expanded(name, row.words(name)), "")
    return found


def _collect_entries(file: _File, collected: _Collected) -> None:
    """Add the file's terms and patterns to what was collected."""
    for row in _rows(file, "terms"):
        collected.terms.append(read_term(row, file.language, collected.sets))
    for row in _rows(file, "patterns"):
        collected.patterns.append(read_pattern(row, file.language, collected.sets))


def _rows(file: _File, key: str) -> Iterator[Row]:
    """The entries under `terms:` or `patterns:`."""
    value = file.row.value(key)
    if value is None:
        return
    if not isinstance(value, YamlList):
        raise file.row.refuse(key, f"'{key}' is not a list", "Begin each entry with '- term:'.")
    for item, line in zip(value, value.item_lines, strict=True):
        if not isinstance(item, YamlMapping):
            raise ConfigError(
                f"{file.path}:{line}: {item!r} is not an entry",
                next_step="Write '- term:' with target, severity and note.",
            )
        yield Row(str(file.path), item, file.row.defaults)


def _disabled(files: list[_File], collected: _Collected) -> Iterator[str]:
    """The names under `disable:`, each checked against the entries there are."""
    known = {term.term for term in collected.terms}
    known |= {pattern.entry.term for pattern in collected.patterns}
    for file in files:
        for name in file.row.words("disable"):
            if name not in known:
                near = difflib.get_close_matches(name, known, n=1, cutoff=0.0)
                raise file.row.refuse(
                    "disable", f"no list has a term '{name}'", f"Did you mean '{near[0]}'?"
                )
            yield name


def _refuse_double_forms(terms: tuple[Term, ...]) -> None:
    """One spelling under one label belongs to one entry, or which note would be shown?"""
    owners: dict[tuple[str, str], Term] = {}
    for term in terms:
        for form in term.forms:
            first = owners.setdefault((form, term.label), term)
            if first is not term:
                raise ConfigError(
                    f"{term.where}: '{form}' of '{term.term}' is already in {first.where}"
                    f" under '{first.term}'",
                    next_step=f'Delete one, or switch the first off: disable: ["{first.term}"].',
                )


def _version(paths: Sequence[Path]) -> str:
    """A hash over the names and contents of all lists."""
    digest = hashlib.sha256(_FORMAT.encode())
    for path in paths:
        digest.update(f"\0{path.name}\0".encode())
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:12]
