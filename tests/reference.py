"""Writes docs/commands.md from the commands' own help: `make docs`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

import click

from moderation.cli import main
from tests.source_tree import ROOT

PAGE = ROOT / "docs" / "commands.md"
WIDTH = 88
HEAD = """# Commands

Written by `make docs` from the commands' own help; change it there. A test compares the two.

Exit codes: 0 done, 1 refused or failed, 2 wrong usage, 130 interrupted. Every error is one line on
standard error that ends with what to type next.
"""


def commands(group: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    """Every visible command below `group` with the words that call it, groups first."""
    yield path, group
    if isinstance(group, click.Group):
        context = click.Context(group, info_name=path)
        for name in group.list_commands(context):
            command = group.get_command(context, name)
            if command is not None and not command.hidden:
                yield from commands(command, f"{path} {name}")


def help_of(path: str, command: click.Command) -> str:
    """What `--help` prints, at a fixed width."""
    settings = {**main.context_settings, "terminal_width": WIDTH, "max_content_width": WIDTH}
    context = click.Context(command, info_name=path, **settings)
    return "\n".join(line.rstrip() for line in command.get_help(context).splitlines())


def page() -> str:
    """The whole of docs/commands.md."""
    parts = [HEAD]
    for path, command in commands(main, "moderation"):
        depth = "#" * min(path.count(" ") + 2, 4) if " " in path else "##"
        parts.append(f"{depth} {path}\n\n```\n{help_of(path, command)}\n```\n")
    return "\n".join(parts)


if __name__ == "__main__":
    os.environ["NO_COLOR"] = "1"
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"Wrote {PAGE.relative_to(ROOT)}\n")
