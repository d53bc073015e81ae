from __future__ import annotations

import io
import os
import sys
import threading
from pathlib import Path

import pytest

from moderation.errors import InputError
from moderation.importers import open_input, opening, read_records, validate
from moderation.importers.base import Line
from tests.importers.pages import EXPECTED, PAGE, read, write


def feed(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))


def test_lines_keep_their_ends_and_are_numbered(tmp_path: Path) -> None:
    with open_input(write(tmp_path, "\ufeffa\r\nb\u2028c\n\nd")) as opened:
        assert list(opened.lines()) == [
            Line(1, "a\r\n"),
            Line(2, "b\u2028c\n"),
            Line(3, "\n"),
            Line(4, "d"),
        ]


def test_an_input_can_be_read_as_often_as_needed(tmp_path: Path) -> None:
    with open_input(write(tmp_path, PAGE)) as opened:
        assert validate(opened).comments == len(EXPECTED)
        assert list(read_records(opened)) == list(read_records(opened))


@pytest.mark.parametrize("path", [None, Path("-")])
def test_standard_input_is_checked_and_then_read(
    monkeypatch: pytest.MonkeyPatch, path: Path | None
) -> None:
    feed(monkeypatch, PAGE.encode())
    with open_input(path) as opened:
        summary = validate(opened)
        records = list(read_records(opened))
    assert (summary.format, summary.comments, summary.empty) == ("page", 9, 2)
    assert len(records) == 10
    assert {record.source for record in records} == {"stdin"}


def test_standard_input_beyond_the_memory_limit_is_read_from_disk(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(opening, "SPOOL_BYTES", 100)
    feed(monkeypatch, PAGE.encode())
    assert sum(1 for _ in read_records(None)) == 10


def test_a_wrong_line_of_standard_input_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    feed(monkeypatch, b'{"id": 1}\n')
    with pytest.raises(InputError, match=r"^standard input, line 1: .* Mend line 1 of the input"):
        list(read_records(None))


def test_a_pipe_with_a_name_is_read_like_a_file(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(PAGE.encode(),))
    writer.start()
    assert validate(pipe).comments == 9
    writer.join()


def test_a_missing_file_offers_the_nearest_name(tmp_path: Path) -> None:
    write(tmp_path, PAGE, "comments.txt")
    with pytest.raises(
        InputError, match=r"coments.txt does not exist. Did you mean .*comments.txt"
    ):
        read(tmp_path / "coments.txt")


def test_a_missing_folder_is_no_riddle(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"does not exist\. See what is there: ls "):
        read(tmp_path / "nowhere" / "comments.txt")


def test_a_folder_is_not_taken_for_a_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=f"is a folder, not a file.*ls {tmp_path}"):
        read(tmp_path)


def test_a_file_without_permission_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    path = write(tmp_path, PAGE)
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(InputError, match=f"cannot be read: permission denied.*ls -l {path}"):
        read(path)


def test_a_disk_that_fails_while_reading_says_so(tmp_path: Path) -> None:
    class Failing(io.BytesIO):
        def readline(self, size: int | None = -1, /) -> bytes:
            raise OSError(5, "Input/output error")

    with open_input(write(tmp_path, PAGE)) as opened:
        opened.stream = Failing(PAGE.encode())
        with pytest.raises(InputError, match="cannot be read: input/output error"):
            list(opened.lines())


@pytest.mark.parametrize("content", [b"", b"\n \r\n\t\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n"])
@pytest.mark.parametrize("name", ["c.jsonl", "c.csv", "c.txt", "c"])
@pytest.mark.parametrize("fmt", [None, "jsonl", "csv", "page"])
def test_an_empty_file_says_so(tmp_path: Path, content: bytes, name: str, fmt: str | None) -> None:
    with pytest.raises(InputError, match=r"is empty\. Name a file with comments: moderation"):
        read(write(tmp_path, content, name), fmt=fmt)


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16LE"),
        ("utf-16-be", "UTF-16BE"),
        ("utf-32", "UTF-32"),
    ],
)
def test_wide_encodings_are_named_with_the_remedy(
    tmp_path: Path, encoding: str, named: str
) -> None:
    path = write(tmp_path, '{"id": 1, "text": "hello to everybody"}\n'.encode(encoding), "c.jsonl")
    with pytest.raises(InputError, match=rf"found {named} at byte \d.* iconv -f {named} -t UTF-8 "):
        read(path, fmt="jsonl")


def test_latin_1_is_named_by_byte_and_line_with_the_remedy(tmp_path: Path) -> None:
    path = write(tmp_path, "id,text\n1,hello\n2,caf\xe9\n".encode("latin-1"), "c.csv")
    with pytest.raises(
        InputError,
        match=rf"line 3: expected UTF-8, found the byte 0xe9 at byte 21.*-t UTF-8 {path}",
    ):
        read(path)


def test_a_raw_nul_byte_is_named_by_its_place(tmp_path: Path) -> None:
    path = write(tmp_path, b'{"id": 1, "text": "a"}\n{"id": 2, "text": "\x00"}\n', "c.jsonl")
    with pytest.raises(
        InputError, match=r"line 2: expected text, found a NUL byte at byte 42.*tr -d"
    ):
        read(path)


def test_a_compressed_file_says_how_to_unpack_it(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"compressed with gzip\. Unpack it first: gunzip -c"):
        read(write(tmp_path, b"\x1f\x8b\x08rest", "c.jsonl.gz"))


def test_lines_that_end_in_cr_alone_say_how_to_convert_them(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="found a CR alone at byte 7"):
        read(write(tmp_path, "id,text\r1,a\r", "c.csv"))


def test_a_line_beyond_the_limit_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "MAX_LINE_BYTES", 100)
    content = '{"id": 1, "text": "a"}\n{"id": 2, "text": "' + "b" * 100 + '"}\n'
    with pytest.raises(InputError, match=r"line 2: expected a line of at most .* found a longer"):
        read(write(tmp_path, content, "c.jsonl"))


def test_a_file_name_that_is_no_utf_8_does_no_harm(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.jsonl"))
    path.write_text('{"id": 1, "text": "a"}\n{"id": 2}\n')
    records = read_records(path)
    assert next(records).source == "caf?"
    with pytest.raises(InputError) as caught:
        next(records)
    assert str(caught.value).isprintable()
