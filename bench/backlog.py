"""Very many mails waiting in the spool: whether a mail costs the same, how long a start takes with them, and how much memory.

`bench/backlog.py [MAILS]`, 100,000 where no number is given, of 2 KiB each.
"""

from __future__ import annotations

import gc
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from daemon import asked, free_port, fresh_desk, memory_of, served
from rest import used_by

from maildesk.bootstrap import make_database, open_desk
from maildesk.clock import SystemClock
from maildesk.desk import Desk
from maildesk.intake import spool
from maildesk.mail import Envelope, RawMail
from maildesk.pipeline import process_one

_AT_ONCE = 1000  # mails of one commit
_SOME = 100  # mails of which each is timed
_CALM = 3.0  # seconds of a daemon with all those mails, until its memory is looked at
_LINE = "The printer on the second floor still eats every second page of what we print.\r\n"


def main(mails: int) -> int:
    with tempfile.TemporaryDirectory(prefix="maildesk-bench-") as folder:
        port = free_port()
        file = fresh_desk(Path(folder) / "desk", port)
        desk = made(file)
        fill(desk, _SOME * 2)
        few = _milliseconds(desk)
        fill(desk, mails)
        many = _milliseconds(desk)
        desk.database.close()
        print(
            f"{mails:,} mails waiting: claim {many[0]:.2f} ms, {many[0] / few[0]:.2f} of what it takes with {_SOME}; a mail {many[1]:.2f} ms, {many[1] / few[1]:.2f}"
        )
        began = time.monotonic()
        with served(file, port) as daemon:
            print(f"start to the first greeting: {time.monotonic() - began:.2f} s, {used_by(daemon.pid):.2f} s of CPU")
            time.sleep(_CALM)
            print(f"memory of all processes with them: {memory_of(daemon.pid)} MiB")
        left, done = asked(file.parent, "SELECT sum(state = 'waiting'), sum(state = 'ticketed') FROM mails")
        print(f"{done} ticketed, {left} waiting when it was stopped")
    return 0 if left + done == mails + _SOME * 2 else 1


def made(file: Path) -> Desk:
    """The desk of a file, with its database."""
    desk = open_desk(file)
    make_database(desk.config)
    return desk


def fill(desk: Desk, count: int) -> None:
    """Has so many mails wait, each from somebody else."""
    mails = written(count, SystemClock().now())
    for _ in range(0, count, _AT_ONCE):
        with desk.database.write() as session:
            spool.accept(session, [mail for _, mail in zip(range(_AT_ONCE), mails, strict=False)])
    desk.database.checkpoint()


def written(count: int, now: datetime) -> Iterator[RawMail]:
    """New matters of 2 KiB."""
    for number in range(count):
        sender = f"bob{number}@customer{number}.example"
        head = f"From: Bob <{sender}>\r\nTo: support@example.com\r\nSubject: Question {number}\r\nMessage-ID: <{number}.{now.timestamp()}@customer.example>\r\n\r\n"
        data = head.encode() + _LINE.encode() * 24
        yield RawMail(data, Envelope(sender, ("support@example.com",), "smtp", "192.0.2.1", "mx.customer.example"), now)


def _milliseconds(desk: Desk) -> tuple[float, float]:
    """CPU of a claim and of a whole mail, each the best of some: the machine is not alone."""
    gc.collect()
    times = [_timed(desk) for _ in range(_SOME)]
    return min(claim for claim, _ in times) * 1000, min(whole for _, whole in times) * 1000


def _timed(desk: Desk) -> tuple[float, float]:
    began, now = time.process_time(), SystemClock().now()
    with desk.database.write(durable=False) as session:
        claimed = spool.claim(session, "bench", now, timedelta(minutes=1))
    assert claimed is not None
    claim = time.process_time() - began
    process_one(desk, claimed, now)
    return claim, time.process_time() - began


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1].replace(",", "")) if len(sys.argv) > 1 else 100_000))
