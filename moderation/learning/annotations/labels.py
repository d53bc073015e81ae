"""The committed annotations, and what they make of the corpora's examples."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from moderation.domain import LABELS
from moderation.errors import CorpusError
from moderation.learning.definitions import READERS, contested_targets
from moderation.learning.examples import Example

FOLDER: Final = Path(__file__).parent
LABELS_FILE: Final = FOLDER / "labels.csv"
READINGS_FILE: Final = FOLDER / "readings.csv"
CORPUS: Final = "annotated"
"""The corpus that the annotated copies belong to."""
COLUMNS: Final = ("id", "stratum", *LABELS, "use", "subtype")
JOIN: Final = "+"
_VALUES: Final = {"0": 0.0, "0.5": 0.5, "1": 1.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """Our judgement of one row of a corpus. A label that `targets` lacks was not judged."""

    id: str
    """The example's `corpus/row`."""
    stratum: str
    """What it was drawn for."""
    targets: Mapping[str, float]
    uses: tuple[str, ...] = ()
    subtypes: tuple[str, ...] = ()

    def cells(self) -> tuple[str, ...]:
        """Its row of the committed table, in the order of COLUMNS."""
        values = [f"{self.targets[one]:g}" if one in self.targets else "" for one in LABELS]
        return (self.id, self.stratum, *values, JOIN.join(self.uses), JOIN.join(self.subtypes))


def read_labels(path: Path = LABELS_FILE) -> dict[str, Annotation]:
    """Example id -> annotation.

    Raises:
        CorpusError: the table is missing, has other columns, a row twice or another value
            than 0, 0.5, 1 or nothing.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
    except OSError as error:
        raise _wrong(path, f"cannot be read ({error.strerror})") from error
    if not rows or tuple(rows[0]) != COLUMNS:
        raise _wrong(path, f"expected the columns {','.join(COLUMNS)}")
    found: dict[str, Annotation] = {}
    for number, cells in enumerate(rows[1:], 2):
        one = _annotation(path, number, cells)
        if one.id in found:
            raise _wrong(path, f"line {number}: {one.id} stands there twice")
        found[one.id] = one
    return found


def _annotation(path: Path, number: int, cells: list[str]) -> Annotation:
    if len(cells) != len(COLUMNS):
        raise _wrong(path, f"line {number}: expected {len(COLUMNS)} cells, found {len(cells)}")
    row = dict(zip(COLUMNS, cells, strict=True))
    odd = [label for label in LABELS if row[label] and row[label] not in _VALUES]
    if odd:
        raise _wrong(path, f"line {number}: {odd[0]} is {row[odd[0]]!r}, not 0, 0.5 or 1")
    return Annotation(
        id=row["id"],
        stratum=row["stratum"],
        targets={label: _VALUES[row[label]] for label in LABELS if row[label]},
        uses=_parts(row["use"]),
        subtypes=_parts(row["subtype"]),
    )


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(cell.split(JOIN)) if cell else ()


def _wrong(path: Path, what: str) -> CorpusError:
    return CorpusError(f"{path}: {what}", next_step="Restore that file: git checkout the table.")


def annotate(
    examples: Iterable[Example], annotations: Mapping[str, Annotation] | None = None
) -> Iterator[Example]:
    """A copy of every annotated example with our targets, in the corpus `annotated`.

    It keeps the row's split, group and licence: what was drawn from dev and test rows is
    kept out of training. Marked stretches stay where we, too, say that the label holds.

    Args:
        examples: of the corpora; ids that none of them has are passed over.
        annotations: the committed ones by default.
    """
    known = read_labels() if annotations is None else annotations
    for example in examples:
        if example.id in known:
            found = known[example.id]
            targets = contested_targets(_ours(example, found), found.subtypes)
            yield replace(
                example,
                id=f"{CORPUS}/{example.id}",
                corpus=CORPUS,
                targets=targets,
                weight=1.0,
                spans=tuple(span for span in example.spans if targets.get(span[2], 0.0) >= 0.5),
            )


def with_annotations(
    examples: Iterable[Example], annotations: Mapping[str, Annotation] | None = None
) -> list[Example]:
    """The examples, ours appended; of a training row, our judgement replaces the corpus's.

    A training row keeps only the labels that we did not judge, and is left out if none is
    left. Dev and test rows stay as they are: a corpus is measured by its own labels.
    """
    known = read_labels() if annotations is None else annotations
    rows = list(examples)
    return [*(left for row in rows if (left := _unjudged(row, known))), *annotate(rows, known)]


def _ours(example: Example, annotation: Annotation) -> dict[str, float]:
    """What we judged, less the toxicity that readers of the discussion have voted on."""
    left_to_readers = example.corpus in READERS
    return {
        label: value
        for label, value in annotation.targets.items()
        if not (left_to_readers and label == "toxicity")
    }


def _unjudged(example: Example, known: Mapping[str, Annotation]) -> Example | None:
    if example.split != "train" or example.id not in known:
        return example
    judged = _ours(example, known[example.id])
    left = {label: value for label, value in example.targets.items() if label not in judged}
    if not left:
        return None
    spans = tuple(span for span in example.spans if span[2] in left)
    return replace(example, targets=left, spans=spans)
