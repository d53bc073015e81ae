"""HateXplain: posts with votes, targets and rationales (Twitter, Gab)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from moderation.errors import CorpusError
from moderation.learning.corpora.base import (
    Corpus,
    Row,
    Source,
    commas,
    read_table,
    text_group,
)
from moderation.learning.corpora.weak import (
    WEAK_POSITIVE_WEIGHT,
    Targets,
    drop_masked,
    has_term,
    hateful_targets,
    peaceful_targets,
    slur_target,
    slur_weight,
    unmentioned_jews,
)
from moderation.learning.examples import Example

SOURCE: Final = Source(name="hatexplain", licence="MIT", permissive=True)

_FULL: Final = commas("id", "split", "text", "label", "votes", "targets", "rationale_mask")
_COARSE: Final = commas("text", "rationale_pos", "label", "label_religion", "in_valtest")
_HATE, _OFFENSIVE = 0, 2
_COARSE_WEIGHT: Final = 0.7
_WORD: Final = re.compile(r"\S+")

Spans = tuple[tuple[int, int, str], ...]


def read_hatexplain(folder: Path) -> Iterator[Example]:
    """The part with votes keeps its published split; the coarse part is for training."""
    yield from _read_full(folder / "derived_valtest.csv")
    yield from _read_coarse(folder / "derived_magpie.csv")


def _read_full(path: Path) -> Iterator[Example]:
    for number, row in read_table(path, _FULL):
        text = row["text"].strip()
        if not text:
            continue
        hateful = row["label"] == "hate"
        weighed = slur_weight(text, hateful=hateful)
        yield SOURCE.example(
            row["id"],
            text,
            _full_targets(text, row, _votes(path, number, row["votes"])),
            weight=1.0 if row["label"] == "offensive" else weighed,
            split="dev" if row["split"] == "val" else "test",
            group=text_group(text),
            spans=masked_words(
                text, row["rationale_mask"], "identity_attack" if hateful else "toxicity"
            ),
        )


def _votes(path: Path, number: int, value: str) -> Sequence[int]:
    try:
        votes = [int(vote) for vote in ast.literal_eval(value)]
    except (ValueError, SyntaxError, TypeError) as error:
        raise CorpusError(
            f"{path}: row {number}: expected a list of votes, found {value[:40]!r}",
            next_step="Restore that file as its authors published it.",
        ) from error
    return votes or [1]


def _full_targets(text: str, row: Row, votes: Sequence[int]) -> Targets:
    """Half an "offensive" vote counts as an attack where most raters name a group."""
    hate = votes.count(_HATE) / len(votes)
    rude = votes.count(_OFFENSIVE) / len(votes)
    groups = set(row["targets"].split(";")) - {""}
    attack = hate + rude / 2 if groups else hate
    if "Jewish" in groups:
        antisemitic: float | None = attack
    elif row["label"] == "normal":
        antisemitic = 0.0
    else:
        antisemitic = unmentioned_jews(text)
    hateful = {"hate": True, "normal": False}.get(row["label"])
    return drop_masked(
        {
            "identity_attack": None if hateful is None and not groups else attack,
            "toxicity": _rude(text, hate + rude, hateful=hateful),
            "antisemitism": antisemitic,
            "slur": slur_target(text, hateful=hateful),
        }
    )


def _rude(text: str, share: float, *, hateful: bool | None) -> float | None:
    """In-group words are often called offensive: then the votes say little."""
    doubtful = hateful is not True and has_term("ambiguous", text)
    return None if doubtful else share


def _read_coarse(path: Path) -> Iterator[Example]:
    for number, row in read_table(path, _COARSE):
        text = row["text"].strip()
        if not text or row["in_valtest"] == "1" or row["label"] not in {"0", "1", "2"}:
            continue
        targets, weight = _coarse_targets(text, row)
        label = "identity_attack" if row["label"] == "2" else "toxicity"
        yield SOURCE.example(
            f"coarse-{number}",
            text,
            targets,
            weight=weight,
            split="train",
            group=text_group(text),
            spans=shifted_words(text, row["rationale_pos"], label) if row["label"] != "0" else (),
        )


def _coarse_targets(text: str, row: Row) -> tuple[Targets, float]:
    if row["label"] == "0":
        calm = drop_masked({"toxicity": _rude(text, 0.0, hateful=False)})
        weight = slur_weight(text, hateful=False, weight=_COARSE_WEIGHT)
        return peaceful_targets(text, antisemitic=0.0) | calm, weight
    if row["label"] == "1":
        targets: dict[str, float | None] = {
            "toxicity": _rude(text, 1.0, hateful=None),
            "slur": slur_target(text, hateful=None),
            "antisemitism": unmentioned_jews(text),
        }
        return drop_masked(targets), _COARSE_WEIGHT
    # Only "religion" is known of the target: a text that names Jews and no Muslims is weak
    # evidence, and nearly all hateful posts of this corpus that name Jews are about them.
    religious = row["label_religion"] == "1" and not has_term("muslim", text)
    jews = 1.0 if religious and has_term("jewish", text) else None
    weight = (
        WEAK_POSITIVE_WEIGHT if jews else slur_weight(text, hateful=True, weight=_COARSE_WEIGHT)
    )
    return hateful_targets(text, antisemitic=jews), weight


def masked_words(text: str, mask: str, label: str) -> Spans:
    """Runs of words whose mask digit is 1; nothing where mask and words do not match."""
    words = [found.span() for found in _WORD.finditer(text)]
    if len(words) != len(mask):
        return ()
    runs: list[tuple[int, int, str]] = []
    previous = "0"
    for (start, end), digit in zip(words, mask, strict=True):
        if digit == "1" and previous == "1":
            runs[-1] = (runs[-1][0], end, label)
        elif digit == "1":
            runs.append((start, end, label))
        previous = digit
    return tuple(runs)


def shifted_words(text: str, phrases: str, label: str) -> Spans:
    """The words meant by `;`-separated phrases that lie one word too far left.

    The coarse file's phrases are off by one: where it overlaps the file with word masks,
    97.6 % of the words to the right of each are marked, against 71 % of the words given.
    """
    words = [found.span() for found in _WORD.finditer(text)]
    spoken = [text[start:end] for start, end in words]
    found = set()
    for phrase in filter(None, (part.split() for part in phrases.split(";"))):
        length = len(phrase)
        # The last word has none to its right.
        for first in range(len(words) - length):
            if spoken[first : first + length] == phrase:
                found.add((words[first + 1][0], words[first + length][1], label))
                break
    return tuple(sorted(found))


CORPORA: Final = (Corpus(source=SOURCE, read=read_hatexplain),)
