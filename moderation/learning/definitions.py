"""One meaning a label in one training: whose judgement teaches what.

Antisemitism has two definitions, what all agree on and the IHRA's. The IHRA output learns from
real texts that were judged by it, and from ours where the definitions agree. Where only a
contested sub-type was found, the IHRA output learns it and `antisemitism` stays masked: whether
it violates is the newsroom's choice.

Toxicity is what readers find toxic in a discussion. Corpora of hate call their classes so, and
our own harmless comments are heated on purpose; taught all together, the label meant nothing:
on news comments its area under the curve was .89, and .93 with the readers' votes alone.

Harassment is of a person: corpora that call any insult so are left out of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from moderation.domain import CONTESTED_SUBTYPES, IHRA
from moderation.learning.examples import Example


def contested_targets(
    targets: Mapping[str, float], subtypes: Iterable[str], *, sure: bool = True
) -> dict[str, float]:
    """`targets` with the IHRA output told where a contested sub-type is among `subtypes`.

    Args:
        targets: of the labels.
        subtypes: that were found.
        sure: False where the reader could not tell; the target is one half then.
    """
    if any(subtype in CONTESTED_SUBTYPES for subtype in subtypes):
        return {**targets, IHRA: 1.0 if sure else 0.5}
    return dict(targets)


READERS: Final = frozenset(
    {
        "toxic_spans", "civil_comments_sample", "civil_comments_gender_subset", "olid",
        "jigsaw_wikipedia", "context_toxicity", "surge_toxicity", "authored_identity",
    }
)  # fmt: skip
"""Corpora whose toxicity is a judgement of comments by readers (or a sentence surely friendly)."""


INSULTS: Final = frozenset(
    {
        "toxic_spans", "civil_comments_sample", "civil_comments_gender_subset", "olid",
        "jigsaw_wikipedia", "surge_toxicity", "sbic",
    }
)  # fmt: skip
"""Corpora that mark insults without telling a person from a group, a party or a public office."""
DEFINED: Final = frozenset({"iu_antisemitism", "annotated"})
"""Real texts judged by (or beside) the IHRA definition; to ours, its output adds the contested."""


def with_readers_toxicity(example: Example) -> Example:
    """`example` without a toxicity that no reader of a discussion judged."""
    return example if example.corpus in READERS else _without(example, "toxicity")


def with_personal_harassment(example: Example) -> Example:
    """`example` without a harassment that may have meant a group."""
    return _without(example, "harassment") if example.corpus in INSULTS else example


def as_defined(example: Example) -> Example:
    """`example` with the labels that its corpus may teach or measure."""
    return with_personal_harassment(with_readers_toxicity(with_ihra(example)))


def _without(example: Example, label: str) -> Example:
    if label not in example.targets:
        return example
    return replace(example, targets={k: v for k, v in example.targets.items() if k != label})


def with_ihra(example: Example) -> Example:
    """`example` with the agreed target told to the IHRA output, too, where it is DEFINED."""
    if IHRA in example.targets or "antisemitism" not in example.targets:
        return example
    if example.corpus not in DEFINED:
        return example
    return replace(example, targets={**example.targets, IHRA: example.targets["antisemitism"]})
