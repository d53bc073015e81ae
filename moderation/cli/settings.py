"""What every command is given: the settings, and doors to the store, the desk and the model."""

from __future__ import annotations

import getpass
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from moderation.config import Config, load_config

if TYPE_CHECKING:
    from moderation.assess import Assessor
    from moderation.desk import Desk, Holder
    from moderation.store import Store


@dataclass(frozen=True, slots=True)
class Settings:
    """The options that stand before the command. Files are read when a command needs them."""

    config_path: Path | None = None
    data_dir: Path | None = None

    def config(self) -> Config:
        """The configuration, with --data-dir outranking its own data_dir.

        Raises:
            ConfigError: the file is missing or wrong.
        """
        config = load_config(self.config_path)
        return config if self.data_dir is None else replace(config, data_dir=self.data_dir)


pass_settings = click.make_pass_decorator(Settings, ensure=True)


@contextmanager
def opened_store(config: Config, *, create: bool = False) -> Iterator[Store]:
    """The configured database, closed at the end.

    Raises:
        StoreError: missing (unless `create`), locked, damaged or newer than this program.
    """
    from moderation.store import open_store

    store = open_store(config.database, create=create)
    try:
        yield store
    finally:
        store.close()


@contextmanager
def opened_desk(config: Config) -> Iterator[Desk]:
    """A desk for deciding and looking, without a model."""
    from moderation.desk import Desk

    with opened_store(config) as store:
        yield Desk(store, config, None)


def assessor_for(config: Config, ref: str | None = None) -> Assessor:
    """The assessor to score with: the named version, the promoted, the configured, the shipped.

    Works without a database; where there is one, its promoted version is used.

    Raises:
        ArtifactError: the version is missing or damaged.
        StoreError: there is a database and it cannot be read.
    """
    from moderation import assess

    return assess.load_assessor(config, ref=ref or promoted_ref(config))


def promoted_ref(config: Config) -> str | None:
    """`name/version` of the version promoted in the database, if there are both."""
    if not config.database.is_file():
        return None
    with opened_store(config) as store:
        promoted = store.model_versions.find_promoted()
    return None if promoted is None else promoted.ref


def user_name() -> str:
    """Who types: the log-in name, or `operator` where the system knows none."""
    try:
        return getpass.getuser().replace("/", "-") or "operator"
    except (KeyError, OSError, ImportError):
        return "operator"


def holder_of(name: str | None) -> Holder:
    """This person in this very command: its lease is nobody else's."""
    from moderation.desk import Holder

    return Holder(name=name or user_name(), session=f"command-{os.getpid()}")
