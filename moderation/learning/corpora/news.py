"""News comments with rater shares: the two small Civil Comments samples."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from moderation.learning.corpora.base import Corpus, Source, commas, number_in, read_table
from moderation.learning.corpora.weak import (
    Targets,
    clean,
    drop_masked,
    slur_target,
    slur_weight,
    unmentioned_jews,
)
from moderation.learning.examples import Example

SAMPLE: Final = Source(name="civil_comments_sample", licence="CC0-1.0", permissive=True)
GENDER: Final = Source(name="civil_comments_gender_subset", licence="CC0-1.0", permissive=True)

_SHARES: Final = {
    "toxicity": "toxicity",
    "harassment": "insult",
    "identity_attack": "identity_attack",
    "threat": "threat",
    "profanity": "obscene",
}
_SCORES: Final = commas("text", *_SHARES.values())
_RANDOM: Final = commas("example", "label", "part")
_GENDER: Final = commas("comment", "target")


def read_sample(folder: Path) -> Iterator[Example]:
    """Stratified comments with shares for training; the random draw only for measuring."""
    yield from _read_scores(folder / "derived_scores.csv")
    for number, row in read_table(folder / "derived_random_dev.csv", _RANDOM):
        text = row["example"].strip()
        if not text:
            continue
        toxic = row["label"] == "toxic"
        # The only base rate of news comments there is: it must never be trained on.
        targets = _toxic_only(text, 1.0) if toxic else clean()
        yield SAMPLE.example(f"random-{number}", text, targets, split="test")


def _read_scores(path: Path) -> Iterator[Example]:
    for number, row in read_table(path, _SCORES):
        text = row["text"].strip()
        shares = {
            label: min(1.0, number_in(path, number, row[column]))
            for label, column in _SHARES.items()
        }
        if not text:
            continue
        if shares["toxicity"] == 0.0:
            yield SAMPLE.example(f"scores-{number}", text, clean())
            continue
        attacked = shares["identity_attack"] >= 0.5
        targets = drop_masked(
            {
                **shares,
                "slur": slur_target(text, hateful=attacked or None),
                "antisemitism": unmentioned_jews(text),
            }
        )
        weight = slur_weight(text, hateful=True) if attacked else 1.0
        yield SAMPLE.example(f"scores-{number}", text, targets, weight=weight)


def read_gender(folder: Path) -> Iterator[Example]:
    """Toxicity shares alone; a share of 0 is everyday talk."""
    path = folder / "derived.csv"
    for number, row in read_table(path, _GENDER):
        text = row["comment"].strip()
        share = number_in(path, number, row["target"])
        if text:
            yield GENDER.example(
                number, text, clean() if share == 0.0 else _toxic_only(text, share)
            )


def _toxic_only(text: str, share: float) -> Targets:
    """Toxicity, and the zeros that follow from words that are not there."""
    return drop_masked(
        {
            "toxicity": share,
            "slur": slur_target(text, hateful=None),
            "antisemitism": unmentioned_jews(text),
        }
    )


CORPORA: Final = (Corpus(source=SAMPLE, read=read_sample), Corpus(source=GENDER, read=read_gender))
