"""Tiny invented corpora in the published layouts. No row is taken from a real one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from moderation.learning.corpora import CORPORA
from moderation.learning.examples import Example


def write_rows(path: Path, rows: Sequence[Sequence[str]], *, encoding: str = "utf-8") -> None:
    """Write a table: commas and quotes, or bare tabs for .tsv files."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".tsv":
        lines = ["\t".join(row) for row in rows]
    else:
        lines = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding=encoding)


def read(name: str, folder: Path) -> dict[str, Example]:
    """The corpus's examples by their row ids."""
    return {e.id.removeprefix(f"{name}/"): e for e in CORPORA[name].read(folder)}
