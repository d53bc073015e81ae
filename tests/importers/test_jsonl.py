from __future__ import annotations

import json
import tempfile
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.domain import comment_id, thread_id
from moderation.errors import InputError
from moderation.importers import read_records
from tests.importers.pages import read, write


def lines(*rows: object) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


FULL = {
    "id": "2",
    "text": "  Kept as it is.\n",
    "parent_id": "1",
    "parent_text": "What it answers",
    "thread_id": "t1",
    "thread_title": "Ferry",
    "thread_url": "https://news.example/ferry",
    "author": "ann",
    "created_at": "2024-01-31T18:05:00+02:00",
    "reports": 3,
    "reach": 1200,
    "source": "harbour",
    "likes": {"ignored": [1, 2]},
}


def test_every_field_of_a_row_arrives(tmp_path: Path) -> None:
    reading = read(write(tmp_path, lines(FULL), "c.jsonl"))
    [thread], [comment] = reading.threads, reading.comments
    assert thread.id == comment.thread_id == thread_id("harbour", "t1")
    assert (thread.title, thread.url) == ("Ferry", "https://news.example/ferry")
    assert comment.id == comment_id("harbour", "2")
    assert (comment.source, comment.external_id) == ("harbour", "2")
    assert comment.text == "  Kept as it is.\n"
    assert comment.parent_id == comment_id("harbour", "1")
    assert comment.author_id == "ann"
    assert comment.created_at == datetime(2024, 1, 31, 16, 5, tzinfo=UTC)
    assert (comment.reports, comment.reach) == (3, 1200)


def test_a_row_needs_nothing_but_id_and_text(tmp_path: Path) -> None:
    reading = read(write(tmp_path, '{"id": 7, "text": ""}', "c.jsonl"))
    [comment] = reading.comments
    assert reading.threads == []
    assert (comment.external_id, comment.text, comment.source) == ("7", "", "c")
    assert comment.parent_id is None
    assert comment.created_at is None
    assert comment.thread_id == ""


def test_a_source_named_by_a_person_outranks_the_rows_own(tmp_path: Path) -> None:
    reading = read(write(tmp_path, lines(FULL), "c.jsonl"), source="mine")
    assert reading.comments[0].source == "mine"
    assert reading.comments[0].id == comment_id("mine", "2")


def test_blank_lines_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    content = '\ufeff\r\n{"id": 1, "text": "a"}\r\n \r\n{"id": 2, "text": "b"}\r\n'
    assert [c.text for c in read(write(tmp_path, content, "c.jsonl")).comments] == ["a", "b"]


def test_null_means_missing_for_optional_fields(tmp_path: Path) -> None:
    row = dict.fromkeys(FULL) | {"id": 1, "text": "a"}
    [comment] = read(write(tmp_path, lines(row), "c.jsonl")).comments
    assert comment.source == "c"
    assert comment.parent_id is None
    assert comment.reports == 0


def test_a_thread_comes_once_and_before_its_comments(tmp_path: Path) -> None:
    rows = [{"id": n, "text": "a", "thread_id": f"t{n % 3}", "thread_title": "T"} for n in range(9)]
    records = list(read_records(write(tmp_path, lines(*rows), "c.jsonl")))
    kinds = [type(r).__name__ for r in records]
    assert kinds.count("Thread") == 3
    assert kinds[:6] == ["Thread", "Comment"] * 3


def test_a_thread_comes_again_when_its_title_becomes_known(tmp_path: Path) -> None:
    rows = [
        {"id": 1, "text": "a", "thread_id": "t"},
        {"id": 2, "text": "a", "thread_id": "t", "thread_title": "Ferry"},
        {"id": 3, "text": "a", "thread_id": "t"},
    ]
    assert [t.title for t in read(write(tmp_path, lines(*rows), "c.jsonl")).threads] == [
        "",
        "Ferry",
    ]


@pytest.mark.parametrize("key", ["thread_title", "thread_url"])
def test_a_thread_without_an_id_is_known_by_its_address_or_title(tmp_path: Path, key: str) -> None:
    rows = [{"id": n, "text": "a", key: "https://x.example"} for n in (1, 2)]
    reading = read(write(tmp_path, lines(*rows), "c.jsonl"))
    assert len(reading.threads) == 1
    assert {c.thread_id for c in reading.comments} == {reading.threads[0].id}


def test_a_nul_written_as_an_escape_is_kept(tmp_path: Path) -> None:
    path = write(tmp_path, r'{"id": 1, "text": "a\u0000b"}', "c.jsonl")
    assert read(path).comments[0].text == "a\x00b"


