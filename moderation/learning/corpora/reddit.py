"""Reddit and mixed posts: cad (experts, with the thread in view) and sbic (crowd)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from moderation.learning.corpora.base import (
    Corpus,
    Source,
    commas,
    number_in,
    read_table,
    tabs,
    text_group,
)
from moderation.learning.corpora.weak import (
    WEAK_POSITIVE_WEIGHT,
    Targets,
    drop_masked,
    has_term,
    slur_target,
    unmentioned_jews,
)
from moderation.learning.examples import Example

CAD: Final = Source(name="cad", licence="not stated in the copy", permissive=False)
SBIC: Final = Source(name="sbic", licence="CC-BY-4.0 by the authors' page only", permissive=False)

_CAD: Final = tabs("id", "text", "labels")
_SBIC_DEV: Final = commas("post", "off", "who", "jew_target")
_SBIC_TEST: Final = commas("text", "lab", "jew_target")
_SBIC_WEIGHT: Final = 0.3
_LINE_END: Final = "[linebreak]"


def read_cad(folder: Path) -> Iterator[Example]:
    """Abuse of a person, of a group, of an affiliation; published splits."""
    for split in ("train", "dev"):
        for _, row in read_table(folder / f"cad_v1_1_{split}.tsv", _CAD):
            text = row["text"].replace(_LINE_END, "\n").strip()
            labels = frozenset(filter(None, row["labels"].split(",")))
            if not text or not labels:
                continue
            identity = "IdentityDirectedAbuse" in labels
            weak = identity and (has_term("jewish", text) or has_term("hard", text))
            yield CAD.example(
                row["id"],
                text,
                _cad_targets(text, labels),
                weight=WEAK_POSITIVE_WEIGHT if weak else 1.0,
                split=split,
                group=row["id"].partition("-")[0],
            )


def _cad_targets(text: str, labels: frozenset[str]) -> Targets:
    person = "PersonDirectedAbuse" in labels
    identity = "IdentityDirectedAbuse" in labels
    affiliation = "AffiliationDirectedAbuse" in labels
    abused = person or identity or affiliation
    weak_jews = 1.0 if has_term("jewish", text) else unmentioned_jews(text)
    return drop_masked(
        {
            # Insulting "the liberals" is not harassing anyone, and not nothing either.
            "harassment": 1.0 if person else None if affiliation else 0.0,
            "identity_attack": float(identity),
            "toxicity": float(abused),
            "antisemitism": weak_jews if identity else 0.0,
            # This copy lacks the category Slur, so an unmarked slur proves nothing.
            "slur": slur_target(text, hateful=True if identity else None),
        }
    )


def read_sbic(folder: Path) -> Iterator[Example]:
    """Offense at groups and persons, much of it jokes: low weight."""
    path = folder / "derived_dev_posts.csv"
    for number, row in read_table(path, _SBIC_DEV):
        text = row["post"].strip()
        if not text or not row["off"]:
            continue
        share = number_in(path, number, row["off"])
        group = number_in(path, number, row["who"] or "0") >= 0.5
        jews = row["jew_target"] == "1"
        targets = _sbic_targets(text, share, group=group, jews=jews)
        targets |= _sbic_person(share, known=bool(row["who"]), group=group)
        yield _sbic_example(f"dev-{number}", text, targets)
    path = folder / "derived_test_posts.csv"
    for number, row in read_table(path, _SBIC_TEST):
        text = row["text"].strip()
        if not text or not row["lab"]:
            continue
        share = number_in(path, number, row["lab"])
        targets = _sbic_targets(text, share, group=True, jews=row["jew_target"] == "1")
        if share < 0.5:
            # "No hate" in this file may still be offense at one person.
            targets.pop("toxicity", None)
        yield _sbic_example(f"test-{number}", text, targets)


def _sbic_example(row: str, text: str, targets: Targets) -> Example:
    return SBIC.example(row, text, targets, weight=_SBIC_WEIGHT, group=text_group(text))


def _sbic_targets(text: str, share: float, *, group: bool, jews: bool) -> Targets:
    attacked = share >= 0.5 and group
    if attacked:
        antisemitic = share if jews else unmentioned_jews(text)
    else:
        antisemitic = 0.0 if share == 0.0 else unmentioned_jews(text)
    hateful = True if attacked else False if share == 0.0 else None
    return drop_masked(
        {
            "toxicity": share,
            "identity_attack": share if attacked or share == 0.0 else None,
            "antisemitism": antisemitic,
            "slur": slur_target(text, hateful=hateful),
        }
    )


def _sbic_person(share: float, *, known: bool, group: bool) -> Targets:
    """Offense at a person is weak harassment; none at all is none."""
    if share == 0.0:
        return {"harassment": 0.0}
    if share >= 0.5 and known and not group:
        return {"harassment": share, "identity_attack": 0.0}
    return {}


CORPORA: Final = (Corpus(source=CAD, read=read_cad), Corpus(source=SBIC, read=read_sbic))
