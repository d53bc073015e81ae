"""The recipe of a training: its plan, its loss, its learning rates."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from moderation.learning.batches import NOISE_SHARE
from moderation.learning.encoding import Batch

if TYPE_CHECKING:
    import torch
    from torch import nn


_BROAD: Final[Mapping[str, float]] = {
    "iu_antisemitism": 2.0, "hatexplain": 1.3, "cad": 1.5, "toxic_spans": 1.6, "olid": 1.3,
    "civil_comments_sample": 2.0, "paradetox": 0.5, "redditbias": 0.5,
    "stormfront_vicomtech": 0.7, "authored_identity": 0.6, "jigsaw_wikipedia": 1.2,
    "annotated": 0.0, "authored_comments": 0.0,
    "suite_antisemitism": 0.0, "suite_slur": 0.0, "suite_harassment": 0.0,
}  # fmt: skip
"""First stage, factors: machine-made and far-off corpora less, news and expert labels more."""
_OWN: Final[Mapping[str, float]] = {
    "annotated": 11, "authored_comments": 24,
    "suite_antisemitism": 7, "suite_slur": 1.5, "suite_harassment": 1.5,
    "iu_antisemitism": 11, "civil_comments_gender_subset": 6, "civil_comments_sample": 2.5,
    "toxic_spans": 7, "hatexplain": 5, "cad": 7.5, "olid": 3, "context_toxicity": 2,
    "dynhate": 2, "sbic": 1, "implicit_hate": 1, "jigsaw_wikipedia": 1.5, "ghc": 1,
    "hatemoji_build": 1, "authored_identity": 1.5, "cold": 1, "stormfront_vicomtech": 1,
    "davidson": 0.5, "surge_toxicity": 0.5, "wiegand_identity_groups": 0.5, "redditbias": 0.5,
    "paradetox": 0.5, "authored_slurs": 0.5,
}  # fmt: skip
"""Second stage, shares: what follows our definitions and what comes from news pages first."""


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


def shipped_stages(seed: int = 0, total: int | None = None) -> tuple[TrainingPlan, ...]:
    """The plans of a training from corpora, one after the other, each going on from the last.

    The first reads the public corpora; the second what the project wrote and annotated
    itself, with the corpora's examples among them, so that nothing is forgotten.

    Args:
        seed: of both.
        total: examples of all stages together; None for the plan that the shipped model had.
    """
    broad = TrainingPlan(total=170_000, seed=seed, boosts=dict(_BROAD))
    own = replace(
        broad, total=100_000, power=0.0, boosts=dict(_OWN), learning_rate=8e-5, head_rate=5e-4
    )
    whole = broad.total + own.total
    share = 1.0 if total is None else total / whole
    return tuple(replace(plan, total=max(1, round(plan.total * share))) for plan in (broad, own))


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
