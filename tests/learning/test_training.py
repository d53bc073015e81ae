from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from moderation.artifacts import read_manifest
from moderation.classifiers.torch_backend import load_classifier
from moderation.domain import LABELS, OUTPUTS
from moderation.errors import ArtifactError, TrainingError
from moderation.learning import base_model, pipeline, training
from moderation.learning.authored_examples import read_authored
from moderation.learning.base_model import find_base
from moderation.learning.batches import plan_order
from moderation.learning.examples import Example
from moderation.learning.pipeline import TrainRequest, Watch
from moderation.learning.recipe import TrainingPlan, shipped_stages
from moderation.learning.training import Progress, Trained, average_runs, train_network
from tests.learning.test_batches import example
from tests.learning.tiny import write_base

BAD, GOOD = ("you idiot", "stupid comment", "you are bad"), ("good morning", "nice day", "thanks")
PLAN = TrainingPlan(
    total=120, batch_size=8, checkpoint_every=4, learning_rate=1e-3, head_rate=1e-2, average=0.5
)


def insults(split: str = "train", copies: int = 20) -> list[Example]:
    rows = []
    for i in range(copies):
        for text in BAD:
            rows.append(example(len(rows), f"c{i % 2}", text, targets={"harassment": 1.0}))
        for text in GOOD:
            rows.append(example(len(rows), f"c{i % 2}", text, targets=dict.fromkeys(LABELS, 0.0)))
    return [replace(row, split=split) for row in rows]


def weights(trained: Trained) -> dict[str, torch.Tensor]:
    return dict(trained.network.state_dict())


def same(first: Trained, second: Trained) -> bool:
    return all(torch.equal(v, weights(second)[k]) for k, v in weights(first).items())


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return write_base(tmp_path / "base")


