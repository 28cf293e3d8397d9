"""A daemon at rest: what its start costs, the memory of all its processes, and the processor's time it takes when no mail comes.

`bench/rest.py [SECONDS] [WORKERS]`, 30 seconds where no number is given, on a fresh desk with the two workers that it has by default.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from daemon import free_port, fresh_desk, memory_of, served

_CALM = 5.0  # seconds until what a start leaves to be done is done


def main(seconds: float, workers: int) -> int:
    with tempfile.TemporaryDirectory(prefix="maildesk-bench-") as folder:
        port = free_port()
        desk = fresh_desk(Path(folder) / "desk", port, workers)
        with served(desk, port) as daemon:
            print(f"start: {used_by(daemon.pid):.2f} s of CPU until it listens")
            time.sleep(_CALM)
            print(f"memory of all processes at rest: {memory_of(daemon.pid)} MiB")
            before, since = used_by(daemon.pid), time.monotonic()
            time.sleep(seconds)
            took = (used_by(daemon.pid) - before) * 1000 / (time.monotonic() - since)
            print(f"at rest: {took:.1f} ms of CPU a second")
    return 0


def used_by(pid: int) -> float:
    """Seconds of CPU of a process and all below it, by the scheduler's count, which is finer than the clock's ticks."""
    return sum(int(task.joinpath("schedstat").read_text().split()[0]) for one in _family(pid) for task in Path(f"/proc/{one}/task").iterdir()) / 1e9


def _family(pid: int) -> Iterator[int]:
    yield pid
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield from _family(int(child))


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 30, int(sys.argv[2]) if len(sys.argv) > 2 else 2))
