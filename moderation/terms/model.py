"""What a term list holds once it is read, and what the matcher needs of a text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from moderation.domain import TermKind

ECHO_TERM: Final = "(((echo)))"
"""The entry that stands for triple parentheses around a name; it is found by the text's
`echoes`, not by its spelling, because its spelling is any name at all."""

JEWISH_TARGET: Final = "Jews"
"""A slur or dehumanizing phrase with this target is reported as antisemitism as well."""

NO_TARGET: Final = "none"
"""The target of a term that is aimed at nobody in particular, such as a swear word."""


class TextView(Protocol):
    """One way to read a comment; offsets in it can be taken back to the original."""

    @property
    def name(self) -> str: ...  # noqa: D102

    @property
    def text(self) -> str: ...  # noqa: D102

    def to_original(self, start: int, end: int) -> tuple[int, int]: ...  # noqa: D102


class Searchable(Protocol):
    """What the matcher needs of a normalized comment."""

    @property
    def main(self) -> TextView: ...  # noqa: D102

    @property
    def views(self) -> tuple[TextView, ...]: ...  # noqa: D102

    @property
    def echoes(self) -> tuple[tuple[int, int], ...]: ...  # noqa: D102


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One entry of a list, with every spelling that the matcher looks for."""

    term: str
    """How people refer to the entry; unique within its list and label."""
    forms: tuple[str, ...]
    """Spellings as folded by `moderation.terms.forms.fold`, generated ones included."""
    label: str
    kind: TermKind
    language: str
    """The code of the list's language; `mul` where it has none."""
    target: str
    severity: float
    """0 to 1."""
    ambiguous: bool
    note: str
    names: frozenset[str] = frozenset()
    """The forms that are also names: capitalized, they are reported as ambiguous."""
    capitals: bool = False
    """Found only where it is written in capital letters."""
    needs: frozenset[str] = frozenset()
    """Context words of which at least one must stand nearby; none: always found."""
    unless: frozenset[str] = frozenset()
    """Context words or phrases that show a benign use when they stand nearby."""
    within: int = 8
    """How many words away 'nearby' reaches."""
    where: str = ""
    """`file:line`, for messages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """Two sets of words that say more side by side than each alone: 'GROUP are vermin'."""

    entry: Term
    """Label, severity and the rest; its target counts where no group word gives one."""
    first: Mapping[str, str]
    """Folded word -> the group that it names, or ''."""
    links: frozenset[str]
    """What may stand between the two, surrounding spaces included."""
    second: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class TermLists:
    """All lists together, as a matcher takes them."""

    terms: tuple[Term, ...]
    patterns: tuple[Pattern, ...] = ()
    version: str = ""
    """A hash of everything that was read: equal version, equal findings."""
    disabled: frozenset[str] = field(default_factory=frozenset)
    """The terms that an operator's list switched off."""

    @property
    def echo(self) -> Term | None:
        """The entry for triple parentheses, None where it is switched off."""
        return next((term for term in self.terms if term.term == ECHO_TERM), None)
