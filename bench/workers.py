"""Two workers against one, on a spool that is filled before and with nobody who sends: CPU a mail, mails a second, and how long each waited for the lock.

`bench/workers.py [MAILS] [ROUNDS]`, 1,000 and three where no numbers are given. Wants two cores with nothing else to do.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median
from typing import Any

from backlog import fill, made
from daemon import fresh_desk
from sqlalchemy import event

from maildesk.bootstrap import open_desk
from maildesk.clock import SystemClock
from maildesk.desk import Desk
from maildesk.intake import spool
from maildesk.pipeline import process_one


@dataclass(frozen=True)
class Run:
    """Milliseconds of CPU a mail, mails a second, and the share of the workers' time that they waited for each other."""

    cpu: float
    rate: float
    waiting: float


def main(mails: int, rounds: int) -> int:
    pairs = [(_run(1, mails), _run(2, mails)) for _ in range(rounds)]
    for number, runs in enumerate(zip(*pairs, strict=True), 1):
        cpu, rate, waiting = (median(values) for values in zip(*((run.cpu, run.rate, run.waiting) for run in runs), strict=True))
        print(f"{number} at work: {cpu:.2f} ms of CPU a mail, {rate:.0f} mails/s, {waiting:.1%} of the time waiting for the lock")
    print(
        f"two against one: {median(two.cpu / one.cpu for one, two in pairs):.2f} of the CPU a mail, {median(two.rate / one.rate for one, two in pairs):.2f} times as many"
    )
    return 0


def _run(workers: int, mails: int) -> Run:
    """A desk of its own each time: both begin with nothing."""
    with tempfile.TemporaryDirectory(prefix="maildesk-bench-") as folder:
        file = fresh_desk(Path(folder) / "desk", 2525)
        desk = made(file)
        fill(desk, mails)
        desk.database.close()
        context, ends = get_context("fork"), []
        for number in range(workers):
            ours, theirs = context.Pipe()
            context.Process(target=_work, args=(file, f"bench-{number}", theirs)).start()
            ends.append(ours)
        for end in ends:
            end.recv()  # it is ready
        began = time.monotonic()
        for end in ends:
            end.send("go")
        told = [end.recv() for end in ends]
        seconds = time.monotonic() - began
    assert sum(done for done, _, _ in told) == mails
    return Run(sum(cpu for _, cpu, _ in told) * 1000 / mails, mails / seconds, sum(waited for _, _, waited in told) / seconds / workers)


def _work(file: Path, name: str, channel: Connection) -> None:
    desk, waited = open_desk(file), [0.0]
    event.listen(desk.database.engine, "connect", lambda _, entry: entry.info.update(alone=_timed(entry.info["alone"], waited)))
    with desk.database.read():
        channel.send("ready")
    channel.recv()
    cpu, done = time.process_time(), sum(1 for _ in _mails(desk, name))
    channel.send((done, time.process_time() - cpu, waited[0]))


def _mails(desk: Desk, name: str) -> Iterator[int]:
    while True:
        now = SystemClock().now()
        with desk.database.write(durable=False) as session:
            claimed = spool.claim(session, name, now, timedelta(minutes=1))
        if claimed is None:
            return
        process_one(desk, claimed, now)
        yield claimed.mail.id


def _timed(alone: Callable[[], AbstractContextManager[Any]], waited: list[float]) -> Callable[[], AbstractContextManager[None]]:
    @contextmanager
    def timed() -> Iterator[None]:
        asked = time.monotonic()
        with alone():
            waited[0] += time.monotonic() - asked
            yield

    return timed


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000, int(sys.argv[2]) if len(sys.argv) > 2 else 3))
