"""`moderation account`: who may log in."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from moderation.cli.program import NearestChoice, example
from moderation.cli.settings import Settings, opened_store, pass_settings, user_name
from moderation.errors import UsageError

if TYPE_CHECKING:
    from moderation.store import Store

ROLES = ("moderator", "editor", "administrator")
MIN_PASSWORD = 10

password_option = click.option(
    "--password-stdin",
    is_flag=True,
    help="Read the password from standard input instead of making one.",
)


@example("moderation account add ana --role editor")
@click.group("account")
def account() -> None:
    """Add, list and disable the people who may log in."""


@example("moderation account add ana --role editor")
@account.command("add")
@click.argument("name")
@click.option(
    "--role",
    type=NearestChoice(ROLES),
    default="moderator",
    show_default=True,
    help="Moderators decide; editors also look after models; administrators after all.",
)
@password_option
@pass_settings
def add(settings: Settings, name: str, role: str, password_stdin: bool) -> None:
    """Add NAME, who may then log in. The password is shown once and stored only as a hash."""
    password, shown = _password(password_stdin)
    with opened_store(settings.config(), create=True) as store:
        add_account(store, name, role, password)
    click.echo(f"Added {name} as {role}.")
    if shown:
        click.echo(f"Password, shown this once: {password}")
    click.echo("Next: moderation serve")


def add_account(store: Store, name: str, role: str, password: str) -> None:
    """Add an account, of which only the hash of the password is kept.

    Raises:
        UsageError: the name cannot be used.
        StoreError: the name is taken.
    """
    from moderation.passwords import hash_password

    store.accounts.add_account(name, role, hash_password(password), actor=user_name())


@example("moderation account list")
@account.command("list")
@pass_settings
def list_(settings: Settings) -> None:
    """List all accounts with role and state."""
    with opened_store(settings.config()) as store:
        accounts = store.accounts.list_accounts()
    if not accounts:
        click.echo("There is no account yet. Next: moderation account add NAME")
    for found in accounts:
        state = "active" if found.disabled_at is None else f"disabled {found.disabled_at:%Y-%m-%d}"
        click.echo(f"{found.name:<20} {found.role:<14} {state}")


@example("moderation account disable ana")
@account.command("disable")
@click.argument("name")
@pass_settings
def disable(settings: Settings, name: str) -> None:
    """Let NAME log in no more. What NAME decided stays."""
    with opened_store(settings.config()) as store:
        store.accounts.disable(name, actor=user_name())
    click.echo(f"Disabled {name}. To take it back: moderation account enable {name}")


@example("moderation account enable ana")
@account.command("enable")
@click.argument("name")
@pass_settings
def enable(settings: Settings, name: str) -> None:
    """Let NAME log in again."""
    with opened_store(settings.config()) as store:
        store.accounts.enable(name, actor=user_name())
    click.echo(f"Enabled {name}. Next: moderation account list")


@example("moderation account password ana")
@account.command("password")
@click.argument("name")
@password_option
@pass_settings
def password(settings: Settings, name: str, password_stdin: bool) -> None:
    """Give NAME a new password, shown once."""
    new, shown = _password(password_stdin)
    with opened_store(settings.config()) as store:
        set_password(store, name, new)
    click.echo(f"Changed the password of {name}.")
    if shown:
        click.echo(f"Password, shown this once: {new}")


def set_password(store: Store, name: str, new: str) -> None:
    """Change a password; the old one is worthless at once."""
    from moderation.passwords import hash_password

    store.accounts.set_password(name, hash_password(new), actor=user_name())


def _password(from_stdin: bool) -> tuple[str, bool]:
    """The password, and whether it is to be shown because it was made here."""
    from moderation.passwords import generate_password

    if not from_stdin:
        return generate_password(), True
    given = sys.stdin.readline().rstrip("\r\n")
    if len(given) < MIN_PASSWORD:
        raise UsageError(
            f"The password has {len(given)} characters, at least {MIN_PASSWORD} are needed",
            next_step="Send a longer one, or leave --password-stdin out to have one made",
        )
    return given, False
