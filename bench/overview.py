"""What one look at the status page costs on a desk that has closed a million tickets, and each of its statements.

    .venv/bin/python bench/overview.py [TICKETS]

One ticket in fifty is open or waiting; there are twice as many mails and letters as tickets.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any

from sqlalchemy import event, text

from maildesk.store.engine import Database
from maildesk.store.overview import overview
from maildesk.store.progress import progress_of
from maildesk.store.schema import upgrade

ROUNDS = 7
NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
_MICROSECONDS = int(NOW.timestamp() * 1_000_000)
_YEAR = 365 * 86_400 * 1_000_000


def main(tickets: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/desk.db")
        upgrade(database)
        fill(database, tickets)
        costs = statements(database)
        with database.read() as session:
            whole = [timed(lambda: overview(session, NOW, NOW + timedelta(hours=12))) for _ in range(ROUNDS)]
            one = [timed(lambda number=number: progress_of(session, number, "bob@customer.example")) for number in range(1, 100)]
        print(
            f"{tickets:,} tickets, {tickets // 50:,} of them active: one look {median(whole) * 1000:.0f} ms; a customer's ticket {median(one) * 1000:.2f} ms"
        )
        for sql, cost in sorted(costs.items(), key=lambda pair: -pair[1])[:5]:
            print(f"  {cost * 1000:7.1f} ms  {' '.join(sql.split())[:110]}")
        database.close()


def fill(database: Database, tickets: int) -> None:
    chance = random.Random(1)
    with database.write(durable=False) as session:
        for start in range(0, tickets, 20_000):
            numbers = range(start + 1, min(start + 20_000, tickets) + 1)
            session.execute(text(_TICKET), [_ticket(number, chance) for number in numbers])
            session.execute(text(_PERSON), [{"number": number} for number in numbers])
            session.execute(text(_MAIL), [{"state": "ticketed", "at": _MICROSECONDS, "number": number} for number in numbers for _ in range(2)])
            letters = [{"id": number * 2 + side, "at": _MICROSECONDS, "ticket": number} for number in numbers for side in range(2)]
            session.execute(text(_LETTER), letters)
            session.execute(text(_OUTBOX), letters)
    database.checkpoint()


def _ticket(number: int, chance: random.Random) -> dict[str, Any]:
    active = number % 50 == 0
    created = _MICROSECONDS - chance.randrange(_YEAR // (100 if active else 1))
    return {
        "number": number,
        "mailbox": f"box{number % 7}@example.com",
        "team": f"team{number % 5}",
        "assignee": f"agent{number % 40}@example.com" if number % 3 else None,
        "status": chance.choice(("open", "open", "waiting")) if active else "closed",
        "created": created,
        "unanswered": created if active and number % 4 else None,
        "until": _MICROSECONDS + chance.randrange(_YEAR // 100) if active else None,
    }


_TICKET = """
INSERT INTO tickets (number, mailbox, subject, requester, team, assignee, status, priority, created, updated, wait_until, version, unanswered)
VALUES (:number, :mailbox, 'The printer prints only blue', 'bob@customer.example', :team, :assignee, :status, 'normal', :created, :created, :until, 3, :unanswered)
"""
_PERSON = "INSERT INTO participants (ticket, address, name, standing) VALUES (:number, 'bob@customer.example', 'Bob', 'requester')"
_MAIL = """
INSERT INTO mails (sha256, size, rcpt_to, via, peer, helo, tls, received, state, ticket)
VALUES ('0', 4096, '[]', 'smtp', '127.0.0.1', '', 0, :at, :state, :number)
"""
_LETTER = """
INSERT INTO letters (id, kind, ticket, mailbox, person, shown, message_id, current_message, answer, automatic, created, expires)
VALUES (:id, 'reply', :ticket, 'box@example.com', 'bob@customer.example', '[]', '<x>', 1, 'inbound', 0, :at, :at)
"""
_OUTBOX = "INSERT INTO outbox (letter, relay, mail_from, state, created, since) VALUES (:id, 'default', '', 'sent', :at, :at)"


def statements(database: Database) -> dict[str, float]:
    """Seconds of each statement of one look, once the pages are in memory."""
    costs: dict[str, float] = defaultdict(float)
    began: list[float] = []

    def before(*_: Any) -> None:
        began.append(time.perf_counter())

    def after(_connection: Any, _cursor: Any, sql: str, *_: Any) -> None:
        costs[sql] += time.perf_counter() - began.pop()

    with database.read() as session:
        overview(session, NOW, NOW)
        event.listen(database.engine, "before_cursor_execute", before)
        event.listen(database.engine, "after_cursor_execute", after)
        overview(session, NOW, NOW)
        event.remove(database.engine, "before_cursor_execute", before)
        event.remove(database.engine, "after_cursor_execute", after)
    return costs


def timed(work: Any) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
