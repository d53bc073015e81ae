"""One mapping of a suite file at a time, with where it stands: what errors are made of."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NoReturn

from moderation.errors import ConfigError
from moderation.yaml_file import YamlList, YamlMapping


@dataclass(frozen=True, slots=True)
class Place:
    """Where in which file something stands."""

    path: Path
    line: int
    functionality: str = ""

    def refuse(self, found: str, next_step: str) -> NoReturn:
        """Raise the ConfigError for what was found here."""
        about = f"{self.functionality}: " if self.functionality else ""
        raise ConfigError(f"{self.path}:{self.line}: {about}{found}", next_step=next_step)


@dataclass(frozen=True, slots=True)
class Entry:
    """One mapping of a file."""

    raw: YamlMapping
    place: Place

    def at(self, key: str) -> Place:
        """Where `key` stands."""
        return replace(self.place, line=self.raw.line_of(key))

    def text(self, key: str) -> str:
        """A text that is not blank."""
        value = self.raw.get(key)
        if not isinstance(value, str) or not value.strip():
            self.at(key).refuse(
                f"{key} is {value!r}, expected a text", f'Write {key}: "…", in quotation marks'
            )
        return value

    def choice(self, key: str, known: Sequence[str]) -> str:
        """One of the words `known`."""
        value = self.text(key)
        if value not in known:
            expected = ", ".join(known) if len(known) < 8 else f"one of {len(known)} names"
            self.at(key).refuse(f"{key} is {value!r}, expected {expected}", nearest(value, known))
        return value

    def children(self, key: str, keys: Sequence[str]) -> Iterable[Entry]:
        """The mappings of a list that is not empty."""
        value = self.raw.get(key)
        if not isinstance(value, YamlList) or not value:
            self.at(key).refuse(
                f"{key} is {value!r}, expected a list", f"Write {key}: and one entry a dash"
            )
        for item, line in zip(value, value.item_lines, strict=True):
            yield as_entry(item, replace(self.place, line=line), keys)


def as_entry(raw: object, place: Place, keys: Sequence[str]) -> Entry:
    """`raw` as a mapping with no other key than `keys`.

    Raises:
        ConfigError: it is something else, or has another key.
    """
    if not isinstance(raw, YamlMapping):
        place.refuse(f"found {raw!r}, expected keys", f"Write the keys {', '.join(keys)}")
    for key in raw:
        if key not in keys:
            replace(place, line=raw.line_of(key)).refuse(
                f"unknown key {key!r}, expected {', '.join(keys)}", nearest(str(key), keys)
            )
    return Entry(raw, replace(place, line=raw.line))


def nearest(found: str, known: Sequence[str]) -> str:
    """`Did you mean …?`, or all names where none is near."""
    names = difflib.get_close_matches(found, known, n=1, cutoff=0.5)
    return f"Did you mean {names[0]}?" if names else f"Known are: {', '.join(known) or 'none'}"
