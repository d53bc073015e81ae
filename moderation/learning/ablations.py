"""Which steps of the recipe earn their place: each is taken away, over several seeds.

A run trains on the training part but for a fifth of its groups, which is kept out beside the
dev part and measured. All runs of one seed read the same number of examples from the same
start; an arm's gain is the mean over seeds of (whole recipe - recipe without the step), with
a t interval. Test parts are never looked at.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import mean, stdev
from typing import TYPE_CHECKING, Final

import numpy as np

from moderation.domain import OUTPUTS
from moderation.learning.examples import Example
from moderation.learning.recipe import TrainingPlan
from moderation.learning.suites import pairs
from moderation.learning.training import Trained, train_network

if TYPE_CHECKING:
    import numpy.typing as npt

Examples = list[Example]
Change = Callable[[TrainingPlan, Examples], tuple[TrainingPlan, Examples]]
MEASURED: Final = 6_000
"""Kept-out examples that a run is measured on, at most."""
MIN_EACH: Final = 25
"""Positives and negatives that a corpus needs for its area under the curve to count."""
OWN: Final = (
    "annotated", "authored_comments", "suite_antisemitism", "suite_slur", "suite_harassment",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    """One step of the recipe, and what the recipe is without it."""

    name: str
    title: str
    without: Change


def _plan(**changes: float) -> Change:
    return lambda plan, rows: (replace(plan, **changes), rows)  # type: ignore[arg-type]


def _rows(keep: Callable[[Example], bool]) -> Change:
    return lambda plan, rows: (plan, [row for row in rows if row.split != "train" or keep(row)])


def _harden(plan: TrainingPlan, rows: Examples) -> tuple[TrainingPlan, Examples]:
    def hard(row: Example) -> Example:
        return replace(row, targets={k: float(v >= 0.5) for k, v in row.targets.items()})

    return plan, [hard(row) if row.split == "train" else row for row in rows]


def _no_twins(plan: TrainingPlan, rows: Examples) -> tuple[TrainingPlan, Examples]:
    twins = set(pairs(row for row in rows if row.split == "train").values())
    return plan, [row for row in rows if row.id not in twins]


def _with_parent(plan: TrainingPlan, rows: Examples) -> tuple[TrainingPlan, Examples]:
    def beside(row: Example) -> Example:
        if not row.parent_text:
            return row
        return replace(row, text=f"{row.text[:300]} [SEP] {row.parent_text[:200]}", spans=())

    return plan, [beside(row) for row in rows]


ARMS: Final[tuple[Arm, ...]] = (
    Arm(name="soft_targets", title="vote shares as targets", without=_harden),
    Arm(name="sampling", title="corpora sampled below their size", without=_plan(power=1.0)),
    Arm(name="layer_rates", title="lower rates in lower layers", without=_plan(layer_decay=1.0)),
    Arm(name="average", title="moving average of the weights", without=_plan(average=0.0)),
    Arm(name="noise", title="misspellings", without=_plan(noise=0.0)),
    Arm(name="token_head", title="span head", without=_plan(token_share=0.0)),
    Arm(name="twins", title="contrast twins", without=_no_twins),
    Arm(name="identity", title="friendly identity sentences",
        without=_rows(lambda row: row.corpus != "authored_identity")),
    Arm(name="annotations", title="project annotations",
        without=_rows(lambda row: row.corpus != "annotated")),
    Arm(name="own_comments", title="comments and suites written by the project",
        without=_rows(lambda row: not row.corpus.startswith(("authored_comments", "suite_")))),
    Arm(name="lower_layers", title="training the three lowest layers, too",
        without=_plan(frozen_layers=3)),
    Arm(name="no_parent", title="reading without the parent comment", without=_with_parent),
)  # fmt: skip


def keep_out(examples: Sequence[Example]) -> Examples:
    """Of the training part, a fifth of the groups becomes dev; test parts are dropped."""

    def place(row: Example) -> Example:
        digest = hashlib.sha256(f"ablation/{row.group}".encode()).digest()
        return replace(row, split="dev") if row.split == "train" and digest[0] < 51 else row

    return [place(row) for row in examples if row.split != "test"]


def run_arm(
    arm: Arm | None, examples: Sequence[Example], base: Path, plan: TrainingPlan, work: Path
) -> dict[str, float]:
    """Train once and measure on what was kept out.

    Args:
        arm: the step to leave out; None for the whole recipe.
        examples: as `keep_out` gives them.
        base: what training starts from.
        plan: the whole recipe's plan; its seed is the run's.
        work: folder for the checkpoint and the result; a finished run is read, not repeated.

    Returns:
        Measure -> area under the ROC curve: `corpora` (mean over corpora and labels) and
        `own.<label>` on what the project wrote and annotated.
    """
    name = arm.name if arm else "whole"
    result = work / f"{name}-{plan.seed}.json"
    if result.is_file():
        found: dict[str, float] = json.loads(result.read_text())
        return found
    changed, rows = arm.without(plan, list(examples)) if arm else (plan, list(examples))
    kept_out = sorted(
        (row for row in rows if row.split == "dev"),
        key=lambda row: hashlib.sha256(row.id.encode()).digest(),
    )[:MEASURED]
    checkpoint = work / f"{name}-{plan.seed}.safetensors"
    training = [row for row in rows if row.split == "train"]
    trained = train_network(training, base, checkpoint, changed)
    measures = _measure(kept_out, _score(trained, [row.text for row in kept_out]))
    result.write_text(json.dumps(measures))
    checkpoint.unlink(missing_ok=True)
    checkpoint.with_suffix(".json").unlink(missing_ok=True)
    return measures


def gain(whole: Sequence[float], without: Sequence[float]) -> tuple[float, float]:
    """Mean of the paired differences over seeds, and half the width of its 95 % t interval."""
    from scipy.stats import t

    gaps = [a - b for a, b in zip(whole, without, strict=True)]
    if len(gaps) < 2:
        return mean(gaps), math.nan
    return mean(gaps), float(t.ppf(0.975, len(gaps) - 1)) * stdev(gaps) / math.sqrt(len(gaps))


def _score(trained: Trained, texts: Sequence[str]) -> npt.NDArray[np.float64]:
    """Logits (texts, labels)."""
    import torch

    from moderation.learning.encoding import load_tokenizer

    tokenizer = load_tokenizer(trained.tokenizer_file)
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    out = np.zeros((len(texts), len(OUTPUTS)))
    with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
        for start in range(0, len(order), 64):
            rows = order[start : start + 64]
            encoded = tokenizer.encode_batch([texts[i] for i in rows])
            logits, *_ = trained.network(
                torch.tensor([e.ids for e in encoded]),
                torch.tensor([e.attention_mask for e in encoded]),
            )
            out[rows] = logits.float().numpy()
    return out


def _measure(rows: Sequence[Example], logits: npt.NDArray[np.float64]) -> dict[str, float]:
    from sklearn.metrics import roc_auc_score

    def area(part: Sequence[int], column: int, label: str) -> float | None:
        truth = np.array([rows[i].targets[label] >= 0.5 for i in part], dtype=bool)
        if min(truth.sum(), (~truth).sum()) < MIN_EACH:
            return None
        return float(roc_auc_score(truth, logits[part, column]))

    cells: list[float] = []
    found: dict[str, float] = {}
    for column, label in enumerate(OUTPUTS):
        known = [i for i, row in enumerate(rows) if label in row.targets]
        for corpus in sorted({rows[i].corpus for i in known} - set(OWN)):
            part = [i for i in known if rows[i].corpus == corpus]
            if (value := area(part, column, label)) is not None:
                cells.append(value)
        own = [i for i in known if rows[i].corpus in OWN]
        if (value := area(own, column, label)) is not None:
            found[f"own.{label}"] = value
    own_mean = mean(found.values()) if found else math.nan
    return {"corpora": mean(cells) if cells else math.nan, "own": own_mean, **found}


def table(results: Mapping[str, Sequence[Mapping[str, float]]]) -> list[str]:
    """A Markdown table: what each step adds to the corpora's and to our own measures.

    Args:
        results: `whole` and every arm's name -> measures by seed, in the same order.
    """
    lines = ["| step | corpora | our own | kept |", "|---|---:|---:|---|"]
    for arm in ARMS:
        if arm.name not in results:
            continue
        cells, better = [], []
        for key in ("corpora", "own"):
            value, width = gain(
                [one[key] for one in results["whole"]], [one[key] for one in results[arm.name]]
            )
            cells.append(f"{value:+.4f} ± {width:.4f}")
            better.append(value)
        lines.append(f"| {arm.title} | {cells[0]} | {cells[1]} | {_verdict(better)} |")
    return lines


def _verdict(gains: Sequence[float]) -> str:
    return "yes" if max(gains) > 0 and sum(gains) > 0 else "no gain"
