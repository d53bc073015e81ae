"""Corpora with gold labels about Jews: iu_antisemitism, redditbias, wiegand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from moderation.domain import IHRA
from moderation.learning.corpora.base import (
    Corpus,
    Source,
    commas,
    fold,
    plain,
    read_table,
    tabs,
    text_group,
)
from moderation.learning.corpora.weak import (
    Targets,
    drop_masked,
    hateful_targets,
    peaceful_targets,
    slur_target,
    slur_weight,
)
from moderation.learning.examples import Example

IU: Final = Source(name="iu_antisemitism", licence="CC-BY-4.0", permissive=True)
REDDIT: Final = Source(name="redditbias", licence="MIT", permissive=True)
WIEGAND: Final = Source(name="wiegand_identity_groups", licence="CC-BY-4.0", permissive=True)

_IU: Final = commas("year", "Keyword", "Biased", "text")
_TEST_YEAR: Final = "2021"
_DEV_SHARE: Final = 100
"""In thousandths of the years before."""
_KWORD: Final = "Kikes"
_KWORD_TEST_SHARE: Final = 400
_REDDIT: Final = commas("comment", "bias_sent", encoding="mac_roman")
_REDDIT_FILES: Final = {
    "religion1_jews": 1.0,
    "religion2_muslims": 0.5,
    "race_black": 0.5,
    "orientation_lgbtq": 0.5,
    # Mothers and sisters as such count as bias in many rows.
    "gender_female": 0.2,
}
_WIEGAND: Final = tabs("#SENTENCE_FROM_TWEET", "LABEL", "TARGET")


def read_iu(folder: Path) -> Iterator[Example]:
    """Expert labels by the IHRA definition; the last year is the test split.

    The file names years and no days, so a tenth of the earlier years, by text, is the dev
    part on which thresholds are fixed. All tweets found by the K-word are of 2019: two
    fifths of them are kept out for testing whether call-outs are told from use.
    """
    path = folder / "derived_train_2019_2021.csv"
    for number, row in read_table(path, _IU):
        text = row["text"].replace("\\n", "\n").strip()
        if not text or row["Biased"] not in {"0", "1"}:
            continue
        hateful = row["Biased"] == "1"
        people = row["Keyword"] in {"Jews", "Kikes"}
        yield IU.example(
            number,
            text,
            _iu_targets(text, hateful=hateful, people=people),
            weight=slur_weight(text, hateful=hateful),
            group=text_group(text),
            split=_iu_split(text, row["year"], row["Keyword"]),
        )


def _iu_split(text: str, year: str, keyword: str) -> str:
    if year == _TEST_YEAR:
        return "test"
    kept_out = _KWORD_TEST_SHARE if keyword == _KWORD else 0
    return fold(f"{IU.name}/{text_group(text)}", dev=_DEV_SHARE, test=kept_out)


def _iu_targets(text: str, *, hateful: bool, people: bool) -> Targets:
    """The definition counts some talk about the state of Israel: no attack on a group there."""
    definition = {IHRA: float(hateful)}
    if not people:
        # What is counted there may be contested: only the definition's own output learns it.
        core = None if hateful else 0.0
        known = {"antisemitism": core, "slur": slur_target(text, hateful=hateful)}
        return drop_masked(known) | definition
    if hateful:
        return hateful_targets(text, antisemitic=1.0) | definition
    return peaceful_targets(text, antisemitic=0.0) | definition


def read_redditbias(folder: Path) -> Iterator[Example]:
    """Stereotypes stated (1) or merely reported, asked about or countered (0)."""
    for name, weight in _REDDIT_FILES.items():
        jews = name == "religion1_jews"
        for number, text, biased in _read_judged(folder, name):
            antisemitic = float(biased) if jews else None
            targets = (
                hateful_targets(text, antisemitic=antisemitic)
                if biased
                else peaceful_targets(text, antisemitic=antisemitic)
            )
            yield REDDIT.example(
                f"{name}-{number}",
                text,
                targets,
                weight=slur_weight(text, hateful=biased, weight=weight),
                group=text_group(text),
            )


def _read_judged(folder: Path, name: str) -> Iterator[tuple[int, str, bool]]:
    """Rows with a plain label, one a text; texts with both labels are left out."""
    path = folder / f"reddit_comments_{name}_processed_phrase_annotated.csv"
    verdicts = {"1": True, "1.0": True, "0": False, "0.0": False}
    first: dict[str, tuple[int, str, bool]] = {}
    disputed: set[str] = set()
    for number, row in read_table(path, _REDDIT):
        text = row["comment"].strip()
        biased = verdicts.get(row["bias_sent"].strip())
        if not text or biased is None:
            continue
        key = plain(text)
        if first.setdefault(key, (number, text, biased))[2] != biased:
            disputed.add(key)
    for key, judged in first.items():
        if key not in disputed:
            yield judged


def read_wiegand(folder: Path) -> Iterator[Example]:
    """Implicit abuse of four groups, with harmless sentences of the same form."""
    for number, row in read_table(folder / "sentences.english.csv", _WIEGAND):
        text = row["#SENTENCE_FROM_TWEET"].strip()
        if not text or row["LABEL"] not in {"ABUSE", "OTHER"}:
            continue
        jews = row["TARGET"] == "Jews"
        if row["LABEL"] == "ABUSE":
            targets = hateful_targets(text, antisemitic=1.0 if jews else None)
        else:
            targets = peaceful_targets(text, antisemitic=0.0) | {"toxicity": 0.0}
        yield WIEGAND.example(number, text, targets, group=text_group(text))


CORPORA: Final = (
    Corpus(source=IU, read=read_iu),
    Corpus(source=REDDIT, read=read_redditbias),
    Corpus(source=WIEGAND, read=read_wiegand),
)
