"""A refitted version: new label heads in a folder of their own, the parent's encoder by name."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from moderation.artifacts import (
    Manifest,
    encoder_folder,
    find_folder,
    read_manifest,
    write_folder,
)
from moderation.classifiers.catalog import model_roots
from moderation.config import Config
from moderation.learning.refit import Heads

if TYPE_CHECKING:
    from moderation.classifiers.torch_backend import TorchClassifier

DECISIONS = "decisions"


def write_candidate(
    config: Config, parent: TorchClassifier, heads: Heads, measures: dict[str, object]
) -> Path:
    """Write a version that keeps its parent's encoder and has new label heads."""
    import torch
    from safetensors.torch import save

    manifest = parent.manifest
    roots = model_roots(config.models_dir)
    base = encoder_folder(find_folder(manifest.ref, roots), manifest, roots)
    state = {k: v for k, v in parent.network.state_dict().items() if "_head." in k}
    state["label_head.weight"] = torch.tensor(heads.weight, dtype=torch.float32)
    state["label_head.bias"] = torch.tensor(heads.bias, dtype=torch.float32)
    version = _next_version(config.models_dir / manifest.name, manifest.version)
    draft = replace(
        manifest,
        version=version,
        created_at=datetime.now(UTC).isoformat(timespec="seconds"),
        encoder=manifest.encoder or manifest.ref,
        encoder_sha256=read_manifest(base, verify=False).files["weights.safetensors"],
        parent=manifest.ref,
        trained_on=tuple(dict.fromkeys((*manifest.trained_on, DECISIONS))),
        measures=measures,
    )
    files: dict[str, bytes | Path] = {
        "heads.safetensors": save({k: v.contiguous() for k, v in state.items()})
    }
    folder, _ = write_folder(config.models_dir, draft, files, _card(draft, measures))
    return folder


def _next_version(folder: Path, parent: str) -> str:
    stem = parent.split("-r", maxsplit=1)[0]
    number = 1
    while (folder / f"{stem}-r{number}").exists():
        number += 1
    return f"{stem}-r{number}"


def _card(manifest: Manifest, measures: dict[str, object]) -> str:
    return (
        f"# Model card: {manifest.ref}\n\n"
        f"The label heads of {manifest.parent}, refitted on this site's decisions; the encoder is\n"
        f"that of {manifest.encoder}, whose card says what it was trained on and what it does not\n"
        f"know. Labels refitted, with the rulings used: {measures['rulings']}.\n"
    )
