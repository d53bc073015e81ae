"""The contract of an importer, and the words in which importers complain.

A format writes two methods: `sniff`, which says how much a file's beginning looks
like it, and `read`, a generator of records. Opening, decoding, detection and the
check of a whole file are done once, around all of them.
"""

from __future__ import annotations

import shlex
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Final, NamedTuple

from moderation.domain import Comment, Thread
from moderation.errors import InputError

QUOTED_CHARS: Final = 48
"""Characters of a file's content that an error message quotes."""

MAX_LINE_BYTES: Final = 64 * 1024 * 1024
"""A longer line is refused: it would have to be held in memory as a whole."""

MAX_COMMENT_CHARS: Final = 64 * 1024 * 1024
"""A longer comment is refused; anything below is read and scored in windows."""

Record = Thread | Comment


class Line(NamedTuple):
    """One line of a file, with its line end, and its number from 1."""

    number: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where records come from, for their ids and for messages about them."""

    name: str
    """What a person typed: the path, or `standard input`."""
    source: str
    """The source that the records belong to."""
    source_is_given: bool = False
    """Whether a person named the source; it then outranks a row's own."""
    is_stdin: bool = False

    def fail(self, line: int, *, expected: str, found: str, next_step: str = "") -> InputError:
        """The error for one line: what was expected, what was found, what to type.

        Args:
            line: The number of the line, from 1.
            expected: What should have stood there.
            found: What stands there, already shortened by `quote`.
            next_step: What to do; by default how to look at the line.

        Returns:
            The error, to be raised by the caller.
        """
        return InputError(
            f"{quote_name(self.name)}, line {line}: expected {expected}, found {found}",
            next_step=next_step or self.look_at(line),
        )

    def look_at(self, line: int) -> str:
        """The sentence that tells how to see line `line`."""
        if self.is_stdin:
            return f"Mend line {line} of the input and send it again"
        command = f"sed -n {line}p {self.shell_name}"
        return f"Mend that line; to see it, type: {command}"

    @property
    def shell_name(self) -> str:
        """The name as it can be pasted into a shell."""
        return "INPUT" if self.is_stdin else shlex.quote(quote_name(self.name))


class ImporterFormat(ABC):
    """One format of comment files."""

    name: ClassVar[str]
    """What `--format` takes."""
    title: ClassVar[str]
    """A few words for people."""
    suffixes: ClassVar[tuple[str, ...]]
    """File name endings, the weaker evidence beside the content."""

    @abstractmethod
    def sniff(self, head: str) -> float:
        """How much the beginning of a file looks like this format.

        Args:
            head: The first lines of the file; the last may be cut off.

        Returns:
            0 (no) to 1 (sure). From `detect.SURE` on, content decides alone.
        """

    @abstractmethod
    def read(self, lines: Iterator[Line], origin: Origin) -> Iterator[Record]:
        """Yield the records of a file, each thread before its first comment.

        Args:
            lines: The decoded lines, from the first.
            origin: Where they come from.

        Yields:
            Threads and comments, in the file's order.

        Raises:
            InputError: A line is not what the format asks for.
        """


def quote(value: object, limit: int = QUOTED_CHARS) -> str:
    """A piece of a file for a message: one line, without control characters, short."""
    text = str(value)
    short = text if len(text) <= limit else text[: limit - 1] + "…"
    return ascii(short) if not short.isprintable() else f"'{short}'"


def quote_name(name: str) -> str:
    """A file name for a message: as it is, unless it has control characters."""
    return name if name.isprintable() else ascii(name)


def drop_line_end(text: str) -> str:
    r"""A line without its `\n` or `\r\n`."""
    return text.removesuffix("\n").removesuffix("\r")


def replace_lone_surrogates(text: str) -> str:
    """Half a surrogate pair becomes U+FFFD, one for one, so that offsets stay.

    JSON from JavaScript can carry half an emoji. It is no character and no
    database can keep it as UTF-8; refusing a whole file for it would be worse.
    """
    if text.isascii():
        return text
    return "".join("\ufffd" if 0xD800 <= ord(c) <= 0xDFFF else c for c in text)
