"""A storm: very many mails at once, over many connections, to a whole daemon. Nothing is lost or doubled, each `250` comes in time, memory stays.

`bench/storm.py [MAILS] [CONNECTIONS]`, 10,000 over 50 where no numbers are given. Each mail has an id of its own, which the ledger must have once.
"""

from __future__ import annotations

import asyncio
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from backlog import written
from daemon import QUEUED, WAITING, emptied, free_port, fresh_desk, ledger, served, watched

from maildesk.clock import SystemClock
from maildesk.mail import RawMail

_ATTEMPTS, _APART = 50, 0.2  # how often a mail that is put off for now is offered again, and how many seconds apart


def main(mails: int, connections: int) -> int:
    with tempfile.TemporaryDirectory(prefix="maildesk-bench-") as folder:
        port = free_port()
        file = fresh_desk(Path(folder) / "desk", port)
        with served(file, port) as daemon, watched(daemon.pid) as memory:
            began = time.monotonic()
            waits, put_off = asyncio.run(_sent(port, mails, connections))
            accepted = time.monotonic() - began
            emptied(file.parent, WAITING)
            ticketed = time.monotonic() - began
            emptied(file.parent, QUEUED)
            [total] = ledger(file, "--sum")
        lost, doubled = _amiss(file.parent / "maildesk.db", mails)
    print(
        f"{mails:,} mails of 2 KiB over {connections} connections: accepted {mails / accepted:.0f}/s, put off for now {put_off} times; ticketed {mails / ticketed:.0f}/s"
    )
    print(f"from the mail's last byte to its 250: {_told(waits)}")
    print(f"lost {lost}, doubled {doubled}; the ledger is {'balanced' if total['balanced'] else 'NOT balanced'}")
    print(f"memory of all processes: {memory[0]} MiB at first, {max(memory)} at most")
    return 0 if total["balanced"] and total["accepted"] == mails and not lost and not doubled else 1


async def _sent(port: int, mails: int, connections: int) -> tuple[list[float], int]:
    """Seconds until each `250`, and how often a mail was put off."""
    each = written(mails, SystemClock().now())  # whoever is free takes the next
    told = await asyncio.gather(*(_sender(port, each) for _ in range(connections)))
    return [wait for waits, _ in told for wait in waits], sum(put_off for _, put_off in told)


async def _sender(port: int, mails: Iterator[RawMail]) -> tuple[list[float], int]:
    waits, put_off = [], 0
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    await _replied(reader)
    await _said(reader, writer, b"EHLO storm.example\r\n")
    for mail in mails:
        for _ in range(_ATTEMPTS):
            wait = await _offered(reader, writer, mail)
            if wait is not None:
                waits.append(wait)
                break
            put_off += 1
            await asyncio.sleep(_APART)
    writer.close()
    return waits, put_off


async def _offered(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, mail: RawMail) -> float | None:
    """Seconds until the mail was accepted, None where it was put off; any other answer ends the bench."""
    for line in (f"MAIL FROM:<{mail.envelope.mail_from}>", f"RCPT TO:<{mail.envelope.rcpt_to[0]}>", "DATA"):
        reply = await _said(reader, writer, line.encode() + b"\r\n")
        if reply.startswith(b"4"):
            await _said(reader, writer, b"RSET\r\n")
            return None
    began = time.perf_counter()
    reply = await _said(reader, writer, mail.data + b".\r\n")
    if reply.startswith(b"4"):
        return None
    if not reply.startswith(b"250"):
        sys.exit(f"the desk answers {reply.decode()}")
    return time.perf_counter() - began


async def _said(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, words: bytes) -> bytes:
    writer.write(words)
    return await _replied(reader)


async def _replied(reader: asyncio.StreamReader) -> bytes:
    """The last line of an answer (RFC 5321 §4.2.1)."""
    while (line := await reader.readline())[3:4] == b"-":
        pass
    return line


def _told(waits: Sequence[float]) -> str:
    ordered = sorted(waits)
    shares: Iterable[tuple[str, float]] = (("half within", 0.5), ("99 of 100 within", 0.99), ("all within", 1.0))
    return ", ".join(f"{words} {ordered[max(0, int(len(ordered) * share) - 1)] * 1000:.0f} ms" for words, share in shares)


def _amiss(database: Path, mails: int) -> tuple[int, int]:
    """Mails that no entry of a ticket came of, and entries that a mail has beyond its one."""
    with closing(sqlite3.connect(database)) as file:
        entries, distinct = file.execute("SELECT count(*), count(DISTINCT message_id) FROM messages WHERE kind = 'inbound'").fetchone()
    return mails - int(distinct), int(entries) - int(distinct)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1].replace(",", "")) if len(sys.argv) > 1 else 10_000, int(sys.argv[2]) if len(sys.argv) > 2 else 50))
