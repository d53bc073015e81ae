"""`moderation demo`: the whole way on a thread of our own invention."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import as_file, files
from pathlib import Path
from typing import Final

import click

from moderation.cli.accounts import add_account, set_password
from moderation.cli.drawing import draw_queue
from moderation.cli.importing import import_file, summary_of
from moderation.cli.program import example
from moderation.cli.queue import heading_of, list_entries
from moderation.cli.serve import run_server
from moderation.cli.settings import Settings, opened_desk, opened_store, pass_settings
from moderation.config import Config
from moderation.domain import ItemState
from moderation.errors import ModerationError

DATA_DIR: Final = Path("demo-data")
NAME: Final = "demo"
PORTS_TRIED: Final = 10


@example("moderation demo --port 8765")
@click.command("demo")
@click.option(
    "--port", type=click.IntRange(0, 65535), metavar="N", help="Port; the next free one by default."
)
@click.option("--no-serve", is_flag=True, help="Stop after the ranked queue.")
@pass_settings
def demo(settings: Settings, port: int | None, no_serve: bool) -> None:
    """Try it all on a bundled thread.

    Imports the thread, prints its ranked queue and serves it with a printed log-in. Everything
    is kept in ./demo-data, or in --data-dir; delete the folder to start over.
    """
    config = replace(settings.config(), data_dir=settings.data_dir or DATA_DIR)
    with as_file(files("moderation") / "demo" / "thread.txt") as thread:
        report = import_file(config, thread, source=NAME)
    click.echo(summary_of(report))
    with opened_desk(config) as desk:
        entries = list_entries(desk, outcome=None, state=ItemState.PENDING, limit=None)
        heading = heading_of(desk.counts())
        for line in draw_queue(entries, heading, len(entries), rest="moderation queue --all"):
            click.echo(line)
    password = _log_in(config)
    click.echo(f"\nLog in as {NAME} with the password {password}")
    if no_serve:
        click.echo(f"Next: moderation --data-dir {config.data_dir} serve")
        return
    _serve(config, port)


def _log_in(config: Config) -> str:
    """A fresh password for the demo's account: the old one cannot be shown again."""
    from moderation.passwords import generate_password

    password = generate_password()
    with opened_store(config) as store:
        if store.accounts.find_account(NAME) is None:
            add_account(store, NAME, "administrator", password)
        else:
            set_password(store, NAME, password)
    return password


def _serve(config: Config, port: int | None) -> None:
    if port is not None:
        run_server(config, port=port, on_ready=_tell)
        return
    first = config.web.port
    for number in range(first, first + PORTS_TRIED):
        try:
            run_server(config, port=number, on_ready=_tell)
        except ModerationError:
            if number == first + PORTS_TRIED - 1:
                raise
        else:
            return


def _tell(url: str) -> None:
    click.echo(f"Open {url} (stop with Ctrl-C)")
