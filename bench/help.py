"""How long a person waits for a help, and a shell for what it offers after a tab: whole processes, from the call to their end.

`bench/help.py 30` takes each 30 times. The floor is a Python that imports click alone, taken between the others. The processor's time stands
beside the clock's: other work on the machine does not lengthen it much.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

BIN = Path(sys.executable).parent
MAILDESK = str(BIN / "maildesk")


def main(times: int) -> None:
    with tempfile.TemporaryDirectory(prefix="maildesk-bench-") as folder:
        subprocess.run([MAILDESK, "init", folder], check=True, stdout=subprocess.DEVNULL)
        desk = {"MAILDESK_DESK": f"{folder}/desk.yaml"}
        asks = {"_MAILDESK_COMPLETE": "fish_complete", "COMP_WORDS": "maildesk ticket show", "COMP_CWORD": "", **desk}
        calls: dict[str, Callable[[], None]] = {
            "import click": lambda: _run([sys.executable, "-c", "import click"], {}),
            "maildesk --help": lambda: _run([MAILDESK, "--help"], {}),
            "maildesk --help in Chinese": lambda: _run([MAILDESK, "--help"], {"LC_ALL": "zh_CN.UTF-8"}),
            "maildesk ticket --help": lambda: _run([MAILDESK, "ticket", "--help"], {}),
            "completion of a command": lambda: _run([MAILDESK], {**asks, "COMP_WORDS": "maildesk", "COMP_CWORD": "ti"}),
            "completion of a ticket": lambda: _run([MAILDESK], asks),
            "completion of a tag": lambda: _run([MAILDESK], {**asks, "COMP_WORDS": "maildesk ticket list --tag"}),
            "completion of an agent": lambda: _run([MAILDESK], {**asks, "COMP_WORDS": "maildesk --as"}),
        }
        found = {name: [_timed(call) for _ in range(times)] for name, call in calls.items()}
    for name, taken in found.items():
        clock, work = ([one[kind] for one in taken] for kind in (0, 1))
        print(
            f"{name:28} {statistics.median(clock):4.0f} ms at the median, {min(clock):4.0f} at best; {statistics.median(work):4.0f} ms of a processor"
        )


def _run(command: list[str], environ: dict[str, str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=os.environ | environ)


def _timed(call: Callable[[], None]) -> tuple[float, float]:
    """Milliseconds by the clock, and of a processor."""
    began, worked = time.perf_counter(), _work()
    call()
    return 1000 * (time.perf_counter() - began), 1000 * (_work() - worked)


def _work() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
