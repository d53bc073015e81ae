from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from moderation.artifacts import read_manifest
from moderation.classifiers import catalog
from moderation.classifiers.torch_backend import load_classifier
from moderation.config import Config, LearningConfig
from moderation.desk import Desk, Holder
from moderation.domain import IHRA, DecisionKind, Ruling
from moderation.errors import ArtifactError, StoreError, TooFewDecisions
from moderation.learning import registry
from moderation.learning.gate import Comparison, gate
from moderation.learning.harvest import harvest
from moderation.learning.refit import Heads, Judged, refit_heads
from moderation.learning.retraining import retrain
from moderation.store import Store, open_store
from moderation.testing import fake_assessor, make_comment
from tests.learning.tiny import write_model

ANA = Holder(name="ana", session="s1")
BAD = ("you are stupid", "you idiot", "stupid comment and bad")
GOOD = ("good morning", "we like the road", "thanks for the bus")


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    monkeypatch.setattr(catalog, "shipped_models", lambda: tmp_path / "shipped")
    write_model(tmp_path / "shipped")
    learning = LearningConfig(min_decisions=10, prior_strength=0.1)
    return replace(Config(), data_dir=tmp_path / "data", learning=learning)


@pytest.fixture
def store(config: Config) -> Iterator[Store]:
    with open_store(config.database, create=True) as opened:
        yield opened


def decide(
    store: Store,
    config: Config,
    texts: list[tuple[str, bool]],
    kind: DecisionKind = DecisionKind.SINGLE,
) -> None:
    """Queue and decide each text: True is rejected as harassment, False approved."""
    desk = Desk(store, config, fake_assessor(config.policy))
    start = store.comments.count_comments()
    rows = [make_comment(t, external_id=str(start + i)) for i, (t, _) in enumerate(texts)]
    desk.intake(rows, actor="test")
    for row, (_, bad) in zip(rows, texts, strict=True):
        desk.decide(
            row.id,
            ruling=Ruling.REJECT if bad else Ruling.APPROVE,
            holder=ANA,
            version=desk.entry(row.id).item.version,
            labels=("harassment",) if bad else (),
            kind=kind,
        )


def plenty(copies: int = 12) -> list[tuple[str, bool]]:
    pairs = []
    for i in range(copies):
        pairs += [(f"{text} {i}", True) for text in BAD] + [(f"{text} {i}", False) for text in GOOD]
    return pairs


def test_decisions_become_examples_with_what_they_say(store: Store, config: Config) -> None:
    decide(store, config, [("you idiot", True), ("good morning", False)])
    bad, good = harvest(store).examples
    assert bad.targets == {"harassment": 1.0}
    assert set(good.targets.values()) == {0.0}
    assert (bad.text, bad.weight, bad.corpus) == ("you idiot", 1.0, "decisions")


def test_under_the_wider_definition_rulings_teach_its_output_too(
    store: Store, config: Config
) -> None:
    decide(store, config, [("good morning", False)])
    (agreed,) = harvest(store, "core").examples
    assert IHRA not in agreed.targets
    (wider,) = harvest(store, "ihra").examples
    assert wider.targets[IHRA] == 0.0


def test_undone_skipped_and_escalated_rulings_teach_nothing(store: Store, config: Config) -> None:
    decide(store, config, [("you idiot", True)])
    desk = Desk(store, config, fake_assessor(config.policy))
    desk.undo(ANA)
    assert harvest(store).examples == ()
    item = desk.next(ANA)
    assert item is not None
    desk.decide(item.comment.id, ruling=Ruling.ESCALATE, holder=ANA, version=item.item.version)
    assert harvest(store).examples == ()


def test_bulk_decisions_count_half(store: Store, config: Config) -> None:
    decide(store, config, [("you idiot", True)], kind=DecisionKind.BULK)
    assert harvest(store).examples[0].weight == 0.5


def test_a_decision_teaches_about_the_text_that_was_decided(store: Store, config: Config) -> None:
    decide(store, config, [("you idiot", True)])
    desk = Desk(store, config, fake_assessor(config.policy))
    desk.intake([make_comment("good morning", external_id="0")], actor="test")
    assert [example.text for example in harvest(store).examples] == ["you idiot"]


def test_too_few_decisions_change_nothing(store: Store, config: Config) -> None:
    decide(store, config, plenty(1))
    with pytest.raises(TooFewDecisions, match="6 decisions teach something, 10 are needed"):
        retrain(store, config, actor="ed")
    assert store.model_versions.find_promoted() is None


def test_one_kind_of_ruling_is_not_enough(store: Store, config: Config) -> None:
    decide(store, config, [(f"good morning {i}", False) for i in range(30)])
    with pytest.raises(TooFewDecisions, match="both kinds"):
        retrain(store, config, actor="ed")


