"""The nouns of a functional suite: what is asked of a model, case by case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from moderation.domain import CONTESTED_SUBTYPES, PROFILES
from moderation.errors import UsageError

GROUPS: Final[tuple[str, ...]] = ("explicit", "tropes", "coded", "contrast")
"""How open the hate is; `contrast` cases look like it and are not."""
SPLITS: Final[tuple[str, ...]] = ("train", "test")
TWIN_MARK: Final = "-twin"


class Expectation(StrEnum):
    """What is right for a case under a profile."""

    FLAG = "flag"
    PASS = "pass"  # noqa: S105 - no secret: the comment may pass
    POLICY_DEPENDENT = "policy-dependent"
    """The profile does not call it a violation and others do: neither answer is wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One comment as it might be written, with what it tests."""

    id: str
    """`family/number`, counted from 1; of a twin `family/number-twin`."""
    text: str
    functionality: str
    """The id of what it tests; of a twin, of the contrast that it stands for."""
    family: str
    """Cases of one family share a frame, an idea or a wording; they lie in one split."""
    split: str
    """`train` or `test`."""
    twin: str | None = None
    """The id of the harmless member of this case's minimal pair."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Functionality:
    """One thing that a model must be able to do, with the cases that test it."""

    id: str
    title: str
    group: str
    """One of GROUPS."""
    expect: Expectation
    """FLAG or PASS."""
    subtype: str | None = None
    """A sub-type of antisemitism, where it is one."""
    cases: tuple[Case, ...] = ()

    @property
    def contested(self) -> bool:
        """Whether the published definitions part over it."""
        return self.subtype in CONTESTED_SUBTYPES


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite:
    """The functionalities that one label is tested with."""

    name: str
    label: str
    """The label whose score is read."""
    functionalities: tuple[Functionality, ...]

    def cases(self, split: str = "all") -> Iterator[Case]:
        """The cases of one split, or of all."""
        for functionality in self.functionalities:
            yield from (c for c in functionality.cases if split in ("all", c.split))


@dataclass(frozen=True, slots=True, kw_only=True)
class Suites:
    """All suites that were read."""

    suites: tuple[Suite, ...]
    warnings: tuple[str, ...] = ()
    """What is allowed and yet worth a look, in an editor's own files."""

    def select(self, names: Sequence[str]) -> Suites:
        """The suites of these names, in their order; all of them where none is named.

        Raises:
            UsageError: there is no suite of a name.
        """
        known: Mapping[str, Suite] = {suite.name: suite for suite in self.suites}
        for name in names:
            if name not in known:
                raise UsageError(
                    f"There is no suite {name}; there are {', '.join(known) or 'none'}",
                    next_step="Name one of these, or a file of your own with --suite-file",
                )
        chosen = tuple(known[name] for name in dict.fromkeys(names))
        return Suites(suites=chosen or self.suites, warnings=self.warnings)


def expectation(functionality: Functionality, profile: str) -> Expectation:
    """What is right for the cases of `functionality` under `profile`, a key of PROFILES."""
    if functionality.expect is Expectation.PASS or functionality.subtype is None:
        return functionality.expect
    if functionality.subtype in PROFILES[profile]:
        return Expectation.FLAG
    return Expectation.POLICY_DEPENDENT
