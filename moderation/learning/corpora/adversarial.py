"""Sentences written by people to fool a classifier, in contrast pairs: dynhate, hatemoji."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from moderation.errors import CorpusError
from moderation.learning.corpora.base import Corpus, Source, commas, read_table
from moderation.learning.corpora.weak import (
    Targets,
    has_term,
    hateful_targets,
    peaceful_targets,
    slur_weight,
    weak_hate,
)
from moderation.learning.examples import Example

DYNHATE: Final = Source(name="dynhate", licence="not stated", permissive=False)
HATEMOJI: Final = Source(name="hatemoji_build", licence="CC-BY-4.0", permissive=True)

_DYNHATE: Final = commas("id", "text", "label")
_TABLE: Final = "2020-12-31-DynamicallyGeneratedHateDataset-targets-v0.1.csv"
_PERTURBED: Final = "p"
_KNOWN: Final = commas("id", "none", "jew", "NoTargetRecorded")
_HATEMOJI: Final = commas("entry_id", "text", "type", "target", "label_gold", "matched_id")


def read_dynhate(folder: Path) -> Iterator[Example]:
    """Hate or not; the target is joined by id, which perturbations lack."""
    jewish = _read_jewish(folder / _TABLE)
    for name in ("valid", "test"):
        for _, row in read_table(folder / f"dynabench2021_{name}.csv", _DYNHATE):
            text = row["text"].strip()
            # Rows broken by line ends inside a text have no label.
            if not text or row["label"] not in {"0", "1"}:
                continue
            hateful = row["label"] == "1"
            known = jewish.get(row["id"])
            targets, weight = _targets(text, hateful=hateful, jewish=known)
            if hateful and known and row["id"].endswith(_PERTURBED) and not has_term("wide", text):
                # It carries its original's target though it often names another group.
                targets.pop("antisemitism")
            stem = row["id"].rstrip(_PERTURBED)
            yield DYNHATE.example(row["id"], text, targets, group=stem, weight=weight)


def _read_jewish(path: Path) -> dict[str, bool]:
    """Id -> whether Jews are a target, for ids whose target was recorded."""
    return {
        row["id"]: row["jew"] not in {"", "0"}
        for _, row in read_table(path, _KNOWN)
        if row["none"] == "0" and row["NoTargetRecorded"] == "0"
    }


def _targets(text: str, *, hateful: bool, jewish: bool | None) -> tuple[Targets, float]:
    """Targets and weight; a target that the text contradicts is masked."""
    if not hateful:
        return peaceful_targets(text, antisemitic=0.0), slur_weight(text, hateful=False)
    if jewish is None:
        return weak_hate(text)
    named = has_term("jewish", text)
    known = None if named and not jewish else float(jewish)
    return hateful_targets(text, antisemitic=known), slur_weight(text, hateful=True)


def read_hatemoji(folder: Path) -> Iterator[Example]:
    """Hate or not with emoji. Published splits part some pairs, so folds are made anew."""
    for name in ("train", "validation", "test"):
        path = folder / f"{name}.csv"
        for number, row in read_table(path, _HATEMOJI):
            text = row["text"].strip()
            if not text or row["label_gold"] not in {"0", "1"}:
                continue
            hateful = row["label_gold"] == "1"
            jewish = "jew" in _groups(path, number, row["target"])
            targets, weight = _targets(text, hateful=hateful, jewish=jewish)
            if hateful:
                targets["threat"] = float(row["type"] == "threateninglanguage")
            pair = "-".join(sorted((row["entry_id"], row["matched_id"])))
            yield HATEMOJI.example(row["entry_id"], text, targets, group=pair, weight=weight)


def _groups(path: Path, number: int, value: str) -> set[str]:
    """The target codes: `['asi.south', 'jew']` -> {asi.south, jew}."""
    try:
        return {str(code) for code in ast.literal_eval(value)}
    except (ValueError, SyntaxError, TypeError) as error:
        raise CorpusError(
            f"{path}: row {number}: expected a list of targets, found {value[:40]!r}",
            next_step="Restore that file as its authors published it.",
        ) from error


CORPORA: Final = (
    Corpus(source=DYNHATE, read=read_dynhate),
    Corpus(source=HATEMOJI, read=read_hatemoji),
)
