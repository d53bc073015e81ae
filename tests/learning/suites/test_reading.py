from __future__ import annotations

from pathlib import Path

import pytest

from moderation.domain import CONTESTED_SUBTYPES, PROFILES, SUBTYPES
from moderation.errors import ConfigError, UsageError
from moderation.learning.suites import Expectation, expectation, load_suites, read_suites
from tests.learning.suites.files import TWO, changed, write

THIRD = """\
suite: small
label: antisemitism
functionalities:
  - id: N2
    title: From another file
    group: contrast
    expect: pass
    families:
      - id: N2-a
        split: test
        cases:
          - text: "TEXT"
"""


def refusal(*paths: Path) -> str:
    with pytest.raises(ConfigError) as caught:
        read_suites(paths)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_file_becomes_functionalities_with_their_cases(tmp_path):
    (suite,) = read_suites([write(tmp_path)]).suites
    assert (suite.name, suite.label) == ("small", "antisemitism")
    hate, contested, harmless = suite.functionalities
    assert (hate.id, hate.title, hate.group) == ("H1", "Open hate", "explicit")
    assert (hate.expect, hate.subtype, hate.contested) == ("flag", "dehumanisation", False)
    assert contested.contested
    assert harmless.subtype is None
    first = hate.cases[1]
    assert (first.id, first.family, first.split) == ("H1-b/1", "H1-b", "test")
    assert first.text == "the first jewhateword"


def test_a_twin_is_a_case_of_the_contrast_that_it_names_in_its_sisters_family(tmp_path):
    (suite,) = read_suites([write(tmp_path)]).suites
    hate, _, harmless = suite.functionalities
    (twin,) = [case for case in harmless.cases if case.id == hate.cases[1].twin]
    assert twin.text == "the first kind word"
    assert (twin.functionality, twin.family, twin.split) == ("N1", "H1-b", "test")
    assert len(harmless.cases) == 7
    assert hate.cases[4].twin is None


def test_a_split_has_its_own_cases_only(tmp_path):
    (suite,) = read_suites([write(tmp_path)]).suites
    assert {case.family for case in suite.cases("train")} == {"H1-a", "N1-b"}
    assert len([*suite.cases("train"), *suite.cases("test")]) == len([*suite.cases()]) == 14


