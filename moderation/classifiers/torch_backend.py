"""Scores with torch on the CPU, in bfloat16 where the processor has it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from moderation.artifacts import Manifest, encoder_folder, read_manifest
from moderation.classifiers.base import Classifier, TokenWeight, WindowScore
from moderation.classifiers.torch_network import build_network, contributions, load_encoder
from moderation.errors import ArtifactError

if TYPE_CHECKING:
    import torch
    from tokenizers import Encoding, Tokenizer
    from torch import nn


BLOCK_CHARS = 100_000
"""Characters cut into tokens at a time."""

WORD_CHARS = 100
"""A longer word would be one unknown token, whatever it says: it is read in such pieces."""


class TorchClassifier(Classifier):
    """A trained network from a model folder. Safe to share between threads: it only reads."""

    def __init__(self, network: nn.Module, tokenizer: Tokenizer, manifest: Manifest) -> None:
        """Wrap a network in evaluation mode; `load_classifier` is the usual way here."""
        from tokenizers import Tokenizer

        _cut_endless_words(tokenizer)
        self.network = network
        self.uncut = Tokenizer.from_str(tokenizer.to_str())
        self.uncut.no_truncation()
        self.uncut.no_padding()
        self.tokenizer = tokenizer
        self.tokenizer.enable_truncation(manifest.window_tokens)
        self.tokenizer.enable_padding(pad_id=0, pad_token="[PAD]")  # noqa: S106  # no password
        self.manifest = manifest
        self.labels = manifest.labels
        self.version = manifest.ref
        self._head = network.get_submodule("label_head").state_dict()["weight"].float()
        self._slopes, self._offsets = _calibration(manifest.labels, manifest.calibration)

    def split(self, text: str) -> list[tuple[int, int]]:
        """Overlapping windows of at most `window_tokens` tokens, in code points of `text`.

        Enormous texts are cut into tokens block by block, as the tokens of 10 MB need 1.5 GB.
        The window at a block's end may go on, so the next block begins with it: the windows are
        the same as without blocks.
        """
        spans: list[tuple[int, int]] = []
        start = 0
        while True:
            end = _block_end(text, start)
            found = [(start + a, start + b) for a, b in self._windows(text[start:end])]
            if end == len(text):
                return spans + found
            kept = found[:-1] or found
            spans += kept
            start = found[-1][0] if kept is not found else end

    def _windows(self, text: str) -> list[tuple[int, int]]:
        room = self.manifest.window_tokens - 2
        if len(text) <= room:  # a token is at least one character
            return [(0, len(text))]
        offsets = self.uncut.encode(text, add_special_tokens=False).offsets
        if len(offsets) <= room:
            return [(0, len(text))]
        step = room - self.manifest.overlap_tokens
        starts = range(0, len(offsets) - self.manifest.overlap_tokens, step)
        return [(offsets[i][0], offsets[min(i + room, len(offsets)) - 1][1]) for i in starts]

    def score_batch(self, texts: Sequence[str]) -> list[WindowScore]:
        """Calibrated probabilities and token weights of texts that fit one window each."""
        if not texts:
            return []
        encoded = self.tokenizer.encode_batch([*texts])
        logits, token_logits, _, hidden = self._forward(encoded)
        probabilities = (logits * self._slopes + self._offsets).sigmoid()
        weights = self._token_weights(encoded, token_logits, hidden, probabilities).tolist()
        values = probabilities.tolist()
        return [
            WindowScore(values=tuple(values[row]), tokens=_tokens(encoded[row], weights[row]))
            for row in range(len(texts))
        ]

    def _token_weights(
        self,
        encoded: Sequence[Encoding],
        token_logits: torch.Tensor,
        hidden: torch.Tensor,
        probabilities: torch.Tensor,
    ) -> torch.Tensor:
        """Weights (texts, tokens, labels) in [0, 1].

        A label that the token head was taught spans of is told by that head; the
        others by how much each token adds to the label's logit, above the average
        token, scaled so that the strongest token has the label's probability.
        """
        import torch

        told = token_logits.sigmoid()
        taught = torch.tensor([label in self.manifest.span_labels for label in self.labels])
        if bool(taught.all()):
            return told
        mask = torch.tensor([e.attention_mask for e in encoded]).unsqueeze(-1)
        special = torch.tensor([e.special_tokens_mask for e in encoded]).unsqueeze(-1)
        words = mask * (1 - special)
        added = contributions(hidden, mask.squeeze(-1), self._head) * words
        above = added - added.sum(1, keepdim=True) / words.sum(1, keepdim=True).clamp(min=1)
        above = above.clamp(min=0) * words
        share = above / above.amax(1, keepdim=True).clamp(min=1e-6)
        return torch.where(taught, told, share * probabilities.unsqueeze(1))

    def embed(self, texts: Sequence[str]) -> torch.Tensor:
        """What the label head sees of each text: (texts, 2 * hidden), float32.

        A text longer than a window is embedded window by window; its embedding is
        that of the window with the highest sum of logits.
        """
        import torch

        rows = [self._embed_one([text[a:b] for a, b in self.split(text)]) for text in texts]
        return torch.stack(rows)

    def _embed_one(self, windows: Sequence[str]) -> torch.Tensor:
        logits, _, pooled, _ = self._forward(self.tokenizer.encode_batch([*windows]))
        best = int(logits.sum(-1).argmax()) if len(windows) > 1 else 0
        embedding: torch.Tensor = pooled[best]
        return embedding

    def _forward(self, encoded: Sequence[Encoding]) -> tuple[torch.Tensor, ...]:
        import torch

        halved = torch.autocast("cpu", dtype=torch.bfloat16, enabled=_has_bfloat16())
        with torch.inference_mode(), halved:
            out = self.network(
                torch.tensor([e.ids for e in encoded]),
                torch.tensor([e.attention_mask for e in encoded]),
            )
        return tuple(part.float() for part in out)


def load_classifier(folder: Path, roots: Sequence[Path] = ()) -> TorchClassifier:
    """Load a model folder, checking every file against its hash.

    Args:
        folder: the model folder.
        roots: where to look for the encoder that a refitted version refers to.

    Raises:
        ArtifactError: missing, damaged, or not of this program's making.
    """
    from safetensors import SafetensorError
    from safetensors.torch import load_file
    from tokenizers import Tokenizer

    manifest = read_manifest(folder)
    base = encoder_folder(folder, manifest, roots)
    try:
        network = build_network(
            json.loads((base / "config.json").read_text()), len(manifest.labels)
        )
        load_encoder(network, base / "weights.safetensors")
        heads = {
            name: value.float() for name, value in load_file(folder / "heads.safetensors").items()
        }
        network.load_state_dict(heads, strict=False)
        tokenizer: Tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    except (OSError, RuntimeError, SafetensorError, ValueError, TypeError) as error:
        raise ArtifactError(
            f"The model in {folder} cannot be loaded ({error})",
            next_step="Restore the folder from a backup or reinstall.",
        ) from None
    network.eval()
    return TorchClassifier(network, tokenizer, manifest)


@lru_cache(maxsize=1)
def _has_bfloat16() -> bool:
    """Whether the processor multiplies bfloat16 itself; where it is imitated, it is 4 times slower.

    Unknown, as with an older torch, counts as no: slower than possible, but never crawling.
    """
    import torch

    known: Mapping[str, object] = getattr(torch.cpu, "get_capabilities", dict)()
    return any(known.get(name) for name in ("avx512_bf16", "amx_bf16", "bf16"))


def _cut_endless_words(tokenizer: Tokenizer) -> None:
    """Have words of more than WORD_CHARS read piece by piece; all others stay as they are."""
    from tokenizers import Regex, pre_tokenizers

    pieces = pre_tokenizers.Split(Regex(rf"[\s\S]{{1,{WORD_CHARS}}}"), behavior="isolated")
    words = tokenizer.pre_tokenizer
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([words, pieces] if words else [pieces])


def _block_end(text: str, start: int) -> int:
    """Where the block of `text` that begins at `start` ends: at a space, where there is one."""
    end = start + BLOCK_CHARS
    if end >= len(text):
        return len(text)
    cut = text.rfind(" ", start + BLOCK_CHARS // 2, end)
    return cut if cut > 0 else end


def _calibration(
    labels: Sequence[str], calibration: Mapping[str, tuple[float, float]]
) -> tuple[torch.Tensor, torch.Tensor]:
    import torch

    pairs = [calibration.get(label, (1.0, 0.0)) for label in labels]
    return torch.tensor([a for a, _ in pairs]), torch.tensor([b for _, b in pairs])


def _tokens(encoding: Encoding, weights: Sequence[Sequence[float]]) -> tuple[TokenWeight, ...]:
    return tuple(
        TokenWeight(start=start, end=end, weights=tuple(row))
        for (start, end), mask, row in zip(
            encoding.offsets, encoding.attention_mask, weights, strict=True
        )
        if mask and end > start
    )
