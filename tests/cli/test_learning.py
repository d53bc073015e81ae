"""train, evaluate, retrain and models: the commands; what they call has tests of its own."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest

from moderation.artifacts import Manifest, write_folder
from moderation.classifiers import catalog
from moderation.config import Config
from moderation.domain import LABELS, ModelVersion
from moderation.errors import TooFewDecisions
from moderation.learning import pipeline, retraining
from moderation.learning.evaluation import Evaluation, measure_all
from moderation.learning.examples import Example
from moderation.learning.gate import Comparison
from moderation.learning.retraining import RetrainReport
from moderation.store import open_store
from moderation.testing import FakeClassifier
from tests.cli.conftest import lines_of


def write_model(root: Path, ref: str, created_at: str) -> Path:
    name, version = ref.split("/")
    manifest = Manifest(
        name=name,
        version=version,
        labels=LABELS,
        created_at=created_at,
        files={},
        calibration={},
        trained_on=("corpus-a", "corpus-b"),
    )
    folder, _ = write_folder(root, manifest, {"weights.safetensors": b"1"}, "card")
    return folder


@pytest.fixture
def two_models(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A shipped model, and a newer one of the operator's own."""
    monkeypatch.setattr(catalog, "shipped_models", lambda: place / "shipped")
    write_model(place / "shipped", "base/1.0", "2026-01-01T10:00:00+00:00")
    write_model(Config().models_dir, "base/1.1", "2026-01-02T10:00:00+00:00")


def marked(shown: str) -> list[str]:
    return [line.split()[1] for line in shown.splitlines() if line.startswith("*")]


# --- models


def test_versions_are_listed_oldest_first_and_the_one_in_service_is_marked(run, two_models):
    result = run("models", "list")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert re.fullmatch(r"\* base/1\.0 +2026-01-01 10:00 +corpus-a, corpus-b", lines[0])
    assert lines[1].startswith("  base/1.1")
    assert not Path("data/moderation.sqlite3").exists()


def test_a_promoted_version_scores_what_waits_and_what_comes(run, two_models, three, loaded):
    run("import", str(three))
    result = run("models", "promote", "base/1.1")
    assert result.exit_code == 0
    assert "base/1.1 is in service" in result.stdout
    assert "2 waiting comments scored anew with base/1.1" in result.stdout
    assert marked(run("models", "list").stdout) == ["base/1.1"]
    queue = lines_of(run("queue", "--json").stdout)
    assert {row["model_version"] for row in queue} == {"base/1.1"}
    assert {row["version"] for row in queue} == {1}
    run("import", "-", stdin='{"id": "z", "text": "new"}\n')
    assert loaded[-1] == "base/1.1"


def test_the_queue_can_be_left_with_its_old_scores(run, two_models, three):
    run("import", str(three))
    run("models", "promote", "base/1.1", "--no-rescore")
    queue = lines_of(run("queue", "--json").stdout)
    assert {row["model_version"] for row in queue} == {"fake/1"}


def test_a_rollback_puts_the_version_before_back(run, two_models, three):
    run("import", str(three))
    run("models", "promote", "base/1.1")
    result = run("models", "rollback")
    assert result.exit_code == 0
    assert "base/1.0 is in service again." in result.stdout
    assert marked(run("models", "list").stdout) == ["base/1.0"]
    assert {row["model_version"] for row in lines_of(run("queue", "--json").stdout)} == {"base/1.0"}


def test_without_an_earlier_version_a_rollback_is_refused(run, refused, two_models, three):
    run("import", str(three))
    assert "No earlier model" in refused("models", "rollback")


def test_a_tampered_version_is_not_promoted(run, refused, two_models, three):
    run("import", str(three))
    (Config().models_dir / "base" / "1.1" / "weights.safetensors").write_bytes(b"2")
    assert "weights.safetensors" in refused("models", "promote", "base/1.1")
    assert marked(run("models", "list").stdout) == ["base/1.0"]


def test_a_damaged_version_hides_no_other_in_the_list(run, two_models):
    (Config().models_dir / "base" / "1.1" / "manifest.json").write_text("{")
    result = run("models", "list")
    assert result.exit_code == 0
    assert marked(result.stdout) == ["base/1.0"]
    (damaged,) = [line for line in result.stdout.splitlines() if line.startswith("!")]
    assert "base/1.1/manifest.json cannot be read" in damaged


@pytest.mark.parametrize("ref", ["base/9.9", "base", "../base/1.0"])
def test_a_missing_version_is_refused(refused, two_models, ref):
    assert "moderation models list" in refused("models", "promote", ref)


