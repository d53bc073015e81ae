"""The models that were trained, and which is in service. Promotions are rows, never changed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from moderation.domain import ModelVersion
from moderation.errors import NotFound, StoreError
from moderation.store.accounts import SYSTEM
from moderation.store.audit import Audit
from moderation.store.cells import cell_to_time, time_to_cell, to_json, utc_now
from moderation.store.connection import Connection, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Promotion:
    """That a version went into service, by promotion or by a rollback to it."""

    id: int
    ref: str
    action: str
    """`promote` or `rollback`."""
    actor: str
    at: datetime


class ModelVersions:
    """The tables of model versions and of promotions. Every change is audited."""

    def __init__(self, connection: Connection, audit: Audit) -> None:
        self._connection = connection
        self._audit = audit

    def add_version(self, version: ModelVersion, *, actor: str = SYSTEM) -> ModelVersion:
        """Register it; the same artefact a second time changes nothing.

        Raises:
            StoreError: another artefact is registered under this name and version.
        """
        with self._connection.transaction():
            known = self.find_version(version.ref)
            if known is None:
                created_at = version.created_at or utc_now()
                self._connection.insert("model_versions", _cells(version, created_at))
                details = {"sha256": version.sha256}
                self._audit.add_event(actor, "model.add", version.ref, details)
            elif known.sha256 != version.sha256:
                raise StoreError(
                    f"Another model is registered as {version.ref}",
                    next_step="Register this one under a new version; "
                    "`moderation models list` shows those taken",
                )
            return self.get_version(version.ref)

    def find_version(self, ref: str) -> ModelVersion | None:
        """The version `name/version`, None if it is not registered."""
        row = self._connection.row("SELECT * FROM model_versions WHERE ref = ?", (ref,))
        return None if row is None else _version(row, self._promoted_at(ref))

    def get_version(self, ref: str) -> ModelVersion:
        """The version `name/version`.

        Raises:
            NotFound: it is not registered.
        """
        version = self.find_version(ref)
        if version is None:
            raise NotFound(
                f"No model {ref!r} is registered",
                next_step="Type `moderation models list` for those there are",
            )
        return version

    def list_versions(self) -> list[ModelVersion]:
        """All versions, oldest first. `promoted_at` is when each last went into service."""
        rows = self._connection.rows("SELECT * FROM model_versions ORDER BY created_at, ref")
        return [_version(row, self._promoted_at(row["ref"])) for row in rows]

    def find_promoted(self) -> ModelVersion | None:
        """The version in service, None before the first promotion."""
        ref = self._connection.value("SELECT ref FROM promotions ORDER BY id DESC LIMIT 1")
        return None if ref is None else self.find_version(ref)

    def list_promotions(self) -> list[Promotion]:
        """What was in service when, oldest first."""
        return [
            Promotion(
                id=row["id"],
                ref=row["ref"],
                action=row["action"],
                actor=row["actor"],
                at=cell_to_time(row["at"]),
            )
            for row in self._connection.rows("SELECT * FROM promotions ORDER BY id")
        ]

    def promote(self, ref: str, actor: str = SYSTEM) -> ModelVersion:
        """Put `ref` into service; the one in service already is left as it is.

        Raises:
            NotFound: it is not registered.
        """
        with self._connection.transaction():
            version = self.get_version(ref)
            current = self.find_promoted()
            if current is not None and current.ref == ref:
                return version
            return self._add_promotion(ref, "promote", actor)

    def rollback(self, actor: str = SYSTEM) -> ModelVersion:
        """Put the version before the present one back into service, step by step.

        Raises:
            StoreError: there was none before it.
        """
        with self._connection.transaction():
            trail: list[str] = []
            for promotion in self.list_promotions():
                if promotion.action == "rollback":
                    trail.pop()
                else:
                    trail.append(promotion.ref)
            if len(trail) < 2:
                raise StoreError(
                    "No earlier model was in service",
                    next_step="Type `moderation models list` and promote one of those",
                )
            return self._add_promotion(trail[-2], "rollback", actor)

    def _add_promotion(self, ref: str, action: str, actor: str) -> ModelVersion:
        now = utc_now()
        before = self.find_promoted()
        self._connection.insert(
            "promotions",
            {"ref": ref, "action": action, "actor": actor, "at": time_to_cell(now)},
        )
        details = {"before": "" if before is None else before.ref}
        self._audit.add_event(actor, f"model.{action}", ref, details, at=now)
        return self.get_version(ref)

    def _promoted_at(self, ref: str) -> datetime | None:
        at = self._connection.value(
            "SELECT at FROM promotions WHERE ref = ? ORDER BY id DESC LIMIT 1", (ref,)
        )
        return None if at is None else cell_to_time(at)


def _cells(version: ModelVersion, created_at: datetime) -> dict[str, str]:
    return {
        "ref": version.ref,
        "name": version.name,
        "version": version.version,
        "sha256": version.sha256,
        "labels": to_json(version.labels),
        "trained_on": to_json(version.trained_on),
        "measures": to_json(version.measures),
        "folder": version.folder,
        "created_at": time_to_cell(created_at),
    }


def _version(row: Row, promoted_at: datetime | None) -> ModelVersion:
    return ModelVersion(
        name=row["name"],
        version=row["version"],
        sha256=row["sha256"],
        labels=tuple(json.loads(row["labels"])),
        trained_on=tuple(json.loads(row["trained_on"])),
        measures=json.loads(row["measures"]),
        folder=row["folder"],
        created_at=cell_to_time(row["created_at"]),
        promoted_at=promoted_at,
    )
