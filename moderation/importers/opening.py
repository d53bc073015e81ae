"""Opening an input: a file or standard input, as numbered lines of UTF-8.

Whatever cannot be read again from its start (standard input, a pipe) is first
copied to a temporary file, so that a whole input can be checked before the first
record of it is written anywhere.
"""

from __future__ import annotations

import codecs
import difflib
import os
import shlex
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from moderation.errors import InputError
from moderation.importers.base import MAX_LINE_BYTES, Line, Origin, quote_name

HEAD_BYTES: Final = 256 * 1024
"""How much of a file is looked at to tell its format."""

SPOOL_BYTES: Final = 8 * 1024 * 1024
"""Standard input up to this size is kept in memory, beyond it on disk."""

STDIN_NAME: Final = "standard input"

_FOREIGN_STARTS: Final[tuple[tuple[bytes, str], ...]] = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
# UTF-32-LE begins with the two bytes of UTF-16-LE, so the longer marks stand first.

_GZIP_START: Final = b"\x1f\x8b"


@dataclass(slots=True, kw_only=True)
class InputFile:
    """An opened input that can be read from its start as often as needed."""

    stream: IO[bytes]
    name: str
    stem: str
    suffix: str
    is_stdin: bool

    def origin(self, source: str | None = None) -> Origin:
        """Where this input's records come from; `source` outranks the file's stem."""
        return Origin(
            name=self.name,
            source=source or self.stem,
            source_is_given=bool(source),
            is_stdin=self.is_stdin,
        )

    def head(self) -> str:
        """The first `HEAD_BYTES` as text, for detection; a cut-off last line may be in it.

        Raises:
            InputError: The input is empty, compressed or in another encoding.
        """
        raw = self._raw_head()
        self._refuse_foreign(raw)
        if not raw.removeprefix(codecs.BOM_UTF8).strip():
            raise InputError(
                f"{quote_name(self.name)} is empty",
                next_step="Name a file with comments: moderation import FILE",
            )
        # A cut-off character at the end is no error here; `lines` checks every byte.
        return raw.removeprefix(codecs.BOM_UTF8).decode("utf-8", "replace")

    def lines(self) -> Iterator[Line]:
        """All lines from the start, each with its line end, numbered from 1.

        Yields:
            Lines, decoded from UTF-8; a byte order mark is dropped.

        Raises:
            InputError: Not UTF-8, a NUL byte, or a line beyond `MAX_LINE_BYTES`.
        """
        self._refuse_foreign(self._raw_head())
        self.stream.seek(0)
        offset, number = 0, 0
        while raw := self._read_line():
            number += 1
            if len(raw) > MAX_LINE_BYTES:
                raise self._too_long(number)
            text = self._decode(raw, number, offset)
            yield Line(number, text.removeprefix("\ufeff") if number == 1 else text)
            offset += len(raw)

    def _raw_head(self) -> bytes:
        try:
            self.stream.seek(0)
            return self.stream.read(HEAD_BYTES)
        except OSError as error:
            raise _unreadable(self.name, error) from error

    def _read_line(self) -> bytes:
        try:
            return self.stream.readline(MAX_LINE_BYTES + 1)
        except OSError as error:
            raise _unreadable(self.name, error) from error

    def _decode(self, raw: bytes, number: int, offset: int) -> str:
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError as error:
            raise self._not_utf8(raw[error.start], number, offset + error.start) from error
        if "\x00" in text:
            at = offset + raw.index(0)
            raise InputError(
                f"{quote_name(self.name)}, line {number}: expected text, found a NUL byte "
                f"at byte {at}",
                next_step="If it is no text in UTF-16, drop such bytes: "
                f"tr -d '\\000' < {self._shell_name} > clean.txt",
            )
        return text

    def _refuse_foreign(self, raw: bytes) -> None:
        if raw.startswith(_GZIP_START):
            raise InputError(
                f"{quote_name(self.name)} is compressed with gzip",
                next_step=f"Unpack it first: gunzip -c {self._shell_name} > comments",
            )
        for mark, encoding in _FOREIGN_STARTS:
            if raw.startswith(mark):
                raise self._foreign(encoding, 0)
        bare = _bare_utf16(raw)
        if bare:
            raise self._foreign(bare, raw.index(0))
        if b"\r" in raw.strip() and b"\n" not in raw and len(raw) < HEAD_BYTES:
            raise InputError(
                f"{quote_name(self.name)}: expected lines that end in LF or CRLF, "
                f"found a CR alone at byte {raw.index(13)}",
                next_step=f"Convert it first: tr '\\r' '\\n' < {self._shell_name} > lines.txt",
            )

    def _foreign(self, encoding: str, offset: int) -> InputError:
        return InputError(
            f"{quote_name(self.name)}: expected UTF-8, found {encoding} at byte {offset}",
            next_step="Convert it first: "
            f"iconv -f {encoding} -t UTF-8 {self._shell_name} > utf8.txt",
        )

    def _not_utf8(self, byte: int, number: int, offset: int) -> InputError:
        return InputError(
            f"{quote_name(self.name)}, line {number}: expected UTF-8, found the byte "
            f"0x{byte:02x} at byte {offset}, as in Latin-1 or Windows-1252",
            next_step="Convert it first: "
            f"iconv -f WINDOWS-1252 -t UTF-8 {self._shell_name} > utf8.txt",
        )

    def _too_long(self, number: int) -> InputError:
        return InputError(
            f"{quote_name(self.name)}, line {number}: expected a line of at most "
            f"{MAX_LINE_BYTES // 1024 // 1024} MiB, found a longer one",
            next_step="Drop long lines: "
            f"awk 'length($0) < {MAX_LINE_BYTES // 2}' {self._shell_name} > shorter.txt",
        )

    @property
    def _shell_name(self) -> str:
        return self.origin().shell_name