def test_retraining_learns_promotes_and_says_why(store: Store, config: Config) -> None:
    decide(store, config, plenty())
    progress: list[tuple[int, int]] = []
    report = retrain(store, config, actor="ed", on_progress=lambda *n: progress.append(n))
    assert report.promoted, report.why
    assert report.parent == "tiny/1.0.0"
    assert report.candidate.ref == "tiny/1.0.0-r1"
    assert report.labels == {"harassment": 50}
    assert report.comparison.loss_after < report.comparison.loss_before
    assert f"{report.comparison.loss_after:.4f}" in report.why
    assert progress[-1] == (72, 72)
    promoted = store.model_versions.find_promoted()
    assert promoted is not None
    assert promoted.ref == "tiny/1.0.0-r1"
    folder = config.models_dir / "tiny" / "1.0.0-r1"
    assert not (folder / "weights.safetensors").exists(), "the encoder is not copied"
    roots = catalog.model_roots(config.models_dir)
    old = load_classifier(roots[1] / "tiny" / "1.0.0", roots)
    new = load_classifier(folder, roots)
    for text, bad in [("you idiot", True), ("good morning", False)]:
        before, after = (c.score([text])[0].values[1] for c in (old, new))
        assert (after > before) is bad


def test_a_second_retraining_builds_on_the_first_and_rollback_undoes_it(
    store: Store, config: Config
) -> None:
    decide(store, config, plenty())
    retrain(store, config, actor="ed")
    decide(store, config, plenty(4))
    second = retrain(store, config, actor="ed")
    assert second.parent == "tiny/1.0.0-r1"
    assert second.candidate.ref == "tiny/1.0.0-r2"
    manifest = read_manifest(config.models_dir / "tiny" / "1.0.0-r2")
    assert (manifest.encoder, manifest.parent) == ("tiny/1.0.0", "tiny/1.0.0-r1")
    current = registry.ref_in_service(config, store)
    back = registry.rollback(config, store, actor="ed")
    assert back.ref != current
    assert registry.ref_in_service(config, store) == back.ref


def test_a_worse_candidate_is_kept_but_not_promoted(
    store: Store, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    decide(store, config, plenty())
    strict = replace(config, learning=replace(config.learning, max_loss=-100.0))
    report = retrain(store, strict, actor="ed")
    assert not report.promoted
    assert "Not promoted" in report.why
    assert registry.ref_in_service(config, store) == "tiny/1.0.0"
    refs = [row.version.ref for row in registry.list_models(config, store)]
    assert refs == ["tiny/1.0.0", "tiny/1.0.0-r1"]


def test_a_damaged_version_is_not_promoted(store: Store, config: Config) -> None:
    folder = write_model(config.models_dir, version="2.0.0")
    (folder / "heads.safetensors").write_bytes(b"junk")
    with pytest.raises(ArtifactError, match="tampered"):
        registry.promote(config, store, "tiny/2.0.0", actor="ed")
    assert registry.ref_in_service(config, store) == "tiny/1.0.0"
    assert store.model_versions.list_versions() == [], "a refused promotion leaves no trace"


def test_promotion_and_rollback_are_audited(store: Store, config: Config) -> None:
    write_model(config.models_dir, version="2.0.0", seed=4)
    registry.promote(config, store, "tiny/2.0.0", actor="ed")
    assert registry.ref_in_service(config, store) == "tiny/2.0.0"
    assert registry.rollback(config, store, actor="ed").ref == "tiny/1.0.0"
    actions = [event.action for event in store.audit.list_events()]
    assert "model.promote" in actions
    assert "model.rollback" in actions
    with pytest.raises(StoreError):
        registry.rollback(config, store, actor="ed")


def test_the_gate_names_its_figures() -> None:
    comparison = Comparison(
        held_back=10,
        loss_before=0.5,
        loss_after=0.6,
        interval=(0.02, 0.18),
        right_before=0.8,
        right_after=0.7,
    )
    promoted, why = gate(comparison, 0.0)
    assert not promoted
    assert "0.6000 against 0.5000" in why
    assert "+0.0200 to +0.1800" in why
    assert gate(replace(comparison, loss_after=0.5), 0.0)[0]
    assert gate(comparison, 0.1 + 1e-9)[0]


def test_a_strong_prior_keeps_the_heads_and_a_weak_one_lets_them_learn() -> None:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(200, 8))
    y = (x[:, 0] > 0).astype(float)[:, None]
    judged = Judged(embeddings=x, targets=y, weights=np.ones((200, 1)))
    heads = Heads(weight=np.zeros((1, 8)), bias=np.zeros(1))

    def right(prior: float) -> float:
        new, used = refit_heads(heads, judged, [(1.0, 0.0)], prior_strength=prior, min_decisions=10)
        assert used == {0: 200}
        return float(((new.logits(x) > 0) == (y > 0.5)).mean()), float(np.abs(new.weight).max())  # type: ignore[return-value]

    weak, strong = right(0.1), right(1e6)
    assert weak[0] > 0.95  # type: ignore[index]
    assert strong[1] < 0.01  # type: ignore[index]


def test_calibration_is_respected_by_the_refit() -> None:
    rng = np.random.default_rng(1)
    x = rng.normal(size=(500, 4))
    y = (rng.uniform(size=500) < 0.2).astype(float)[:, None]
    judged = Judged(embeddings=x, targets=y, weights=np.ones((500, 1)))
    heads = Heads(weight=np.zeros((1, 4)), bias=np.zeros(1))
    new, _ = refit_heads(heads, judged, [(2.0, 0.5)], prior_strength=0.01, min_decisions=10)
    probability = 1 / (1 + np.exp(-(2.0 * new.logits(x) + 0.5)))
    assert probability.mean() == pytest.approx(y.mean(), abs=0.02)