def test_without_any_model_the_list_says_so(refused, place, monkeypatch):
    monkeypatch.setattr(catalog, "shipped_models", lambda: place / "shipped")
    assert "There is no model" in refused("models", "list")


# --- retrain


def report(promoted: bool) -> RetrainReport:
    version = ModelVersion(
        name="base", version="1.1", sha256="0", labels=LABELS, trained_on=(), measures={}
    )
    comparison = Comparison(
        held_back=12,
        loss_before=0.4,
        loss_after=0.3,
        interval=(-0.2, 0.0),
        right_before=0.8,
        right_after=0.9,
    )
    return RetrainReport(
        parent="base/1.0",
        candidate=version,
        decisions=40,
        learned_from=28,
        labels={"slur": 20, "threat": 9},
        comparison=comparison,
        promoted=promoted,
        why="Promoted: better" if promoted else "Not promoted, it is worse: figures",
    )


@pytest.fixture
def retrained(monkeypatch, run, three):
    """Stands in for the refit; gives what it was called with."""
    run("import", str(three))
    calls: list[str] = []

    def arrange(promoted: bool) -> list[str]:
        def fake(store, config, *, actor, on_progress):
            calls.append(actor)
            on_progress(5, 10)
            on_progress(10, 10)
            return report(promoted)

        monkeypatch.setattr(retraining, "retrain", fake)
        return calls

    return arrange


def test_a_promoted_retraining_says_why_and_scores_the_queue_anew(run, retrained, monkeypatch):
    monkeypatch.setattr("getpass.getuser", lambda: "carla")
    calls = retrained(promoted=True)
    shown = run("retrain").stdout
    assert calls == ["carla"]
    assert shown.splitlines() == [
        "base/1.1 learned from 28 of 40 decisions, on top of base/1.0 "
        "(rulings by label: slur 20, threat 9)",
        "Promoted: better",
        "2 waiting comments scored anew with base/1.1",
        "Next: moderation queue; to take it back: moderation models rollback",
    ]


def test_a_retraining_that_is_worse_changes_nothing(run, retrained):
    retrained(promoted=False)
    shown = run("retrain").stdout
    assert "Not promoted, it is worse" in shown
    assert "scored anew" not in shown
    queue = lines_of(run("queue", "--json").stdout)
    assert {row["model_version"] for row in queue} == {"fake/1"}


def test_too_few_decisions_are_one_line(refused, run, three):
    run("import", str(three))
    assert "Go on deciding" in refused("retrain")


def test_retraining_needs_a_database(refused):
    assert "moderation import" in refused("retrain")


# --- evaluate


def an_example(number: int, text: str, slur: float, split: str = "test") -> Example:
    return Example(
        id=f"a/{number}",
        corpus="a",
        text=text,
        targets={"slur": slur},
        split=split,
        group=f"a/{number}",
        licence="MIT",
        permissive=True,
    )


EXAMPLES = [
    an_example(1, "a slurword", 1.0),
    an_example(2, "kind words", 0.0),
    an_example(3, "a slurword once more", 1.0),
    an_example(4, "training only", 1.0, "train"),
]


@pytest.fixture
def fake_model(monkeypatch):
    refs: list[str] = []

    def open_fake(ref: str, _roots: object) -> FakeClassifier:
        refs.append(ref)
        return FakeClassifier(ref or "fake/1")

    monkeypatch.setattr(catalog, "open_classifier", open_fake)
    return refs


@pytest.fixture
def corpora(monkeypatch, place):
    monkeypatch.setattr("moderation.learning.corpora.read_corpora", lambda *_, **__: EXAMPLES)
    (place / "corpora").mkdir()
    return "corpora"


def test_a_model_is_measured_on_the_test_parts(run, fake_model, corpora):
    result = run("evaluate", corpora, "--model", "mine/2")
    assert result.exit_code == 0
    assert fake_model == ["mine/2"]
    lines = result.stdout.splitlines()
    assert lines[0].startswith("mine/2 on 3 examples")
    assert lines[1].split()[:5] == ["label", "n", "yes", "AUC", "AP"]
    row = lines[2].split()
    assert row[:4] == ["slur", "3", "2", "1.000"]
    assert row[-1] == "0.500"


def test_measures_can_be_had_as_json(run, fake_model, corpora):
    figures = json.loads(run("evaluate", corpora, "--json").stdout)
    assert figures["corpora"]["a"]["slur"]["n"] == 3


def test_measures_can_be_written_to_a_file_beside_the_table(run, fake_model, corpora, place):
    assert "slur" in run("evaluate", corpora, "--json", "out.json").stdout
    assert json.loads((place / "out.json").read_text())["examples"] == 3


def test_a_folder_after_json_is_the_corpora(run, fake_model, corpora):
    assert json.loads(run("evaluate", "--json", corpora).stdout)["examples"] == 3


