"""From the readers' files to the committed tables: settle, measure the agreement, write.

A folder of readings holds what `write_sheets` wrote, and

    out/NNN.R.txt        batch NNN as reader R read it; two of them where it was read twice
    out/NNN.settle.txt   a third reading of the comments on which the two differ
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from moderation.domain import LABELS
from moderation.errors import InputError
from moderation.learning.annotations.agreement import LabelAgreement, agreement, as_json
from moderation.learning.annotations.codes import NOTHING, UNSURE, Reading, parse_codes, read_codes
from moderation.learning.annotations.labels import (
    COLUMNS,
    LABELS_FILE,
    READINGS_FILE,
    Annotation,
)
from moderation.learning.annotations.sheets import Key, read_keys, texts_of

SETTLE: Final = "settle"
READING_COLUMNS: Final = ("id", "reader", "codes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """One comment with all that was read of it."""

    number: int
    key: Key
    first: Mapping[str, Reading]
    """Reader -> reading, one or two of them."""
    third: Reading | None = None

    @property
    def disputed(self) -> bool:
        """Whether two readers differ on a label, or on whether it can be judged."""
        return len({tuple(sorted(one.targets.items())) for one in self.first.values()}) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeReport:
    """What the readings came to."""

    rows: int
    """Comments in the table of labels."""
    left_out: int
    """Comments that cannot be judged."""
    double: int
    """Comments that two readers read."""
    unsettled: tuple[int, ...]
    """Numbers of the disputed comments without a third reading."""
    missing: tuple[str, ...]
    """Batches that nobody read, or only one reader where there should be two."""
    labels: Mapping[str, LabelAgreement]

    def as_json(self) -> dict[str, Any]:
        """Plain numbers."""
        return {
            "rows": self.rows,
            "left_out": self.left_out,
            "double": self.double,
            "unsettled": len(self.unsettled),
            "missing": list(self.missing),
            "labels": as_json(self.labels),
        }


def merge_readings(
    folder: Path, labels: Path = LABELS_FILE, readings: Path = READINGS_FILE
) -> MergeReport:
    """Write the tables of labels and of double readings from a folder of readings.

    Where two readings give a label the same value, that stands. Where they differ, the
    third reading decides; without one the label is 0.5.

    Raises:
        CorpusError: the keys are missing.
        InputError: a reader's file is wrong, or a batch has three readers.
    """
    comments, missing = read_folder(folder)
    settled = [one for one in map(settle, comments) if one is not None]
    double = [one for one in comments if len(one.first) == 2]
    _write(labels, COLUMNS, sorted(one.cells() for one in settled))
    _write(readings, READING_COLUMNS, sorted(row for one in double for row in _rows(one)))
    return MergeReport(
        rows=len(settled),
        left_out=len(comments) - len(settled),
        double=len(double),
        unsettled=tuple(one.number for one in double if one.disputed and one.third is None),
        missing=missing,
        labels=agreement([_pair(one) for one in double]),
    )


def read_folder(folder: Path) -> tuple[list[Read], tuple[str, ...]]:
    """All comments that were read, in their order, and the batches that lack a reading."""
    keys = read_keys(folder / "keys.csv")
    twice = set((folder / "double.txt").read_text(encoding="utf-8").split())
    comments, missing = [], []
    for sheet in sorted((folder / "batch").glob("*.txt")):
        files = sorted((folder / "out").glob(f"{sheet.stem}.*.txt"))
        readers = {path.stem.partition(".")[2]: path for path in files}
        third = readers.pop(SETTLE, None)
        if len(readers) > 2:
            raise InputError(
                f"batch {sheet.stem} has {len(readers)} readers",
                next_step=f"Keep two of the files in {folder / 'out'}.",
            )
        if len(readers) < 1 + (sheet.stem in twice):
            missing.append(sheet.stem)
        if readers:
            comments += _read_batch(list(texts_of(sheet)), readers, third, keys)
    return comments, tuple(missing)


def _read_batch(
    numbers: Sequence[int], readers: Mapping[str, Path], third: Path | None, keys: Mapping[int, Key]
) -> list[Read]:
    first = {reader: _codes(path, numbers) for reader, path in readers.items()}
    settled = _codes(third, numbers, whole=False) if third else {}
    return [
        Read(
            number=number,
            key=keys[number],
            first={reader: lines[number] for reader, lines in first.items()},
            third=settled.get(number),
        )
        for number in numbers
    ]


def _codes(path: Path, numbers: Sequence[int], *, whole: bool = True) -> dict[int, Reading]:
    return read_codes(path.read_text(encoding="utf-8"), path.name, numbers, whole=whole)


def write_disputed(folder: Path) -> int:
    """Write `settle/NNN.txt`: the disputed comments without a third reading, both readings below.

    Returns:
        How many comments wait for a third reading.
    """
    comments, _ = read_folder(folder)
    waiting = {one.number: one for one in comments if one.disputed and one.third is None}
    (folder / SETTLE).mkdir(exist_ok=True)
    for sheet in sorted((folder / "batch").glob("*.txt")):
        target = folder / SETTLE / sheet.name
        target.unlink(missing_ok=True)
        shown = [
            f"### {number}\n{text}\n(readings: {_both_codes(waiting[number])})\n"
            for number, text in texts_of(sheet).items()
            if number in waiting
        ]
        if shown:
            target.write_text("\n".join(shown), encoding="utf-8")
    return len(waiting)


def _both_codes(read: Read) -> str:
    return " | ".join(" ".join(one.codes) or NOTHING for one in read.first.values())


def settle(read: Read) -> Annotation | None:
    """The annotation that a comment's readings come to; None if it cannot be judged."""
    readings = list(read.first.values())
    if read.disputed and read.third is not None:
        last = read.third
    else:
        last = readings[0] if len(readings) == 1 else _both(readings)
    if not last.readable:
        return None
    agreed = [one for one in readings if one.readable]
    targets = {}
    for label in LABELS:
        values = {one.targets.get(label) for one in agreed}
        value = values.pop() if len(values) == 1 and len(agreed) > 1 else last.targets.get(label)
        if value is not None:
            targets[label] = value
    return Annotation(
        id=read.key.id,
        stratum=read.key.stratum,
        targets=targets,
        uses=last.uses,
        subtypes=last.subtypes,
    )


