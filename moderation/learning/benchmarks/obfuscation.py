"""What disguises cost: held comments that get through, harmless ones that are held for oddity."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final, cast

import numpy as np

from moderation.learning.benchmarks.attacks import ATTACKS, disguise
from moderation.learning.benchmarks.figures import Measured, bootstrap_mean, share_of
from moderation.learning.benchmarks.material import Case, Material
from moderation.learning.benchmarks.subject import Subject
from moderation.yaml_file import load_yaml

_FILE: Final = Path(__file__).parent / "foreign.yaml"
HELD_CASES: Final = 200
CLEAN_CASES: Final = 200
_SEED: Final = 11
_LONGEST: Final = 400
"""Characters of a comment that is tried: more would be windowed, which is measured elsewhere."""
_WORD: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_HOSTILE: Final[Mapping[str, tuple[str, ...]]] = {
    "civil_comments_sample": ("toxic",),
    "olid": ("OFF",),
    "hatexplain": ("hate", "offensive"),
    "cold": ("offSlur", "off"),
    "iu_antisemitism": ("2021,Jews,1", "2021,Israel,1", "2019,Kikes,1"),
}
"""Corpus -> published classes of its test part that comments to be disguised are drawn from."""


def measure_obfuscation(subject: Subject, material: Material) -> dict[str, Measured]:
    """Of comments that the product holds, the share still held after each attack.

    An attacker disguises the words that the model or the term lists mark, and the longest
    word where they mark none; on clean comments it is one or two words by chance. The
    interval is over comments. The table `obfuscation` has every attack.
    """
    hostile, clean = draw_hostile(subject, material), draw_clean(material)
    if not hostile or not clean:
        return {}
    marked = mark_words(subject, hostile)
    touched = [_by_chance(text, i) for i, text in enumerate(clean)]
    before = subject.held(clean)
    kept, added, rows = [], [], []
    for name in ATTACKS:
        still = subject.held([disguise(name, t, marked[i], i) for i, t in enumerate(hostile)])
        now = subject.held([disguise(name, t, touched[i], i) for i, t in enumerate(clean)])
        kept.append(still)
        added.append(now.astype(float) - before)
        rows.append({"attack": name, "recall": round(float(still.mean()), 4),
                     "added_on_clean": round(float(added[-1].mean()), 4)})  # fmt: skip
    subject.note("obfuscation", sorted(rows, key=lambda row: float(cast("float", row["recall"]))))
    worst = min(kept, key=lambda still: still.mean())
    return {
        "obfuscation.recall": bootstrap_mean(np.mean(kept, axis=0)),
        "obfuscation.worst": share_of(worst),
        "obfuscation.added": bootstrap_mean(np.mean(added, axis=0)),
    }


def draw_hostile(subject: Subject, material: Material) -> list[str]:
    """Test comments of hostile classes that the product holds, as many of each corpus."""
    rng = random.Random(_SEED)  # noqa: S311
    found: list[list[str]] = []
    for corpus, classes in _HOSTILE.items():
        texts = [c.text for c in material.of(corpus, "test") if _fits(c) and c.gold in classes]
        rng.shuffle(texts)
        tried = texts[: HELD_CASES * 2]
        held = subject.held(tried)
        found.append([text for text, flag in zip(tried, held, strict=True) if flag])
    share = HELD_CASES // max(1, sum(bool(texts) for texts in found))
    return [text for texts in found for text in texts[:share]]


def draw_clean(material: Material) -> list[str]:
    """Clean news comments and talk-page posts, half of each."""
    rng = random.Random(_SEED)  # noqa: S311
    news = [c for c in material.of("civil_comments_sample", "test") if c.gold == "not toxic"]
    talk = [c for c in material.of("context_toxicity", "test") if c.targets.get("toxicity") == 0.0]
    drawn = []
    for cases in (news, talk):
        texts = [case.text for case in cases if _fits(case)]
        drawn += rng.sample(texts, min(CLEAN_CASES // 2, len(texts)))
    return drawn


def _fits(case: Case) -> bool:
    return len(case.text) <= _LONGEST and _WORD.search(case.text) is not None


def mark_words(subject: Subject, texts: Sequence[str]) -> list[frozenset[str]]:
    """The words, case-folded, that speak for a label at least half as loudly as the loudest."""
    found = subject.words(texts, subject.labels)
    out = []
    for text, words in zip(texts, found, strict=True):
        loudest = max((max(weights) for *_, weights in words), default=0.0)
        strong = {
            part.casefold()
            for start, end, weights in words
            if max(weights) >= loudest / 2
            for part in _WORD.findall(text[start:end])
        }
        listed = {part.casefold() for term in subject.terms(text) for part in _WORD.findall(term)}
        out.append(frozenset(strong | listed) or frozenset({_longest(text)}))
    return out


def _longest(text: str) -> str:
    longest: str = max(_WORD.findall(text), key=len)
    return longest.casefold()


def _by_chance(text: str, seed: int) -> frozenset[str]:
    words = sorted({word.casefold() for word in _WORD.findall(text) if len(word) > 3})
    rng = random.Random(seed)  # noqa: S311
    return frozenset(rng.sample(words, min(2, len(words)))) or frozenset({_longest(text)})


@cache
def read_foreign() -> Mapping[str, tuple[str, ...]]:
    """Language code -> everyday sentences."""
    data = cast("dict[str, Any]", load_yaml(_FILE))
    return {code: tuple(sentences) for code, sentences in data["languages"].items()}


def measure_foreign(subject: Subject, material: Material) -> dict[str, Measured]:
    """Everyday sentences in other languages that are held, less clean English news comments."""
    sentences = read_foreign()
    held = {code: subject.held(texts) for code, texts in sentences.items()}
    every = np.concatenate(list(held.values()))
    news = material.of("civil_comments_sample", "test")
    base = subject.held([case.text for case in news if case.gold == "not toxic"])
    subject.note(
        "foreign",
        [{"language": code, "n": len(f), "held": int(f.sum())} for code, f in held.items()],
    )
    share = share_of(every)
    found = {"foreign.held": share}
    if len(base):
        less = float(base.mean())
        found["foreign.added"] = Measured(
            value=share.value - less, low=share.low - less, high=share.high - less, n=share.n
        )
    return found
