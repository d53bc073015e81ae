from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.domain import comment_id
from moderation.errors import InputError
from tests.importers.pages import read, write


def test_a_file_with_a_header_gives_its_rows(tmp_path: Path) -> None:
    content = (
        "id,parent_id,author,text,created_at,reports,likes\n"
        '1,,ann,"First, and ""last"".",2024-01-31,2,9\n'
        "2,1,bob,No.,1706724300,,\n"
    )
    first, second = read(write(tmp_path, content, "c.csv")).comments
    assert (first.external_id, first.author_id, first.text) == ("1", "ann", 'First, and "last".')
    assert first.parent_id is None
    assert first.reports == 2
    assert first.created_at is not None
    assert second.parent_id == comment_id("c", "1")
    assert second.reports == 0


def test_a_text_over_several_lines_keeps_them(tmp_path: Path) -> None:
    content = 'id,text\r\n1,"one\r\ntwo\n\nthree"\r\n2,four\r\n'
    assert [c.text for c in read(write(tmp_path, content, "c.csv")).comments] == [
        "one\r\ntwo\n\nthree",
        "four",
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_told_from_the_header(tmp_path: Path, delimiter: str) -> None:
    content = f"id{delimiter}text\n1{delimiter}hello\n"
    assert [c.text for c in read(write(tmp_path, content, "c.csv")).comments] == ["hello"]


@pytest.mark.parametrize(
    "name", ["text", "comment", "comment_text", "body", "Comment Text", " TEXT "]
)
def test_the_text_column_may_have_its_usual_names(tmp_path: Path, name: str) -> None:
    content = f"Comment_ID,{name}\n1,hello\n"
    [comment] = read(write(tmp_path, content, "c.csv")).comments
    assert (comment.external_id, comment.text) == ("1", "hello")


def test_a_byte_order_mark_and_blank_lines_do_no_harm(tmp_path: Path) -> None:
    content = "\ufeff\n\nid,text\n\n1,a\n\n2,b\n"
    assert [c.text for c in read(write(tmp_path, content, "c.csv")).comments] == ["a", "b"]


def test_a_header_without_rows_gives_nothing(tmp_path: Path) -> None:
    assert read(write(tmp_path, "id,text\n", "c.csv")).comments == []


def test_a_cell_of_ten_megabytes_is_read_whole(tmp_path: Path) -> None:
    text = "long, words " * 900_000
    assert read(write(tmp_path, f'id,text\n1,"{text}"\n', "c.csv")).comments[0].text == text


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        ("id,words\n1,a\n", 1, "a column named 'text' in the header, found 'id, words'"),
        ("text,likes\na,1\n", 1, "a column named 'id' in the header"),
        ("id,text,text\n1,a,b\n", 1, "each column once, found 'text' twice"),
        ("id,text\n1,a\n2\n", 3, "expected 2 cells as in the header, found 1: '2'"),
        ("id,text\n1,a,b\n", 2, "found 3: '1,a,b'"),
        ('id,text\n1,"a\nb"\n,c\n', 4, "in 'id', found nothing"),
        ('id,text\n1,a\n2,"open\n3,c\n', 3, "closing quotation mark"),
        ('id,text\n1,"a" b\n', 2, "a CSV row"),
        ("id,text,reports\n1,a,few\n", 2, "a whole number from 0 in 'reports'"),
        ("id,text,created_at\n1,a,31.1.2024\n", 2, "in 'created_at', found '31.1.2024'"),
    ],
)
def test_a_wrong_row_is_named_by_the_line_on_which_it_begins(
    tmp_path: Path, content: str, line: int, words: str
) -> None:
    path = write(tmp_path, content, "c.csv")
    with pytest.raises(InputError) as caught:
        read(path, fmt="csv")
    message = str(caught.value)
    assert f"{path}, line {line}: expected" in message
    assert words in message
    assert message.endswith((f"sed -n {line}p {path}", "for example: id,text,author"))


@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_characters="\x00")), min_size=1, max_size=6
    ),
    st.sampled_from([",", ";", "\t"]),
)
def test_any_text_survives_a_round_trip(texts: list[str], delimiter: str) -> None:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerow(["id", "text"])
    writer.writerows((n, text) for n, text in enumerate(texts))
    with tempfile.TemporaryDirectory() as folder:
        comments = read(write(Path(folder), stream.getvalue(), "c.csv")).comments
    assert [c.text for c in comments] == texts
