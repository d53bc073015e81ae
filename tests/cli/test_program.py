from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from moderation.cli import main
from moderation.cli.program import nearest_hint
from moderation.errors import ConfigError, InputError

ROOT = Path(__file__).resolve().parents[2]


def commands(group: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    yield path, group
    if isinstance(group, click.Group):
        for name, command in group.commands.items():
            yield from commands(command, f"{path} {name}")


EVERY = dict(commands(main, "moderation"))


@pytest.mark.parametrize("path", EVERY)
def test_every_help_ends_in_an_example_that_can_be_typed(run, path):
    result = run(*path.split()[1:], "--help")
    assert result.exit_code == 0
    head, _, tail = result.stdout.partition("Example:\n")
    assert head.startswith(f"Usage: {path}")
    lines = [line.strip() for line in tail.strip().splitlines()]
    assert lines
    for line in lines:
        words = shlex.split(line)
        assert words[0] == "moderation"
        parses(main, words[1:])


def parses(command: click.Command, words: list[str]) -> None:
    """Fails where a command, an option or an argument of the example does not exist."""
    context = command.make_context("x", list(words), resilient_parsing=False)
    if isinstance(command, click.Group):
        _, found, rest = command.resolve_command(context, context._protected_args + context.args)
        assert found is not None
        parses(found, rest)


def test_every_command_says_what_it_does_in_a_line_that_is_not_cut(run):
    listed = run("--help").stdout.partition("Commands:\n")[2]
    assert listed
    assert "..." not in listed


def test_the_version_is_printed(run):
    result = run("--version")
    assert result.exit_code == 0
    assert result.stdout.startswith("moderation, version ")


def test_without_a_command_the_help_is_shown(run):
    result = run()
    assert result.exit_code == 2
    assert "Commands:" in result.stderr


@pytest.mark.parametrize(
    ("error", "code", "line"),
    [
        (InputError("It is broken", next_step="Mend it"), 1, "It is broken. Mend it"),
        (ConfigError("Wrong\nkey", next_step="Mend it"), 2, "Wrong key. Mend it"),
        (KeyboardInterrupt(), 130, "Stopped. Type the same command to start again"),
        (click.Abort(), 130, "Stopped. Type the same command to start again"),
        (
            PermissionError(13, "Permission denied", "out.jsonl"),
            1,
            "out.jsonl: Permission denied. Check the path and its permissions",
        ),
        (
            OSError(28, "No space left on device"),
            1,
            "No space left on device. Free some space and type the same command again",
        ),
    ],
)
def test_an_expected_error_is_one_line_and_an_exit_code(run, monkeypatch, error, code, line):
    def fail(_settings: object) -> None:
        raise error

    monkeypatch.setattr("moderation.cli.settings.Settings.config", fail)
    result = run("queue")
    assert result.exit_code == code
    assert result.stderr.strip() == f"moderation: {line}"
    assert result.stdout == ""


def test_a_defect_keeps_its_traceback(run, monkeypatch):
    def fail(_settings: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("moderation.cli.settings.Settings.config", fail)
    with pytest.raises(ZeroDivisionError):
        run("queue")


def test_the_nearest_name_is_offered_and_a_far_one_is_not():
    assert nearest_hint("Aprove", ["approve", "reject"]) == "Did you mean 'approve'?"
    assert nearest_hint("xyz", ["approve", "reject"]) == ""


def command_line(*words: str, **more: object) -> subprocess.CompletedProcess[str]:
    code = "from moderation.cli import main; main()"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-c", code, *words],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
        **more,
    )


def test_a_reader_that_goes_away_is_no_error(tmp_path):
    code = "from moderation.cli import main; main()"
    done = subprocess.run(
        ["/bin/sh", "-c", f"{sys.executable} -c '{code}' --help | head -c 1"],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
        check=False,
    )
    assert done.stdout == "U"
    assert done.stderr == ""


def test_a_terminal_without_unicode_is_served_escapes(tmp_path):
    done = command_line("decide", "--help", cwd=tmp_path)
    assert done.returncode == 0
    failed = subprocess.run(
        [sys.executable, "-c", "from moderation.cli import main; main()", "Очередь"],
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "latin-1"},
        cwd=tmp_path,
        check=False,
    )
    assert failed.returncode == 2
    assert b"\\u041e\\u0447" in failed.stderr


def test_the_next_step_is_a_sentence_of_its_own(refused):
    line = refused("queue", "x", code=2)
    assert line.endswith("unexpected extra argument (x). Type: moderation queue --help")
