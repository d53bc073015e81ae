"""`moderation serve`: the queue in a browser, and the HTTP API."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from moderation.cli.program import example
from moderation.cli.settings import Settings, opened_store, pass_settings
from moderation.config import Config

if TYPE_CHECKING:
    from moderation.assess import Assessor


@example("moderation serve --port 8765")
@click.command("serve")
@click.option("--host", help="Address to listen on; the configured one by default.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    metavar="N",
    help="Port; 0 for any free one, the configured one by default.",
)
@pass_settings
def serve(settings: Settings, host: str | None, port: int | None) -> None:
    """Serve the queue and the HTTP API until Ctrl-C."""
    config = settings.config()
    with opened_store(config, create=True) as store:
        accounts = len(store.accounts.list_accounts())

    def ready(url: str) -> None:
        click.echo(f"Serving {url} (stop with Ctrl-C)")
        if not accounts:
            click.echo("Nobody can log in yet. In another terminal: moderation account add NAME")

    run_server(config, host=host, port=port, on_ready=ready)


def run_server(
    config: Config,
    *,
    host: str | None = None,
    port: int | None = None,
    assessor: Assessor | None = None,
    on_ready: Callable[[str], None],
) -> None:
    """Listen, tell the address, and serve until interrupted.

    Raises:
        ModerationError: the address cannot be listened on.
    """
    from moderation.web.app import create_app
    from moderation.web.serving import open_server

    address = config.web.host if host is None else host
    server = open_server(
        create_app(config, assessor=assessor),
        host=address,
        port=config.web.port if port is None else port,
    )
    try:
        on_ready(f"http://{_shown(address)}:{_port_of(server)}/")
        server.run()
    finally:
        server.close()


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _port_of(server: object) -> int:
    """The server names the port differently when it listens on several addresses."""
    several = getattr(server, "effective_listen", None)
    return int(several[0][1] if several else getattr(server, "effective_port", 0))
