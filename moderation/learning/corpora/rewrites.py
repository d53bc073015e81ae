"""Toxic or not and nothing else: paradetox (rewritten pairs) and surge_toxicity."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from moderation.learning.corpora.base import Corpus, Source, commas, read_table, text_group
from moderation.learning.corpora.weak import (
    Targets,
    clean,
    drop_masked,
    has_term,
    profanity_target,
    slur_target,
    slur_weight,
    unmentioned_jews,
)
from moderation.learning.examples import Example

PARADETOX: Final = Source(name="paradetox", licence="CC0-1.0", permissive=True)
SURGE: Final = Source(name="surge_toxicity", licence="MIT", permissive=True)

_PAIR_WEIGHT: Final = 0.5
"""23,000 short halves would otherwise outweigh all news comments."""


def read_paradetox(folder: Path) -> Iterator[Example]:
    """Each toxic sentence with its first neutral rewrite, both in one group."""
    for number, row in read_table(folder / "paradetox.noblind.csv", commas("toxic", "neutral1")):
        toxic, neutral = row["toxic"].strip(), row["neutral1"].strip()
        # One sentence has several rows; its rewrites must not be parted from one another.
        group = text_group(toxic)
        if toxic:
            weight = slur_weight(toxic, hateful=True, weight=_PAIR_WEIGHT)
            yield PARADETOX.example(
                f"{number}-toxic", toxic, _toxic(toxic), group=group, weight=weight
            )
        if neutral:
            yield PARADETOX.example(
                f"{number}-neutral", neutral, _neutral(neutral), group=group, weight=_PAIR_WEIGHT
            )


def _toxic(text: str) -> Targets:
    return drop_masked(
        {
            "toxicity": 1.0,
            "profanity": profanity_target(text),
            "slur": slur_target(text, hateful=True),
            "antisemitism": unmentioned_jews(text),
        }
    )


def _neutral(text: str) -> Targets:
    """A polite insult is still one: harassment and identity attack stay masked."""
    return drop_masked(
        {
            "toxicity": 0.0,
            "threat": 0.0,
            "profanity": None if has_term("profane", text) else 0.0,
            "slur": slur_target(text, hateful=None),
            "antisemitism": unmentioned_jews(text),
        }
    )


def read_surge(folder: Path) -> Iterator[Example]:
    """Social media posts, half of them toxic."""
    path = folder / "toxicity_en.noblind.csv"
    for number, row in read_table(path, commas("text", "is_toxic")):
        text = row["text"].strip()
        if not text or row["is_toxic"] not in {"Toxic", "Not Toxic"}:
            continue
        if row["is_toxic"] == "Toxic":
            yield SURGE.example(number, text, _toxic(text), weight=slur_weight(text, hateful=True))
            continue
        targets = clean()
        if has_term("profane", text):
            # Not toxic is not "without swear words".
            del targets["profanity"]
        yield SURGE.example(number, text, targets)


CORPORA: Final = (
    Corpus(source=PARADETOX, read=read_paradetox),
    Corpus(source=SURGE, read=read_surge),
)
