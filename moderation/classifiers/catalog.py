"""Which models there are, and which one to load."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from moderation.artifacts import find_folder, list_folders, read_manifest
from moderation.classifiers.base import Classifier
from moderation.errors import ArtifactError


def shipped_models() -> Path:
    """The folder of the models that come with the program."""
    return Path(str(files("moderation.models")))


def model_roots(models_dir: Path) -> tuple[Path, ...]:
    """Where models are looked for: the operator's own folder, then the shipped one."""
    return (models_dir, shipped_models())


def default_ref() -> str:
    """`name/version` of the newest shipped model. A retrained one is never taken unasked.

    Raises:
        ArtifactError: none was shipped.
    """
    shipped = shipped_models()
    manifests = [read_manifest(folder, verify=False) for folder in list_folders([shipped])]
    if not manifests:
        raise ArtifactError(
            f"There is no model in {shipped}", next_step="Train one: moderation train --help"
        )
    return max(manifests, key=lambda manifest: manifest.created_at).ref


def open_classifier(ref: str, roots: Sequence[Path]) -> Classifier:
    """Load `name/version` with torch, checking its hashes; an empty `ref` means the newest shipped.

    Raises:
        ArtifactError: missing or damaged.
    """
    from moderation.classifiers.torch_backend import load_classifier

    return load_classifier(find_folder(ref or default_ref(), roots), roots)
