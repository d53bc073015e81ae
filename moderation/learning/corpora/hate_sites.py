"""Posts from where hate is at home: ghc, implicit_hate, stormfront.

A "no hate" there is the opinion of a few raters about a coded remark: rows that mention
Jews are left out, the others weigh little, and toxicity is never taken as 0.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from moderation.learning.corpora.base import (
    Corpus,
    Source,
    commas,
    read_table,
    tabs,
    text_group,
)
from moderation.learning.corpora.weak import (
    Targets,
    drop_masked,
    has_term,
    hateful_targets,
    peaceful_targets,
    profanity_target,
    slur_target,
    slur_weight,
    unmentioned_jews,
    weak_hate,
)
from moderation.learning.examples import Example

GHC: Final = Source(name="ghc", licence="not stated in the copy", permissive=False)
IMPLICIT: Final = Source(name="implicit_hate", licence="MIT or CC-BY-4.0", permissive=True)
STORMFRONT: Final = Source(name="stormfront_vicomtech", licence="CC-BY-SA-3.0-ES", permissive=False)

_DIRTY_WEIGHT: Final = 0.3
_VULGAR_WEIGHT: Final = 0.5
_GHC: Final = tabs("text", "hd", "cv", "vo", quoted=True)
_STAGE1: Final = tabs("post", "class", quoted=True)
_STAGE2: Final = tabs("post", "implicit_class", "extra_implicit_class", quoted=True)
_STAGE3: Final = tabs("post", "target", quoted=True)
_STORMFRONT: Final = commas("file_id", "label", "text")
_JEWISH_TARGET: Final = re.compile(r"jew|israel|semit|zion", re.IGNORECASE)
_NO_TARGET: Final = re.compile(
    r"\b(?:none|not specified|no specific|unknown|n/?a)\b", re.IGNORECASE
)


def read_ghc(folder: Path) -> Iterator[Example]:
    """Gab posts, hateful or vulgar; nearly half of the rest that was read was hateful too."""
    for name in ("train", "test"):
        for number, row in read_table(folder / f"ghc_{name}.tsv", _GHC):
            text = row["text"].strip()
            violent = row["cv"] == "1"
            if not text:
                continue
            if row["hd"] == "1" or violent:
                targets, weight = weak_hate(text)
                targets |= {"threat": 1.0} if violent else {}
            elif row["vo"] == "1":
                targets, weight = _vulgar(text), _VULGAR_WEIGHT
            else:
                continue
            yield GHC.example(
                f"{name}-{number}", text, targets, weight=weight, group=text_group(text)
            )


def _vulgar(text: str) -> Targets:
    return drop_masked(
        {
            "toxicity": 1.0,
            "profanity": profanity_target(text),
            "slur": slur_target(text, hateful=None),
            "antisemitism": unmentioned_jews(text),
        }
    )


def read_implicit(folder: Path) -> Iterator[Example]:
    """Tweets of hate-group followers; kind and target are joined on the post's text."""
    kinds = {
        row["post"]: {row["implicit_class"], row["extra_implicit_class"]}
        for _, row in read_table(folder / "implicit_hate_v1_stg2_posts.tsv", _STAGE2)
    }
    targeted = {
        row["post"]: row["target"]
        for _, row in read_table(folder / "implicit_hate_v1_stg3_posts.tsv", _STAGE3)
    }
    for number, row in read_table(folder / "implicit_hate_v1_stg1_posts.tsv", _STAGE1):
        post = row["post"]
        text = post.strip()
        if not text:
            continue
        if row["class"] == "not_hate":
            targets, weight = _dirty_negative(text), _DIRTY_WEIGHT
        else:
            targets, weight = _implicit_hate(text, targeted.get(post, ""))
            targets |= _threat(kinds.get(post, set()))
        if targets:
            yield IMPLICIT.example(number, text, targets, weight=weight, group=text_group(text))


def _implicit_hate(text: str, target: str) -> tuple[Targets, float]:
    """A named target is gold, unless it is another group and the text names Jews."""
    if not target.strip() or _NO_TARGET.search(target):
        return weak_hate(text)
    jewish = _JEWISH_TARGET.search(target) is not None
    known = None if not jewish and has_term("jewish", text) else float(jewish)
    return hateful_targets(text, antisemitic=known), slur_weight(text, hateful=True)


def _threat(kinds: set[str]) -> Targets:
    """Incitement borders on threat: masked. Kinds that are neither count as none."""
    if "threatening" in kinds:
        return {"threat": 1.0}
    return {"threat": 0.0} if kinds and "incitement" not in kinds else {}


def _dirty_negative(text: str) -> Targets:
    if has_term("wide", text) or has_term("hard", text):
        return {}
    return peaceful_targets(text, antisemitic=None)


def read_stormfront(folder: Path) -> Iterator[Example]:
    """Sentences of a white supremacist forum; those that need a neighbour are left out."""
    for _, row in read_table(folder / "stormfront_all.csv", _STORMFRONT):
        text = row["text"].strip()
        if not text or row["label"] not in {"hate", "noHate"}:
            continue
        if row["label"] == "hate":
            targets, weight = weak_hate(text)
        else:
            targets, weight = _dirty_negative(text), _DIRTY_WEIGHT
        if targets:
            post = row["file_id"].rpartition("_")[0]
            yield STORMFRONT.example(row["file_id"], text, targets, weight=weight, group=post)


CORPORA: Final = (
    Corpus(source=GHC, read=read_ghc),
    Corpus(source=IMPLICIT, read=read_implicit),
    Corpus(source=STORMFRONT, read=read_stormfront),
)
