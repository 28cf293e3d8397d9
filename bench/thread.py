"""What it costs to find the ticket of a mail on a desk of a million tickets: milliseconds, statements and rows of each kind of mail.

    .venv/bin/python bench/thread.py [TICKETS]

Each ticket has two mails, a letter and their ids; one newsletter's id stands on ten thousand of them.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from statistics import median
from typing import Any

from sqlalchemy import event, insert

from maildesk.config.schema import Mailbox
from maildesk.mail import Envelope, RawMail
from maildesk.store.engine import Database, Session
from maildesk.store.schema import upgrade
from maildesk.store.tickets import alias_hash
from maildesk.tables import aliases, letters, messages, participants, tickets
from maildesk.threading.candidates import find_candidates
from maildesk.threading.clues import Clues, TokenClue, Where
from maildesk.tokens import TokenKind

ROUNDS = 300
NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
SUPPORT = Mailbox(address="support@example.com", name="Support")
NEWS, ON_NEWS = "<news@bulk.example>", 10_000
RAW = RawMail(b"Subject: Printer\r\n\r\nStill broken.\r\n", Envelope(), NOW)


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/desk.db")
        upgrade(database)
        fill(database, count)
        chance = random.Random(1)
        print(f"{count:,} tickets")
        for name, clues in KINDS.items():
            costs = [cost(database, clues(chance.randrange(1, count + 1)), chance.randrange(1, count + 1)) for _ in range(ROUNDS)]
            spent, sent, rows = (sorted(column) for column in zip(*costs, strict=True))
            print(f"  {name:<38} {median(spent) * 1000:6.2f} ms  {median(sent):3.0f} statements  {median(rows):4.0f} rows, {rows[-1]} at most")
        database.close()


def person(number: int) -> str:
    return f"person{number % 200_000}@customer{number % 5_000}.example"


def fill(database: Database, count: int) -> None:
    with database.write(durable=False) as session:
        for start in range(0, count, 20_000):
            numbers = range(start + 1, min(start + 20_000, count) + 1)
            session.execute(insert(tickets), [_ticket(number) for number in numbers])
            session.execute(insert(participants), [{"ticket": n, "address": person(n), "name": "", "standing": "requester"} for n in numbers])
            session.execute(insert(messages), [_message(number) for number in numbers])
            ids = [{"id_hash": alias_hash(f"<{n}.{mail}@a.example>"), "ticket": n, "mail": None} for n in numbers for mail in (1, 2)]
            news = [{"id_hash": alias_hash(NEWS), "ticket": n, "mail": None} for n in numbers if n % max(1, count // ON_NEWS) == 0]
            session.execute(insert(aliases), ids + news)
            session.execute(insert(letters), [_letter(number) for number in numbers])
    database.checkpoint()


def _ticket(number: int) -> dict[str, Any]:
    about = {"mailbox": SUPPORT.address, "subject": f"Printer {number % 977} prints only blue", "requester": person(number), "team": "support"}
    return {"number": number, **about, "status": "closed", "priority": "normal", "created": NOW, "updated": NOW, "version": 3}


def _message(number: int) -> dict[str, Any]:
    words = {"text": f"It prints blue since Monday, order {number}.", "reply": "", "flags": [], "attachments": []}
    return {
        "ticket": number,
        "kind": "inbound",
        "author": person(number),
        "author_name": "",
        **words,
        "created": NOW,
        "nature": "human",
        "trust": "none",
    }


def _letter(number: int) -> dict[str, Any]:
    to = {"mailbox": SUPPORT.address, "person": person(number), "shown": [], "message_id": f"<m{number}@example.com>"}
    kind = {"kind": "reply", "answer": "inbound", "automatic": 0, "current_message": number}
    return {"id": number, "ticket": number, **to, **kind, "created": NOW, "expires": NOW}


def _own(number: int) -> str:
    return f"<new{number}@a.example>"


def _long(number: int) -> Clues:
    parents = (f"<{number}.2@a.example>", *(f"<{n}@elsewhere.example>" for n in range(48)), f"<{number}.1@a.example>")
    return Clues(SUPPORT, ids=(_own(number), *parents), parents=parents)


KINDS: dict[str, Callable[[int], Clues]] = {
    "a new matter": lambda n: Clues(SUPPORT, ids=(_own(n),)),
    "an answer, by its token": lambda n: Clues(
        SUPPORT,
        tokens=(TokenClue(TokenKind.REPLY, n, Where.RECIPIENT),),
        ids=(_own(n), f"<{n}.1@a.example>"),
        parents=(f"<{n}.1@a.example>",),
    ),
    "an answer, by references alone": lambda n: Clues(SUPPORT, ids=(_own(n), f"<{n}.1@a.example>"), parents=(f"<{n}.1@a.example>",)),
    "an answer with fifty references": _long,
    "a number in the subject": lambda n: Clues(SUPPORT, ids=(_own(n),), label=n),
    "an answer to a newsletter on 10,000": lambda n: Clues(SUPPORT, ids=(_own(n), NEWS), parents=(NEWS,)),
    "ids that nobody has seen": lambda n: Clues(SUPPORT, ids=(_own(n), "<x@y.example>", "<z@y.example>"), parents=("<x@y.example>", "<z@y.example>")),
}


def cost(database: Database, clues: Clues, writer: int) -> tuple[float, int, int]:
    """Seconds, statements and rows of one look."""
    with database.read() as session, counted(session) as seen:
        began = time.perf_counter()
        find_candidates(session, clues, person(writer), RAW)
        return time.perf_counter() - began, *seen()


@contextmanager
def counted(session: Session) -> Iterator[Callable[[], tuple[int, int]]]:
    """The statements of the block, and, asked behind the clock, the rows they give."""
    sent: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: Any, *_rest: object) -> None:
        sent.append((statement, parameters))

    def rows() -> tuple[int, int]:
        driver: Any = session.connection.driver_connection
        return len(sent), sum(len(driver.execute(sql, values).fetchall()) for sql, values in sent)

    event.listen(session, "before_cursor_execute", note)
    yield rows
    event.remove(session, "before_cursor_execute", note)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
