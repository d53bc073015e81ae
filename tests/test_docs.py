"""The documentation cannot drift: every command, key, format and endpoint stands in it."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import click
import pytest

from moderation.cli import main
from moderation.config import Config, default_policy, load_config
from moderation.domain import LABELS, PROFILES, SUBTYPES, Policy
from moderation.importers import FORMATS
from moderation.importers.fields import FIELDS
from moderation.learning.suites import Functionality, load_suites
from moderation.protocols.native import render_review
from moderation.testing import fake_assessor, make_comment
from moderation.web.app import create_app
from tests import reference
from tests.source_tree import ROOT, tracked_files

PAGES = sorted(path for path in tracked_files() if path.suffix == ".md")
HAND_WRITTEN = [
    page
    for page in PAGES
    if page.parent in {ROOT, ROOT / "docs"} and page.name not in {"CHANGELOG.md", "commands.md"}
]
COMMANDS = dict(reference.commands(main, "moderation"))


def _name(page: Path) -> str:
    return str(page.relative_to(ROOT))


def _read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _keys(value: object) -> Iterator[str]:
    """The names of all settings below `value`, as config.yaml spells them."""
    if is_dataclass(value) and not isinstance(value, type):
        for setting in fields(value):
            if not (isinstance(value, Policy) and setting.name == "version"):
                yield setting.name
                yield from _keys(getattr(value, setting.name))


def test_the_commands_page_is_what_the_commands_say_of_themselves() -> None:
    # In a process of its own: click remembers the help option of whoever asked first.
    code = "import sys; from tests import reference; sys.stdout.write(reference.page())"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert _read("docs/commands.md") == done.stdout, "Type: make docs"


def test_every_command_ends_its_help_in_an_example() -> None:
    silent = [
        path
        for path, command in COMMANDS.items()
        if not isinstance(command, click.Group) and "moderation " not in (command.epilog or "")
    ]
    assert silent == []


@pytest.mark.parametrize("key", sorted(set(_keys(Config()))))
def test_every_setting_stands_in_the_committed_configuration(key: str) -> None:
    assert re.search(rf"\b{key}:", _read("config.yaml"))


def test_the_committed_configuration_changes_nothing() -> None:
    committed, built_in = load_config(ROOT / "config.yaml"), Config()
    for name in ("policy", "reasons", "queue", "web", "learning", "languages", "model"):
        assert getattr(committed, name) == getattr(built_in, name)


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_every_input_format_has_its_own_heading(name: str) -> None:
    assert re.search(rf"^##.*`{name}`", _read("docs/formats.md"), re.MULTILINE)


@pytest.mark.parametrize("field", sorted(FIELDS))
def test_every_field_of_an_input_is_explained_with_its_other_names(field: str) -> None:
    page = _read("docs/formats.md")
    row = re.search(rf"^\| `{field}` \|.*$", page, re.MULTILINE)
    assert row is not None
    assert all(f"`{name}`" in row.group() for name in FIELDS[field])


def test_every_field_that_classify_writes_is_explained() -> None:
    (reviewed,) = fake_assessor(default_policy()).review([make_comment("slurword", author_id="a")])
    written = render_review(
        reviewed.comment, reviewed.assessment, reviewed.verdict, reviewed.priority
    )
    page = _read("docs/formats.md").partition("## What `moderation classify` writes")[2]
    assert [key for key in written if f"\n| `{key}` |" not in page] == []
    parts = {*written["reasons"][0], *written["spans"][0]}
    assert sorted(part for part in parts if f"`{part}`" not in page) == []


@pytest.mark.parametrize("label", LABELS)
def test_every_label_is_explained(label: str) -> None:
    assert re.search(rf"^\| `{label}` \|", _read("docs/formats.md"), re.MULTILINE)


def test_every_endpoint_is_documented(tmp_path: Path) -> None:
    app = create_app(Config(data_dir=tmp_path), assessor=fake_assessor(default_policy()))
    page = _read("docs/http.md")
    missing = []
    for rule in app.url_map.iter_rules():
        path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
        methods = sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        missing += [f"`{m} {path}`" for m in methods if f"`{m} {path}`" not in page]
    assert missing == []


@pytest.mark.parametrize("page", HAND_WRITTEN, ids=_name)
def test_every_command_line_in_the_documentation_exists(page: Path) -> None:
    lines = re.findall(
        r"^(?: {4}|.*\| )(moderation [^|>\n]+)", page.read_text(encoding="utf-8"), re.MULTILINE
    )
    for line in lines:
        words = shlex.split(line, comments=True)
        path = words[0]
        for word in words[1:]:
            if f"{path} {word}" not in COMMANDS:
                break
            path = f"{path} {word}"
        command = COMMANDS[path]
        assert not isinstance(command, click.Group), f"{line}: {path} needs a command"
        known = {option for parameter in command.params for option in parameter.opts} | {"--help"}
        assert {word for word in words if word.startswith("--")} <= known, line


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_every_link_in_the_documentation_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
    local = [link for link in links if "://" not in link]
    assert [link for link in local if not (page.parent / link).exists()] == []


def test_every_page_that_the_program_names_exists() -> None:
    sources = [path for path in tracked_files() if path.suffix in {".py", ".html", ".yaml"}]
    named = {
        page
        for path in sources
        if path.parts[len(ROOT.parts)] != "tests"
        for page in re.findall(r"\bdocs/[\w-]+\.md", path.read_text(encoding="utf-8"))
    }
    assert {page for page in named if not (ROOT / page).exists()} == set()


SUITES = load_suites().suites


@pytest.mark.parametrize(
    "functionality", [f for suite in SUITES for f in suite.functionalities], ids=lambda f: f.id
)
def test_every_functionality_of_the_suites_is_listed(functionality: Functionality) -> None:
    assert f"\n| {functionality.id} | {functionality.title} |" in _read("docs/suite.md")


def test_every_profile_and_every_subtype_is_explained() -> None:
    page = _read("docs/suite.md")
    assert [name for name in (*PROFILES, *SUBTYPES) if f"`{name}`" not in page] == []


def test_the_changelog_has_a_place_for_what_comes_next() -> None:
    assert re.search(r"^## \[Unreleased\]$", _read("CHANGELOG.md"), re.MULTILINE)
