"""What is measured on: published classes by example, read from the corpora folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from moderation.learning.annotations.labels import Annotation, annotate, read_labels
from moderation.learning.corpora import CORPORA
from moderation.learning.corpora.base import Layout, Row, commas, read_table, tabs
from moderation.learning.corpora.toxic_spans import read_offsets
from moderation.learning.examples import SPLITS, Example


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A text with the class that its authors gave it, not our reading of it."""

    id: str
    text: str
    part: str
    """`dev` for whatever is chosen, `test` for the figure, `train` for baselines."""
    gold: str = ""
    """The published class, or several joined by commas."""
    marked: frozenset[int] = frozenset()
    """Marked places: code points of `text` (toxic_spans) or numbers of words (hatexplain)."""
    targets: Mapping[str, float] = field(default_factory=dict)
    """Our reading of the published class."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """All cases by corpus, and every example that no training or calibration saw."""

    cases: Mapping[str, Sequence[Case]]
    judged: Sequence[Example]
    """The test part of all corpora."""

    def of(self, corpus: str, *parts: str) -> list[Case]:
        """The cases of a corpus, of some parts only; none where the corpus was not read."""
        return [case for case in self.cases.get(corpus, ()) if case.part in parts]


_Gold = Callable[[Path], dict[str, tuple[str, frozenset[int]]]]


def _table(name: str, layout: Layout, told: Callable[[int, Row], tuple[str, str]]) -> _Gold:
    """A reader of one table's classes; `told` gives a row's id and its class."""

    def read(folder: Path) -> dict[str, tuple[str, frozenset[int]]]:
        rows = (told(number, row) for number, row in read_table(folder / name, layout))
        return {identity: (gold, frozenset()) for identity, gold in rows}

    return read


def _read_olid(folder: Path) -> dict[str, tuple[str, frozenset[int]]]:
    layout = tabs("id", "subtask_a")
    found = {
        row["id"] or str(number): (row["subtask_a"], frozenset[int]())
        for number, row in read_table(folder / "olid-training-v1.0.tsv", layout)
    }
    answers = read_table(folder / "labels-levela.csv", commas("id", "label"))
    return found | {f"test-{row['id']}": (row["label"], frozenset()) for _, row in answers}


def _read_hatexplain(folder: Path) -> dict[str, tuple[str, frozenset[int]]]:
    layout = commas("id", "label", "rationale_mask")
    return {
        row["id"]: (
            row["label"],
            frozenset(i for i, digit in enumerate(row["rationale_mask"]) if digit == "1"),
        )
        for _, row in read_table(folder / "derived_valtest.csv", layout)
    }


_GOLD: Final[Mapping[str, _Gold]] = {
    "iu_antisemitism": _table(
        "derived_train_2019_2021.csv",
        commas("year", "Keyword", "Biased"),
        lambda number, row: (str(number), f"{row['year']},{row['Keyword']},{row['Biased']}"),
    ),
    "olid": _read_olid,
    "hatexplain": _read_hatexplain,
    "cold": _table(
        "derived_majority.csv", commas("COLDID", "cat"), lambda _, row: (row["COLDID"], row["cat"])
    ),
    "cad": _table(
        "cad_v1_1_dev.tsv", tabs("id", "labels"), lambda _, row: (row["id"], row["labels"])
    ),
    "civil_comments_sample": _table(
        "derived_random_dev.csv",
        commas("label"),
        lambda number, row: (f"random-{number}", row["label"]),
    ),
    "context_toxicity": lambda _: {},
}
"""Corpus -> reader of its published classes by row; an empty one leaves our targets."""
_TRAINED_ON: Final = ("iu_antisemitism",)
"""Corpora whose training part a benchmark's own baseline learns from."""


def read_material(folder: Path, annotations: Mapping[str, Annotation] | None = None) -> Material:
    """The cases of every benchmark corpus that `folder` has.

    Args:
        folder: the corpora, one folder each.
        annotations: judgements of rows of the corpora; the project's own by default.

    Raises:
        CorpusError: a corpus differs from what its reader expects.
    """
    cases: dict[str, list[Case]] = {}
    judged: list[Example] = []
    annotated: list[Case] = []
    known = read_labels() if annotations is None else annotations
    for name, corpus in CORPORA.items():
        place = folder / name
        if not place.is_dir():
            continue
        examples = list(corpus.read(place))
        ours = [example for example in annotate(examples, known) if example.split != "train"]
        annotated += [_case(example, "", frozenset()) for example in ours]
        judged += [e for e in (*examples, *ours) if e.split == "test" and e.targets]
        if name in _GOLD:
            parts = SPLITS if name in _TRAINED_ON else SPLITS[1:]
            wanted = [example for example in examples if example.split in parts]
            cases[name] = list(_join(_GOLD[name](place), wanted))
    if (folder / "toxic_spans").is_dir():
        cases["toxic_spans"] = list(_read_spans(folder / "toxic_spans"))
    if annotated:
        cases["annotated"] = annotated
    return Material(cases=cases, judged=judged)


def _join(
    gold: Mapping[str, tuple[str, frozenset[int]]], examples: Iterable[Example]
) -> Iterator[Case]:
    for example in examples:
        row = example.id.removeprefix(f"{example.corpus}/")
        if row in gold or not gold:
            yield _case(example, *gold.get(row, ("", frozenset())))


def _case(example: Example, gold: str, marked: frozenset[int]) -> Case:
    return Case(
        id=example.id,
        text=example.text,
        part=example.split,
        gold=gold,
        marked=marked,
        targets=example.targets,
    )


def _read_spans(folder: Path) -> Iterator[Case]:
    """The trial part of the shared task, as published."""
    path = folder / "tsd_trial.csv"
    for number, row in read_table(path, commas("spans", "text")):
        places = frozenset(read_offsets(path, number, row))
        identity = f"toxic_spans/trial-{number}"
        yield Case(id=identity, text=row["text"], part="test", marked=places)