def _both(readings: Sequence[Reading]) -> Reading:
    """Two readings as one that leaves open what they differ on."""
    if any(not one.readable for one in readings):
        return next(one for one in readings if not one.readable)
    first, second = readings
    shared = [label for label in LABELS if label in first.targets and label in second.targets]
    return Reading(
        codes=(*first.codes, *second.codes),
        targets={
            label: first.targets[label] if first.targets[label] == second.targets[label] else UNSURE
            for label in shared
        },
        uses=tuple(dict.fromkeys((*first.uses, *second.uses))),
        subtypes=tuple(dict.fromkeys((*first.subtypes, *second.subtypes))),
    )


def _rows(read: Read) -> Iterable[tuple[str, str, str]]:
    third = {SETTLE: read.third} if read.third else {}
    for reader, reading in {**read.first, **third}.items():
        yield read.key.id, reader, " ".join(reading.codes) or NOTHING


def _write(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(columns)
        table.writerows(rows)


def _pair(read: Read) -> tuple[Reading, Reading]:
    first, second = read.first.values()
    return first, second


def agreement_table(path: Path = READINGS_FILE) -> dict[str, dict[str, Any]]:
    """The agreement on each label from the committed double readings, for a model card."""
    by_row: dict[str, list[Reading]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["reader"] != SETTLE:
                by_row.setdefault(row["id"], []).append(parse_codes(row["codes"]))
    return as_json(agreement([(first, second) for first, second in by_row.values()]))
