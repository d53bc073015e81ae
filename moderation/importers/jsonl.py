"""JSON lines: one object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator

from moderation.errors import InputError
from moderation.importers.base import (
    ImporterFormat,
    Line,
    Origin,
    Record,
    drop_line_end,
    quote,
    quote_name,
)
from moderation.importers.fields import RowReader


class JsonLines(ImporterFormat):
    """One comment a line, as a JSON object with `id` and `text`."""

    name = "jsonl"
    title = 'JSON lines, {"id": "1", "text": "..."} on each line'
    suffixes = (".jsonl", ".ndjson", ".json")

    def sniff(self, head: str) -> float:
        """Sure of a line that begins as an object; a JSON list is claimed to explain itself."""
        start = head.lstrip()
        if start.startswith("{"):
            return 1.0
        if start.startswith("["):
            return 0.9 if start[1:].lstrip().startswith(("{", "]")) else 0.1
        return 0.0

    def read(self, lines: Iterator[Line], origin: Origin) -> Iterator[Record]:
        """Yield one comment for each line that is not blank."""
        rows = RowReader(origin)
        for number, text in lines:
            if text.isspace():
                continue
            yield from rows.records_of(_parse(text, number, origin), number)


def _parse(text: str, number: int, origin: Origin) -> dict[str, object]:
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise _broken(text, number, origin, error) from error
    except RecursionError as error:
        raise origin.fail(number, expected="one object", found="too many brackets") from error
    except ValueError as error:
        # Python refuses to read numbers of thousands of digits.
        raise origin.fail(number, expected="JSON", found="too long a number") from error
    if isinstance(value, dict):
        return value
    if isinstance(value, list):
        raise _not_lines(number, origin, "a list")
    raise origin.fail(number, expected="an object in {}", found=quote(drop_line_end(text)))


def _broken(text: str, number: int, origin: Origin, error: json.JSONDecodeError) -> InputError:
    line = drop_line_end(text)
    if line.strip() in ("{", "["):
        return _not_lines(number, origin, "JSON spread over several lines")
    around = line[max(0, error.pos - 20) : error.pos + 20]
    return origin.fail(
        number,
        expected="one JSON object",
        found=f"at column {error.pos + 1} ({error.msg.lower()}) {quote(around)}",
    )


def _not_lines(number: int, origin: Origin, found: str) -> InputError:
    return InputError(
        f"{quote_name(origin.name)}, line {number}: expected one JSON object a line, found {found}",
        next_step="Rewrite it: "
        f"jq -c 'if type == \"array\" then .[] else . end' {origin.shell_name} > comments.jsonl",
    )
