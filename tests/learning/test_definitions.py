from __future__ import annotations

from dataclasses import replace

from moderation.domain import IHRA
from moderation.learning.definitions import (
    contested_targets,
    with_ihra,
    with_personal_harassment,
    with_readers_toxicity,
)
from tests.learning.test_batches import example


def test_where_the_definitions_agree_both_outputs_learn_the_same() -> None:
    read = example(0, "annotated", targets={"antisemitism": 0.7})
    assert with_ihra(read).targets[IHRA] == 0.7
    elsewhere = example(0, "cad", targets={"antisemitism": 0.7})
    assert with_ihra(elsewhere) is elsewhere


def test_what_is_masked_or_told_apart_stays_so() -> None:
    unknown = example(0, targets={"slur": 0.0})
    assert with_ihra(unknown) is unknown
    apart = replace(unknown, targets={"antisemitism": 0.0, IHRA: 1.0})
    assert with_ihra(apart) is apart


def test_a_contested_subtype_is_told_to_the_wider_definition_alone() -> None:
    assert contested_targets({"slur": 0.0}, ["nazi_equation"]) == {"slur": 0.0, IHRA: 1.0}
    assert contested_targets({"slur": 0.0}, ["greed"]) == {"slur": 0.0}


def test_insults_of_groups_and_persons_alike_teach_no_harassment() -> None:
    insult = example(0, "toxic_spans", targets={"toxicity": 1.0, "harassment": 1.0})
    assert with_personal_harassment(insult).targets == {"toxicity": 1.0}
    person = example(1, "cad", targets={"harassment": 1.0})
    assert with_personal_harassment(person) is person


def test_only_readers_of_discussions_teach_toxicity() -> None:
    voted = example(0, "toxic_spans", targets={"toxicity": 1.0})
    assert with_readers_toxicity(voted) is voted
    hate = example(1, "stormfront_vicomtech", targets={"toxicity": 1.0, "slur": 0.0})
    assert with_readers_toxicity(hate).targets == {"slur": 0.0}
    untold = replace(hate, targets={"slur": 0.0})
    assert with_readers_toxicity(untold) is untold
