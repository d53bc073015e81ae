from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from moderation import yaml_file
from moderation.errors import ConfigError
from moderation.yaml_file import MAX_BYTES, MAX_DEPTH, YamlList, YamlMapping, load_yaml

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(params=["as installed", "pure python"], autouse=True)
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """PyYAML comes with libyaml or without it: everything must hold for both."""
    if request.param == "pure python":
        monkeypatch.setattr(yaml_file, "_LOADER", yaml_file._PurePythonLoader)


def write(folder: Path, text: str | bytes) -> Path:
    path = folder / "some.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def refusal(folder: Path, text: str | bytes) -> str:
    path = write(folder, text)
    with pytest.raises(ConfigError) as caught:
        load_yaml(path)
    message = str(caught.value)
    assert message.startswith(str(path))
    assert caught.value.next_step
    assert "\n" not in message
    return message.removeprefix(str(path))


def test_plain_data_comes_back_as_plain_data(tmp_path: Path) -> None:
    data = load_yaml(write(tmp_path, "a: 1\nb: [x, 2.5, true, null]\nc: {d: 2024-01-02}\n"))
    assert data == {"a": 1, "b": ["x", 2.5, True, None], "c": {"d": date(2024, 1, 2)}}


def test_an_empty_file_is_none(tmp_path: Path) -> None:
    assert load_yaml(write(tmp_path, "# nothing\n")) is None


def test_a_byte_order_mark_is_not_part_of_the_first_key(tmp_path: Path) -> None:
    assert load_yaml(write(tmp_path, b"\xef\xbb\xbfa: 1\n")) == {"a": 1}


def test_yes_no_on_and_off_stay_words(tmp_path: Path) -> None:
    data = load_yaml(write(tmp_path, "[no, yes, On, OFF, y, true, False]\n"))
    assert data == ["no", "yes", "On", "OFF", "y", True, False]


def test_mappings_and_lists_know_their_lines(tmp_path: Path) -> None:
    data = load_yaml(write(tmp_path, "a: 1\n\nb:\n  - x\n  - c: 2\n    d: 3\n"))
    assert isinstance(data, YamlMapping)
    assert (data.line_of("a"), data.line_of("b"), data.line_of("missing")) == (1, 3, 1)
    items = data["b"]
    assert isinstance(items, YamlList)
    assert items.item_lines == [4, 5]
    assert isinstance(items[1], YamlMapping)
    assert items[1].line_of("d") == 6


def test_a_key_that_stands_twice_is_refused_with_both_lines(tmp_path: Path) -> None:
    message = refusal(tmp_path, "a: 1\nb: 2\na: 3\n")
    assert message.startswith(":3: 'a' stands twice, first in line 1.")


def test_a_nested_key_that_stands_twice_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, "top:\n  - x: 1\n    x: 2\n").startswith(":3: 'x' stands twice")


def test_a_syntax_error_names_its_line(tmp_path: Path) -> None:
    assert refusal(tmp_path, "a: 1\nb: [1, 2\nc: 3\n").startswith(":3: this is not valid YAML")


def test_a_tag_that_would_build_an_object_is_refused(tmp_path: Path) -> None:
    message = refusal(tmp_path, "a: !!python/object/apply:os.getcwd []\n")
    assert message.startswith(":1: this is not valid YAML")


def test_a_list_as_a_key_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, "? [a, b]\n: 1\n").startswith(":1: a key is a list")


def test_a_merge_key_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, "a: &x {b: 1}\nc:\n  <<: *x\n").startswith(":3: merge keys")


def test_two_documents_are_refused(tmp_path: Path) -> None:
    assert "not valid YAML" in refusal(tmp_path, "a: 1\n---\nb: 2\n")


def test_an_impossible_date_is_refused(tmp_path: Path) -> None:
    assert "a value cannot be read" in refusal(tmp_path, "a: 2024-13-45\n")


def test_wrong_encoding_names_the_line(tmp_path: Path) -> None:
    assert refusal(tmp_path, b"a: 1\nb: \xe9t\xe9\n").startswith(":2: this is not UTF-8")


def test_a_control_character_names_the_line(tmp_path: Path) -> None:
    message = refusal(tmp_path, "a: 1\nb: \x00\n")
    assert message.startswith(":2: this is not valid YAML: the character U+0000")


@pytest.mark.parametrize("text", ["[" * 40_000, "[" * 40_000 + "]" * 40_000, "- " * 40_000])
def test_deep_nesting_is_refused_without_a_crash(tmp_path: Path, text: str) -> None:
    assert refusal(tmp_path, text).startswith(":1: the nesting is too deep")


def test_fifty_levels_are_still_read(tmp_path: Path) -> None:
    assert load_yaml(write(tmp_path, "[" * MAX_DEPTH + "]" * MAX_DEPTH)) != []


def test_a_huge_file_is_refused_before_it_is_parsed(tmp_path: Path) -> None:
    assert "too many" in refusal(tmp_path, b"#" * (MAX_BYTES + 1))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such file"):
        load_yaml(tmp_path / "none.yaml")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load_yaml(tmp_path)
