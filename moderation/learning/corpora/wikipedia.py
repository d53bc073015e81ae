"""Wikipedia talk pages: everyday talk with its base rate, and the Jigsaw labels."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from moderation.learning.corpora.base import (
    Corpus,
    Row,
    Source,
    commas,
    fold,
    read_table,
    text_group,
)
from moderation.learning.corpora.weak import (
    Targets,
    clean,
    drop_masked,
    slur_target,
    slur_weight,
    unmentioned_jews,
)
from moderation.learning.examples import Example

CONTEXT: Final = Source(name="context_toxicity", licence="Apache-2.0", permissive=True)
JIGSAW: Final = Source(
    name="jigsaw_wikipedia",
    licence="labels CC0-1.0, text CC-BY-SA-3.0",
    # The labels are free, the text is share-alike.
    permissive=False,
)
_SINGLE_RATER_WEIGHT: Final = 0.5
_TALK: Final = commas("id", "text", "label", "parent")
_PAIRS: Final = commas("text", "parent_text", "tox_codes_ic")
_JIGSAW: Final = commas(
    "id", "comment_text", "toxic", "severe_toxic", "obscene", "threat", "insult", "identity_hate"
)
_IDENTITY: Final = commas("rev_id", "comment", "toxic")
_NUMBER: Final = re.compile(r"\d+(?:\.\d*)?")


def read_context(folder: Path) -> Iterator[Example]:
    """20,000 talk posts, half of them with the post that they answer; 1 % toxic."""
    for name in ("gc", "gn"):
        for number, row in read_table(folder / f"{name}.csv", _TALK):
            text = row["text"].strip()
            if not text:
                continue
            toxic = row["label"] == "1"
            identity = f"{name}-{row['id'] or number}"
            yield CONTEXT.example(
                identity,
                text,
                _single_rater(text) if toxic else clean(),
                weight=_SINGLE_RATER_WEIGHT if toxic else 1.0,
                split=_talk_split(text),
                group=text_group(text),
                parent_text=row["parent"].strip() or None,
            )
    yield from _read_pairs(folder / "cat_small.csv")


def _talk_split(text: str) -> str:
    return fold(f"{CONTEXT.name}/{text_group(text)}", dev=0, test=100)


def _single_rater(text: str) -> Targets:
    """On talk pages toxicity is nearly always aimed at another editor."""
    return drop_masked(
        {
            "toxicity": 1.0,
            "harassment": 1.0,
            "slur": slur_target(text, hateful=None),
            "antisemitism": unmentioned_jews(text),
        }
    )


def _read_pairs(path: Path) -> Iterator[Example]:
    """Posts with their parent, judged in context by a few raters."""
    for number, row in read_table(path, _PAIRS):
        text = row["text"].strip()
        codes = [float(code) for code in _NUMBER.findall(row["tox_codes_ic"])]
        if not text or not codes:
            continue
        share = sum(code > 0.0 for code in codes) / len(codes)
        yield CONTEXT.example(
            f"cat-{number}",
            text,
            _toxic(text, share),
            split=_talk_split(text),
            group=text_group(text),
            parent_text=row["parent_text"].strip() or None,
        )


def _toxic(text: str, share: float) -> Targets:
    return drop_masked(
        {
            "toxicity": share,
            "slur": slur_target(text, hateful=None),
            "antisemitism": unmentioned_jews(text),
        }
    )


def read_jigsaw(folder: Path) -> Iterator[Example]:
    """5,000 posts with six labels, and 1,492 with identity terms and toxicity only."""
    for number, row in read_table(folder / "jigsaw_toxic_5000.csv", _JIGSAW):
        text = row["comment_text"].strip()
        if text:
            targets, weight = _six_labels(text, row)
            identity = row["id"] or str(number)
            yield JIGSAW.example(identity, text, targets, weight=weight)
    for number, row in read_table(folder / "wikipedia_toxicity_nonfuzzed_testset.csv", _IDENTITY):
        text = row["comment"].strip()
        if text:
            toxic = row["toxic"].casefold() in {"true", "1"}
            identity = f"rev-{row['rev_id'] or number}"
            yield JIGSAW.example(identity, text, _toxic(text, 1.0) if toxic else clean())


def _six_labels(text: str, row: Row) -> tuple[Targets, float]:
    has = {name: row[name] == "1" for name in _JIGSAW.columns[2:]}
    if not any(has.values()):
        return clean(), 1.0
    targets = drop_masked(
        {
            # An insult or a threat without the toxic mark is a slip of the raters.
            "toxicity": 1.0,
            "profanity": float(has["obscene"]),
            "threat": float(has["threat"]),
            "harassment": float(has["insult"]),
            "identity_attack": float(has["identity_hate"]),
            # In a toxic post a slur is used, not mentioned.
            "slur": slur_target(text, hateful=True),
            "antisemitism": unmentioned_jews(text) if has["identity_hate"] else 0.0,
        }
    )
    return targets, slur_weight(text, hateful=True)


CORPORA: Final = (
    Corpus(source=CONTEXT, read=read_context),
    Corpus(source=JIGSAW, read=read_jigsaw),
)
