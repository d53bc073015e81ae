"""Where results go: standard output, or a file that appears only when it is complete."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from moderation.errors import UsageError


@contextmanager
def opened_output(path: Path | None) -> Iterator[IO[bytes]]:
    """Binary output; None and `-` are standard output.

    A file is written under a temporary name beside it and renamed at the end, so that
    nobody ever sees half of it; after an error the old file is still there.

    Raises:
        UsageError: the path is a folder, or its folder does not exist.
    """
    if path is None or str(path) == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    if path.exists() and not path.is_file() and not path.is_dir():
        # A device or a pipe: renaming a file over it would destroy it.
        with path.open("wb") as stream:
            yield stream
        return
    _check(path)
    target = path.resolve()
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def check_output(path: Path | None) -> None:
    """Refuse an impossible output before any work is done for it.

    Raises:
        UsageError: as for `opened_output`.
    """
    if path is not None and str(path) != "-":
        _check(path)


def _check(path: Path) -> None:
    if path.is_dir():
        raise UsageError(
            f"{path} is a folder", next_step=f"Name a file in it: {path / 'scored.jsonl'}"
        )
    if not path.parent.is_dir():
        raise UsageError(
            f"The folder {path.parent} does not exist",
            next_step=f"Make it first: mkdir -p {path.parent}",
        )
