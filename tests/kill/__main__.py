"""Kill -9 at random moments and see that nothing that was acknowledged is lost.

python -m tests.kill --kills 200 --seed 1
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.kill.harness import run_kills
from tests.kill.phases import PHASES


def say(line: str) -> None:
    """Write one line of the result."""
    sys.stdout.write(f"{line}\n")


def main() -> int:
    """Run, print a table, and fail if anything was lost or broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--phases", nargs="*", default=[phase.name for phase in PHASES])
    options = parser.parse_args()
    phases = [phase for phase in PHASES if phase.name in options.phases]

    def on_kill(done: int, name: str) -> None:
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{done} of {options.kills} ({name})   ")

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        tallies = run_kills(
            Path(folder), kills=options.kills, seed=options.seed, phases=phases, on_kill=on_kill
        )
    say(f"\n{'phase':10}{'kills':>7}{'acknowledged':>14}{'problems':>10}{'slowest opening':>17}")
    for name, tally in tallies.items():
        say(
            f"{name:10}{tally.kills:7}{tally.acknowledged:14}{len(tally.problems):10}"
            f"{tally.slowest_opening * 1000:14.0f} ms"
        )
    problems = [problem for tally in tallies.values() for problem in tally.problems]
    for problem in problems:
        say(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
