"""CSV with a header row; comma, semicolon, tab or bar between the cells."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Final

from moderation.importers.base import (
    MAX_COMMENT_CHARS,
    ImporterFormat,
    Line,
    Origin,
    Record,
    quote,
)
from moderation.importers.fields import FIELDS, REQUIRED, RowReader, field_named

_DELIMITERS: Final = (",", ";", "\t", "|")


class CsvFile(ImporterFormat):
    """One comment a row, under a header that names at least `id` and `text`."""

    name = "csv"
    title = "CSV with a header row: id,text,..."
    suffixes = (".csv", ".tsv")

    def sniff(self, head: str) -> float:
        """Sure of a header with `id` and `text`; weaker of one with either of them."""
        line = head.lstrip("\ufeff\r\n").split("\n", 1)[0]
        _, names = _split_header(line)
        found = {field_named(name) for name in names}
        if found.issuperset(REQUIRED):
            return 0.95
        if len(names) > 1 and not found.isdisjoint(REQUIRED):
            return 0.6
        return 0.0

    def read(self, lines: Iterator[Line], origin: Origin) -> Iterator[Record]:
        """Yield one comment for each row under the header."""
        csv.field_size_limit(MAX_COMMENT_CHARS)
        header_line, header = _read_header(lines, origin)
        delimiter, names = _split_header(header)
        columns = _columns(names, header_line, origin)
        rows = RowReader(origin)
        for number, cells in _rows(lines, delimiter, header_line, origin):
            if len(cells) != len(names):
                raise origin.fail(
                    number,
                    expected=f"{len(names)} cells as in the header",
                    found=f"{len(cells)}: {quote(delimiter.join(cells))}",
                )
            row = {name: cells[at] for name, at in columns.items()}
            yield from rows.records_of(row, number)


def _read_header(lines: Iterator[Line], origin: Origin) -> tuple[int, str]:
    for number, text in lines:
        if not text.isspace():
            return number, text
    raise origin.fail(1, expected="a header row such as id,text", found="nothing")


def _split_header(line: str) -> tuple[str, list[str]]:
    """The delimiter that yields the most known columns, and the names under it."""
    best: tuple[int, int, str, list[str]] = (-1, 0, ",", [])
    for rank, delimiter in enumerate(_DELIMITERS):
        try:
            names = next(csv.reader([line.rstrip("\r\n")], delimiter=delimiter), [])
        except csv.Error:
            continue
        known = sum(field_named(name) is not None for name in names)
        best = max(best, (known, -rank, delimiter, names))
    return best[2], best[3]


def _columns(names: list[str], line: int, origin: Origin) -> dict[str, int]:
    """Where each known column stands, under the first name of its field or a synonym."""
    columns: dict[str, int] = {}
    for at, name in enumerate(names):
        folded = name.strip().lower().replace(" ", "_").replace("-", "_")
        if field_named(name) is None:
            continue
        if folded in columns:
            raise origin.fail(
                line, expected="each column once", found=f"{quote(folded)} twice in the header"
            )
        columns[folded] = at
    for key in REQUIRED:
        if not any(name in columns for name in FIELDS[key]):
            raise origin.fail(
                line,
                expected=f"a column named '{key}' in the header",
                found=quote(", ".join(names), 120),
                next_step="Name the columns in the first row, for example: id,text,author",
            )
    return columns


def _rows(
    lines: Iterator[Line], delimiter: str, header_line: int, origin: Origin
) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not blank, each with the number of its first line."""
    reader = csv.reader((line.text for line in lines), delimiter=delimiter, strict=True)
    while True:
        begins = header_line + reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise _broken(error, begins, origin) from error
        if cells is None:
            return
        if cells:
            yield begins, cells


def _broken(error: csv.Error, begins: int, origin: Origin) -> Exception:
    what = str(error)
    if "unexpected end of data" in what or "field larger" in what:
        return origin.fail(
            begins,
            expected='a closing quotation mark (") for the row that begins here',
            found="the end of the file" if "end" in what else "more than 64 MiB without one",
        )
    return origin.fail(
        begins,
        expected='a CSV row, with a quotation mark in a quoted cell doubled ("")',
        found=quote(what),
    )
