"""What the packaged suites promise: enough cases, split by family, no copy across the splits."""

from __future__ import annotations

import pytest

from moderation.domain import CONTESTED_SUBTYPES
from moderation.learning.authored_examples import read_authored
from moderation.learning.corpora import split_near_duplicates
from moderation.learning.examples import Example
from moderation.learning.suites import Expectation, load_suites

SUITES = load_suites().suites
FUNCTIONALITIES = [each for suite in SUITES for each in suite.functionalities]


def as_example(key: str, text: str, split: str) -> Example:
    return Example(
        id=key, corpus="c", text=text, targets={}, split=split, group=key, licence="MIT",
        permissive=True,
    )  # fmt: skip


def test_antisemitism_slurs_and_harassment_have_a_suite():
    assert {suite.name: suite.label for suite in SUITES} == {
        "antisemitism": "antisemitism",
        "harassment": "harassment",
        "slur": "slur",
    }


def test_antisemitism_has_its_53_functionalities():
    (suite,) = [suite for suite in SUITES if suite.name == "antisemitism"]
    assert {each.id for each in suite.functionalities} == {
        *(f"AS{number:02}" for number in range(1, 33)),
        *(f"NC{number:02}" for number in range(1, 22)),
    }


def test_only_the_two_contested_functionalities_are_contested():
    assert {each.id for each in FUNCTIONALITIES if each.contested} == {"AS24", "AS25"}
    assert {each.subtype for each in FUNCTIONALITIES if each.id in {"AS24", "AS25"}} <= set(
        CONTESTED_SUBTYPES
    )


@pytest.mark.parametrize("functionality", FUNCTIONALITIES, ids=lambda each: each.id)
def test_a_functionality_has_twenty_cases_and_ten_in_each_split(functionality):
    splits = [case.split for case in functionality.cases]
    assert len(splits) >= 20
    assert splits.count("train") >= 10
    assert splits.count("test") >= 10


def test_every_suite_has_pairs_in_both_splits():
    for suite in SUITES:
        for split in ("train", "test"):
            assert sum(case.twin is not None for case in suite.cases(split)) >= 20


def test_every_suite_has_contrasts():
    for suite in SUITES:
        expected = {each.expect for each in suite.functionalities}
        assert expected == {Expectation.FLAG, Expectation.PASS}


def test_no_train_case_is_a_near_copy_of_a_test_case():
    cases = [case for suite in SUITES for case in suite.cases()]
    examples = [as_example(case.id, case.text, case.split) for case in cases]
    kept, report = split_near_duplicates(examples)
    gone = {each.id for each in examples} - {each.id for each in kept}
    assert not gone
    assert report.removed == 0


def test_no_other_authored_sentence_is_a_near_copy_of_a_test_case():
    tests = [
        as_example(case.id, case.text, "test") for suite in SUITES for case in suite.cases("test")
    ]
    authored = [as_example(each.id, each.text, "train") for each in read_authored()]
    _, report = split_near_duplicates([*tests, *authored])
    assert report.removed == 0
