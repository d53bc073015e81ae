"""Checked reading of one level of config.yaml. Every error names file, key and next step."""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Final, TypeVar

from moderation.domain import LabelPolicy, RankingWeights
from moderation.errors import ConfigError
from moderation.yaml_file import YamlMapping

SettingsT = TypeVar("SettingsT")

_SHARE: Final = (0.0, 1.0)
_COUNT: Final = (1, 1_000_000_000)

LIMITS: Final[Mapping[str, tuple[float, float]]] = {
    "hold_at": _SHARE,
    "reject_at": _SHARE,
    "severity": _SHARE,
    "term_hold_severity": _SHARE,
    "term_hold_score": _SHARE,
    "harm": _SHARE,
    "terms": _SHARE,
    "reports": _SHARE,
    "reach": _SHARE,
    "audit_share": _SHARE,
    "audit_floor": _SHARE,
    "unsupported_floor": _SHARE,
    "max_loss": _SHARE,
    "holdout_share": (0.05, 0.9),
    "miss_cost": (0.0, 1_000_000.0),
    "false_alarm_cost": (0.0, 1_000_000.0),
    "review_cost": (0.0, 1_000_000.0),
    "harmful_share": (0.0001, 0.9),
    "prior_strength": (0.0, 1_000_000.0),
    "age_per_hour": (0.0, 10.0),
    "report_hold_count": _COUNT,
    "reports_half": _COUNT,
    "reach_half": _COUNT,
    "min_decisions": _COUNT,
    "lease_seconds": (5, 86_400),
    "idle_minutes": (1, 525_600),
    "session_hours": (1, 8_760),
    "max_comment_bytes": (1, 10_000_000),
    "port": (0, 65_535),
    "seed": (0, 2**32 - 1),
}
"""Lowest and highest value of every number, both included."""


@dataclass(frozen=True, slots=True)
class Section:
    """One mapping of the file, with the dotted key that leads to it."""

    raw: object
    key: str
    file: Path

    def place_of(self, name: str) -> str:
        """`file:line` of an entry, as far as the line is known."""
        if isinstance(self.raw, YamlMapping):
            return f"{self.file}:{self.raw.line_of(name)}"
        return str(self.file)

    def path_of(self, name: str) -> str:
        """The dotted key of an entry, as messages show it."""
        return f"{self.key}.{name}" if self.key else name

    def entries(self) -> Mapping[object, object]:
        """The mapping itself; an empty section is an empty mapping."""
        return self.raw if isinstance(self.raw, Mapping) else {}

    def names(self) -> list[str]:
        """The entries' names, in the order of the file."""
        return [str(name) for name in self.entries()]

    def child(self, name: str) -> Section:
        """The section below `name`, empty where the file does not have it."""
        raw = self.entries().get(name)
        return Section(raw={} if raw is None else raw, key=self.path_of(name), file=self.file)

    def text(self, name: str, default: str) -> str:
        """A text, stripped of nothing; raises ConfigError for any other type."""
        value = self.entries().get(name, default)
        if not isinstance(value, str):
            raise self.error(name, value, "a text", f'Write {name}: "…"')
        return value

    def number(self, name: str, default: float) -> float:
        """A finite number within its limits; whole numbers are taken as well."""
        value = self.entries().get(name, default)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.error(name, value, "a number", f"Write {name}: {default}")
        self._check_limits(name, value)
        return float(value)

    def whole(self, name: str, default: int) -> int:
        """A whole number within its limits."""
        value = self.entries().get(name, default)
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.error(name, value, "a whole number", f"Write {name}: {default}")
        self._check_limits(name, value)
        return value

    def optional_number(self, name: str, default: float | None) -> float | None:
        """A number, or null for none."""
        if self.entries().get(name, default) is None:
            return None
        return self.number(name, 1.0 if default is None else default)

    def error(self, name: str, found: object, expected: str, next_step: str) -> ConfigError:
        """The ConfigError that says what was found under `name` and what was expected."""
        return ConfigError(
            f"{self.place_of(name)}: {self.path_of(name)} is {found!r}, expected {expected}",
            next_step=next_step,
        )

    def _check_limits(self, name: str, value: float) -> None:
        low, high = LIMITS[name]
        if not (math.isfinite(value) and low <= value <= high):
            raise self.error(
                name,
                value,
                f"a number from {low:g} to {high:g}",
                f"Set {self.path_of(name)} within these limits",
            )


