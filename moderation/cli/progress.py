"""A progress bar on standard error, for people only: a pipe or a log gets nothing."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import click

REDRAW_SECONDS: Final = 0.1


@contextmanager
def progress(label: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
    """Show how far a long work is.

    Args:
        label: what is being done, as `Scoring`.
        total: how much there is; without it only the count is shown.

    Yields:
        A function to call with how much was done since its last call.
    """
    if not sys.stderr.isatty():
        yield _ignore
    elif total is None:
        with _counter(label) as advance:
            yield advance
    else:
        with click.progressbar(
            length=total, label=label, file=sys.stderr, show_pos=True, width=30
        ) as bar:
            yield bar.update


def _ignore(_done: int) -> None:
    return


@contextmanager
def _counter(label: str) -> Iterator[Callable[[int], None]]:
    count, drawn = 0, 0.0

    def advance(done: int) -> None:
        nonlocal count, drawn
        count += done
        if time.monotonic() - drawn >= REDRAW_SECONDS:
            drawn = time.monotonic()
            click.echo(f"\r{label} {count}", nl=False, err=True)

    try:
        yield advance
    finally:
        click.echo(f"\r{label} {count}", err=True)
