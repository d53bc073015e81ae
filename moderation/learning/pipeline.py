"""`moderation train`: corpora in, a measured model folder out."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from moderation.artifacts import Manifest, read_manifest, write_folder
from moderation.domain import OUTPUTS
from moderation.errors import TrainingError
from moderation.learning.annotations.labels import with_annotations
from moderation.learning.authored_examples import read_authored
from moderation.learning.base_model import BASE_NAME, find_base
from moderation.learning.calibration import fit_platt
from moderation.learning.corpora import read_corpora, split_near_duplicates
from moderation.learning.definitions import as_defined
from moderation.learning.evaluation import Evaluation, measure_all, predict
from moderation.learning.examples import Example
from moderation.learning.measures import threshold_for_precision, threshold_for_recall
from moderation.learning.model_card import write_card
from moderation.learning.recipe import TrainingPlan, shipped_stages
from moderation.learning.reliability import draw_all
from moderation.learning.suites import suite_examples
from moderation.learning.thresholds import Costs, threshold_by_cost
from moderation.learning.training import Progress, Trained, average_runs, train_network
from moderation.terms import load_terms
from moderation.text import NORMALIZER_VERSION, normalize

if TYPE_CHECKING:
    import numpy.typing as npt

    from moderation.classifiers.torch_backend import TorchClassifier

PRECISION, RECALL = 0.9, 0.9
"""What the two recommended thresholds of a label are chosen for, on development data."""
MIN_MARKED = 50
"""Training examples with a marked stretch that a label needs to be explained by the token head."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainRequest:
    """What to train on, and where the result goes."""

    corpora: Path
    models: Path
    work: Path
    """Folder for the checkpoint of an interrupted run."""
    name: str = "comments-minilm"
    version: str = "1.0.0"
    base: Path | None = None
    stages: tuple[TrainingPlan, ...] = field(default_factory=shipped_stages)
    """One after the other, each going on from the weights of the last."""
    averaged: int = 3
    """Runs of the last stage, each with a seed of its own, whose weights are averaged."""
    permissive_only: bool = False
    skip_missing: bool = False
    costs: Costs = field(default_factory=Costs)
    """By which the threshold `by_cost` of each label is chosen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """How a long run tells where it is: a line of text, and a training's progress."""

    say: Callable[[str], None] = lambda _: None
    progress: Callable[[Progress], None] = lambda _: None


def train(request: TrainRequest, watch: Watch) -> tuple[Path, Evaluation]:
    """Read, train, calibrate, evaluate and write a model folder.

    Returns:
        The new folder, and the evaluation on the test parts.

    Raises:
        CorpusError: a corpus is not as its reader expects.
        TrainingError: the base is missing, or the loss is not a number.
        ArtifactError: the version exists already.
    """
    base = find_base(request.base)
    examples = gather(request, watch.say)
    training = [example for example in examples if example.split == "train"]
    watch.say(f"{len(training):,} examples to train on")
    trained = _train_stages(request, training, base, watch)
    watch.say("Calibrating and evaluating")
    return finish(request, examples, trained)


def _train_stages(
    request: TrainRequest, training: Sequence[Example], base: Path, watch: Watch
) -> Trained:
    """All stages; an interrupted run goes on in the stage that it had reached."""
    if not request.stages or request.averaged < 1:
        raise TrainingError("There is no stage to train", next_step="Give at least one plan.")
    *first, last = request.stages
    # No two trainings of different seeds share a run, so that their figures are independent.
    seeds = [last.seed * request.averaged + i for i in range(request.averaged)]
    plans = [*first, *(replace(last, seed=seed) for seed in seeds)]
    start: Trained | None = None
    runs: list[Trained] = []
    seconds = 0.0
    for number, plan in enumerate(plans, 1):
        watch.say(f"Run {number} of {len(plans)}: {plan.total:,} examples, seed {plan.seed}")
        checkpoint = request.work / f"run{number}.safetensors"
        trained = train_network(
            training, base, checkpoint, plan, start=start, on_progress=watch.progress
        )
        seconds += trained.seconds
        if number <= len(first):
            start = trained
        else:
            runs.append(trained)
    return replace(average_runs(runs), seconds=seconds)


def gather(request: TrainRequest, say: Callable[[str], None]) -> list[Example]:
    """All examples, normalized as comments are, copies across the splits removed."""
    rows = list(
        read_corpora(
            request.corpora,
            permissive_only=request.permissive_only,
            skip_missing=request.skip_missing,
        )
    )
    rows += [*read_authored(), *suite_examples()]
    say(f"{len(rows):,} examples read; removing copies across the splits")
    kept, report = split_near_duplicates(rows)
    say(str(report))
    defined = (as_defined(one) for one in with_annotations(kept))
    return [_normalized(example) for example in defined if example.targets]


