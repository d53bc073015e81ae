from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.demo import DEMO_THREAD
from moderation.errors import InputError, ModerationError, UnknownFormat
from moderation.importers import FORMATS, InputSummary, detect_format, validate
from tests.importers.pages import PAGE, read, write

JSONL = '{"id": 1, "text": "a", "thread_id": 5}\n{"id": 2, "text": " ", "thread_id": 6}\n'
CSV = "id,text\n1,a\n2,\n"


@pytest.mark.parametrize(("content", "expected"), [(PAGE, "page"), (JSONL, "jsonl"), (CSV, "csv")])
@pytest.mark.parametrize("name", ["c", "c.txt", "c.jsonl", "c.csv", "c.dat"])
def test_the_format_is_told_from_the_content_whatever_the_name(
    tmp_path: Path, content: str, expected: str, name: str
) -> None:
    assert detect_format(write(tmp_path, content, name)) == expected


@pytest.mark.parametrize(("name", "expected"), [("c.jsonl", "jsonl"), ("c.csv", "csv")])
def test_the_name_tells_where_the_content_does_not(
    tmp_path: Path, name: str, expected: str
) -> None:
    assert detect_format(write(tmp_path, "oops\n", name)) == expected


def test_a_csv_text_that_holds_bullets_is_still_csv(tmp_path: Path) -> None:
    content = 'id,text\n1,"a list\n• one\n  deeper\n• two\n  deeper"\n'
    assert detect_format(write(tmp_path, content)) == "csv"


def test_prose_that_is_no_input_is_told_the_formats(tmp_path: Path) -> None:
    with pytest.raises(UnknownFormat) as caught:
        detect_format(write(tmp_path, "Just a letter.\n\n- one\n- two\n\nYours\n", "letter.txt"))
    message = str(caught.value)
    assert all(name in message for name in FORMATS)
    assert message.endswith("--format page|jsonl|csv")
    assert caught.value.exit_code == 2


def test_a_list_in_markdown_is_no_comment_list(tmp_path: Path) -> None:
    content = "# Title\n\n- a first item that\n  goes on\n\n- a second item.\n\n  It goes on\n"
    with pytest.raises(UnknownFormat):
        detect_format(write(tmp_path, content, "notes.md"))


def test_the_source_of_a_web_page_is_named_as_such(tmp_path: Path) -> None:
    with pytest.raises(UnknownFormat, match=r"\(HTML\), not its text.*in the browser"):
        detect_format(write(tmp_path, "<!DOCTYPE html>\n<html></html>\n", "page.html"))


def test_a_mistyped_format_is_told_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(UnknownFormat, match=r"no format 'jsnl', .* Type --format jsonl"):
        read(write(tmp_path, JSONL), fmt="jsnl")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (PAGE, InputSummary(format="page", comments=9, threads=1, empty=2)),
        (JSONL, InputSummary(format="jsonl", comments=2, threads=2, empty=1)),
        (CSV, InputSummary(format="csv", comments=2, threads=0, empty=1)),
    ],
)
def test_a_whole_input_is_counted(tmp_path: Path, content: str, expected: InputSummary) -> None:
    assert validate(write(tmp_path, content)) == expected


def test_a_wrong_line_at_the_very_end_is_found(tmp_path: Path) -> None:
    rows = "".join(f'{{"id": {n}, "text": "a"}}\n' for n in range(3_000))
    with pytest.raises(InputError, match="line 3001: expected one JSON object"):
        validate(write(tmp_path, rows + "{oops\n"))


def test_progress_adds_up_to_the_comments(tmp_path: Path) -> None:
    rows = "".join(f'{{"id": {n}, "text": "a"}}\n' for n in range(1_234))
    steps: list[int] = []
    validate(write(tmp_path, rows), on_progress=steps.append)
    assert sum(steps) == 1_234
    assert len(steps) == 3


@pytest.mark.parametrize(
    ("content", "second"),
    [
        ('{"id": 7, "text": "a"}\n{"id": 8, "text": "a"}\n{"id": "7", "text": "b"}\n', 3),
        ("id,text\n7,a\n8,a\n7,b\n", 4),
    ],
)
def test_one_id_with_two_texts_is_refused_with_both_lines(
    tmp_path: Path, content: str, second: int
) -> None:
    with pytest.raises(
        InputError, match=rf"line {second}: .* found '7' with another text on line {second - 2}"
    ):
        validate(write(tmp_path, content))


def test_the_same_row_twice_does_no_harm(tmp_path: Path) -> None:
    assert validate(write(tmp_path, JSONL + JSONL)).comments == 4


def test_one_id_in_two_sources_is_two_comments(tmp_path: Path) -> None:
    rows = [{"id": 1, "text": name, "source": name} for name in ("here", "there")]
    path = write(tmp_path, "".join(json.dumps(row) + "\n" for row in rows))
    assert validate(path).comments == 2
    with pytest.raises(InputError, match="found '1' with another text on line 1"):
        validate(path, source="one")


def test_the_bundled_thread_is_read_as_it_was_meant() -> None:
    assert validate(DEMO_THREAD) == InputSummary(format="page", comments=25, threads=1, empty=1)
    reading = read(DEMO_THREAD)
    assert sum(c.parent_id is None for c in reading.comments) == 10
    assert reading.threads[0].title.startswith("Council votes")
    assert "Related" not in reading.comments[-1].text
    assert reading.comments[-1].text.endswith("killed by comfort.")


def checked(path: Path, fmt: str | None) -> InputSummary | ModerationError:
    try:
        return validate(path, format=fmt)
    except ModerationError as error:
        return error


@given(st.binary(max_size=400), st.sampled_from([None, *FORMATS]))
def test_whatever_bytes_come_the_answer_is_records_or_one_clear_line(
    content: bytes, fmt: str | None
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder), content, "c")
        answer = checked(path, fmt)
    if isinstance(answer, ModerationError):
        assert str(answer).isprintable()
        assert answer.next_step
    else:
        assert answer.comments >= answer.empty


@given(
    st.lists(
        st.sampled_from(
            ["• A", "  • B", "    • C", "* D", "text", "  text", "    text", "", "\t• E"]
        ),
        max_size=30,
    )
)
def test_whatever_page_comes_each_parent_stands_before_its_replies(rows: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder), "\n".join(rows))
        try:
            reading = read(path, fmt="page")
        except InputError:
            return
    seen: set[str] = set()
    for comment in reading.comments:
        assert comment.parent_id is None or comment.parent_id in seen
        assert comment.id not in seen
        seen.add(comment.id)
