"""The recipe of a training: its plan, its loss, its learning rates."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from moderation.learning.batches import NOISE_SHARE
from moderation.learning.encoding import Batch

if TYPE_CHECKING:
    import torch
    from torch import nn


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingPlan:
    """All that decides what weights come out; the same plan gives the same run."""

    total: int = 130_000
    """Examples read in all, counting repeats."""
    batch_size: int = 48
    learning_rate: float = 1e-4
    head_rate: float = 1e-3
    layer_decay: float = 0.85
    warm_up: float = 0.06
    weight_decay: float = 0.01
    token_share: float = 0.4
    """Weight of the token loss beside the text loss of 1."""
    average: float = 0.998
    """Decay of the exponential moving average of the weights, per step."""
    power: float = 0.6
    """A corpus is read in proportion to its size to this power: 1 as it lies, 0 all alike."""
    boosts: dict[str, float] = field(default_factory=dict)
    """Corpus -> factor on how often it is read."""
    frozen_layers: int = 0
    """How many of the lowest layers stay as they are, the embeddings with them."""
    noise: float = NOISE_SHARE
    """Share of examples read with misspellings."""
    seed: int = 0
    checkpoint_every: int = 200


def batch_loss(
    logits: torch.Tensor, token_logits: torch.Tensor, batch: Batch, token_share: float
) -> torch.Tensor:
    """Weighted binary cross-entropy of texts plus `token_share` times that of tokens.

    Masked targets weigh nothing; each part is a mean over what is known.
    """
    from torch.nn.functional import binary_cross_entropy_with_logits as cross_entropy

    text = cross_entropy(logits.float(), batch.targets, reduction="none") * batch.target_weights
    token = (
        cross_entropy(token_logits.float(), batch.token_targets, reduction="none")
        * batch.token_weights
    )
    return text.sum() / batch.target_weights.sum().clamp(
        min=1.0
    ) + token_share * token.sum() / batch.token_weights.sum().clamp(min=1.0)


def make_optimizer(network: nn.Module, plan: TrainingPlan) -> torch.optim.AdamW:
    """AdamW with a rate that falls from the heads down to the embeddings."""
    import torch

    groups: dict[tuple[float, float], list[Any]] = {}
    for name, parameter in network.named_parameters():
        if not parameter.requires_grad:
            continue
        rate = plan.head_rate
        if name.startswith("encoder.embeddings"):
            rate = plan.learning_rate * plan.layer_decay**6
        elif name.startswith("encoder.encoder.layer."):
            layer = int(name.split(".")[3])
            rate = plan.learning_rate * plan.layer_decay ** (5 - layer)
        decay = 0.0 if name.endswith("bias") or "LayerNorm" in name else plan.weight_decay
        groups.setdefault((rate, decay), []).append(parameter)
    return torch.optim.AdamW(
        [{"params": ps, "lr": lr, "weight_decay": wd} for (lr, wd), ps in groups.items()],
        foreach=True,
    )


def freeze(network: nn.Module, layers: int) -> None:
    """Keep the lowest `layers` layers, and the embeddings below them, as they are."""
    if layers <= 0:
        return
    frozen = ("encoder.embeddings.", *(f"encoder.encoder.layer.{i}." for i in range(layers)))
    for name, parameter in network.named_parameters():
        if name.startswith(frozen):
            parameter.requires_grad_(False)


def read_encoder_config(file: Path) -> dict[str, Any]:
    """What of an encoder's config.json is needed to build it."""
    known = (
        "vocab_size", "hidden_size", "num_hidden_layers", "num_attention_heads",
        "intermediate_size", "hidden_act", "max_position_embeddings", "type_vocab_size",
        "layer_norm_eps", "hidden_dropout_prob", "attention_probs_dropout_prob",
    )  # fmt: skip
    config: dict[str, Any] = json.loads(file.read_text())
    return {key: config[key] for key in known}