def finish(
    request: TrainRequest, examples: Sequence[Example], trained: Trained
) -> tuple[Path, Evaluation]:
    """Calibrate on the dev part, measure on the test part, write the folder."""
    draft = Manifest(
        name=request.name,
        version=request.version,
        labels=OUTPUTS,
        created_at=datetime.now(UTC).isoformat(timespec="seconds"),
        files={},
        calibration={},
        normalizer_version=NORMALIZER_VERSION,
        terms_version=load_terms().version,
        trained_on=tuple(sorted({e.corpus for e in examples if e.split == "train"})),
        span_labels=_span_labels(examples),
    )
    raw = _classifier(trained, draft)
    dev = [example for example in examples if example.split == "dev"]
    logits = _logit(predict(raw, [example.text for example in dev]))
    calibration = _calibrate(dev, logits)
    thresholds = _thresholds(dev, _sigmoid(logits, calibration), request.costs)
    calibrated = _classifier(trained, replace(draft, calibration=calibration))
    test = [example for example in examples if example.split == "test"]
    started = time.monotonic()
    scores = predict(calibrated, [example.text for example in test])
    operating = {label: t["high_precision"] for label, t in thresholds.items()}
    evaluation = measure_all(
        calibrated, test, scores, operating, seconds=time.monotonic() - started
    )
    manifest = replace(
        draft, calibration=calibration, thresholds=thresholds, measures=evaluation.as_json()
    )
    card = write_card(
        manifest.ref,
        [example for example in examples if example.split == "train"],
        evaluation,
        thresholds,
        _about(request, trained),
    )
    plots = draw_all(OUTPUTS, test, scores)
    folder, _ = write_folder(request.models, manifest, {**_files(trained), **plots}, card)
    return folder, evaluation


def _normalized(example: Example) -> Example:
    """A comment is read through the normalizer, so an example is too; spans pin the original."""
    if example.spans:
        return example
    text = normalize(example.text).main.text
    return replace(example, text=text) if text.strip() else example


def _span_labels(examples: Sequence[Example]) -> tuple[str, ...]:
    """Labels with enough marked stretches in the training part for a token head to learn."""
    marked = Counter(
        label for e in examples if e.split == "train" for label in {name for *_, name in e.spans}
    )
    return tuple(label for label in OUTPUTS if marked[label] >= MIN_MARKED)


def _classifier(trained: Trained, manifest: Manifest) -> TorchClassifier:
    from moderation.classifiers.torch_backend import TorchClassifier
    from moderation.learning.encoding import load_tokenizer

    return TorchClassifier(trained.network, load_tokenizer(trained.tokenizer_file), manifest)


def _calibrate(
    dev: Sequence[Example], logits: npt.NDArray[np.float64]
) -> dict[str, tuple[float, float]]:
    found = {}
    for column, label in enumerate(OUTPUTS):
        targets = np.array([example.targets.get(label, 0.0) for example in dev])
        weights = np.array([e.weight if label in e.targets else 0.0 for e in dev])
        slope, offset = fit_platt(logits[:, column], targets, weights)
        found[label] = (round(slope, 6), round(offset, 6))
    return found


def _thresholds(
    dev: Sequence[Example], scores: npt.NDArray[np.float64], costs: Costs
) -> dict[str, dict[str, float]]:
    found = {}
    for column, label in enumerate(OUTPUTS):
        known = [i for i, example in enumerate(dev) if label in example.targets]
        truth = [dev[i].targets[label] for i in known]
        given = scores[known, column].tolist()
        found[label] = {
            "high_precision": round(threshold_for_precision(truth, given, PRECISION), 4),
            "high_recall": round(threshold_for_recall(truth, given, RECALL), 4),
            "by_cost": round(threshold_by_cost(truth, given, costs), 4),
        }
    return found


def _logit(scores: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    clipped = np.clip(scores, 1e-7, 1 - 1e-7)
    logits: npt.NDArray[np.float64] = np.log(clipped / (1 - clipped))
    return logits


def _sigmoid(
    logits: npt.NDArray[np.float64], calibration: dict[str, tuple[float, float]]
) -> npt.NDArray[np.float64]:
    slopes = np.array([calibration[label][0] for label in OUTPUTS])
    offsets = np.array([calibration[label][1] for label in OUTPUTS])
    scores: npt.NDArray[np.float64] = 1 / (1 + np.exp(-(slopes * logits + offsets)))
    return scores


def _about(request: TrainRequest, trained: Trained) -> dict[str, str]:
    plan = trained.plan
    start = request.base
    ours = start is not None and (start / "manifest.json").is_file()
    return {
        "base": f"{BASE_NAME}, Apache-2.0",
        **({"going on from": read_manifest(start).ref} if start is not None and ours else {}),
        "examples read, counting repeats": _amounts(request),
        "seed": str(plan.seed),
        "learning rate": f"{plan.learning_rate:g}, times {plan.layer_decay:g} a layer downwards",
        "time": f"{trained.seconds / 60:.0f} minutes on the processor",
    }


def _amounts(request: TrainRequest) -> str:
    """As `170,000, then 3 runs of 100,000 each, their weights averaged`."""
    *first, last = (f"{plan.total:,}" for plan in request.stages)
    if request.averaged > 1:
        last = f"{request.averaged} runs of {last} each, their weights averaged"
    return ", then ".join([*first, last])


def _files(trained: Trained) -> dict[str, bytes | Path]:
    import json

    import torch
    from safetensors.torch import save

    state = trained.network.state_dict()
    encoder = {
        name.removeprefix("encoder."): value.to(torch.float16).contiguous()
        for name, value in state.items()
        if name.startswith("encoder.")
    }
    heads = {name: value.float().contiguous() for name, value in state.items() if "_head." in name}
    return {
        "weights.safetensors": save(encoder),
        "heads.safetensors": save(heads),
        "config.json": json.dumps(trained.encoder_config, indent=2).encode(),
        "tokenizer.json": trained.tokenizer_file,
    }