@contextmanager
def open_input(path: Path | None = None) -> Iterator[InputFile]:
    """Open a file, or standard input for None and for `-`, ready to be read twice.

    Args:
        path: The file.

    Yields:
        The opened input; closed at the end of the `with` block.

    Raises:
        InputError: Missing, a folder, or not readable.
    """
    if path is None or str(path) == "-":
        with tempfile.SpooledTemporaryFile(max_size=SPOOL_BYTES) as spool:
            _copy(sys.stdin.buffer, spool, STDIN_NAME)
            yield _input_file(spool, None)
        return
    try:
        stream = path.open("rb")
    except OSError as error:
        raise _cannot_open(path, error) from error
    with stream:
        if stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
            yield _input_file(stream, path)
            return
        with tempfile.SpooledTemporaryFile(max_size=SPOOL_BYTES) as spool:
            _copy(stream, spool, str(path))
            yield _input_file(spool, path)


def _input_file(stream: IO[bytes], path: Path | None) -> InputFile:
    if path is None:
        return InputFile(stream=stream, name=STDIN_NAME, stem="stdin", suffix="", is_stdin=True)
    # A file name may be bytes that are no UTF-8, and an id must be made from it.
    stem = path.stem.encode("utf-8", "replace").decode("utf-8")
    return InputFile(
        stream=stream,
        name=str(path),
        stem=stem,
        suffix=path.suffix.lower(),
        is_stdin=False,
    )


def _copy(source: IO[bytes], target: IO[bytes], name: str) -> None:
    try:
        shutil.copyfileobj(source, target)
    except OSError as error:
        raise _unreadable(name, error) from error


def _cannot_open(path: Path, error: OSError) -> InputError:
    name = quote_name(str(path))
    if isinstance(error, IsADirectoryError):
        return InputError(
            f"{name} is a folder, not a file",
            next_step=f"Name one file in it: ls {shlex.quote(name)}",
        )
    if isinstance(error, FileNotFoundError):
        near = _nearest(path)
        hint = f"Did you mean {near}? " if near else ""
        return InputError(
            f"{name} does not exist",
            next_step=f"{hint}See what is there: ls {shlex.quote(str(path.parent))}",
        )
    return _unreadable(str(path), error)


def _nearest(path: Path) -> str:
    try:
        names = [entry.name for entry in path.parent.iterdir()]
    except OSError:
        return ""
    near = difflib.get_close_matches(path.name, names, n=1, cutoff=0.7)
    return quote_name(str(path.parent / near[0])) if near else ""


def _unreadable(name: str, error: OSError) -> InputError:
    why = (error.strerror or type(error).__name__).lower()
    shown = quote_name(name)
    return InputError(
        f"{shown} cannot be read: {why}",
        next_step=f"Check its owner and its permissions: ls -l {shlex.quote(shown)}",
    )


def _bare_utf16(raw: bytes) -> str:
    """UTF-16 without a mark: a NUL in every other byte of the first few characters."""
    start = raw[:64]
    if len(start) < 4:
        return ""
    if not any(start[::2]) and all(start[1::2]):
        return "UTF-16BE"
    if not any(start[1::2]) and all(start[::2]):
        return "UTF-16LE"
    return ""
