"""Where the program starts: light, so that Ctrl-C is obeyed while the command line is read."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command line, which exits by itself; 130 where it is stopped before it runs."""
    try:
        from moderation.cli import main as command_line

        command_line()
    except KeyboardInterrupt:
        sys.stderr.write("moderation: Stopped. Type the same command to start again\n")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
