"""Very many letters waiting in the outbox: whether a letter costs the same to send, also while very many mails wait in the spool.

`bench/outbox.py [LETTERS]`, 100,000 where no number is given, of 2 KiB each, to a relay that takes all at once. A tenth was given time before it leaves,
as an agent's answer is: of each of those it is asked whether a mail that nobody has looked at yet might take it back.
"""

from __future__ import annotations

import asyncio
import gc
import io
import random
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median

from backlog import fill, made
from daemon import asked, free_port, fresh_desk

from maildesk.clock import SystemClock
from maildesk.desk import Desk
from maildesk.eventlog import EventLog
from maildesk.letter import Letter, LetterKind
from maildesk.outbound.deliver import BATCH, deliver_relay
from maildesk.outbound.happening import Composed
from maildesk.outbound.office import Office
from maildesk.outbound.outbox import post
from maildesk.outbound.retry import Attempt, RecipientResult, ResultKind
from maildesk.outbound.transport import Connection, Parcel
from maildesk.ticket import MessageKind

_AT_ONCE, _SOME = 1000, 300  # letters of one commit; letters that are sent to be timed
_TIME = timedelta(seconds=30)  # that some were given
_DATA = b"Subject: An answer\r\n\r\n" + b"The printer on the second floor is repaired.\r\n" * 42


class Taker:
    """A relay that takes every letter at once."""

    connections = 1

    @asynccontextmanager
    async def connect(self) -> AsyncIterator[Connection]:
        yield self

    async def send(self, parcel: Parcel) -> Attempt:
        return Attempt({address: RecipientResult(ResultKind.SENT, 250, "taken") for address in parcel.recipients})


def main(letters: int) -> int:
    with tempfile.TemporaryDirectory(prefix="maildesk-bench-") as folder:
        file = fresh_desk(Path(folder) / "desk", free_port())
        desk = made(file)
        _post(desk, _SOME * 2)
        few = _milliseconds(desk)
        _post(desk, letters)
        many = _milliseconds(desk)
        fill(desk, letters)
        beside = _milliseconds(desk)
        print(f"{letters:,} letters waiting: {many:.2f} ms of CPU to send one, {many / few:.2f} of what it takes where {_SOME} wait")
        print(f"and as many mails in the spool: {beside:.2f} ms, {beside / few:.2f}")
        left, sent = asked(file.parent, "SELECT sum(state = 'queued'), sum(state = 'sent') FROM outbox")
        desk.database.close()
    return 0 if left + sent == letters + _SOME * 2 and sent == _SOME * 3 else 1


def _post(desk: Desk, count: int) -> None:
    """Has so many letters wait that are due by now."""
    chance, due = random.Random(count), SystemClock().now()
    for _ in range(0, count, _AT_ONCE):
        with desk.database.write() as session:
            post(session, [_letter(chance.getrandbits(60), due) for _ in range(min(count, _AT_ONCE))])
    desk.database.checkpoint()


def _letter(number: int, due: datetime) -> Composed:
    written = due - _TIME if number % 10 == 0 else due
    person = f"bob{number}@customer.example"
    letter = Letter(
        number,
        LetterKind.REPLY,
        0,
        "support@example.com",
        person,
        (person,),
        f"<{number}@example.com>",
        0,
        MessageKind.REPLY,
        False,
        written,
        written,
    )
    return Composed(letter, _DATA, "support@example.com", (person,), "default", due=due)


def _milliseconds(desk: Desk) -> float:
    """CPU of a letter, from its claim to its settlement: the median of thirty batches of ten."""
    gc.collect()
    times: list[float] = []

    def stops() -> bool:
        times.append(time.process_time())
        return len(times) > _SOME

    office = Office(desk.database, SystemClock(), EventLog(SystemClock(), io.StringIO()), desk.config.limits, random.random, lambda *_: (), stops)
    asyncio.run(deliver_relay(office, "default", Taker()))
    return median(late - early for early, late in zip(times[::BATCH], times[BATCH::BATCH], strict=False)) * 1000 / BATCH


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1].replace(",", "")) if len(sys.argv) > 1 else 100_000))
