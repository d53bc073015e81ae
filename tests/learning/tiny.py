"""A tiny network with random weights and a tokenizer of a few words: real code, no big files."""

from __future__ import annotations

import json
from pathlib import Path

from moderation.artifacts import Manifest, write_folder
from moderation.domain import LABELS

SENTENCE = (
    "good bad morning idiot you are the a comment council road slurword insultword nice day "
    "we like this that is not and of to in it for on with stupid thanks bus train late"
)
WORDS = SENTENCE.split()
CONFIG = {
    "vocab_size": 5 + len(WORDS) + 26 * 2,
    "hidden_size": 16,
    "num_hidden_layers": 1,
    "num_attention_heads": 2,
    "intermediate_size": 32,
    "hidden_act": "gelu",
    "max_position_embeddings": 128,
    "type_vocab_size": 2,
    "layer_norm_eps": 1e-12,
    "hidden_dropout_prob": 0.1,
    "attention_probs_dropout_prob": 0.1,
}


def tokenizer_json() -> str:
    from tokenizers import Tokenizer
    from tokenizers.models import WordPiece
    from tokenizers.normalizers import BertNormalizer
    from tokenizers.pre_tokenizers import BertPreTokenizer
    from tokenizers.processors import TemplateProcessing

    letters = "abcdefghijklmnopqrstuvwxyz"
    vocab = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *WORDS]
    vocab += [c for c in letters if c not in vocab]
    vocab += [f"##{c}" for c in letters]
    tokenizer = Tokenizer(WordPiece({w: i for i, w in enumerate(vocab)}, unk_token="[UNK]"))
    tokenizer.normalizer = BertNormalizer()
    tokenizer.pre_tokenizer = BertPreTokenizer()
    tokenizer.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    text: str = tokenizer.to_str()
    return text


def write_base(folder: Path, *, seed: int = 0) -> Path:
    """A folder as the pretrained encoder's is: config.json, model.safetensors, tokenizer.json."""
    import torch
    from safetensors.torch import save_file

    from moderation.classifiers.torch_network import build_network

    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(seed)
    encoder = build_network(dict(CONFIG), len(LABELS)).get_submodule("encoder")
    save_file(encoder.state_dict(), folder / "model.safetensors")
    (folder / "config.json").write_text(json.dumps(CONFIG))
    (folder / "tokenizer.json").write_text(tokenizer_json())
    return folder


def write_model(root: Path, *, name: str = "tiny", version: str = "1.0.0", seed: int = 0) -> Path:
    """A complete model folder below `root` with random weights."""
    import torch
    from safetensors.torch import save

    from moderation.classifiers.torch_network import build_network

    torch.manual_seed(seed)
    state = build_network(dict(CONFIG), len(LABELS)).state_dict()
    files: dict[str, bytes | Path] = {
        "weights.safetensors": save(
            {k.removeprefix("encoder."): v.half() for k, v in state.items() if "_head" not in k}
        ),
        "heads.safetensors": save({k: v for k, v in state.items() if "_head" in k}),
        "config.json": json.dumps(CONFIG).encode(),
        "tokenizer.json": tokenizer_json().encode(),
    }
    manifest = Manifest(
        name=name,
        version=version,
        labels=LABELS,
        created_at="2026-01-01T00:00:00+00:00",
        files={},
        calibration=dict.fromkeys(LABELS, (1.0, 0.0)),
        window_tokens=24,
        overlap_tokens=6,
        trained_on=("invented",),
    )
    folder, _ = write_folder(root, manifest, files, "# Model card\n")
    return folder
