"""`python -m maildesk`, and the program `maildesk`."""

from __future__ import annotations

import sys


def main() -> None:
    """Runs the command line and ends with its exit code."""
    from maildesk.cli.main import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
