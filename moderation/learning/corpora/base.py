"""What every reader of a corpus needs: its source, its tables, its folds."""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypedDict, Unpack

from moderation.errors import CorpusError
from moderation.learning.examples import Example

Row = Mapping[str, str]
_FIELD_LIMIT: Final = 2**27
_FOLDS: Final = 1000


class Details(TypedDict, total=False):
    """What only some corpora say of a row."""

    group: str | int
    split: str
    weight: float
    parent_text: str | None
    spans: tuple[tuple[int, int, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a corpus comes from and under which terms; builds its examples."""

    name: str
    """The folder's name."""
    licence: str
    permissive: bool

    def example(
        self, row: str | int, text: str, targets: Mapping[str, float], **details: Unpack[Details]
    ) -> Example:
        """An example of this corpus; without `split` its group decides (5 % dev, 5 % test)."""
        name = f"{self.name}/{details.get('group', row)}"
        return Example(
            id=f"{self.name}/{row}",
            corpus=self.name,
            text=text,
            targets=targets,
            weight=details.get("weight", 1.0),
            split=details.get("split") or fold(name),
            group=name,
            licence=self.licence,
            permissive=self.permissive,
            parent_text=details.get("parent_text"),
            spans=details.get("spans", ()),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """One corpus: its source and the reader of its folder."""

    source: Source
    read: Callable[[Path], Iterator[Example]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How a table is written."""

    columns: tuple[str, ...]
    """Columns that must be there; others are ignored."""
    delimiter: str = ","
    quoted: bool = True
    encoding: str = "utf-8"


def tabs(*columns: str, quoted: bool = False) -> Layout:
    """A tab-separated layout."""
    return Layout(columns=columns, delimiter="\t", quoted=quoted)


def commas(*columns: str, encoding: str = "utf-8") -> Layout:
    """A comma-separated layout."""
    return Layout(columns=columns, encoding=encoding)


def read_table(path: Path, layout: Layout) -> Iterator[tuple[int, Row]]:
    """The rows of a table with their numbers from 1; absent cells become ''.

    Raises:
        CorpusError: the file is missing, is not a table, lacks a column or is encoded
            otherwise.
    """
    csv.field_size_limit(_FIELD_LIMIT)
    try:
        with path.open(encoding=layout.encoding, newline="") as file:
            rows = csv.DictReader(
                file,
                delimiter=layout.delimiter,
                quoting=csv.QUOTE_MINIMAL if layout.quoted else csv.QUOTE_NONE,
            )
            _check_columns(path, rows.fieldnames or (), layout)
            for number, row in enumerate(rows, 1):
                yield number, {name: row[name] or "" for name in layout.columns}
    except FileNotFoundError as error:
        raise _missing(path) from error
    except UnicodeDecodeError as error:
        raise CorpusError(
            f"{path}: expected {layout.encoding} text, found byte {error.start} that is not",
            next_step="Restore that file as its authors published it.",
        ) from error
    except csv.Error as error:
        raise CorpusError(
            f"{path}: not a table with delimiter {layout.delimiter!r} ({error})",
            next_step="Restore that file as its authors published it.",
        ) from error


def _missing(path: Path) -> CorpusError:
    return CorpusError(
        f"{path} is missing: expected a file of the corpus {path.parent.name}",
        next_step="Put it there, or leave that corpus out.",
    )


def _check_columns(path: Path, found: object, layout: Layout) -> None:
    names = list(found) if isinstance(found, (list, tuple)) else []
    lacking = [name for name in layout.columns if name not in names]
    if lacking:
        raise CorpusError(
            f"{path}: expected the columns {', '.join(layout.columns)}; "
            f"lacking {', '.join(lacking)}, found {', '.join(names[:12]) or 'none'}",
            next_step="Restore that file as its authors published it.",
        )


def number_in(path: Path, row: int, value: str) -> float:
    """`value` as a number.

    Raises:
        CorpusError: it is none.
    """
    try:
        return float(value)
    except ValueError as error:
        raise CorpusError(
            f"{path}: row {row}: expected a number, found {value[:40]!r}",
            next_step="Restore that file as its authors published it.",
        ) from error


def bucket(group: str) -> int:
    """A stable number in [0, 1000) for a group: the same on every machine and day."""
    digest = hashlib.sha256(group.encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8], "big") % _FOLDS


def fold(group: str, *, dev: int = 50, test: int = 50) -> str:
    """The split of a group: `dev` and `test` are shares in thousandths."""
    place = bucket(group)
    if place < test:
        return "test"
    return "dev" if place < test + dev else "train"


_NOT_ALNUM: Final = re.compile(r"[\W_]+")


def plain(text: str) -> str:
    """Case-folded letters and digits, one space between words: equal for mere re-typings."""
    return _NOT_ALNUM.sub(" ", text.casefold()).strip()


def text_group(text: str) -> str:
    """A short group name that equal texts share."""
    return hashlib.sha256(plain(text).encode("utf-8", "surrogatepass")).hexdigest()[:16]
