"""Examples -> tensors: tokens, targets with their mask, and targets for single tokens."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from moderation.domain import OUTPUTS
from moderation.learning.batches import NOISE_SHARE, misspell
from moderation.learning.examples import Example

if TYPE_CHECKING:
    import torch
    from tokenizers import Tokenizer

TRAIN_TOKENS = 80
"""Tokens read of an example at most: nine of ten comments are shorter."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Tensors of one batch: (batch, tokens), (batch, labels), (batch, tokens, labels)."""

    input_ids: torch.Tensor
    attention_mask: torch.Tensor
    targets: torch.Tensor
    target_weights: torch.Tensor
    token_targets: torch.Tensor
    token_weights: torch.Tensor


def load_tokenizer(file: Path, *, tokens: int = TRAIN_TOKENS) -> Tokenizer:
    """The fast tokenizer of `file`, cutting at `tokens` and padding to the batch's longest."""
    from tokenizers import Tokenizer

    tokenizer: Tokenizer = Tokenizer.from_file(str(file))
    tokenizer.enable_truncation(tokens)
    tokenizer.enable_padding(pad_id=0, pad_token="[PAD]")  # noqa: S106  # a token, no password
    return tokenizer


def encode_batch(
    tokenizer: Tokenizer,
    examples: Sequence[Example],
    *,
    rng: random.Random | None = None,
    noise: float = NOISE_SHARE,
    labels: Sequence[str] = OUTPUTS,
) -> Batch:
    """Encode `examples`; with `rng`, a share `noise` of those without spans is misspelled.

    A label that an example does not tell has weight 0: unknown is not "no".
    """
    import torch

    texts = [_text_of(example, rng, noise) for example in examples]
    encoded = tokenizer.encode_batch([*texts])
    targets = torch.zeros(len(examples), len(labels))
    weights = torch.zeros(len(examples), len(labels))
    width = len(encoded[0].ids)
    token_targets = torch.zeros(len(examples), width, len(labels))
    token_weights = torch.zeros(len(examples), width, len(labels))
    for row, example in enumerate(examples):
        for column, label in enumerate(labels):
            if label in example.targets:
                targets[row, column] = example.targets[label]
                weights[row, column] = example.weight
        _mark_tokens(example, encoded[row].offsets, labels, token_targets[row], token_weights[row])
    return Batch(
        input_ids=torch.tensor([e.ids for e in encoded]),
        attention_mask=torch.tensor([e.attention_mask for e in encoded]),
        targets=targets,
        target_weights=weights,
        token_targets=token_targets,
        token_weights=token_weights,
    )


def _text_of(example: Example, rng: random.Random | None, noise: float) -> str:
    if rng is None or example.spans or rng.random() >= noise:
        return example.text
    return misspell(example.text, rng)


def _mark_tokens(
    example: Example,
    offsets: Sequence[tuple[int, int]],
    labels: Sequence[str],
    targets: torch.Tensor,
    weights: torch.Tensor,
) -> None:
    """Teach the token head where a span of a label lies, and where none does.

    A label with spans is known for every token; an example that is surely free
    of a label (target 0) has no token of it either.
    """
    spanned = {label for _, _, label in example.spans}
    known = [
        column
        for column, label in enumerate(labels)
        if label in spanned or example.targets.get(label) == 0.0
    ]
    for position, (start, end) in enumerate(offsets):
        if end <= start:
            continue
        weights[position, known] = example.weight
        for a, b, label in example.spans:
            if label in labels and start < b and a < end:
                targets[position, labels.index(label)] = 1.0
