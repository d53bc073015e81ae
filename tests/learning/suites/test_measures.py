from __future__ import annotations

import json
import math
from dataclasses import replace

import pytest

from moderation.config import default_policy
from moderation.learning.suites import (
    Share,
    SuiteReport,
    measure_suites,
    read_suites,
    report_as_json,
)
from moderation.testing import fake_assessor
from tests.learning.suites.files import changed, write

POLICY = default_policy()


@pytest.fixture
def report(tmp_path):
    def _report(profile: str = "core", split: str = "test", **policy: object) -> SuiteReport:
        changed_policy = replace(POLICY, antisemitism_profile=profile, **policy)
        return measure_suites(
            read_suites([write(tmp_path)]),
            fake_assessor(changed_policy).assess,
            changed_policy,
            split=split,
        )

    return _report


def shares(report: SuiteReport) -> dict[str, tuple[int, int]]:
    (result,) = report.suites
    return {e.functionality.id: (e.right.part, e.right.n) for e in result.functionalities}


def test_a_functionality_counts_what_the_label_gets_right(report):
    measured = report()
    assert shares(measured) == {"H1": (3, 4), "H2": (0, 0), "N1": (4, 5)}
    assert measured.n == 11
    assert (measured.model_version, measured.split) == ("fake/1", "test")


def test_what_the_profile_leaves_open_is_neither_right_nor_wrong(report):
    (result,) = report().suites
    contested = result.functionalities[1]
    assert contested.expected == "policy-dependent"
    assert (contested.flagged.part, contested.flagged.n) == (1, 2)
    assert {c.right for c in result.cases if c.case.functionality == "H2"} == {None}
    assert "tropes" not in result.groups


def test_the_profile_that_calls_it_a_violation_makes_it_one(report):
    measured = report(profile="ihra")
    assert shares(measured)["H2"] == (1, 2)
    assert measured.groups["tropes"] == Share(part=1, n=2)
    assert measured.pairs.both_right == Share(part=2, n=4)


def test_a_pair_is_right_when_both_members_are(report):
    pairs = report().pairs
    assert pairs.both_right == Share(part=1, n=3)
    assert pairs.ordered == Share(part=1, n=3)


def test_a_group_is_the_mean_over_its_cases(report):
    measured = report()
    assert measured.groups == {"explicit": Share(part=3, n=4), "contrast": Share(part=4, n=5)}


def test_the_worst_functionality_is_the_one_with_the_smallest_share(report):
    assert report().worst.functionality.id == "H1"
    assert report(profile="ihra").worst.functionality.id == "H2"


def test_another_label_can_hold_what_this_one_lets_pass(report):
    (result,) = report().suites
    harmless = result.functionalities[2]
    assert (harmless.flagged.part, harmless.held.part) == (1, 2)


def test_the_threshold_is_the_policys_and_reaching_it_is_enough(report):
    at = {"antisemitism": replace(POLICY.labels["antisemitism"], hold_at=0.9)}
    above = {"antisemitism": replace(POLICY.labels["antisemitism"], hold_at=0.91)}
    assert shares(report(labels={**POLICY.labels, **at}))["H1"] == (3, 4)
    assert shares(report(labels={**POLICY.labels, **above}))["H1"] == (0, 4)


def test_the_train_families_are_measured_only_when_asked_for(report):
    assert shares(report(split="train")) == {"H1": (1, 1), "N1": (2, 2)}
    assert report(split="all").n == 14


def test_a_disguise_is_undone_before_a_case_is_scored(tmp_path):
    path = changed(tmp_path, ("the first jewhateword", "the first jewhate\\u200bword"))
    measured = measure_suites(read_suites([path]), fake_assessor(POLICY).assess, POLICY)
    assert shares(measured)["H1"] == (3, 4)


def test_progress_ends_at_the_number_of_cases(tmp_path):
    seen: list[int] = []
    measure_suites(
        read_suites([write(tmp_path)]),
        fake_assessor(POLICY).assess,
        POLICY,
        on_progress=seen.append,
    )
    assert seen == [11]


def test_without_cases_there_is_nothing_to_tell(tmp_path):
    empty = read_suites([])
    measured = measure_suites(empty, fake_assessor(POLICY).assess, POLICY)
    assert (measured.n, measured.worst, measured.groups) == (0, None, {})
    assert report_as_json(measured)["pairs"]["both_right"]["share"] is None


def test_the_figures_are_plain_json_without_any_text(report):
    plain = report_as_json(report())
    told = json.dumps(plain, allow_nan=False)
    assert "first" not in told
    small = plain["suites"]["small"]
    assert (small["threshold"], small["worst"]) == (0.5, "H1")
    assert small["functionalities"]["H1"]["right"]["share"] == 0.75
    assert small["functionalities"]["H2"]["expected"] == "policy-dependent"
    assert small["cases"]["H1-b/1"] == {
        "functionality": "H1",
        "score": 0.9,
        "flagged": True,
        "held": True,
        "right": True,
    }


@pytest.mark.parametrize(
    ("part", "n", "low", "high"),
    # Figures of Wilson's interval as R's prop.test gives them without correction.
    [
        (0, 20, 0.0, 0.1611),
        (5, 10, 0.2366, 0.7634),
        (18, 20, 0.6990, 0.9721),
        (20, 20, 0.8389, 1.0),
    ],
)
def test_the_interval_is_wilsons(part, n, low, high):
    assert Share(part=part, n=n).interval == pytest.approx((low, high), abs=1e-4)


def test_the_share_of_nothing_is_not_a_number():
    assert math.isnan(Share(part=0, n=0).value)
    assert all(math.isnan(bound) for bound in Share(part=0, n=0).interval)
