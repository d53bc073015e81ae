"""The frame of every command: one-line errors, exit codes, examples, nearest names."""

from __future__ import annotations

import difflib
import errno
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, TypeVar

import click

from moderation.errors import ModerationError

CommandT = TypeVar("CommandT", bound=click.Command)

NAME: Final = "moderation"
EXIT_ERROR: Final = 1
EXIT_INTERRUPTED: Final = 130


class Program(click.Group):
    """The group behind `moderation`: calling it runs the command line, errors and all.

    Expected errors become one line on standard error, without a traceback. Exit codes:
    0 done, 1 refused or failed, 2 wrong usage, 130 interrupted. Anything that is not
    expected is a defect and keeps its traceback.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The commands in the order in which a newcomer needs them."""
        return list(self.commands)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run the command line; in standalone mode exit with its code."""
        _escape_what_the_terminal_cannot_show()

        def run() -> object:
            return click.Group.main(self, args, prog_name or NAME, complete_var, False, **extra)

        if not standalone_mode:
            return run()
        sys.exit(_guard(run))


def _guard(run: Callable[[], object]) -> int:
    """The exit code of `run`, with every expected error told in one line."""
    try:
        code = run()
        # What is left is written while a broken pipe or a full disk can still be told.
        sys.stdout.flush()
    except (click.ClickException, ModerationError) as error:
        return _tell_error(error)
    except (click.Abort, KeyboardInterrupt):
        return _tell("Stopped. Type the same command to start again", EXIT_INTERRUPTED)
    except BrokenPipeError:
        return _close_broken_pipe()
    except OSError as error:
        return _tell(_os_line(error), EXIT_ERROR)
    return code if isinstance(code, int) else 0


def _tell_error(error: click.ClickException | ModerationError) -> int:
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        click.echo(error.format_message(), err=True)
        return error.exit_code
    message = str(error) if isinstance(error, ModerationError) else _usage_line(error)
    return _tell(message, error.exit_code)


def _tell(message: str, code: int) -> int:
    line = " ".join(message.split())
    click.echo(f"moderation: {line}", err=True)
    return code


def _usage_line(error: click.ClickException) -> str:
    message = error.format_message()
    context = getattr(error, "ctx", None)
    if context is None:
        return message
    if isinstance(error, click.NoSuchOption) and error.option_name in _global_options(context):
        return (
            f"{error.option_name} stands before the command. "
            f"Type: {NAME} {error.option_name} … {context.info_name} …"
        )
    stop = "" if message.endswith(("?", ".", "?)")) else "."
    return f"{message}{stop} Type: {context.command_path} --help"


def _global_options(context: click.Context) -> list[str]:
    return [name for param in context.find_root().command.params for name in param.opts]


def _os_line(error: OSError) -> str:
    what = error.strerror or str(error)
    where = f"{error.filename}: " if error.filename else ""
    if error.errno == errno.ENOSPC:
        return f"{where}{what}. Free some space and type the same command again"
    return f"{where}{what}. Check the path and its permissions"


def _close_broken_pipe() -> int:
    """The reader has gone (`| head`): nothing is wrong, and nothing more can be said."""
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, sys.stdout.fileno())
    return EXIT_ERROR


def _escape_what_the_terminal_cannot_show() -> None:
    """A comment in Cyrillic on a Latin-1 terminal is shown escaped instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


class NearestChoice(click.Choice[str]):
    """A choice whose error names the nearest value."""

    def fail(
        self,
        message: str,
        param: click.Parameter | None = None,
        ctx: click.Context | None = None,
    ) -> Any:
        """Fail with what click found and the value probably meant."""
        found = message.split("'")[1] if "'" in message else ""
        return super().fail(f"{message} {nearest_hint(found, self.choices)}".strip(), param, ctx)


def nearest_hint(found: str, known: Iterable[str]) -> str:
    """`Did you mean …?`, or nothing where no name is near."""
    nearest = difflib.get_close_matches(found.lower(), list(known), n=1)
    return f"Did you mean {nearest[0]!r}?" if nearest else ""


def example(*lines: str) -> Callable[[CommandT], CommandT]:
    """End a command's help with lines that can be typed as they stand."""

    def attach(command: CommandT) -> CommandT:
        indented = "\n".join(f"  {line}" for line in lines)
        command.epilog = f"\b\nExample:\n{indented}"
        return command

    return attach