def expect_mapping(section: Section) -> None:
    """Raise ConfigError unless the section holds `key: value` lines."""
    if not isinstance(section.raw, Mapping):
        where = section.key or "the file"
        raise ConfigError(
            f"{section.file}: {where} is {section.raw!r}, expected lines of the form 'key: value'",
            next_step="See the committed config.yaml for the shape",
        )


def reject_unknown(section: Section, known: Iterable[str]) -> None:
    """Raise ConfigError for a key that is not known, naming the nearest one."""
    expect_mapping(section)
    known = list(known)
    for name in section.names():
        if name not in known:
            raise ConfigError(
                f"{section.place_of(name)}: unknown key {section.path_of(name)}",
                next_step=_nearest_hint(name, known),
            )


def _nearest_hint(name: str, known: Sequence[str]) -> str:
    nearest = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    if nearest:
        return f"Did you mean {nearest[0]}?"
    return f"Known keys: {', '.join(known)}"


def read_section(default: SettingsT, section: Section) -> SettingsT:
    """A copy of the settings `default` with what the section changes of it."""
    kinds = {item.name: str(item.type) for item in fields(default)}  # type: ignore[arg-type]
    reject_unknown(section, kinds)
    changes = {
        name: _read_value(section, name, kind, getattr(default, name))
        for name, kind in kinds.items()
    }
    return replace(default, **changes)  # type: ignore[type-var]


def _read_value(section: Section, name: str, kind: str, default: object) -> object:
    if isinstance(default, str):
        return section.text(name, default)
    if kind == "int" and isinstance(default, int):
        return section.whole(name, default)
    if kind == "float" and isinstance(default, float):
        return section.number(name, default)
    return section.optional_number(name, default if isinstance(default, float) else None)


def read_text_list(section: Section, name: str, default: tuple[str, ...]) -> tuple[str, ...]:
    """A list of non-empty texts."""
    value = section.entries().get(name, default)
    if not isinstance(value, list | tuple) or not all(isinstance(v, str) and v for v in value):
        raise section.error(name, value, "a list of texts", f"Write {name}: [one, two]")
    return tuple(value)


def read_choice(section: Section, name: str, known: Sequence[str], default: str) -> str:
    """One name out of `known`."""
    value = section.text(name, default)
    if value not in known:
        raise ConfigError(
            f"{section.place_of(name)}: {section.path_of(name)} is {value!r}, "
            f"expected {', '.join(known)}",
            next_step=_nearest_hint(value.lower(), known),
        )
    return value


def read_choices(
    section: Section, name: str, known: Sequence[str], *, default: tuple[str, ...] | None = None
) -> tuple[str, ...]:
    """A list of different names out of `known`; all of them by default."""
    values = read_text_list(section, name, tuple(known) if default is None else default)
    for value in values:
        if value not in known:
            raise ConfigError(
                f"{section.place_of(name)}: {section.path_of(name)} has an unknown entry {value}",
                next_step=_nearest_hint(value, known),
            )
    if len(set(values)) != len(values):
        raise section.error(name, list(values), "each entry once", "Take the second one out")
    return values


def check_policy(
    labels: Mapping[str, LabelPolicy], ranking: RankingWeights, section: Section
) -> None:
    """Raise ConfigError where single values are fine but do not fit together."""
    for name, label in labels.items():
        if label.reject_at is not None and label.reject_at < label.hold_at:
            raise ConfigError(
                f"{section.file}: {section.path_of('labels')}.{name}.reject_at "
                f"({label.reject_at:g}) is below hold_at ({label.hold_at:g})",
                next_step="Raise reject_at, or set it to null to reject nothing by machine",
            )
    total = ranking.harm + ranking.terms + ranking.reports + ranking.reach
    if total > 1.0 + 1e-9:
        raise ConfigError(
            f"{section.file}: harm, terms, reports and reach of {section.path_of('ranking')} "
            f"add up to {total:g}, at most 1 is possible",
            next_step="Lower one of them",
        )
