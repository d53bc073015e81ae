"""`moderation retrain`: learn from the decisions, compare, register, promote if not worse."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from moderation.artifacts import find_folder, remove_partials
from moderation.classifiers.catalog import model_roots
from moderation.config import Config
from moderation.domain import ModelVersion
from moderation.errors import TooFewDecisions
from moderation.learning.candidates import write_candidate
from moderation.learning.examples import Example
from moderation.learning.gate import Comparison, compare, gate
from moderation.learning.harvest import Harvest, harvest
from moderation.learning.refit import Heads, Judged, refit_heads
from moderation.learning.registry import promote, ref_in_service, register
from moderation.store import Store
from moderation.text import normalize

if TYPE_CHECKING:
    from moderation.classifiers.torch_backend import TorchClassifier

EMBED_CHUNK = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class RetrainReport:
    """What a retraining used, made and decided."""

    parent: str
    candidate: ModelVersion
    decisions: int
    learned_from: int
    labels: dict[str, int]
    """Refitted label -> rulings used."""
    comparison: Comparison
    promoted: bool
    why: str


def retrain(
    store: Store,
    config: Config,
    *,
    actor: str,
    on_progress: Callable[[int, int], None] | None = None,
) -> RetrainReport:
    """Refit the heads of the version in service on the standing decisions.

    The newest part of the decisions is held back; the candidate is promoted only
    if it is not worse there. Killed at any moment, this leaves the version in
    service as it was; the next run clears away what was half-written.

    Args:
        store: the decisions, and the registry.
        config: `learning` says how much is needed and held back.
        actor: who asked for it, for the audit.
        on_progress: called with comments embedded, and how many there are.

    Raises:
        TooFewDecisions: there is not enough to learn from yet.
        TrainingError: the version in service has no heads to refit.
    """
    remove_partials(config.models_dir)
    gathered = harvest(store, config.policy.antisemitism_profile)
    _check_enough(gathered, config)
    parent = _open(config, ref_in_service(config, store))
    judged = _embed(parent, gathered.examples, on_progress)
    heads, labels, comparison = _learn(parent, judged, config)
    measures: dict[str, object] = {"rulings": labels, "decisions": gathered.decisions}
    folder = write_candidate(config, parent, heads, measures)
    candidate = register(config, store, f"{folder.parent.name}/{folder.name}")
    promoted, why = gate(comparison, config.learning.max_loss)
    if promoted:
        promote(config, store, candidate.ref, actor=actor)
    return RetrainReport(
        parent=parent.version,
        candidate=candidate,
        decisions=gathered.decisions,
        learned_from=len(judged.embeddings) - comparison.held_back,
        labels=labels,
        comparison=comparison,
        promoted=promoted,
        why=why,
    )


def _learn(
    parent: TorchClassifier, judged: Judged, config: Config
) -> tuple[Heads, dict[str, int], Comparison]:
    """Refit on the older decisions, compare on the newer ones."""
    cut = len(judged.embeddings) - _held_back(config, len(judged.embeddings))
    learned, held = _rows(judged, slice(None, cut)), _rows(judged, slice(cut, None))
    calibration = [parent.manifest.calibration.get(label, (1.0, 0.0)) for label in parent.labels]
    before = _heads_of(parent)
    after, used = refit_heads(
        before,
        learned,
        calibration,
        prior_strength=config.learning.prior_strength,
        min_decisions=config.learning.min_decisions,
    )
    if not used:
        raise TooFewDecisions(
            "No label has enough rulings of both kinds to learn from yet",
            next_step="Go on deciding: approvals and rejections with labels both count.",
        )
    comparison = compare(before, after, held, calibration, config.learning.seed)
    return after, {parent.labels[column]: count for column, count in used.items()}, comparison


def _check_enough(gathered: Harvest, config: Config) -> None:
    need, have = config.learning.min_decisions, len(gathered.examples)
    if have < need:
        raise TooFewDecisions(
            f"{have} decisions teach something, {need} are needed",
            next_step="Go on deciding, or lower learning.min_decisions in config.yaml.",
        )


def _held_back(config: Config, examples: int) -> int:
    return max(1, round(config.learning.holdout_share * examples))


def _open(config: Config, ref: str) -> TorchClassifier:
    from moderation.classifiers.torch_backend import load_classifier

    roots = model_roots(config.models_dir)
    return load_classifier(find_folder(ref, roots), roots)


def _embed(
    classifier: TorchClassifier,
    examples: Sequence[Example],
    on_progress: Callable[[int, int], None] | None,
) -> Judged:
    texts = [normalize(example.text).main.text for example in examples]
    chunks = []
    for start in range(0, len(texts), EMBED_CHUNK):
        chunks.append(classifier.embed(texts[start : start + EMBED_CHUNK]).numpy())
        if on_progress:
            on_progress(min(start + EMBED_CHUNK, len(texts)), len(texts))
    columns = classifier.labels
    return Judged(
        embeddings=np.concatenate(chunks).astype(float),
        targets=np.array([[e.targets.get(label, 0.0) for label in columns] for e in examples]),
        weights=np.array(
            [[e.weight if label in e.targets else 0.0 for label in columns] for e in examples]
        ),
    )


def _rows(judged: Judged, rows: slice) -> Judged:
    return Judged(
        embeddings=judged.embeddings[rows],
        targets=judged.targets[rows],
        weights=judged.weights[rows],
    )


def _heads_of(classifier: TorchClassifier) -> Heads:
    head = classifier.network.get_submodule("label_head")
    state = head.state_dict()
    return Heads(
        weight=state["weight"].numpy().astype(float), bias=state["bias"].numpy().astype(float)
    )
