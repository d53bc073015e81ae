"""Model folders: a manifest with a SHA-256 for every file; safetensors and JSON, never pickle.

<root>/<name>/<version>/
manifest.json          identity, labels, calibration, thresholds, hashes
card.md                the model card
heads.safetensors      the label and token heads
weights.safetensors    the encoder in half precision (left out by a refit,
config.json            whose manifest names the version that has them)
tokenizer.json
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from moderation.domain import ModelVersion
from moderation.errors import ArtifactError

FORMAT = 1
ENCODER_FILES = ("weights.safetensors", "config.json", "tokenizer.json")
REFERENCE = re.compile(r"[a-z0-9][a-z0-9._-]*/[a-z0-9][a-z0-9._-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What manifest.json says."""

    name: str
    version: str
    labels: tuple[str, ...]
    created_at: str
    files: Mapping[str, str]
    """File name -> SHA-256 in hex."""
    calibration: Mapping[str, tuple[float, float]]
    """Label -> slope and offset: probability = sigmoid(slope * logit + offset)."""
    thresholds: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    """Label -> recommended thresholds, `high_precision` and `high_recall`."""
    span_labels: tuple[str, ...] = ()
    """Labels of which the token head was taught spans."""
    encoder: str = ""
    """`name/version` of the folder with the encoder; empty when it lies here."""
    encoder_sha256: str = ""
    window_tokens: int = 128
    overlap_tokens: int = 24
    normalizer_version: str = ""
    terms_version: str = ""
    trained_on: tuple[str, ...] = ()
    measures: Mapping[str, object] = field(default_factory=dict)
    parent: str = ""
    format: int = FORMAT

    @property
    def ref(self) -> str:
        """`name/version`."""
        return f"{self.name}/{self.version}"


def sha256_of(file: Path) -> str:
    """SHA-256 of a file's bytes, in hex."""
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def find_folder(ref: str, roots: Iterable[Path]) -> Path:
    """The folder of `name/version` in the first root that has it.

    Raises:
        ArtifactError: the reference is malformed or in no root.
    """
    if not REFERENCE.fullmatch(ref):
        raise ArtifactError(
            f"{ref!r} is no model reference",
            next_step="Write name/version; type: moderation models list",
        )
    for root in roots:
        if (root / ref / "manifest.json").is_file():
            return root / ref
    raise ArtifactError(
        f"The model {ref} is not installed", next_step="Type: moderation models list"
    )


def list_folders(roots: Iterable[Path]) -> list[Path]:
    """Every model folder under `roots`; a reference in two roots is told once, first root wins."""
    found: dict[str, Path] = {}
    for root in roots:
        for manifest in sorted(root.glob("*/*/manifest.json")):
            folder = manifest.parent
            if folder.name.startswith("."):
                continue  # half-written by a run that is going on or was killed
            found.setdefault(f"{folder.parent.name}/{folder.name}", folder)
    return list(found.values())


def read_manifest(folder: Path, *, verify: bool = True) -> Manifest:
    """Read a folder's manifest; with `verify`, check every file against its hash.

    Raises:
        ArtifactError: missing, malformed, of a newer format, or tampered with.
    """
    file = folder / "manifest.json"
    try:
        raw: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        manifest = _manifest_from(raw)
    except FileNotFoundError:
        raise ArtifactError(
            f"There is no model in {folder}", next_step="Type: moderation models list"
        ) from None
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise ArtifactError(
            f"{file} cannot be read ({type(error).__name__}: {error})",
            next_step="Restore the folder from a backup, or type: moderation models list",
        ) from None
    if manifest.format > FORMAT:
        raise ArtifactError(
            f"{folder} was written by a newer version (format {manifest.format})",
            next_step="Upgrade: pip install --upgrade comment-moderation-queue",
        )
    if verify:
        _verify(folder, manifest.files)
    return manifest


def write_folder(
    root: Path, manifest: Manifest, files: Mapping[str, bytes | Path], card: str
) -> tuple[Path, Manifest]:
    """Write a model folder in one move: a reader sees all of it or nothing.

    Args:
        root: the models root.
        manifest: its `files` are replaced by the hashes of what is written.
        files: name -> content, or a file to copy.
        card: the model card in Markdown.

    Raises:
        ArtifactError: this version exists already.
    """
    folder = root / manifest.name / manifest.version
    if folder.exists():
        raise ArtifactError(
            f"{folder} exists already", next_step="Choose another version with --version."
        )
    partial = folder.with_name(f".{folder.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    for name, content in files.items():
        if isinstance(content, Path):
            shutil.copyfile(content, partial / name)
        else:
            (partial / name).write_bytes(content)
    hashes = {name: sha256_of(partial / name) for name in sorted(files)}
    whole = Manifest(**{**_fields(manifest), "files": hashes})
    (partial / "card.md").write_text(card, encoding="utf-8")
    (partial / "manifest.json").write_text(
        json.dumps(asdict(whole), indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    partial.replace(folder)
    return folder, whole


def remove_partials(root: Path) -> int:
    """Delete what a killed run left half-written; how many folders that were."""
    leftovers = list(root.glob("*/.*.partial"))
    for leftover in leftovers:
        shutil.rmtree(leftover, ignore_errors=True)
    return len(leftovers)


def encoder_folder(folder: Path, manifest: Manifest, roots: Sequence[Path]) -> Path:
    """Where a version's encoder lies: in its own folder or in the one that it refers to.

    Raises:
        ArtifactError: that version is missing or has another encoder.
    """
    if not manifest.encoder:
        return folder
    found = find_folder(manifest.encoder, roots)
    if read_manifest(found).files.get("weights.safetensors") != manifest.encoder_sha256:
        raise ArtifactError(
            f"{manifest.ref} was fitted to another encoder than {manifest.encoder} has",
            next_step="Restore that version, or choose another: moderation models list",
        )
    return found


def model_version(folder: Path, manifest: Manifest) -> ModelVersion:
    """The registry's view of a model folder; its hash is the manifest file's."""
    return ModelVersion(
        name=manifest.name,
        version=manifest.version,
        sha256=sha256_of(folder / "manifest.json"),
        labels=manifest.labels,
        trained_on=manifest.trained_on,
        measures=manifest.measures,
        folder=str(folder),
        created_at=datetime.fromisoformat(manifest.created_at),
    )


def _verify(folder: Path, files: Mapping[str, str]) -> None:
    for name, expected in files.items():
        file = folder / name
        if not file.is_file():
            raise ArtifactError(
                f"{file} is missing", next_step="Restore the folder from a backup or reinstall."
            )
        found = sha256_of(file)
        if found != expected:
            raise ArtifactError(
                f"{file} is damaged or was tampered with: its SHA-256 is {found[:12]}…, "
                f"expected {expected[:12]}…",
                next_step="Restore the file from a backup or reinstall.",
            )


def _manifest_from(raw: Mapping[str, Any]) -> Manifest:
    known = {name: raw[name] for name in Manifest.__slots__ if name in raw}
    known["labels"] = tuple(raw["labels"])
    known["trained_on"] = tuple(raw.get("trained_on", ()))
    known["span_labels"] = tuple(raw.get("span_labels", ()))
    known["calibration"] = {
        label: (float(pair[0]), float(pair[1])) for label, pair in raw["calibration"].items()
    }
    if any("/" in name or name.startswith(".") for name in raw["files"]):
        raise ValueError("a file name leaves the folder")
    return Manifest(**known)


def _fields(manifest: Manifest) -> dict[str, Any]:
    return {name: getattr(manifest, name) for name in Manifest.__slots__}