def test_what_examples_cannot_tell_is_a_dash(run, fake_model, place, monkeypatch):
    only = [EXAMPLES[0]]
    monkeypatch.setattr("moderation.learning.corpora.read_corpora", lambda *_, **__: only)
    assert run("evaluate", ".").stdout.splitlines()[2].split()[3] == "-"


def test_a_folder_without_a_test_part_is_refused(refused, fake_model, place, monkeypatch):
    monkeypatch.setattr("moderation.learning.corpora.read_corpora", lambda *_, **__: EXAMPLES[3:])
    assert "has a test part" in refused("evaluate", ".")


def test_a_folder_without_corpora_is_refused(refused, fake_model, place):
    assert "nowhere" in refused("evaluate", "nowhere")


def test_without_corpora_the_decisions_are_measured(run, fake_model, three):
    run("import", str(three))
    first, second = (row["comment_id"] for row in lines_of(run("queue", "--json").stdout))
    run("decide", first, "reject", "--label", "slur")
    run("decide", second, "approve")
    lines = run("evaluate").stdout.splitlines()
    assert lines[0].startswith("fake/1 on 2 examples")
    assert lines[2].split()[:4] == ["slur", "2", "1", "1.000"]


def test_without_decisions_there_is_nothing_to_measure(run, refused, fake_model, three):
    run("import", str(three))
    assert "moderation evaluate CORPORA" in refused("evaluate")


# --- train


@pytest.fixture
def trained(monkeypatch):
    """Stands in for hours of training; gives the requests that it got."""
    requests: list[pipeline.TrainRequest] = []

    def fake(request: pipeline.TrainRequest, watch: pipeline.Watch) -> tuple[Path, Evaluation]:
        requests.append(request)
        watch.say("reading")
        (request.work).mkdir(parents=True)
        (request.work / "checkpoint.safetensors").write_bytes(b"1")
        classifier = FakeClassifier(f"{request.name}/{request.version}")
        scores = np.full((3, len(LABELS)), 0.7)
        evaluation = measure_all(classifier, EXAMPLES[:3], scores, {}, seconds=2.0)
        return request.models / request.name / request.version, evaluation

    monkeypatch.setattr(pipeline, "train", fake)
    return requests


def test_training_writes_where_models_are_looked_for_and_says_what_comes_next(
    run, trained, corpora
):
    result = run("train", corpora, "--version", "2.0.0", "--seed", "3", "--examples", "500")
    assert result.exit_code == 0
    assert result.stderr == ""
    request = trained[0]
    assert request.corpora == Path("corpora")
    assert request.models == Config().models_dir
    assert request.version == "2.0.0"
    assert {plan.seed for plan in request.stages} == {3}
    assert sum(plan.total for plan in request.stages) == 500
    assert "Wrote data/models/comments-minilm/2.0.0" in result.stdout
    assert "Next: moderation models promote comments-minilm/2.0.0" in result.stdout


def test_a_finished_training_leaves_no_checkpoint(run, trained, corpora):
    run("train", corpora, "-o", "elsewhere")
    assert trained[0].models == Path("elsewhere")
    assert not trained[0].work.exists()


def test_a_version_that_exists_is_refused_before_the_hours_of_training(
    refused, trained, corpora, place
):
    write_model(place / "elsewhere", "comments-minilm/1.0.0", "2026-01-01T10:00:00+00:00")
    message = refused("train", corpora, "-o", "elsewhere", code=2)
    assert "exists already" in message
    assert trained == []


@pytest.mark.parametrize("name", ["../outside", "My model", ""])
def test_a_name_that_no_command_could_find_again_is_refused(refused, trained, corpora, name):
    assert "Choose others" in refused("train", corpora, "--name", name, code=2)
    assert trained == []


def test_a_missing_corpora_folder_is_refused(refused, trained):
    assert "There is no folder nowhere" in refused("train", "nowhere", code=2)
    assert trained == []


def test_an_expected_failure_of_training_is_one_line(refused, corpora, monkeypatch):
    def fail(*_: object) -> None:
        raise TooFewDecisions("Too little", next_step="Go on")

    monkeypatch.setattr(pipeline, "train", fail)
    assert refused("train", corpora) == "moderation: Too little. Go on"


def test_the_registry_remembers_who_promoted(run, two_models, monkeypatch):
    monkeypatch.setattr("getpass.getuser", lambda: "carla")
    run("models", "promote", "base/1.1", "--no-rescore")
    store = open_store(Config().database)
    promotions = store.model_versions.list_promotions()
    store.close()
    assert [(p.ref, p.actor) for p in promotions][-1] == ("base/1.1", "carla")
