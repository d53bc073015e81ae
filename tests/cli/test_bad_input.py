"""Every bad input of the issue: one line that ends with the next step, nothing lost."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

COMMANDS = ("classify", "import")


@pytest.fixture(params=COMMANDS)
def command(request) -> str:
    return request.param


def write(place: Path, raw: bytes) -> str:
    (place / "in.jsonl").write_bytes(raw)
    return "in.jsonl"


def test_a_missing_file(refused, command):
    message = refused(command, "nowhere.jsonl")
    assert "nowhere.jsonl does not exist" in message
    assert message.endswith("ls .")


def test_a_missing_file_with_a_near_name(refused, command, three):
    assert "Did you mean three.jsonl?" in refused(command, "thre.jsonl")


def test_a_folder(refused, command):
    assert "is a folder" in refused(command, ".")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file(refused, command, three):
    three.chmod(0)
    assert "cannot be read" in refused(command, str(three))


def test_an_empty_file(refused, command, place):
    assert "is empty" in refused(command, write(place, b""))


def test_a_wrong_encoding(refused, command, place):
    message = refused(command, write(place, '{"id": "1", "text": "Zürich"}'.encode("latin-1")))
    assert "expected UTF-8" in message
    assert "iconv" in message


def test_a_nul_byte(refused, command, place):
    message = refused(command, write(place, b'{"id": "1", "text": "a\x00b"}\n'))
    assert "NUL byte" in message


def test_a_broken_json_line_is_named_by_its_number(refused, command, place):
    message = refused(command, write(place, b'{"id": "1", "text": "a"}\n{"id": "2", "te\n'))
    assert "line 2" in message


def test_a_json_line_without_a_text_is_named_by_its_number(refused, command, place):
    message = refused(command, write(place, b'{"id": "1", "text": "a"}\n{"id": "2"}\n'))
    assert "line 2" in message


def test_deeply_nested_json_is_refused_and_not_a_crash(refused, command, place):
    raw = b'{"id": "1", "text": ' + b"[" * 100_000 + b"\n"
    assert "line 1" in refused(command, write(place, raw), "--format", "jsonl")


def test_a_comment_of_ten_megabytes_is_read(run, command, place):
    text = "slurword " + "word " * 2_000_000
    raw = json.dumps({"id": "1", "text": text}).encode()
    assert run(command, write(place, raw)).exit_code == 0


def test_nothing_is_imported_from_a_file_with_one_bad_line(refused, place):
    refused("import", write(place, b'{"id": "1", "text": "a"}\nnonsense\n'))
    assert not (place / "data").exists()


def test_an_unknown_format(refused, command, three):
    message = refused(command, str(three), "--format", "jsnl", code=2)
    assert "Did you mean 'jsonl'?" in message


def test_a_mistyped_option(refused, command, three):
    message = refused(command, str(three), "--fromat", "csv", code=2)
    assert "Did you mean '--format'?" in message


def test_a_mistyped_command(refused):
    message = refused("clasify", "x", code=2)
    assert "Did you mean 'classify'?" in message
    assert message.endswith("Type: moderation --help")


def test_a_missing_argument(refused, command):
    assert refused(command, code=2).endswith(f"Type: moderation {command} --help")


def test_a_global_option_behind_the_command_is_shown_its_place(refused, command, three):
    message = refused(command, str(three), "--config", "x.yaml", code=2)
    assert "--config stands before the command. Type: moderation --config … " in message


def test_a_mistyped_key_of_the_configuration(refused, command, three, place):
    (place / "config.yaml").write_text("date_dir: x", encoding="utf-8")
    assert "Did you mean data_dir?" in refused(command, str(three), code=2)


def test_a_missing_configuration(refused, command, three):
    message = refused("--config", "none.yaml", command, str(three), code=2)
    assert "There is no configuration file none.yaml" in message


def test_an_output_that_is_a_folder(refused, three, loaded):
    assert "is a folder" in refused("classify", str(three), "-o", ".", code=2)
    assert loaded == []


def test_an_output_in_a_folder_that_does_not_exist(refused, three, loaded):
    message = refused("classify", str(three), "-o", "no/out.jsonl", code=2)
    assert message.endswith("mkdir -p no")
    assert loaded == []
