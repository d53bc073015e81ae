from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from moderation import assess
from moderation.assess import Assessor
from moderation.cli import main
from moderation.config import Config
from moderation.store import open_store
from moderation.terms import TermLists, TermMatcher
from moderation.testing import FakeClassifier

THREE = [
    {"id": "a", "text": "A friendly remark.", "author": "Ann"},
    {"id": "b", "text": "You are a slurword and an insultword.", "author": "Bob"},
    {"id": "c", "text": "   "},
]

NO_TERMS = TermMatcher(TermLists(terms=(), version="none"))
"""The lists have tests of their own."""


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Stands a fake model in for every real one; holds the references asked for."""
    refs: list[str] = []

    def load(config: Config, *, ref: str | None = None) -> Assessor:
        refs.append(ref or config.model)
        return Assessor(FakeClassifier(refs[-1] or "fake/1"), NO_TERMS, config.policy)

    monkeypatch.setattr(assess, "load_assessor", load)
    return refs


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    for name in ("MODERATION_CONFIG", "MODERATION_DATA_DIR"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


Run = Callable[..., Result]


@pytest.fixture
def run(place: Path, loaded: list[str]) -> Run:
    """Types a command line in the empty folder, with the fake model."""

    def _run(*words: str, stdin: str | bytes | None = None) -> Result:
        result = CliRunner().invoke(main, list(words), input=stdin)
        unexpected = result.exception
        if unexpected is not None and not isinstance(unexpected, SystemExit):
            raise unexpected
        return result

    return _run


@pytest.fixture
def refused(run: Run) -> Callable[..., str]:
    """Types a command line that must be refused with one line; gives that line."""

    def _refused(*words: str, code: int = 1, stdin: str | bytes | None = None) -> str:
        result = run(*words, stdin=stdin)
        assert result.exit_code == code, result.output
        assert result.stdout == ""
        assert result.stderr.startswith("moderation: ")
        assert result.stderr.count("\n") == 1
        return result.stderr.strip()

    return _refused


@pytest.fixture
def three(place: Path) -> Path:
    """Three comments: harmless, held, empty."""
    path = place / "three.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in THREE), encoding="utf-8")
    return path


@pytest.fixture
def filled(run: Run, three: Path) -> Path:
    """A database with two accounts and the three comments; one is empty and so not queued."""
    assert run("import", str(three)).exit_code == 0
    database = Path("data/moderation.sqlite3")
    with open_store(database) as store:
        for name in ("ana", "ben"):
            store.accounts.add_account(name, "moderator", "no hash")
    return database


def lines_of(text: str | bytes) -> list[dict[str, Any]]:
    """The objects of JSON lines."""
    return [json.loads(line) for line in text.splitlines()]
