"""`moderation models`: which versions there are, and which one is in service."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from moderation.cli.model_cards import card
from moderation.cli.program import example
from moderation.cli.rescoring import rescore_option, rescore_waiting
from moderation.cli.settings import Settings, opened_store, pass_settings, user_name
from moderation.config import Config

if TYPE_CHECKING:
    from moderation.learning.registry import Registered


@example("moderation models list")
@click.group("models")
def models() -> None:
    """List model versions and choose the one in service."""


@example("moderation models list")
@models.command("list")
@pass_settings
def list_(settings: Settings) -> None:
    """List all versions, oldest first; * marks the one in service."""
    from moderation.learning import registry

    config = settings.config()
    for registered in _registered(config):
        version = registered.version
        mark = "*" if registered.in_service else " "
        made = "" if version.created_at is None else f"{version.created_at:%Y-%m-%d %H:%M}"
        learned = ", ".join(version.trained_on)
        click.echo(f"{mark} {version.ref:<36} {made:<17} {learned}".rstrip())
    for error in registry.list_unreadable(config):
        click.echo(f"! {error.message}")
    click.echo("Next: moderation models promote NAME/VERSION")


@example("moderation models promote comments-minilm/1.0.0")
@models.command("promote")
@click.argument("version", metavar="NAME/VERSION")
@rescore_option
@pass_settings
def promote(settings: Settings, version: str, rescore: bool) -> None:
    """Put a version into service, after checking all of its files."""
    from moderation.learning import registry

    config = settings.config()
    with opened_store(config, create=True) as store:
        promoted = registry.promote(config, store, version, actor=user_name())
    click.echo(f"{promoted.ref} is in service. To take it back: moderation models rollback")
    if rescore:
        rescore_waiting(config, promoted.ref)


@example("moderation models rollback")
@models.command("rollback")
@rescore_option
@pass_settings
def rollback(settings: Settings, rescore: bool) -> None:
    """Put the version before this one back into service."""
    from moderation.learning import registry

    config = settings.config()
    with opened_store(config) as store:
        restored = registry.rollback(config, store, actor=user_name())
    click.echo(f"{restored.ref} is in service again.")
    if rescore:
        rescore_waiting(config, restored.ref)


def _registered(config: Config) -> list[Registered]:
    from moderation.learning import registry

    if not config.database.is_file():
        return registry.list_models(config, None)
    with opened_store(config) as store:
        return registry.list_models(config, store)


models.add_command(card)
