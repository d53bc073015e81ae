"""The queue as text: one block for each comment, worst first, as wide as the terminal.

A comment is hostile input for a terminal as well: control characters, escape sequences and
direction overrides are shown as a replacement character, never sent.
"""

from __future__ import annotations

import shutil
import textwrap
import unicodedata
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

import click

from moderation.domain import Assessment, Outcome, Priority, Selection, Verdict

if TYPE_CHECKING:
    from moderation.desk import QueueEntry

INDENT: Final = 6
HEAD: Final = 35
"""Columns before the labels: number, priority, bar and verdict."""
BAR: Final = 10
TOP_LABELS: Final = 3
TEXT_LINES: Final = 2
_JOINERS: Final = "\u200c\u200d"
_COLORS: Final = {Outcome.REJECT: "red", Outcome.HOLD: "yellow", Outcome.APPROVE: "green"}
_WORDS: Final = {Outcome.NO_OPINION: "no opinion"}


def terminal_width() -> int:
    """Columns to draw in, within what can be read."""
    return min(max(shutil.get_terminal_size((100, 24)).columns, 60), 120)


def draw_queue(entries: Sequence[QueueEntry], heading: str, total: int, rest: str) -> Iterable[str]:
    """The lines of a ranked queue.

    Args:
        entries: what is shown of it.
        heading: says what waits.
        total: how many comments the whole queue has.
        rest: the command that shows all of them.
    """
    yield click.style(heading, bold=True)
    width = terminal_width()
    for number, entry in enumerate(entries, 1):
        yield ""
        yield from draw_entry(number, entry, width)
    if total > len(entries):
        yield ""
        yield f"{total - len(entries)} more: {rest}"


def draw_entry(number: int, entry: QueueEntry, width: int) -> Iterable[str]:
    """One comment: priority, verdict and labels; the text; why; who, where and id."""
    item = entry.item
    yield (
        f"{number:>{INDENT - 2}}  {draw_bar(item.priority)}  "
        f"{_draw_outcome(item.verdict.outcome)}  "
        f"{shorten(draw_labels(item.assessment), width - HEAD, 1)[0]}"
    )
    pad = " " * INDENT
    for line in shorten(visible(entry.comment.text), width - INDENT - 2, TEXT_LINES):
        yield f"{pad}{line}"
    for line in textwrap.wrap(f"Why: {draw_why(item.verdict, item.priority)}", width - INDENT):
        yield f"{pad}{click.style(line, fg='cyan')}"
    author = visible(entry.comment.author_id) or "unknown author"
    yield f"{pad}{click.style(f'{author} · id {entry.comment.id}', dim=True)}"


def draw_why(verdict: Verdict, priority: Priority) -> str:
    """The verdict's reasons, and chance where it is what lifted the comment."""
    reasons = [visible(reason.text) for reason in verdict.reasons]
    if priority.selection is Selection.AUDIT:
        reasons.append("Drawn by chance for the audit")
    return "; ".join(reasons)


def draw_bar(priority: Priority) -> str:
    """The priority as a number and a bar, as `0.62 ██████░░░░`."""
    full = round(priority.value * BAR)
    return f"{priority.value:.2f} {'█' * full}{'░' * (BAR - full)}"


def draw_labels(assessment: Assessment) -> str:
    """The labels with the highest scores."""
    top = sorted(assessment.scores, key=lambda score: score.value, reverse=True)[:TOP_LABELS]
    return " · ".join(f"{score.label} {score.value:.2f}" for score in top) or "not scored"


def visible(text: str) -> str:
    """`text` on one line, with everything invisible or dangerous to a terminal made visible."""
    return " ".join("".join(_visible_char(char) for char in text).split())


def shorten(text: str, columns: int, lines: int) -> list[str]:
    """`text` wrapped to `columns`, cut after `lines` with an ellipsis."""
    wrapped: list[str] = []
    rest = text or "(empty)"
    while rest and len(wrapped) < lines:
        cut = _fitting(rest, columns)
        if cut < len(rest) and " " in rest[:cut].strip():
            cut = rest.rindex(" ", 0, cut + 1) + 1
        wrapped.append(rest[:cut].strip())
        rest = rest[cut:].strip()
    if rest:
        wrapped[-1] = wrapped[-1][: _fitting(wrapped[-1], columns - 1)] + "…"
    return wrapped


def _fitting(text: str, columns: int) -> int:
    """How many characters of `text` fit into `columns`."""
    used = 0
    for count, char in enumerate(text):
        used += _columns(char)
        if used > columns:
            return count
    return len(text)


def _columns(char: str) -> int:
    if char in _JOINERS or unicodedata.category(char) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1


def _visible_char(char: str) -> str:
    if char.isspace():
        return " "
    if char not in _JOINERS and unicodedata.category(char) in {"Cc", "Cf", "Co", "Cs", "Cn"}:
        return "\ufffd"
    return char


def _draw_outcome(outcome: Outcome) -> str:
    word = _WORDS.get(outcome, outcome.value.upper())
    color = _COLORS.get(outcome)
    return click.style(f"{word:<10}", fg=color, bold=color is not None, dim=color is None)
