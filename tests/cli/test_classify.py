from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from moderation.domain import LABELS
from tests.cli.conftest import THREE, lines_of

KEYS = [
    "id",
    "text",
    "author",
    "scores",
    "verdict",
    "reasons",
    "priority",
    "spans",
    "language",
    "model_version",
    "state",
    "windows",
]


def test_each_comment_is_one_line_with_the_promised_keys_in_the_order_of_the_input(run, three):
    result = run("classify", str(three))
    assert result.exit_code == 0
    assert result.stderr == ""
    found = lines_of(result.stdout)
    assert [row["id"] for row in found] == ["a", "b", "c"]
    assert list(found[0]) == KEYS
    assert list(found[2]) == [key for key in KEYS if key != "author"]
    assert [row["text"] for row in found] == [row["text"] for row in THREE]


def test_scores_verdict_reasons_and_spans_say_what_was_found(run, three):
    _, bad, empty = lines_of(run("classify", str(three)).stdout)
    assert tuple(bad["scores"]) == LABELS
    assert bad["scores"]["slur"] == 0.9
    assert bad["verdict"] == "hold"
    reason = next(r for r in bad["reasons"] if r["label"] == "slur")
    assert reason == {
        "code": "label",
        "text": "Slur 0.90, held from 0.50",
        "label": "slur",
        "score": 0.9,
        "threshold": 0.5,
    }
    assert 0.0 < bad["priority"] <= 1.0
    span = next(s for s in bad["spans"] if s["label"] == "slur")
    assert bad["text"][span["start"] : span["end"]] == "slurword"
    assert span["origin"] == "model"
    assert bad["model_version"] == "fake/1"
    assert (empty["state"], empty["verdict"]) == ("empty", "no_opinion")


def test_numbers_are_rounded_to_six_decimals(run, three):
    for row in lines_of(run("classify", str(three)).stdout):
        for value in [row["priority"], *row["scores"].values()]:
            assert value == round(value, 6)
            assert 0.0 <= value <= 1.0


def test_standard_input_gives_the_same_as_a_file(run, three):
    by_file = run("classify", str(three)).stdout
    assert run("classify", "-", stdin=three.read_bytes()).stdout == by_file


def test_the_batch_size_does_not_change_the_result(run, three):
    by_default = run("classify", str(three)).stdout
    assert run("classify", str(three), "--batch-size", "1").stdout == by_default


def test_the_text_can_be_left_out(run, three):
    found = lines_of(run("classify", str(three), "--no-text").stdout)
    assert list(found[0]) == [key for key in KEYS if key != "text"]


def test_csv_is_read_as_well_as_json_lines(run, place):
    (place / "c.csv").write_text("id,text\n7,hello there\n", encoding="utf-8")
    found = lines_of(run("classify", "c.csv").stdout)
    assert [(row["id"], row["text"]) for row in found] == [("7", "hello there")]


def test_page_text_gets_ids_that_stay_the_same(run, place):
    page = "Title\n\nStory.\n\n  • Ann\n\n    Nice.\n\n    • Bob\n\n      No, slurword.\n"
    (place / "page.txt").write_text(page, encoding="utf-8")
    first = lines_of(run("classify", "page.txt", "--format", "page").stdout)
    assert [row["author"] for row in first] == ["Ann", "Bob"]
    assert len({row["id"] for row in first}) == 2
    again = lines_of(run("classify", "page.txt", "--format", "page").stdout)
    assert [row["id"] for row in again] == [row["id"] for row in first]


def test_a_broken_database_is_told_with_the_way_around_it(run, refused, three, place, loaded):
    (place / "data").mkdir()
    (place / "data" / "moderation.sqlite3").write_bytes(b"not a database" * 500)
    message = refused("classify", str(three))
    assert "moderation.sqlite3" in message
    assert message.endswith(", or name the model: --model NAME/VERSION")
    assert run("classify", str(three), "--model", "named/1.0.0").exit_code == 0
    assert loaded == ["named/1.0.0"]


def test_an_input_without_comments_says_so_beside_its_empty_output(run, place):
    result = run("classify", "-", stdin="id,text\n")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "0 comments read\n"


def test_no_database_is_needed_or_made(run, three, place):
    run("classify", str(three))
    assert sorted(path.name for path in place.iterdir()) == ["three.jsonl"]


def test_the_output_can_be_a_file(run, three, place):
    result = run("classify", str(three), "-o", "out.jsonl")
    assert (result.exit_code, result.stdout) == (0, "")
    assert [row["id"] for row in lines_of((place / "out.jsonl").read_bytes())] == ["a", "b", "c"]
    assert sorted(path.name for path in place.iterdir()) == ["out.jsonl", "three.jsonl"]


def test_the_output_may_be_the_input(run, three):
    assert run("classify", str(three), "-o", str(three)).exit_code == 0
    assert lines_of(three.read_bytes())[1]["verdict"] == "hold"


def test_a_minus_as_output_is_standard_output(run, three):
    assert run("classify", str(three), "-o", "-").stdout == run("classify", str(three)).stdout


def test_a_device_as_output_is_written_and_not_replaced(run, three):
    assert run("classify", str(three), "-o", os.devnull).exit_code == 0
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)


def test_a_named_model_is_asked_for(run, three, loaded):
    found = lines_of(run("classify", str(three), "--model", "mine/2").stdout)
    assert loaded == ["mine/2"]
    assert found[0]["model_version"] == "mine/2"


def test_the_configured_model_is_asked_for(run, three, place, loaded):
    (place / "config.yaml").write_text("model: house/3", encoding="utf-8")
    run("classify", str(three))
    assert loaded == ["house/3"]


def test_a_bad_last_line_stops_before_anything_is_scored_or_written(refused, three, place, loaded):
    with three.open("a", encoding="utf-8") as stream:
        stream.write('{"id": "d", "text": \n')
    message = refused("classify", str(three), "-o", "out.jsonl")
    assert "line 4" in message
    assert loaded == []
    assert not (place / "out.jsonl").exists()


def test_a_failure_midway_leaves_the_old_output_as_it_was(run, three, place, monkeypatch):
    (place / "out.jsonl").write_text("old", encoding="utf-8")

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", "out.jsonl")

    monkeypatch.setattr("moderation.cli.classify._write", fail)
    result = run("classify", str(three), "-o", "out.jsonl")
    assert result.exit_code == 1
    assert "No space left on device. Free some space" in result.stderr
    assert (place / "out.jsonl").read_text(encoding="utf-8") == "old"
    assert sorted(path.name for path in place.iterdir()) == ["out.jsonl", "three.jsonl"]


@pytest.mark.parametrize(
    "text", ["Привет, мир", "שלום", "𝖇𝖔𝖑𝖉 👩‍👩‍👧", "a\u2028b\x85c", 'q"\\\u0007']
)
def test_any_text_comes_back_unaltered_on_one_line(run, text):
    line = json.dumps({"id": "1", "text": text})
    result = run("classify", "-", stdin=line + "\n")
    assert result.stdout_bytes.count(b"\n") == 1
    assert json.loads(result.stdout_bytes)["text"] == text


def test_spans_count_code_points_of_the_original(run):
    text = "👩‍👩‍👧 Привет slurword"
    found = lines_of(run("classify", "-", stdin=json.dumps({"id": "1", "text": text})).stdout)[0]
    marked = {text[s["start"] : s["end"]] for s in found["spans"] if s["label"] == "slur"}
    assert marked == {"slurword"}
