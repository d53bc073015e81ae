"""evaluate --benchmarks: the command; the measures have tests of their own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from moderation.classifiers import catalog
from moderation.learning.benchmarks import BENCHMARKS
from moderation.learning.benchmarks import running as benchmark_running
from moderation.testing import FakeClassifier
from tests.learning.benchmarks.invented import write_corpora
from tests.learning.tiny import write_model


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    quick = {name: BENCHMARKS[name] for name in ("olid", "cad")}
    monkeypatch.setattr(benchmark_running, "BENCHMARKS", quick)


@pytest.fixture
def refs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    asked: list[str] = []

    def open_fake(ref: str, _roots: object) -> FakeClassifier:
        asked.append(ref)
        return FakeClassifier(ref or "fake/1")

    monkeypatch.setattr(catalog, "open_classifier", open_fake)
    return asked


@pytest.fixture
def corpora(place: Path) -> str:
    write_corpora(place / "corpora")
    return "corpora"


def test_each_line_has_its_target_figure_and_interval(run, few, refs, corpora):
    result = run("evaluate", "--benchmarks", corpora, "--model", "mine/2")
    assert result.exit_code == 0
    assert refs == ["mine/2"]
    head, titles, *lines = result.stdout.splitlines()
    assert head.startswith("mine/2 in ")
    assert head.endswith(": 1 of 3 targets reached")
    assert titles.split() == ["line", "n", "target", "figure", "95", "%", "interval", "reached"]
    olid = next(line for line in lines if line.startswith("OLID"))
    assert olid.split()[-7:] == ["3", ">=0.78", "0.667", *olid.split()[-4:-1], "NO"]
    assert any(line.split()[-1] == "yes" for line in lines if "PersonDirected" in line)
    assert "Measuring olid" in result.stderr


def test_the_report_can_be_had_as_json(run, few, refs, corpora, place):
    run("evaluate", "--benchmarks", corpora, "--json", "report.json")
    figures = json.loads((place / "report.json").read_text())["figures"]
    assert figures["olid.macro_f1"]["reached"] is False
    assert figures["cad.person_auc"]["value"] == 1.0


def test_the_word_list_alone_can_be_measured(run, few, refs, corpora):
    first = run("evaluate", "--benchmarks", corpora, "--model", "word-list").stdout.splitlines()[0]
    assert first.startswith("baseline/word-list in ")
    assert refs == []


@pytest.mark.filterwarnings("ignore:corpus:UserWarning")
def test_tf_idf_is_trained_on_the_spot(run, few, refs, corpora):
    result = run("evaluate", "--benchmarks", corpora, "--model", "tf-idf")
    assert result.exit_code == 0, result.stderr
    assert result.stdout.startswith("baseline/tf-idf in ")
    assert "Training tf-idf on the corpora" in result.stderr


def test_a_folder_without_corpora_is_refused(refused, few, refs, place):
    assert "There is no corpus in nowhere" in refused("evaluate", "--benchmarks", "nowhere")


def test_benchmarks_go_with_nothing_else(refused, few, refs, corpora):
    assert "on nothing else" in refused("evaluate", corpora, "--benchmarks", corpora, code=2)
    assert "on nothing else" in refused("evaluate", "--suite", "--benchmarks", corpora, code=2)


def test_a_report_goes_into_the_card_of_its_version(run, few, refs, corpora, place):
    folder = write_model(place / "data" / "models", name="mine", version="2.0.0")
    run("evaluate", "--benchmarks", corpora, "--json", "one.json")
    run("evaluate", "--benchmarks", corpora, "--model", "word-list", "--json", "list.json")
    result = run("models", "card", "mine/2.0.0", "one.json", "--seed", "one.json",
                 "--baseline", "list.json")  # fmt: skip
    assert result.exit_code == 0, result.stderr
    card = (folder / "card.md").read_text(encoding="utf-8")
    assert result.stdout == f"Wrote {Path('data/models/mine/2.0.0/card.md')}\n"
    assert card.startswith("# Model card\n")
    assert "| mean of 2 seeds | list |" in card
    assert "OLID test A" in card


def test_what_is_no_report_is_refused(refused, place):
    write_model(place / "data" / "models", name="mine", version="2.0.0")
    (place / "bad.json").write_text("[]")
    assert "bad.json is no report of benchmarks" in refused(
        "models", "card", "mine/2.0.0", "bad.json"
    )
    assert "nowhere.json cannot be read" in refused("models", "card", "mine/2.0.0", "nowhere.json")


def test_a_card_of_no_version_is_refused(run, refused, few, refs, corpora):
    run("evaluate", "--benchmarks", corpora, "--json", "one.json")
    assert "mine/9.0.0" in refused("models", "card", "mine/9.0.0", "one.json")
