from __future__ import annotations

from dataclasses import replace

from moderation.domain import IHRA
from moderation.learning.definitions import (
    contested_targets,
    with_ihra,
    with_readers_toxicity,
)
from tests.learning.test_batches import example


def test_where_the_definitions_agree_both_outputs_learn_the_same() -> None:
    assert with_ihra(example(0, targets={"antisemitism": 0.7})).targets[IHRA] == 0.7


def test_what_is_masked_or_told_apart_stays_so() -> None:
    unknown = example(0, targets={"slur": 0.0})
    assert with_ihra(unknown) is unknown
    apart = replace(unknown, targets={"antisemitism": 0.0, IHRA: 1.0})
    assert with_ihra(apart) is apart


def test_a_contested_subtype_is_told_to_the_wider_definition_alone() -> None:
    assert contested_targets({"slur": 0.0}, ["nazi_equation"]) == {"slur": 0.0, IHRA: 1.0}
    assert contested_targets({"slur": 0.0}, ["greed"]) == {"slur": 0.0}


def test_only_readers_of_discussions_teach_toxicity() -> None:
    voted = example(0, "toxic_spans", targets={"toxicity": 1.0})
    assert with_readers_toxicity(voted) is voted
    hate = example(1, "stormfront_vicomtech", targets={"toxicity": 1.0, "slur": 0.0})
    assert with_readers_toxicity(hate).targets == {"slur": 0.0}
    untold = replace(hate, targets={"slur": 0.0})
    assert with_readers_toxicity(untold) is untold
