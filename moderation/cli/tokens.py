"""`moderation token`: what other programs log in to the API with."""

from __future__ import annotations

from typing import Final

import click

from moderation.cli.program import example, nearest_hint
from moderation.cli.settings import Settings, opened_store, pass_settings, user_name
from moderation.errors import UsageError

SCOPES: Final = ("score", "suggest", "queue")


@example("moderation token create my-site --scope score,queue")
@click.group("token")
def token() -> None:
    """Make, list and revoke the tokens of the HTTP API."""


@example("moderation token create my-site --scope score,queue --source my-site")
@token.command("create")
@click.argument("name")
@click.option(
    "--scope",
    default="queue",
    show_default=True,
    help="What it may do, with commas. queue: send comments into the queue. score and suggest "
    "can be given already; no endpoint asks for them yet.",
)
@click.option("--source", default="", help="The source that its comments belong to.")
@pass_settings
def create(settings: Settings, name: str, scope: str, source: str) -> None:
    """Make a token and print it, once, on standard output. Only its hash is stored."""
    from moderation.passwords import hash_token, new_token

    scopes = ",".join(_scopes(scope))
    made = new_token()
    with opened_store(settings.config(), create=True) as store:
        store.tokens.add_token(name, hash_token(made), scopes, source, actor=user_name())
    click.echo(made)
    click.echo(
        "This is the only time it is shown. Send it as: Authorization: Bearer TOKEN", err=True
    )


@example("moderation token list")
@token.command("list")
@pass_settings
def list_(settings: Settings) -> None:
    """List all tokens, never the tokens themselves."""
    with opened_store(settings.config()) as store:
        tokens = store.tokens.list_tokens()
    if not tokens:
        click.echo("There is no token yet. Next: moderation token create NAME")
    for found in tokens:
        used = "never used" if found.used_at is None else f"used {found.used_at:%Y-%m-%d}"
        state = used if found.revoked_at is None else f"revoked {found.revoked_at:%Y-%m-%d}"
        click.echo(f"{found.name:<20} {found.scope:<22} {state:<20} {found.source}".rstrip())


@example("moderation token revoke my-site")
@token.command("revoke")
@click.argument("name")
@pass_settings
def revoke(settings: Settings, name: str) -> None:
    """Make a token worthless at once."""
    with opened_store(settings.config()) as store:
        store.tokens.revoke(name, actor=user_name())
    click.echo(f"Revoked {name}. Next: moderation token list")


def _scopes(text: str) -> list[str]:
    scopes = [part.strip() for part in text.split(",") if part.strip()]
    for scope in scopes:
        if scope not in SCOPES:
            raise UsageError(
                f"There is no scope {scope!r}",
                next_step=nearest_hint(scope, SCOPES) or f"Known scopes: {', '.join(SCOPES)}",
            )
    if not scopes:
        raise UsageError(
            "A token needs at least one scope", next_step=f"Known scopes: {', '.join(SCOPES)}"
        )
    return [scope for scope in SCOPES if scope in scopes]