def test_two_files_may_share_a_suite_and_twins_may_name_the_other_file(tmp_path):
    own = changed(tmp_path, ("of: N1", "of: N2"))
    other = write(tmp_path, THIRD, "other.yaml")
    (suite,) = read_suites([own, other]).suites
    assert [each.id for each in suite.functionalities] == ["H1", "H2", "N1", "N2"]
    assert [case.id for case in suite.functionalities[3].cases] == ["N2-a/1", "H1-a/1-twin"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("label: antisemitism", "label: antisemitic", "Did you mean antisemitism?"),
        ("functionalities:", "functionality:", "Did you mean functionalities?"),
        ("group: explicit", "groop: explicit", "unknown key 'groop'"),
        ("group: explicit", "group: coded?", "H1: group is 'coded?', expected explicit,"),
        ("expect: flag", "expect: flagged", "H1: expect is 'flagged', expected flag, pass."),
        ("expect: flag", "expect: pass", "H1: expect is pass in group explicit"),
        ("dehumanisation", "dehumanization", "Did you mean dehumanisation?"),
        ("subtype: dehumanisation", "policy: ihra", "policy ihra does not go with subtype None"),
        ("policy: ihra", "policy: jda", "policy jda does not go with"),
        ("split: train", "split: dev", "H1: split is 'dev', expected train, test"),
        ("of: N1", "of: N9", "H1: a twin of 'N9', which suite small does not have"),
        ("of: N1", "of: H2", "H1: a twin of H2, whose cases are to be flagged"),
        ("of: N1", "with: N1", "unknown key 'with', expected text, of"),
        ("id: H2-a", "id: H1-a", "H2: family H1-a stands twice"),
        ("id: H2\n", "id: H1\n", "H1: suite small has it already"),
        ("a harmless statement", "The First  kind word", "H2: this text stands in"),
        ('text: "good morning"', "text: 12", "N1: text is 12, expected a text"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_file_line_functionality_and_a_way_out(tmp_path, old, new, told):
    path = changed(tmp_path, (old, new))
    line = TWO[: TWO.index(old)].count("\n") + 1
    message = refusal(path)
    assert message.startswith(f"{path}:{line}: ")
    assert told in message


def test_a_text_that_differs_in_case_and_invisible_letters_only_is_the_same(tmp_path):
    again = '"GOOD mor\\u200bning"\n          - text: "good morning"'
    path = changed(tmp_path, ('"good morning"', again))
    assert f"{path}:51: N1: this text stands in {path}:50 already" in refusal(path)


def test_a_family_without_cases_is_refused(tmp_path):
    path = changed(tmp_path, ('- text: "good morning"', ""))
    assert f"{path}:49: N1: cases is None, expected a list" in refusal(path)


def test_a_text_may_not_stand_in_two_files(tmp_path):
    other = write(tmp_path, THIRD.replace("TEXT", "GOOD  morning"), "other.yaml")
    message = refusal(write(tmp_path), other)
    assert message.startswith(f"{other}:12: N2: this text stands in {tmp_path / 'own.yaml'}:50")


def test_a_case_that_passes_has_no_twin_and_no_subtype(tmp_path):
    with_twin = 'text: "good morning"\n            twin: {text: "good day", of: N1}'
    path = changed(tmp_path, ('text: "good morning"', with_twin))
    assert "a twin of a case that is itself to pass" in refusal(path)
    path = changed(tmp_path, ("expect: pass", "expect: pass\n    subtype: threat"))
    assert "a subtype is of antisemitism that is to be flagged" in refusal(path)


def test_a_subtype_belongs_to_antisemitism_alone(tmp_path):
    path = changed(tmp_path, ("label: antisemitism", "label: slur"))
    assert f"{path}:8: H1: a subtype is of antisemitism" in refusal(path)


def test_one_suite_reads_one_label(tmp_path):
    other = write(tmp_path, THIRD.replace("label: antisemitism", "label: slur"), "other.yaml")
    assert "reads the label slur here and antisemitism elsewhere" in refusal(write(tmp_path), other)


def test_a_file_that_is_no_mapping_is_refused(tmp_path):
    assert "expected keys" in refusal(write(tmp_path, "- one\n"))


def test_an_editors_thin_functionality_is_told_and_allowed(tmp_path):
    own = write(tmp_path)
    read = load_suites([own])
    assert "small" in [suite.name for suite in read.suites]
    assert [w.split(" from")[0] for w in read.warnings] == [
        f"{own}: H1 has only 5 of 20 cases",
        f"{own}: H2 has only 2 of 20 cases",
        f"{own}: N1 has only 7 of 20 cases",
    ]
    assert load_suites().warnings == ()


def test_suites_are_chosen_by_name(tmp_path):
    read = read_suites([write(tmp_path)])
    assert read.select([]) == read
    assert read.select(["small", "small"]) == read
    with pytest.raises(UsageError, match="There is no suite smal; there are small"):
        read.select(["smal"])


def test_a_contested_statement_is_a_violation_under_the_profile_that_says_so(tmp_path):
    (suite,) = read_suites([write(tmp_path)]).suites
    hate, contested, harmless = suite.functionalities
    for profile in PROFILES:
        assert expectation(hate, profile) is Expectation.FLAG
        assert expectation(harmless, profile) is Expectation.PASS
    assert expectation(contested, "ihra") is Expectation.FLAG
    assert expectation(contested, "core") is Expectation.POLICY_DEPENDENT
    assert expectation(contested, "jda") is Expectation.POLICY_DEPENDENT


def test_the_profiles_differ_in_contested_subtypes_only():
    agreed = set(SUBTYPES) - set(CONTESTED_SUBTYPES)
    assert all(agreed <= violating <= set(SUBTYPES) for violating in PROFILES.values())
    assert PROFILES["ihra"] - PROFILES["core"] == set(CONTESTED_SUBTYPES)
