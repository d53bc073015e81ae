"""Fine-tune the encoder on corpora: masked multi-label loss, soft targets, EMA, resumable.

Sources: masked multi-task heads and vote-share targets after Davani et al. 2022
(TACL); layer-wise learning rates after Zhang et al. 2021 (arXiv 2006.05987).
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from moderation.classifiers.torch_network import build_network
from moderation.domain import OUTPUTS
from moderation.errors import TrainingError
from moderation.learning.batches import plan_batches, plan_order
from moderation.learning.encoding import encode_batch, load_tokenizer
from moderation.learning.examples import Example
from moderation.learning.recipe import (
    TrainingPlan,
    batch_loss,
    freeze,
    make_optimizer,
    read_encoder_config,
)
from moderation.learning.starting import fingerprint, load_start

if TYPE_CHECKING:
    import torch
    from torch import nn


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Where a training stands, for a progress line."""

    step: int
    steps: int
    loss: float
    per_second: float
    seconds_left: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """A trained network (averaged weights, in evaluation mode) and how it came about."""

    network: nn.Module
    tokenizer_file: Path
    encoder_config: dict[str, Any]
    plan: TrainingPlan
    seconds: float


def train_network(
    examples: Sequence[Example],
    base: Path,
    checkpoint: Path,
    plan: TrainingPlan,
    *,
    start: Trained | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> Trained:
    """Fine-tune on `examples`, going on from `checkpoint` where that file exists.

    Args:
        examples: normalized texts with masked soft targets.
        base: folder of the pretrained encoder, or of a model of ours to go on from.
        checkpoint: file that is replaced every `plan.checkpoint_every` steps.
        plan: what to do.
        start: an earlier stage, whose weights are taken instead of the base's.
        on_progress: called after every tenth step.

    Raises:
        TrainingError: no examples, a loss that is not a number, or a checkpoint
            of another plan.
    """
    if not examples:
        raise TrainingError(
            "There are no examples to train on", next_step="Name a corpora folder that has some."
        )
    run = _Run(examples, base, plan)
    if start is not None:
        run.take(start)
    run.resume(checkpoint)
    run.go(checkpoint, on_progress)
    return run.finish()


def average_runs(runs: Sequence[Trained]) -> Trained:
    """One network with the mean of the weights of `runs`, which began from one start.

    Source: Wortsman et al. 2022, "Model soups" (arXiv 2203.05482): fine-tuned from one start,
    networks lie in one valley, and their mean does as well as their ensemble.

    Raises:
        ValueError: there is no run.
    """
    if not runs:
        raise ValueError("nothing to average")
    states = [run.network.state_dict() for run in runs]
    mean = {
        key: sum(state[key].double() for state in states[1:]) + value.double()
        for key, value in states[0].items()
    }
    network = runs[0].network
    network.load_state_dict({k: (v / len(runs)).to(states[0][k].dtype) for k, v in mean.items()})
    return replace(runs[0], network=network, seconds=sum(run.seconds for run in runs))


class _Run:
    """One training run: the network, its optimizer, the averaged weights, the place reached."""

    def __init__(self, examples: Sequence[Example], base: Path, plan: TrainingPlan) -> None:
        import torch

        torch.manual_seed(plan.seed)
        self.examples = examples
        self.plan = plan
        self.tokenizer_file = base / "tokenizer.json"
        self.tokenizer = load_tokenizer(self.tokenizer_file)
        self.config = read_encoder_config(base / "config.json")
        self.network = build_network(self.config, len(OUTPUTS))
        load_start(self.network, base)
        freeze(self.network, plan.frozen_layers)
        order = plan_order(
            examples, plan.total, seed=plan.seed, power=plan.power, boosts=plan.boosts
        )
        lengths = [min(len(example.text), 600) for example in examples]
        self.batches = plan_batches(order, lengths, plan.batch_size, seed=plan.seed)
        self.learns = fingerprint(examples, self.network)
        self.optimizer = make_optimizer(self.network, plan)
        self.rates = [group["lr"] for group in self.optimizer.param_groups]
        self.average = {k: v.detach().clone() for k, v in self.network.state_dict().items()}
        self.step = 0
        self.seconds = 0.0

    def take(self, start: Trained) -> None:
        """Begin with the weights of an earlier stage."""
        self.network.load_state_dict(start.network.state_dict())
        self.learns = fingerprint(self.examples, self.network)
        self.average = {k: v.detach().clone() for k, v in self.network.state_dict().items()}

    def resume(self, checkpoint: Path) -> None:
        """Take up the state of an interrupted run of the same plan."""
        import torch
        from safetensors.torch import load_file

        if not checkpoint.is_file():
            return
        state = load_file(checkpoint)
        about = json.loads(checkpoint.with_suffix(".json").read_text())
        if about.get("plan") != asdict(self.plan) or about.get("learns") != self.learns:
            raise TrainingError(
                f"{checkpoint} belongs to another training: another plan, start or other examples",
                next_step="Delete it, or repeat the options and the data that it was started with.",
            )
        self.network.load_state_dict(_part(state, "network."))
        self.average = _part(state, "average.")
        moments = self.optimizer.state_dict()
        for i, _ in enumerate(self._parameters()):
            moments["state"][i] = {
                "step": torch.tensor(float(about["step"])),
                "exp_avg": state[f"first.{i}"],
                "exp_avg_sq": state[f"second.{i}"],
            }
        self.optimizer.load_state_dict(moments)
        self.step, self.seconds = about["step"], about["seconds"]

    def go(self, checkpoint: Path, on_progress: Callable[[Progress], None] | None) -> None:
        """Read the batches that are left."""
        started, first, loss = time.monotonic(), self.step, 0.0
        already = self.seconds
        self.network.train()
        for number in range(self.step, len(self.batches)):
            loss = 0.95 * loss + 0.05 * self._learn(number) if loss else self._learn(number)
            self.step = number + 1
            self.seconds = already + time.monotonic() - started
            if self.step % self.plan.checkpoint_every == 0:
                self._save(checkpoint)
            if on_progress and self.step % 10 == 0:
                on_progress(self._progress(loss, first, time.monotonic() - started))
        if self.step % self.plan.checkpoint_every:
            self._save(checkpoint)

    def finish(self) -> Trained:
        """The averaged weights, ready to score."""
        self.network.load_state_dict(self.average)
        self.network.eval()
        return Trained(
            network=self.network,
            tokenizer_file=self.tokenizer_file,
            encoder_config=self.config,
            plan=self.plan,
            seconds=self.seconds,
        )

    def _learn(self, number: int) -> float:
        import torch

        rows = self.batches[number]
        rng = random.Random(f"{self.plan.seed}-{number}")  # noqa: S311
        torch.manual_seed(self.plan.seed * 1_000_003 + number)  # a resumed run draws the same
        batch = encode_batch(
            self.tokenizer, [self.examples[i] for i in rows], rng=rng, noise=self.plan.noise
        )
        self._set_rates(number)
        self.optimizer.zero_grad(set_to_none=True)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits, token_logits, *_ = self.network(batch.input_ids, batch.attention_mask)
        loss = batch_loss(logits, token_logits, batch, self.plan.token_share)
        value = float(loss.detach())
        if value != value:  # noqa: PLR0124  # only NaN differs from itself
            ids = ", ".join(self.examples[i].id for i in rows[:5])
            raise TrainingError(
                f"The loss is not a number at step {number} (examples {ids}, …)",
                next_step="The last checkpoint stands; lower the learning rate and start again.",
            )
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimizer.step()
        self._average()
        return value

    def _average(self) -> None:
        import torch

        decay = min(self.plan.average, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            for key, value in self.network.state_dict().items():
                if value.dtype.is_floating_point:
                    self.average[key].lerp_(value, 1 - decay)

    def _set_rates(self, number: int) -> None:
        warm = max(1, int(self.plan.warm_up * len(self.batches)))
        left = (len(self.batches) - number) / max(1, len(self.batches) - warm)
        share = min((number + 1) / warm, left)
        for group, rate in zip(self.optimizer.param_groups, self.rates, strict=True):
            group["lr"] = rate * share

    def _parameters(self) -> list[torch.Tensor]:
        return [p for group in self.optimizer.param_groups for p in group["params"]]

    def _save(self, checkpoint: Path) -> None:
        from safetensors.torch import save_file

        state = {f"network.{k}": v for k, v in self.network.state_dict().items()}
        state |= {f"average.{k}": v for k, v in self.average.items()}
        for i, parameter in enumerate(self._parameters()):
            moments = self.optimizer.state[parameter]
            state[f"first.{i}"] = moments["exp_avg"]
            state[f"second.{i}"] = moments["exp_avg_sq"]
        about = {
            "plan": asdict(self.plan),
            "learns": self.learns,
            "step": self.step,
            "seconds": self.seconds,
        }
        checkpoint.parent.mkdir(parents=True, exist_ok=True)
        partial = checkpoint.with_suffix(".partial")
        save_file({k: v.contiguous() for k, v in state.items()}, partial)
        checkpoint.with_suffix(".json").write_text(json.dumps(about))
        partial.replace(checkpoint)

    def _progress(self, loss: float, first: int, seconds: float) -> Progress:
        done = self.step - first
        rate = done / max(seconds, 1e-9)
        return Progress(
            step=self.step,
            steps=len(self.batches),
            loss=loss,
            per_second=rate * self.plan.batch_size,
            seconds_left=(len(self.batches) - self.step) / max(rate, 1e-9),
        )


def _part(state: dict[str, torch.Tensor], prefix: str) -> dict[str, torch.Tensor]:
    return {k.removeprefix(prefix): v for k, v in state.items() if k.startswith(prefix)}
