"""What a training run begins with: weights, and a mark that tells this beginning from others."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from moderation.classifiers.torch_network import load_encoder, load_heads
from moderation.domain import OUTPUTS
from moderation.learning.examples import Example

if TYPE_CHECKING:
    from torch import nn


def load_start(network: nn.Module, base: Path) -> None:
    """Load what training starts from: the pretrained encoder, or a model of ours with its heads."""
    if (base / "heads.safetensors").is_file():
        load_encoder(network, base / "weights.safetensors")
        load_heads(network, base / "heads.safetensors", OUTPUTS.index("antisemitism"))
    else:
        load_encoder(network, base / "model.safetensors")


def fingerprint(examples: Sequence[Example], network: nn.Module) -> str:
    """SHA-256 of what a run learns from: its examples in order, the weights at its start."""
    digest = hashlib.sha256()
    for example in examples:
        told = (example.id, example.text, sorted(example.targets.items()), example.weight)
        digest.update(repr((told, example.spans)).encode("utf-8", "surrogatepass"))
    for name, value in sorted(network.state_dict().items()):
        digest.update(name.encode())
        digest.update(value.detach().contiguous().numpy().tobytes())
    return digest.hexdigest()
