"""Which model versions there are, which is in service, and how that changes."""

from __future__ import annotations

from dataclasses import dataclass

from moderation.artifacts import find_folder, list_folders, model_version, read_manifest
from moderation.classifiers.catalog import default_ref, model_roots
from moderation.config import Config
from moderation.domain import ModelVersion
from moderation.errors import ArtifactError
from moderation.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """A version on disk, and whether it is the one that scores comments."""

    version: ModelVersion
    in_service: bool


def ref_in_service(config: Config, store: Store | None) -> str:
    """`name/version` that scores comments: promoted, else configured, else the newest shipped.

    Raises:
        ArtifactError: there is no model at all.
    """
    promoted = store.model_versions.find_promoted() if store else None
    return promoted.ref if promoted else config.model or default_ref()


def list_models(config: Config, store: Store | None) -> list[Registered]:
    """Every version on disk whose manifest can be read, oldest first.

    Raises:
        ArtifactError: there is no model at all.
    """
    current = ref_in_service(config, store)
    found = []
    for folder in list_folders(model_roots(config.models_dir)):
        try:
            manifest = read_manifest(folder, verify=False)
        except ArtifactError:
            continue  # told by `list_unreadable`: one damaged folder must not hide the others
        version = model_version(folder, manifest)
        found.append(
            (manifest.created_at, Registered(version=version, in_service=version.ref == current))
        )
    return [registered for _, registered in sorted(found, key=lambda pair: pair[0])]


def list_unreadable(config: Config) -> list[ArtifactError]:
    """What is wrong with the versions on disk that `list_models` leaves out."""
    errors = []
    for folder in list_folders(model_roots(config.models_dir)):
        try:
            read_manifest(folder, verify=False)
        except ArtifactError as error:
            errors.append(error)
    return errors


def promote(config: Config, store: Store, ref: str, *, actor: str) -> ModelVersion:
    """Put a version into service, after checking every one of its files.

    Comments that wait are scored anew by whoever serves next; scores that were
    stored keep the version that gave them.

    Raises:
        ArtifactError: missing or damaged; the version in service stays.
    """
    with store.transaction():
        _register_current(config, store)
        register(config, store, ref)
        return store.model_versions.promote(ref, actor)


def rollback(config: Config, store: Store, *, actor: str) -> ModelVersion:
    """Put the version before the present one back into service.

    Raises:
        StoreError: there was none before.
        ArtifactError: that version is missing or damaged; the present one stays.
    """
    with store.transaction():
        version = store.model_versions.rollback(actor)
        read_manifest(find_folder(version.ref, model_roots(config.models_dir)))
        return version


def register(config: Config, store: Store, ref: str) -> ModelVersion:
    """Write a version that lies on disk into the store, its files checked.

    Raises:
        ArtifactError: missing or damaged.
        StoreError: another artefact is registered under this name and version.
    """
    folder = find_folder(ref, model_roots(config.models_dir))
    version = model_version(folder, read_manifest(folder))
    return store.model_versions.add_version(version)


def _register_current(config: Config, store: Store) -> None:
    """Before the first promotion, note what was in service, so that one can go back to it."""
    if store.model_versions.find_promoted() is None:
        ref = ref_in_service(config, store)
        register(config, store, ref)
        store.model_versions.promote(ref)
