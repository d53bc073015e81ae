"""The train families of the packaged suites as examples to learn from; test families never."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from moderation.domain import IHRA
from moderation.errors import TrainingError
from moderation.learning.examples import Example
from moderation.learning.suites.format import TWIN_MARK, Case, Expectation, Functionality, Suite
from moderation.learning.suites.reading import load_suites

LICENCE: Final = "Apache-2.0"
CORPUS: Final = "suite_"
"""What the names of these corpora begin with."""
_LESS_OPEN: Final = 0.9
"""What antisemitic tropes and codes are worth as attack and toxicity: they are said softly."""

_FLAGGED: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "antisemitism": ("identity_attack", "toxicity"),
        # A slur may be used without an attack on a group: identity_attack stays masked.
        "slur": ("toxicity",),
        "harassment": ("toxicity",),
    }
)
"""Suite's label -> the other labels that its flagged cases deserve too."""

_PASSED: Final[Mapping[str, Mapping[str, float]]] = MappingProxyType(
    {
        # A text that quotes a slur does not use it: use, not mention, is the label.
        "antisemitism": {"slur": 0.0, "toxicity": 0.0},
        "slur": {"toxicity": 0.0},
        "harassment": {"toxicity": 0.0},
    }
)

_SPECIAL: Final[Mapping[str, Mapping[str, float | None]]] = MappingProxyType(
    {
        # None masks: these pass for their suite's label, and may well be rude otherwise.
        "NC17": {"toxicity": None},
        "NC18": {"toxicity": None, "harassment": 1.0},
        "NC19": {"toxicity": 1.0, "identity_attack": 1.0, "slur": None},
        "SN07": {"toxicity": None},
        "HN05": {"toxicity": None},
        "HN10": {"toxicity": None},
    }
)
"""Functionality -> targets of its own; None is masked."""


def suite_examples(split: str = "train") -> list[Example]:
    """The packaged suites' cases as training examples.

    Contested sub-types teach the IHRA output alone: whether they violate is the newsroom's
    choice.

    Args:
        split: only `train` can be had.

    Raises:
        TrainingError: another split was asked for.
        ConfigError: a packaged file is damaged.
    """
    if split != "train":
        raise TrainingError(
            f"The {split} families of the suites are there to measure, not to learn from",
            next_step="Ask for the split train",
        )
    return [
        _example(suite, functionality, case)
        for suite in load_suites().suites
        for functionality in suite.functionalities
        for case in functionality.cases
        if case.split == split
    ]


def pairs(examples: Iterable[Example]) -> dict[str, str]:
    """Flagged example's id -> its twin's, where both are among `examples`.

    For a margin loss: the first is to score higher than the second on the suite's label.
    """
    known = {example.id for example in examples if example.corpus.startswith(CORPUS)}
    return {key: key + TWIN_MARK for key in sorted(known) if key + TWIN_MARK in known}


def _example(suite: Suite, functionality: Functionality, case: Case) -> Example:
    corpus = CORPUS + suite.name
    return Example(
        id=f"{corpus}/{case.id.replace('/', '-')}",
        corpus=corpus,
        text=case.text,
        targets=_targets(suite.label, functionality),
        split="train",
        group=f"{corpus}/{case.family}",
        licence=LICENCE,
        permissive=True,
    )


def _targets(label: str, functionality: Functionality) -> dict[str, float]:
    targets: dict[str, float | None]
    if functionality.contested:
        return {IHRA: 1.0}
    if functionality.expect is Expectation.FLAG:
        softer = label == "antisemitism" and functionality.group in ("tropes", "coded")
        implied = dict.fromkeys(_FLAGGED[label], _LESS_OPEN if softer else 1.0)
        targets = {**implied, label: 1.0}
        if functionality.subtype == "slur":
            targets["slur"] = 1.0
    else:
        targets = {**_PASSED[label], label: 0.0, **_SPECIAL.get(functionality.id, {})}
    return {key: value for key, value in targets.items() if value is not None}
