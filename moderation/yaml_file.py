"""The one door for YAML: a safe loader that says where a mistake stands.

Only plain data is built (mappings, lists, strings, numbers, true/false, null). Unlike
PyYAML's default, a key that stands twice is refused instead of silently overriding the
first, and `yes`, `no`, `on` and `off` are words, so that `language: no` is Norwegian.
"""

from __future__ import annotations

import re
from collections.abc import Hashable
from typing import TYPE_CHECKING, Any, Final

import yaml

from moderation.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES: Final = 8 * 1024 * 1024
"""A file larger than this is not a configuration; reading it would only use up memory."""

MAX_DEPTH: Final = 50
"""Mappings and lists within each other; far more than any configuration needs."""

_BOOL_TAG: Final = "tag:yaml.org,2002:bool"
_MERGE_TAG: Final = "tag:yaml.org,2002:merge"


class YamlMapping(dict[Hashable, object]):
    """A mapping as read, which knows the line (from 1) of itself and of each key."""

    line: int = 0
    key_lines: dict[Hashable, int]

    def line_of(self, key: Hashable) -> int:
        """The line of `key`, or the mapping's own where the key is missing."""
        return self.key_lines.get(key, self.line)


class YamlList(list[object]):
    """A list as read, which knows the line (from 1) of itself and of each item."""

    line: int = 0
    item_lines: list[int]


class _Refused(yaml.YAMLError):
    """A well-formed file that holds something we refuse."""

    def __init__(self, line: int, found: str, next_step: str) -> None:
        super().__init__(found)
        self.line = line
        self.found = found
        self.next_step = next_step


class _WithLines(yaml.constructor.SafeConstructor):
    """Builds plain data with line numbers, and leaves PyYAML's traps out."""

    def build_mapping(self, node: yaml.MappingNode) -> YamlMapping:
        mapping = YamlMapping()
        mapping.line = node.start_mark.line + 1
        mapping.key_lines = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if key_node.tag == _MERGE_TAG:
                raise _Refused(line, "merge keys (<<) are not supported", "Write the keys out.")
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, Hashable):
                raise _Refused(line, "a key is a list or a mapping", "Use a plain word as the key.")
            if key in mapping:
                first = mapping.key_lines[key]
                raise _Refused(
                    line, f"'{key}' stands twice, first in line {first}", "Delete one of the two."
                )
            mapping.key_lines[key] = line
            mapping[key] = self.construct_object(value_node, deep=True)
        return mapping

    def build_list(self, node: yaml.SequenceNode) -> YamlList:
        items = YamlList(self.construct_object(child, deep=True) for child in node.value)
        items.line = node.start_mark.line + 1
        items.item_lines = [child.start_mark.line + 1 for child in node.value]
        return items


class _PurePythonLoader(_WithLines, yaml.SafeLoader):
    """For a PyYAML that was built without libyaml."""


def _without_traps(loader: Any) -> Any:
    """A loader class with our reading of words, mappings and lists."""
    loader.yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag != _BOOL_TAG]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    bools = re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$")
    loader.add_implicit_resolver(_BOOL_TAG, bools, list("tTfF"))
    loader.add_constructor("tag:yaml.org,2002:map", _WithLines.build_mapping)
    loader.add_constructor("tag:yaml.org,2002:seq", _WithLines.build_list)
    return loader


def _fast_loader() -> Any:
    """The same loader on libyaml, eight times as fast; pure Python where that is missing."""
    if not yaml.__with_libyaml__:
        return _PurePythonLoader

    class FastLoader(_WithLines, yaml.CSafeLoader):
        pass

    return _without_traps(FastLoader)


_without_traps(_PurePythonLoader)
_LOADER: Final[Any] = _fast_loader()


def load_yaml(path: Path) -> object:
    """Read one YAML document.

    Args:
        path: A file in UTF-8, with or without a byte order mark.

    Returns:
        Plain data. Mappings are `YamlMapping` and lists `YamlList`, which know their
        lines; an empty file is None.

    Raises:
        ConfigError: The file cannot be read, is not YAML, or holds a key twice; the
            message begins with `file:line`.
    """
    text = _read_text(path)
    try:
        _refuse_depth(text)
        # A SafeLoader: it builds plain data only.
        document: Any = yaml.load(text, Loader=_LOADER)  # noqa: S506
    except _Refused as error:
        raise ConfigError(
            f"{path}:{error.line}: {error.found}", next_step=error.next_step
        ) from None
    except yaml.YAMLError as error:
        line, problem = _describe(error, text)
        raise ConfigError(
            f"{path}:{line}: this is not valid YAML: {problem}",
            next_step="Mend that line; check its indentation, colons and quotation marks.",
        ) from None
    except ValueError as error:
        # PyYAML's own constructors let a date such as 2024-13-45 fall through as ValueError.
        raise ConfigError(
            f"{path}: a value cannot be read: {error}",
            next_step="Put dates and numbers that are meant as text in quotation marks.",
        ) from None
    return document


def _refuse_depth(text: str) -> None:
    """Refuse what is nested too deep before it is built.

    Building is recursive, and libyaml's recursion ends in a crash of the whole process,
    not in an exception. The stream of events is not recursive.
    """
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            depth += 1
            if depth > MAX_DEPTH:
                line = event.start_mark.line + 1 if event.start_mark else 1
                raise _Refused(line, "the nesting is too deep", "Write the file with fewer levels.")
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            depth -= 1


def _read_text(path: Path) -> str:
    """The file's text, or a ConfigError that says why there is none."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise ConfigError(
                f"{path}: {size:,} bytes are too many for a YAML file (at most {MAX_BYTES:,})",
                next_step="Check the path; split a long list into several files.",
            )
        raw = path.read_bytes()
    except FileNotFoundError:
        raise ConfigError(f"{path}: there is no such file", next_step="Check the path.") from None
    except OSError as error:
        raise ConfigError(
            f"{path}: cannot be read: {error.strerror or error}",
            next_step="Check that it is a file and that you may read it.",
        ) from None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ConfigError(
            f"{path}:{line}: this is not UTF-8 text", next_step="Save the file as UTF-8."
        ) from None


def _describe(error: yaml.YAMLError, text: str) -> tuple[int, str]:
    """The line (from 1) and the problem of a PyYAML error, in one line."""
    if isinstance(error, yaml.reader.ReaderError):
        line = text.count("\n", 0, error.position) + 1
        return line, f"the character U+{ord(text[error.position]):04X} is not allowed"
    if isinstance(error, yaml.MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark is not None else 1
        return line, " ".join((error.problem or "unreadable").split())
    return 1, " ".join(str(error).split())
