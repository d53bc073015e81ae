"""The network: a MiniLM encoder, a head for whole texts and a head for tokens.

torch and transformers are imported inside the functions: importing this module
costs nothing until a model is really loaded.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import torch
    from torch import nn


def build_network(encoder_config: dict[str, Any], labels: int) -> nn.Module:
    """An untrained network for `labels` labels around the encoder of `encoder_config`.

    Its forward takes `input_ids` and `attention_mask`, both (batch, tokens), and
    returns label logits (batch, labels), token logits (batch, tokens, labels),
    the pooled text embedding (batch, 2 * hidden): mean and maximum over tokens,
    so that one word in a long comment is not averaged away; and the tokens'
    hidden states (batch, tokens, hidden).
    """
    from torch import nn
    from transformers import BertConfig, BertModel

    class CommentNetwork(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            config = BertConfig(**encoder_config)
            self.encoder = BertModel(config, add_pooling_layer=False)
            self.label_head = nn.Linear(2 * config.hidden_size, labels)
            self.token_head = nn.Linear(config.hidden_size, labels)
            self.dropout = nn.Dropout(0.1)

        def forward(
            self, input_ids: torch.Tensor, attention_mask: torch.Tensor
        ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
            hidden = self.encoder(
                input_ids=input_ids, attention_mask=attention_mask
            ).last_hidden_state
            pooled = pool(hidden, attention_mask)
            logits = self.label_head(self.dropout(pooled))
            return logits, self.token_head(hidden), pooled, hidden

    return CommentNetwork()


def pool(hidden: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
    """Mean and maximum of `hidden` (batch, tokens, hidden) over the unmasked tokens."""
    import torch

    mask = attention_mask.unsqueeze(-1).to(hidden.dtype)
    mean = (hidden * mask).sum(1) / mask.sum(1).clamp(min=1.0)
    highest = hidden.masked_fill(mask == 0, torch.finfo(hidden.dtype).min).amax(1)
    return torch.cat([mean, highest], dim=-1)


def contributions(
    hidden: torch.Tensor, attention_mask: torch.Tensor, head: torch.Tensor
) -> torch.Tensor:
    """How much each token adds to each label's logit: exact, as the head is linear.

    Args:
        hidden: (batch, tokens, hidden).
        attention_mask: (batch, tokens).
        head: the label head's weight, (labels, 2 * hidden).

    Returns:
        (batch, tokens, labels). Summed over the tokens, with the head's bias added,
        this is the logit. A mean's part is shared by all tokens, a maximum's part
        belongs to the token that reached it.
    """
    import torch

    size = hidden.shape[-1]
    mask = attention_mask.unsqueeze(-1).to(hidden.dtype)
    of_mean = (hidden * mask) @ head[:, :size].T / mask.sum(1, keepdim=True).clamp(min=1.0)
    highest, where = hidden.masked_fill(mask == 0, torch.finfo(hidden.dtype).min).max(1)
    shares = highest.unsqueeze(-1) * head[:, size:].T
    index = where.unsqueeze(-1).expand(-1, -1, head.shape[0])
    return of_mean + torch.zeros_like(of_mean).scatter_add_(1, index, shares)


def load_encoder(network: nn.Module, weights: Path) -> None:
    """Load encoder weights, named as transformers' BertModel names them, from safetensors.

    Half precision is widened to float32. A pooler in the file is left out.

    Raises:
        RuntimeError: a weight is missing or has another shape.
    """
    from safetensors.torch import load_file

    unused = ("pooler.", "embeddings.position_ids")
    state = {
        key: value.float()
        for key, value in load_file(weights).items()
        if not key.startswith(unused)
    }
    encoder: nn.Module = network.get_submodule("encoder")
    encoder.load_state_dict(state, strict=True)


def load_heads(network: nn.Module, weights: Path, copied: int) -> None:
    """Load both heads from `weights`, a file of a model of ours.

    Args:
        network: has the outputs of that model, or one more.
        weights: `heads.safetensors`.
        copied: number of the output whose weights the further one begins with.

    Raises:
        RuntimeError: a head is missing or is for another number of labels.
    """
    import torch
    from safetensors.torch import load_file

    state = {name: value.float() for name, value in load_file(weights).items()}
    outputs = network.get_submodule("label_head").get_parameter("bias").shape[0]
    if state["label_head.bias"].shape[0] == outputs - 1:
        state = {k: torch.cat([v, v[copied : copied + 1]]) for k, v in state.items()}
    for head in ("label_head", "token_head"):
        part = {k.removeprefix(f"{head}."): v for k, v in state.items() if k.startswith(head)}
        network.get_submodule(head).load_state_dict(part, strict=True)
