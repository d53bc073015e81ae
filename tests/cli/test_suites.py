from __future__ import annotations

import json
import re

import pytest

from tests.learning.suites.files import THIN_NOTE, TWO, write

pytestmark = pytest.mark.usefixtures("loaded")


@pytest.fixture
def own(place):
    return str(write(place))


def test_a_suite_is_measured_by_functionality_group_and_pair(run, own, loaded):
    result = run("evaluate", "--suite", "small", "--suite-file", own, "--model", "mine/2")
    assert result.exit_code == 0
    assert loaded == ["mine/2"]
    lines = result.stdout.splitlines()
    assert lines[0].startswith("mine/2 on 11 cases (split test, profile core) in ")
    assert lines[2] == "small: flagged from antisemitism 0.5 on"
    rows = {line.split()[0]: line for line in lines if line}
    assert re.search(r"Open hate +flagged +4 +75% +30-95 +75% +75%$", rows["H1"])
    assert re.search(r"A contested statement +policy-dependent +2 +- +- +50% +50%$", rows["H2"])
    assert re.search(r"Harmless +passed +5 +80% +38-96 +20% +40%$", rows["N1"])
    assert any(re.fullmatch(r"group explicit +4 +75% +30-95", line) for line in lines)
    assert any(re.match(r"pairs, both members right +3 +33%", line) for line in lines)
    assert "Worst: H1, Open hate: 3 of 4 right" in lines
    assert any("Policy-dependent under profile core" in line and "H2" in line for line in lines)
    assert lines[-1].startswith("Next: ")


def test_an_editor_is_told_where_his_file_is_thin(run, own):
    assert THIN_NOTE in run("evaluate", "--suite", "small", "--suite-file", own).stderr


def test_a_file_alone_asks_for_all_suites(run, own):
    figures = json.loads(run("evaluate", "--suite-file", own, "--json").stdout)
    assert {"antisemitism", "small"} <= set(figures["suites"])


def test_the_configured_profile_decides_what_is_right(run, own, place):
    (place / "config.yaml").write_text("policy: {antisemitism_profile: ihra}")
    shown = run("evaluate", "--suite", "small", "--suite-file", own).stdout
    assert "profile ihra" in shown
    assert re.search(r"A contested statement +flagged +2 +50%", shown)
    assert "Policy-dependent" not in shown


def test_a_train_split_says_that_it_may_have_been_learned(run, own):
    shown = run("evaluate", "--suite", "small", "--suite-file", own, "--split", "train").stdout
    assert " on 3 cases (split train" in shown
    assert "only --split test" in shown


def test_the_figures_go_to_a_file_beside_the_table(run, own, place):
    words = ("evaluate", "--suite", "small", "--suite-file", own, "--json")
    result = run(*words, "out.json")
    assert "Worst: H1" in result.stdout
    written = json.loads((place / "out.json").read_text())
    assert written["suites"]["small"]["functionalities"]["H1"]["n"] == 4
    printed = json.loads(run(*words).stdout)
    assert {**printed, "seconds": 0} == {**written, "seconds": 0}


def test_a_better_threshold_is_named_where_pairs_are_ordered_and_not_parted(run, place):
    (place / "config.yaml").write_text("policy: {labels: {antisemitism: {hold_at: 0.95}}}")
    calm = TWO.replace("no jewhateword from me", "nothing from me")
    own = str(write(place, calm))
    shown = run("evaluate", "--suite", "small", "--suite-file", own).stdout
    assert "a lower policy.labels.antisemitism.hold_at would part more of them" in shown
    assert "Under one half right: H1" in shown


def test_an_unknown_suite_is_refused_with_the_known_ones(refused):
    told = refused("evaluate", "--suite", "antisemitsm", code=2)
    assert "There is no suite antisemitsm; there are antisemitism" in told


def test_a_wrong_file_is_refused(refused, place):
    own = write(place, TWO.replace("group: explicit", "group: open"))
    told = refused("evaluate", "--suite-file", str(own), code=2)
    assert "own.yaml:6: H1: group is 'open', expected explicit" in told


def test_a_missing_file_is_refused(refused):
    assert "no such file" in refused("evaluate", "--suite-file", "nowhere.yaml", code=2)


def test_a_split_without_suites_is_refused(refused):
    assert "Add --suite" in refused("evaluate", "--split", "test", code=2)


def test_two_folders_of_corpora_are_refused(refused):
    assert "expected one" in refused("evaluate", "one", "two", code=2)


def test_figures_cannot_be_written_to_a_folder(refused, place):
    (place / "out").mkdir()
    assert "out is a folder" in refused("evaluate", "--suite", "--json", "out", code=2)


@pytest.mark.model
def test_the_shipped_model_answers_the_packaged_suites_without_any_corpus(place, monkeypatch):
    from click.testing import CliRunner

    from moderation.cli import main

    monkeypatch.undo()
    monkeypatch.chdir(place)
    result = CliRunner().invoke(main, ["evaluate", "--suite", "slur", "--json"])
    figures = json.loads(result.stdout)
    assert figures["groups"]["contrast"]["share"] > 0.5
