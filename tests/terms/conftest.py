from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from moderation.domain import TermHit
from moderation.terms import TermMatcher, load_terms
from moderation.terms import lists as term_lists
from moderation.text import normalize

Find = Callable[[str], tuple[TermHit, ...]]
MakeMatcher = Callable[[str], TermMatcher]


@dataclass(frozen=True)
class PlainView:
    """A view in which every character stands where it stood, plus a fixed shift."""

    text: str
    name: str = "main"
    shift: int = 0

    def to_original(self, start: int, end: int) -> tuple[int, int]:
        return start + self.shift, end + self.shift


@dataclass(frozen=True)
class PlainText:
    """The least that the matcher needs of a normalized comment."""

    main: PlainView
    views: tuple[PlainView, ...] = ()
    echoes: tuple[tuple[int, int], ...] = ()


@pytest.fixture(scope="session")
def matcher() -> TermMatcher:
    return TermMatcher(load_terms())


@pytest.fixture(scope="session")
def find(matcher: TermMatcher) -> Find:
    """What the packaged lists find in a comment, through the real normalizer."""
    return lambda text: matcher.find(normalize(text))


@pytest.fixture
def only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MakeMatcher:
    """A matcher that knows nothing but the YAML it is given."""
    empty = tmp_path / "packaged"
    empty.mkdir()
    monkeypatch.setattr(term_lists, "PACKAGED", empty)

    def make(yaml: str) -> TermMatcher:
        path = tmp_path / "own.yaml"
        path.write_text(yaml, encoding="utf-8")
        return TermMatcher(load_terms([path]))

    return make


def plain(text: str, **fields: object) -> PlainText:
    return PlainText(PlainView(text), **fields)  # type: ignore[arg-type]
