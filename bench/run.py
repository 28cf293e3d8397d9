"""Runs the programs of this folder in turn and prints their figures below the machine they were taken on.

`bench/run.py` runs all of them, `bench/run.py accept rules` only those two. Ends with 1 where one of them failed.
"""

from __future__ import annotations

import os
import platform
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).resolve().parent
_NO_BENCH = ("run", "turns")  # this one, and what compares two versions
_LIBRARIES = ("maildesk", "SQLAlchemy", "aiosmtpd", "uvloop", "pydantic")


def main(wanted: list[str]) -> int:
    found = {path.stem: path for path in sorted(HERE.glob("*.py")) if path.stem not in _NO_BENCH}
    unknown = [name for name in wanted if name not in found]
    if unknown:
        print(f"there is no bench {', '.join(unknown)}; there are {', '.join(found)}", file=sys.stderr)
        return 2
    print(_machine())
    failed = [name for name in wanted or found if not _ran(name, found[name])]
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def _machine() -> str:
    """What a figure is worth nothing without."""
    when = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    load = " ".join(f"{figure:.1f}" for figure in os.getloadavg())
    python = f"{platform.python_implementation()} {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    return f"{when}; {os.cpu_count()} cores, load {load}; {platform.system()} {platform.release()}\n{python}; {libraries}"


def _ran(name: str, path: Path) -> bool:
    print(f"\n== {name}", flush=True)
    return subprocess.run([sys.executable, str(path)], cwd=HERE.parent, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
