"""What the readers get: numbered comments in batches, blind to corpus, label and score."""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from moderation.errors import CorpusError
from moderation.learning.annotations.draw import Drawn

BATCH: Final = 75
DOUBLE: Final = 0.18
"""Share of the batches that two readers get."""
SHOWN, PARENT_SHOWN = 700, 200
"""Characters shown of a comment and of the one that it answers."""
_HEAD: Final = re.compile(r"^### (\d+)$", re.MULTILINE)
KEY_COLUMNS: Final = ("K", "id", "split", "stratum")


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """Which row a reader's number stands for."""

    id: str
    split: str
    stratum: str


def write_sheets(drawn: Sequence[Drawn], folder: Path, *, seed: str) -> tuple[int, tuple[str, ...]]:
    """Write `batch/NNN.txt`, `keys.csv` and `double.txt` (the batches to be read twice).

    Returns:
        How many batches there are, and the names of the doubly read ones.
    """
    (folder / "batch").mkdir(parents=True, exist_ok=True)
    names: list[str] = []
    for start in range(0, len(drawn), BATCH):
        name = f"{len(names) + 1:03}"
        part = drawn[start : start + BATCH]
        sheet = "\n".join(_shown(number, d) for number, d in enumerate(part, start + 1))
        (folder / "batch" / f"{name}.txt").write_text(sheet, encoding="utf-8")
        names.append(name)
    rng = random.Random(seed)  # noqa: S311 - a sample, not a secret
    double = tuple(sorted(rng.sample(names, round(DOUBLE * len(names)))))
    (folder / "double.txt").write_text("".join(f"{name}\n" for name in double), encoding="utf-8")
    with (folder / "keys.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(KEY_COLUMNS)
        for number, one in enumerate(drawn, 1):
            table.writerow((number, one.example.id, one.example.split, one.stratum))
    return len(names), double


def _shown(number: int, drawn: Drawn) -> str:
    example = drawn.example
    lines = [f"### {number}"]
    if example.parent_text and example.parent_text.strip():
        lines.append(f"(in reply to: {_cut(_one_line(example.parent_text), PARENT_SHOWN)})")
    return "\n".join([*lines, _cut(example.text.strip(), SHOWN), ""])


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[:length].rstrip() + " […]"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def texts_of(sheet: Path) -> dict[int, str]:
    """Number -> what is shown of that comment, in the sheet's order."""
    found: dict[int, str] = {}
    parts = _HEAD.split(sheet.read_text(encoding="utf-8"))[1:]
    for number, text in zip(parts[::2], parts[1::2], strict=True):
        found[int(number)] = text.strip("\n")
    return found


def read_keys(path: Path) -> Mapping[int, Key]:
    """Number -> the row that it stands for.

    Raises:
        CorpusError: the file is missing or has other columns.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        return {
            int(row["K"]): Key(id=row["id"], split=row["split"], stratum=row["stratum"])
            for row in rows
        }
    except (OSError, KeyError, ValueError) as error:
        raise CorpusError(
            f"{path}: not a key file with the columns {', '.join(KEY_COLUMNS)} ({error})",
            next_step="Draw again; keys and batches are written together.",
        ) from error
