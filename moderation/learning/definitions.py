"""Two definitions of antisemitism in one training: what all agree on, and the IHRA's.

A text that has a target for `antisemitism` and none for the IHRA output is one on which the
definitions agree. Where only a contested sub-type was found, the IHRA output learns it and
`antisemitism` stays masked: whether it violates is the newsroom's choice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from moderation.domain import CONTESTED_SUBTYPES, IHRA
from moderation.learning.examples import Example


def contested_targets(targets: Mapping[str, float], subtypes: Iterable[str]) -> dict[str, float]:
    """`targets` with the IHRA output told where a contested sub-type is among `subtypes`."""
    if any(subtype in CONTESTED_SUBTYPES for subtype in subtypes):
        return {**targets, IHRA: 1.0}
    return dict(targets)


def with_ihra(example: Example) -> Example:
    """`example` with the agreed target told to the IHRA output, too."""
    if IHRA in example.targets or "antisemitism" not in example.targets:
        return example
    return replace(example, targets={**example.targets, IHRA: example.targets["antisemitism"]})
