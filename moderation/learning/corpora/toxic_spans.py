"""Toxic Spans: news comments with votes on typed character spans.

All rows were picked because earlier raters found them toxic. So a row that the span
raters mostly called "not toxic" is in dispute, not clean: of it only a toxicity of 0.5 and
what most raters marked are kept. For the same reason no toxicity here is below 0.5.
"""

from __future__ import annotations

import ast
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from moderation.errors import CorpusError
from moderation.learning.corpora.base import (
    Corpus,
    Row,
    Source,
    commas,
    number_in,
    read_table,
)
from moderation.learning.corpora.weak import (
    drop_masked,
    has_term,
    slur_target,
    slur_weight,
    unmentioned_jews,
)
from moderation.learning.examples import Example

SOURCE: Final = Source(name="toxic_spans", licence="CC0-1.0", permissive=True)

_COUNTS: Final = {
    "harassment": "n_insult",
    "identity_attack": "n_identity_based_attack",
    "threat": "n_threat",
    "profanity": "n_profane_obscene",
}
_TYPES: Final = {
    "Insult": "harassment",
    "Identity based Attack": "identity_attack",
    "Threat": "threat",
    "Profane/Obscene": "profanity",
}
_COMMENTS: Final = commas(
    "comment_id", "comment_text", "n_annot", "frac_not_toxic", "semeval_split", *_COUNTS.values()
)
_DISPUTED_WEIGHT: Final = 0.3
_RATERS_FOR_SPAN: Final = 2
"""One rater's span is an opinion; two that overlap are evidence."""

Spans = dict[str, list[tuple[int, int, str]]]


def read_toxic_spans(folder: Path) -> Iterator[Example]:
    """Comments with shares of the raters who marked each type, and the agreed spans."""
    typed = _read_typed_spans(folder)
    toxic = _read_toxic_spans(folder)
    path = folder / "derived_comment_labels_train.csv"
    for number, row in read_table(path, _COMMENTS):
        text = row["comment_text"]
        if not text.strip():
            continue
        votes = {c: number_in(path, number, row[c]) for c in _COUNTS.values()}
        raters = max(1.0, number_in(path, number, row["n_annot"]))
        disputed = number_in(path, number, row["frac_not_toxic"])
        spans = [*typed.get(row["comment_id"], ()), *toxic.get(text, ())]
        targets = _targets(text, votes, raters, disputed)
        weight = slur_weight(text, hateful=True) if targets.get("slur") else 1.0
        yield SOURCE.example(
            row["comment_id"],
            text,
            targets,
            weight=_DISPUTED_WEIGHT if disputed > 0.5 else weight,
            split="dev" if row["semeval_split"] == "trial" else "train",
            spans=tuple(sorted(s for s in spans if s[1] <= len(text))) if disputed <= 0.5 else (),
        )


def _targets(
    text: str, votes: Mapping[str, float], raters: float, disputed: float
) -> dict[str, float]:
    """Shares of votes, less what the raters' habits make meaningless."""
    toxicity = max(0.5, 1.0 - disputed)
    share = {label: min(1.0, votes[column] / raters) for label, column in _COUNTS.items()}
    if disputed > 0.5:
        # Raters may mark an insult and "not toxic": what most of them marked still stands.
        marked = {label: value for label, value in share.items() if value >= 0.5}
        return {"toxicity": toxicity} | marked
    attacked = votes["n_identity_based_attack"] >= _RATERS_FOR_SPAN
    return drop_masked(
        {
            "toxicity": toxicity,
            "harassment": share["harassment"],
            "identity_attack": _without_lone_vote(share, votes, "identity_attack"),
            "threat": _without_lone_vote(share, votes, "threat"),
            "profanity": _profanity(text, share["profanity"]),
            "slur": slur_target(text, hateful=True if attacked or toxicity > 0.5 else None),
            "antisemitism": unmentioned_jews(text),
        }
    )


def _without_lone_vote(
    share: Mapping[str, float], votes: Mapping[str, float], label: str
) -> float | None:
    """For rare types one vote alone is mostly a slip: mask it."""
    return None if votes[_COUNTS[label]] == 1.0 else share[label]


def _profanity(text: str, share: float) -> float | None:
    """Raters chose one type a span, so a swear word inside an insult got no vote: mask it."""
    if not has_term("profane", text):
        return share
    return 1.0 if share > 0.0 else None


def _read_typed_spans(folder: Path) -> Spans:
    """Comment id -> stretches that two or more raters gave the same type."""
    comment_of = {
        row["annotation"]: row["comment_id"]
        for _, row in read_table(folder / "annotations.csv", commas("annotation", "comment_id"))
    }
    marks: dict[tuple[str, str], Counter[int]] = defaultdict(Counter)
    path = folder / "spans.csv"
    for number, row in read_table(path, commas("annotation", "type", "start", "end")):
        label = _TYPES.get(row["type"])
        comment = comment_of.get(row["annotation"])
        if label is None or comment is None:
            continue
        start = int(number_in(path, number, row["start"]))
        end = int(number_in(path, number, row["end"]))
        marks[comment, label].update(range(start, end))
    found: Spans = defaultdict(list)
    for (comment, label), counts in marks.items():
        agreed = [place for place, n in counts.items() if n >= _RATERS_FOR_SPAN]
        found[comment] += [(start, end, label) for start, end in stretches(agreed)]
    return found


def _read_toxic_spans(folder: Path) -> Spans:
    """Comment text -> the stretches that most raters marked as toxic."""
    found: Spans = {}
    for name in ("tsd_train.csv", "tsd_trial.csv"):
        path = folder / name
        for number, row in read_table(path, commas("spans", "text")):
            found[row["text"]] = [
                (start, end, "toxicity")
                for start, end in stretches(read_offsets(path, number, row))
            ]
    return found


def read_offsets(path: Path, number: int, row: Row) -> list[int]:
    """The marked code points of a row of the shared task.

    Raises:
        CorpusError: they are no list of numbers.
    """
    try:
        return [int(place) for place in ast.literal_eval(row["spans"])]
    except (ValueError, SyntaxError, TypeError) as error:
        raise CorpusError(
            f"{path}: row {number}: expected a list of offsets, found {row['spans'][:40]!r}",
            next_step="Restore that file as its authors published it.",
        ) from error


def stretches(places: Iterable[int]) -> list[tuple[int, int]]:
    """Runs of neighbouring offsets as (start, end), ends exclusive."""
    runs: list[tuple[int, int]] = []
    for place in sorted(set(places)):
        if runs and runs[-1][1] == place:
            runs[-1] = (runs[-1][0], place + 1)
        else:
            runs.append((place, place + 1))
    return runs


CORPORA: Final = (Corpus(source=SOURCE, read=read_toxic_spans),)
