from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

INTERRUPTED = """
import sys

class Interrupt:
    def find_spec(self, name, *_):
        if name == "moderation.cli.queue":
            raise KeyboardInterrupt

sys.meta_path.insert(0, Interrupt())
from moderation.__main__ import main
sys.exit(main())
"""


def started(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *words],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )


def test_an_interrupt_while_the_program_loads_is_one_line() -> None:
    done = started("-c", INTERRUPTED)
    assert done.returncode == 130
    assert done.stderr == "moderation: Stopped. Type the same command to start again\n"
    assert done.stdout == ""


def test_the_package_can_be_run() -> None:
    done = started("-m", "moderation", "--help")
    assert done.returncode == 0
    assert done.stdout.startswith("Usage: moderation [OPTIONS] COMMAND")


def test_the_exit_code_of_the_command_line_is_kept() -> None:
    assert started("-m", "moderation", "nonsense").returncode == 2