def test_half_an_emoji_becomes_one_replacement_character(tmp_path: Path) -> None:
    path = write(tmp_path, r'{"id": 1, "text": "a\ud83db", "author": "\udc00"}', "c.jsonl")
    [comment] = read(path).comments
    assert comment.text == "a\ufffdb"
    assert comment.author_id == "\ufffd"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('{"id": 1}', "expected a text in 'text', found only 'id'"),
        ('{"text": "a"}', "expected a text or a whole number in 'id', found only 'text'"),
        ("{}", "found only an empty object"),
        ('{"id": 1, "text": null}', "expected a text in 'text', found null"),
        ('{"id": 1, "text": 5}', "in 'text', found the number '5'"),
        ('{"id": 1, "body": ["a"]}', "in 'body', found a list"),
        ('{"id": true, "text": "a"}', "in 'id', found true or false"),
        ('{"id": 1.5, "text": "a"}', "in 'id', found the number '1.5'"),
        ('{"id": " ", "text": "a"}', "in 'id', found nothing"),
        (r'{"id": "a\nb", "text": "a"}', r"no control characters in 'id', found 'a\nb'"),
        (r'{"id": "\ud800", "text": "a"}', "no control characters in 'id'"),
        ('{"id": 1, "text": "a", "author": {"name": "x"}}', "in 'author', found an object"),
        ('{"id": 1, "text": "a", "parent_text": []}', "in 'parent_text', found a list"),
        ('{"id": 1, "text": "a", "parent": 1}', "another comment's id in 'parent'"),
        ('{"id": 1, "text": "a", "reports": -1}', "a whole number from 0 in 'reports'"),
        ('{"id": 1, "text": "a", "reports": "many"}', "found the text 'many'"),
        ('{"id": 1, "text": "a", "reach": 1e30}', "a whole number from 0 in 'reach'"),
        ('{"id": 1, "text": "a", "reach": NaN}', "a whole number from 0 in 'reach'"),
        (
            '{"id": 1, "text": "a", "created_at": "soon"}',
            "Unix seconds in 'created_at', found 'soon'",
        ),
        ('{"id": 1, "text": "a", "created_at": true}', "found true or false"),
        ('{"id": 1, "text": "a", "created_at": 1e400}', "in 'created_at'"),
        ('{"id": 1, "text": "a"', "one JSON object, found at column"),
        ('{"id": 1, "text": "a\tb"}', "invalid control character"),
        ("null", "an object in {}, found 'null'"),
        ("[" * 200_000, "too many brackets"),
        ('{"id": 1, "text": "a", "n": ' + "9" * 5000 + "}", "too long a number"),
    ],
)
def test_a_wrong_line_is_named_with_what_was_expected(
    tmp_path: Path, line: str, words: str
) -> None:
    path = write(tmp_path, '{"id": 0, "text": "fine"}\n' + line + "\n", "c.jsonl")
    with pytest.raises(InputError) as caught:
        read(path)
    message = str(caught.value)
    assert f"{path}, line 2: expected " in message
    assert words in message
    assert message.endswith(f"sed -n 2p {path}")
    assert message.isprintable()


def test_a_line_of_an_opened_list_is_told_how_to_become_lines(tmp_path: Path) -> None:
    path = write(tmp_path, '[{"id": 1, "text": "a"}]', "c.json")
    with pytest.raises(InputError, match=r"found a list. Rewrite it: jq -c .* > comments.jsonl"):
        read(path)


def test_json_spread_over_lines_is_told_how_to_become_lines(tmp_path: Path) -> None:
    path = write(tmp_path, '{\n  "id": 1,\n  "text": "a"\n}\n', "c.json")
    with pytest.raises(InputError, match=r"spread over several lines. Rewrite it: jq -c"):
        read(path)


def test_records_before_a_wrong_line_are_yielded_lazily(tmp_path: Path) -> None:
    path = write(tmp_path, '{"id": 1, "text": "a"}\n{"id": 2}\n', "c.jsonl")
    records = read_records(path)
    assert next(records).id == comment_id("c", "1")
    with pytest.raises(InputError):
        next(records)


def test_a_comment_of_ten_megabytes_is_read_whole(tmp_path: Path) -> None:
    text = "\U0001f600 long" * 1_200_000
    path = write(tmp_path, lines({"id": 1, "text": text}), "c.jsonl")
    assert read(path).comments[0].text == text


def test_memory_does_not_grow_with_the_number_of_lines(tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    with path.open("w") as stream:
        for n in range(50_000):
            stream.write(f'{{"id": {n}, "text": "comment {n}", "thread_id": "t{n % 500}"}}\n')
    records = read_records(path)
    for _ in range(5_000):
        next(records)
    tracemalloc.start()
    try:
        rest = sum(1 for _ in records)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert rest == 50_500 - 5_000
    assert peak < 1_000_000


@given(
    st.lists(
        st.tuples(st.integers(0, 10**12), st.text(st.characters(codec="utf-8"))),
        min_size=1,
        max_size=8,
        unique_by=lambda row: row[0],
    ),
    st.booleans(),
)
def test_any_text_survives_a_round_trip(rows: list[tuple[int, str]], is_ascii: bool) -> None:
    content = "".join(
        json.dumps({"id": n, "text": text}, ensure_ascii=is_ascii) + "\n" for n, text in rows
    )
    with tempfile.TemporaryDirectory() as folder:
        comments = read(write(Path(folder), content, "c.jsonl")).comments
    assert [(int(c.external_id), c.text) for c in comments] == rows
