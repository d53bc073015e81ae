"""Telling an input's format, from its content first and its name second."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Final

from moderation.errors import UnknownFormat
from moderation.importers.base import ImporterFormat, quote, quote_name
from moderation.importers.csv_file import CsvFile
from moderation.importers.jsonl import JsonLines
from moderation.importers.opening import InputFile, open_input
from moderation.importers.page_text import PageText

FORMATS: Final[dict[str, ImporterFormat]] = {
    known.name: known for known in (PageText(), JsonLines(), CsvFile())
}
"""Every format by the name that `--format` takes."""

SURE: Final = 0.5
"""Evidence in the content from which a file's name is not asked."""


def detect_format(path: Path | InputFile | None) -> str:
    """The name of an input's format.

    Args:
        path: A file, an input already opened, or None for standard input. Standard
            input can be read once only, so open it with `open_input` to go on with it.

    Returns:
        A key of `FORMATS`.

    Raises:
        UnknownFormat: Neither the content nor the name tells.
        InputError: The input is missing, unreadable, empty or no UTF-8.
    """
    if not isinstance(path, InputFile):
        with open_input(path) as opened:
            return detect_format(opened)
    head = path.head()
    evidence = {name: known.sniff(head) for name, known in FORMATS.items()}
    best = max(evidence, key=evidence.__getitem__)
    if evidence[best] >= SURE:
        return best
    for name, known in FORMATS.items():
        # A name alone is no evidence for page text: any text file ends in .txt.
        if path.suffix in known.suffixes and (known.name != PageText.name or evidence[name]):
            return name
    raise UnknownFormat(_cannot_tell(path, head), next_step=_name_it(head))


def format_named(name: str) -> ImporterFormat:
    """The format of this name.

    Raises:
        UnknownFormat: There is none; the nearest name is offered.
    """
    if name in FORMATS:
        return FORMATS[name]
    near = difflib.get_close_matches(name, FORMATS, n=1, cutoff=0.4)
    raise UnknownFormat(
        f"there is no format {quote(name)}, only {', '.join(FORMATS)}",
        next_step=f"Type --format {near[0] if near else next(iter(FORMATS))}",
    )


def _is_markup(head: str) -> bool:
    return head.lstrip()[:200].lower().startswith(("<!doctype", "<html", "<?xml"))


def _cannot_tell(path: InputFile, head: str) -> str:
    kinds = "; ".join(f"{name} ({known.title})" for name, known in FORMATS.items())
    if _is_markup(head):
        return (
            f"{quote_name(path.name)} is a page's source (HTML), not its text; "
            f"expected one of: {kinds}"
        )
    return f"{quote_name(path.name)}: the format cannot be told; expected one of: {kinds}"


def _name_it(head: str) -> str:
    if _is_markup(head):
        return "Save the page as text in the browser, and name that file"
    return f"Name it, if it is one of them: --format {'|'.join(FORMATS)}"