def small_request(base: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> TrainRequest:
    """A whole training on invented insults, from a tiny base."""
    rows = insults() + insults("dev", 10) + insults("test", 5)
    monkeypatch.setattr(pipeline, "find_base", lambda _: base)
    monkeypatch.setattr(pipeline, "gather", lambda *_: rows)
    return TrainRequest(
        corpora=folder,
        models=folder / "models",
        work=folder / "work",
        stages=(replace(PLAN, total=800),),
        averaged=1,
    )


def test_training_learns_what_an_insult_is(base: Path, tmp_path: Path) -> None:
    seen: list[Progress] = []
    trained = train_network(insults(), base, tmp_path / "c.st", PLAN, on_progress=seen.append)
    tokenizer = training.load_tokenizer(base / "tokenizer.json")
    encoded = tokenizer.encode_batch(["you idiot", "good morning"])
    with torch.inference_mode():
        logits, tokens, pooled, _ = trained.network(
            torch.tensor([e.ids for e in encoded]),
            torch.tensor([e.attention_mask for e in encoded]),
        )
    assert logits[0, 1] > logits[1, 1]
    assert tokens.shape == (2, 4, len(OUTPUTS))
    assert pooled.shape == (2, 32)
    assert seen[-1].steps == 15
    assert seen[-1].per_second > 0


def test_a_seed_gives_the_same_weights_again(base: Path, tmp_path: Path) -> None:
    runs = [train_network(insults(), base, tmp_path / f"{i}.st", PLAN) for i in range(2)]
    other = train_network(insults(), base, tmp_path / "o.st", replace(PLAN, seed=1))
    assert same(*runs)
    assert not same(runs[0], other)


def test_an_interrupted_run_ends_where_an_uninterrupted_one_does(
    base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = train_network(insults(), base, tmp_path / "whole.st", PLAN)
    real = training._Run._learn

    def dies_at_ten(run: training._Run, number: int) -> float:
        if number == 10:
            raise KeyboardInterrupt
        return real(run, number)

    monkeypatch.setattr(training._Run, "_learn", dies_at_ten)
    with pytest.raises(KeyboardInterrupt):
        train_network(insults(), base, tmp_path / "cut.st", PLAN)
    monkeypatch.setattr(training._Run, "_learn", real)
    about = json.loads((tmp_path / "cut.json").read_text())
    assert about["step"] == 8, "the last checkpoint stands"
    resumed = train_network(insults(), base, tmp_path / "cut.st", PLAN)
    assert same(whole, resumed)


def test_a_checkpoint_of_another_plan_is_refused(base: Path, tmp_path: Path) -> None:
    train_network(insults(), base, tmp_path / "c.st", PLAN)
    with pytest.raises(TrainingError, match="another plan"):
        train_network(insults(), base, tmp_path / "c.st", replace(PLAN, seed=5))


def test_a_checkpoint_of_other_examples_or_another_start_is_refused(
    base: Path, tmp_path: Path
) -> None:
    first = train_network(insults(), base, tmp_path / "c.st", PLAN)
    with pytest.raises(TrainingError, match="other examples"):
        train_network(insults()[:-6], base, tmp_path / "c.st", PLAN)
    with pytest.raises(TrainingError, match="other examples"):
        train_network(insults(), base, tmp_path / "c.st", PLAN, start=first)


def test_a_loss_that_is_no_number_names_the_examples(base: Path, tmp_path: Path) -> None:
    poisoned = replace(PLAN, token_share=float("nan"))
    with pytest.raises(TrainingError, match=r"not a number at step 0 \(examples c"):
        train_network(insults(), base, tmp_path / "c.st", poisoned)
    assert not (tmp_path / "c.st").exists()


def test_nothing_to_train_on_is_said(base: Path, tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="no examples"):
        train_network([], base, tmp_path / "c.st", PLAN)


def test_the_base_is_checked_against_the_original_hash(base: Path) -> None:
    with pytest.raises(TrainingError, match="not the original"):
        find_base(base)
    (base / "tokenizer.json").unlink()
    with pytest.raises(TrainingError, match=r"lacks tokenizer\.json"):
        find_base(base)


def test_frozen_layers_keep_their_weights_and_the_rest_learns(base: Path, tmp_path: Path) -> None:
    plan = replace(PLAN, frozen_layers=1, weight_decay=0.0)
    before = weights(train_network(insults(), base, tmp_path / "a.st", replace(plan, total=8)))
    after = weights(train_network(insults(), base, tmp_path / "b.st", plan))
    frozen = ("encoder.embeddings.", "encoder.encoder.layer.0.")
    assert all(torch.equal(v, after[k]) for k, v in before.items() if k.startswith(frozen))
    assert not torch.equal(before["label_head.weight"], after["label_head.weight"])


def test_training_goes_on_from_a_model_of_ours(
    base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = small_request(base, tmp_path, monkeypatch)
    folder, _ = pipeline.train(request, Watch())
    assert find_base(folder) == folder
    idle = replace(PLAN, total=8, learning_rate=0.0, head_rate=0.0, weight_decay=0.0)
    again = weights(train_network(insults(), folder, tmp_path / "c.st", idle))
    network = load_classifier(folder).network
    assert torch.equal(again["label_head.weight"], network.state_dict()["label_head.weight"])
    manifest = folder / "manifest.json"
    whole = manifest.read_text()
    manifest.write_text(json.dumps({**json.loads(whole), "encoder": "comments/1.0.0"}))
    with pytest.raises(TrainingError, match="no encoder of its own"):
        find_base(folder)
    manifest.write_text(whole)
    with pytest.raises(TrainingError, match="There is no folder"):
        find_base(tmp_path / "mistyped")
    (folder / "heads.safetensors").write_bytes(b"changed")
    with pytest.raises(ArtifactError):
        find_base(folder)


def test_a_second_stage_goes_on_where_the_first_ended(base: Path, tmp_path: Path) -> None:
    first = train_network(insults(), base, tmp_path / "a.st", PLAN)
    idle = replace(PLAN, total=8, learning_rate=0.0, head_rate=0.0, weight_decay=0.0)
    second = train_network(insults(), base, tmp_path / "b.st", idle, start=first)
    assert same(first, second)


def test_runs_of_one_start_are_averaged_weight_by_weight(base: Path, tmp_path: Path) -> None:
    runs = [
        train_network(insults(), base, tmp_path / f"{seed}.st", replace(PLAN, seed=seed))
        for seed in (0, 1)
    ]
    first, second = (dict(weights(run)) for run in runs)
    kept = {key: value.clone() for key, value in first.items()}
    averaged = average_runs(runs)
    found = weights(averaged)
    assert all(torch.allclose(v, (kept[k] + second[k]) / 2, atol=1e-6) for k, v in found.items())
    assert averaged.seconds == pytest.approx(sum(run.seconds for run in runs))
    with pytest.raises(ValueError, match="nothing to average"):
        average_runs([])


def test_the_shipped_stages_read_the_projects_own_comments_last() -> None:
    broad, own = shipped_stages(seed=3, total=1000)
    assert (broad.seed, own.seed) == (3, 3)
    assert broad.total + own.total == 1000
    assert broad.boosts["annotated"] == 0.0
    assert own.boosts["annotated"] > 1.0
    rows = [example(0, "annotated"), example(1, "cad")]
    assert {rows[i].corpus for i in plan_order(rows, 10, seed=0, boosts=broad.boosts)} == {"cad"}


def test_without_the_base_package_the_message_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(base_model, "BASE_PACKAGE", "no-such-package-here")
    with pytest.raises(TrainingError, match="pip install"):
        find_base()


def test_the_pipeline_writes_a_folder_that_scores(
    base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = small_request(base, tmp_path, monkeypatch)
    said: list[str] = []
    folder, evaluation = pipeline.train(request, Watch(say=said.append))
    manifest = read_manifest(folder)
    assert manifest.trained_on == ("c0", "c1")
    named = {"high_precision", "high_recall", "by_cost"}
    assert set(manifest.thresholds["harassment"]) == named
    assert manifest.measures["labels"]["harassment"]["n"] == 30  # type: ignore[index, call-overload]
    assert evaluation.labels["harassment"].auc > 0.9
    card = (folder / "card.md").read_text()
    assert "| c0 | 60 | CC0 |" in card
    assert "What it does not know" in card
    assert "It must not be used" in card
    assert "| label | high precision | high recall | by cost |" in card
    plots = sorted(path.name for path in folder.glob("reliability-*.svg"))
    assert plots
    assert all(f"({name})" in card for name in plots)
    (bad, good) = load_classifier(folder).score(["you idiot", "good morning"])
    assert bad.values[1] > good.values[1]
    assert any("120 examples" in line for line in said)


def test_authored_sentences_are_balanced_between_use_and_mention() -> None:
    rows = list(read_authored())
    identity = [row for row in rows if row.corpus == "authored_identity"]
    slurs = [row for row in rows if row.corpus == "authored_slurs"]
    assert len(identity) >= 1000
    assert all(value == 0 for row in identity for value in row.targets.values())
    used = [row for row in slurs if row.targets["slur"] == 1]
    assert 0.8 < len(used) / (len(slurs) - len(used)) < 1.5
    assert any(row.targets["antisemitism"] == 1 for row in used)
    assert all(row.targets["antisemitism"] == 0 for row in slurs if row.targets["slur"] == 0)
