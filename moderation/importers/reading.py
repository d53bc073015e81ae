"""Reading an input's records, and checking all of it before anything is written."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from moderation.domain import Comment, Thread
from moderation.errors import InputError
from moderation.importers.base import ImporterFormat, Line, Origin, Record, quote, quote_name
from moderation.importers.detect import detect_format, format_named
from moderation.importers.opening import InputFile, open_input

_PROGRESS_EVERY: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class InputSummary:
    """What a whole input holds."""

    format: str
    comments: int
    threads: int
    """Different threads."""
    empty: int
    """Comments without any text, which no one needs to look at."""


def read_records(
    path: Path | InputFile | None,
    *,
    format: str | None = None,  # noqa: A002 - named as the option --format is
    source: str | None = None,
) -> Iterator[Record]:
    """Yield an input's records lazily, in constant memory, threads before their comments.

    Args:
        path: A file, an input opened with `open_input`, or None for standard input.
        format: A key of `FORMATS`; told from the content where it is None.
        source: The source of all records. Where it is None a row's own counts, and
            else the file's name without its ending, or `stdin`.

    Yields:
        Threads and comments in the input's order.

    Raises:
        InputError: The input or a line of it cannot be read; the message names both.
        UnknownFormat: The format cannot be told, or there is none of that name.
    """
    if not isinstance(path, InputFile):
        with open_input(path) as opened:
            yield from read_records(opened, format=format, source=source)
        return
    yield from _read(path, _format_of(path, format), source, None)


def validate(
    path: Path | InputFile | None,
    *,
    format: str | None = None,  # noqa: A002 - named as the option --format is
    source: str | None = None,
    on_progress: Callable[[int], None] | None = None,
) -> InputSummary:
    """Read a whole input once and keep nothing, so that nothing is half-imported.

    Two rows with one id and different texts are refused, as the one would be taken
    for an edit of the other, at every import anew. The same row twice does no harm.
    The memory needed is 8 bytes for each comment and thread.

    Args:
        path: As for `read_records`. Standard input can be read once only: open it
            with `open_input` and give the opened input to both.
        format: As for `read_records`.
        source: As for `read_records`.
        on_progress: Called with the number of comments read since its last call.

    Returns:
        The format and the counts.

    Raises:
        InputError: As for `read_records`, and for one id with two texts.
        UnknownFormat: As for `read_records`.
    """
    if not isinstance(path, InputFile):
        with open_input(path) as opened:
            return validate(opened, format=format, source=source, on_progress=on_progress)
    chosen = _format_of(path, format)
    comments, threads, empty = array("Q"), array("Q"), 0
    for record in _read(path, chosen, source, None):
        if isinstance(record, Thread):
            threads.append(_short(record.id))
            continue
        comments.append(_short(record.id))
        empty += not record.text.strip()
        if on_progress and len(comments) % _PROGRESS_EVERY == 0:
            on_progress(_PROGRESS_EVERY)
    if on_progress and len(comments) % _PROGRESS_EVERY:
        on_progress(len(comments) % _PROGRESS_EVERY)
    _refuse_two_texts(path, chosen, source, _repeated(comments))
    return InputSummary(
        format=chosen.name, comments=len(comments), threads=_different(threads), empty=empty
    )


def _format_of(path: InputFile, name: str | None) -> ImporterFormat:
    # The head is looked at in any case, as it tells an empty or foreign file.
    path.head()
    return format_named(name or detect_format(path))


def _read(
    path: InputFile, chosen: ImporterFormat, source: str | None, clock: _LineClock | None
) -> Iterator[Record]:
    origin: Origin = path.origin(source)
    lines = path.lines() if clock is None else clock.watch(path.lines())
    yield from chosen.read(lines, origin)


class _LineClock:
    """Knows the number of the line that was read last."""

    def __init__(self) -> None:
        self.number = 0

    def watch(self, lines: Iterator[Line]) -> Iterator[Line]:
        """Pass the lines on and note their numbers."""
        for line in lines:
            self.number = line.number
            yield line


def _refuse_two_texts(
    path: InputFile, chosen: ImporterFormat, source: str | None, suspects: frozenset[int]
) -> None:
    """Read again for the ids that occurred twice; different texts under one are an error."""
    if not suspects:
        return
    clock = _LineClock()
    first: dict[str, tuple[int, str]] = {}
    for record in _read(path, chosen, source, clock):
        if not isinstance(record, Comment) or _short(record.id) not in suspects:
            continue
        line, hashed = first.setdefault(record.id, (clock.number, record.content_hash))
        if hashed != record.content_hash:
            raise _two_texts(path.origin(source), record, line, clock.number)


def _two_texts(origin: Origin, comment: Comment, first: int, second: int) -> InputError:
    return InputError(
        f"{quote_name(origin.name)}, line {second}: expected each id once, found "
        f"{quote(comment.external_id)} with another text on line {first}",
        next_step=origin.look_at(second),
    )


def _short(record_id: str) -> int:
    """The first 64 bits of an id, which is a hash in hex."""
    return int(record_id[:16], 16)


def _repeated(ids: array[int]) -> frozenset[int]:
    import numpy as np

    ordered = np.sort(np.frombuffer(ids, dtype=np.uint64)) if ids else np.empty(0, np.uint64)
    return frozenset(ordered[1:][ordered[1:] == ordered[:-1]].tolist())


def _different(ids: array[int]) -> int:
    import numpy as np

    return int(np.unique(np.frombuffer(ids, dtype=np.uint64)).size) if ids else 0
