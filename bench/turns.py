"""What this version costs against another, mail for mail: both process windows of `bench/pipeline.py` in turn, so that a busy machine burdens both alike.

    .venv/bin/python bench/turns.py OTHER [ROUNDS]

OTHER is the folder of the other version, as `git worktree add` makes it; eight rounds where no number is given.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import IO

# Run in each version's own folder, with its own program: a window for each line that comes.
_WINDOWS = """
import sys, tempfile
from pathlib import Path
sys.path.insert(0, ".")
from bench.pipeline import Bench
with tempfile.TemporaryDirectory(prefix="maildesk-bench-") as folder:
    windows = Bench(Path(folder)).windows(sys.maxsize)
    for _ in sys.stdin:
        window = next(windows)
        print(window.cpu, window.floor, flush=True)
"""


def _open(folder: Path) -> tuple[IO[str], IO[str]]:
    process = subprocess.Popen([sys.executable, "-c", _WINDOWS], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin
    assert process.stdout
    return process.stdin, process.stdout


def _window(version: tuple[IO[str], IO[str]]) -> tuple[float, float]:
    """Milliseconds of CPU a mail, and the floor's."""
    print(file=version[0], flush=True)
    cpu, floor = version[1].readline().split()
    return float(cpu), float(floor)


def main(other: Path, rounds: int) -> None:
    theirs, ours = (_open(folder) for folder in (other, Path(__file__).parent.parent))
    _window(theirs), _window(ours)  # a fresh desk is no measure
    pairs = [(_window(theirs), _window(ours)) if turn % 2 else (_window(ours), _window(theirs))[::-1] for turn in range(rounds)]
    for name, took in zip(("there", "here"), zip(*pairs, strict=True), strict=True):
        cpu, floor = (median(one[at] for one in took) for at in (0, 1))
        print(f"{name}: {cpu:.2f} ms of CPU a mail at the median, {min(one[0] for one in took):.2f} at best; {cpu / floor:.1f} times the floor")
    best = min(one[0] for _, one in pairs) / min(one[0] for one, _ in pairs)
    print(f"here against there: {best:.2f} at best, {median(one[0] / another[0] for another, one in pairs):.2f} at the median of {rounds} pairs")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 8)
