"""What finding a mail's ticket reads: few rows, by indexes alone, however large the desk; on both databases."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import event, insert, text

from maildesk.config.schema import Mailbox
from maildesk.mail import Envelope, RawMail
from maildesk.store.engine import Database, Session
from maildesk.store.tickets import alias_hash
from maildesk.tables import aliases, letters, links, messages, participants, tickets
from maildesk.threading.candidates import find_candidates
from maildesk.threading.clues import Clues, TokenClue, Where
from maildesk.ticket import Ticket
from maildesk.tokens import TokenKind

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
SUPPORT = Mailbox(address="support@example.com", name="Support")
TICKETS, OLD, BOB, NEWS = 100, 17, "bob@customer.example", ("<news@bulk.example>", "<news2@bulk.example>")
RAW = RawMail(b"Subject: Printer\r\n\r\nStill broken.\r\n", Envelope(), NOW)
FEW = 20


def fill(session: Session) -> None:
    """A desk on which Bob asked every tenth ticket, a newsletter's two ids stand on all of them, and very many are linked to one."""
    numbers = range(1, TICKETS + 1)
    people = {number: BOB if number % 10 == 0 else f"p{number}@a.example" for number in numbers}
    ticket = {
        "mailbox": SUPPORT.address,
        "subject": "Printer",
        "status": "closed",
        "priority": "normal",
        "created": NOW,
        "updated": NOW,
        "version": 3,
    }
    session.execute(insert(tickets), [{"number": number, "requester": people[number], **ticket} for number in numbers])
    session.execute(insert(participants), [{"ticket": n, "address": people[n], "name": "", "standing": "requester"} for n in numbers])
    said = {"kind": "inbound", "author_name": "", "text": "Broken.", "reply": "", "flags": [], "attachments": [], "nature": "human", "trust": "none"}
    session.execute(insert(messages), [{"ticket": n, "author": people[n], "created": NOW, **said} for n in numbers for _ in range(3)])
    ids = [(f"<{n}.{mail}@a.example>", n) for n in numbers for mail in range(10)] + [(news, n) for n in numbers for news in NEWS]
    session.execute(insert(aliases), [{"id_hash": alias_hash(one), "ticket": n, "mail": None} for one, n in ids])
    session.execute(insert(links), [{"ticket": n, "other": n % TICKETS + 1, "kind": "related"} for n in numbers])
    session.execute(insert(links), [{"ticket": OLD, "other": n, "kind": "related"} for n in numbers if n > OLD + 1])
    letter = {"kind": "reply", "mailbox": SUPPORT.address, "person": BOB, "shown": [], "message_id": "<m>", "answer": "inbound"}
    when = {"automatic": 0, "current_message": 1, "created": NOW, "expires": NOW}
    session.execute(insert(letters), [{"id": n, "ticket": n, **letter, **when} for n in numbers])


def clues(*parents: str, **more: Any) -> Clues:
    return Clues(SUPPORT, ids=("<new@a.example>", *parents), parents=parents, **more)


LONG = tuple(f"<7.{mail % 10}@a.example>" if mail % 2 else f"<{mail}@elsewhere.example>" for mail in range(50))
KINDS = {
    "a new matter": clues(),
    "an answer by its token": clues("<7.1@a.example>", tokens=(TokenClue(TokenKind.REPLY, 7, Where.RECIPIENT),)),
    "an answer by its references": clues("<7.2@a.example>", "<7.1@a.example>"),
    "fifty references": clues(*LONG),
    "two tickets": clues("<7.1@a.example>", "<8.1@a.example>"),
    "what very many began beside": clues("<17.2@a.example>"),
    "a number in the subject": clues(label=7),
    "ids nobody has seen": clues("<x@y.example>", "<z@y.example>"),
}


def test_a_decision_reads_few_rows_by_indexes(database: Database) -> None:
    """No statement goes through a table, and those of a decision together read fewer than twenty rows, as PostgreSQL counts them.

    Of a newsletter's ids, which stand on every ticket, no more is read, and the sender's own ticket is found among them.
    """
    with database.write() as session:
        fill(session)
        session.execute(text("ANALYZE"))
        if not database.sqlite:  # long rows: so it reads all of a table rather than look up a few of them, where a statement lets it
            session.execute(text("UPDATE pg_class SET reltuples = 100000, relpages = 5000 WHERE relname LIKE 'participants%'"))
    cost = {kind: looked_up(database, asked) for kind, asked in KINDS.items()}
    tickets_of_news, news = looked_up(database, clues(*NEWS))

    assert {kind: step for kind, (_, steps) in cost.items() for step in steps if step.whole} == {}
    assert {kind: total for kind, (_, steps) in cost.items() if (total := sum(step.rows for step in steps)) >= FEW} == {}
    assert sum(step.rows for step in news) < FEW
    assert BOB in {ticket.requester for ticket in tickets_of_news.values()}


@dataclass(frozen=True)
class Read:
    """A step of a statement's plan: whether it goes through a whole table, and how many rows of tables it read."""

    name: str
    whole: bool
    rows: int


def looked_up(database: Database, asked: Clues) -> tuple[Mapping[int, Ticket], list[Read]]:
    """The tickets that the clues lead to, and what was read on the way."""
    with database.read() as session, heard(session) as sent:
        found = find_candidates(session, asked, BOB, RAW)
        plan = _on_sqlite if session.dialect.name == "sqlite" else _on_postgres
        driver = session.connection.driver_connection
        return found.tickets, [step for sql, values in list(sent) for step in plan(driver, sql, values)]


def _on_sqlite(driver: Any, sql: str, values: Any) -> Iterator[Read]:
    """SQLite tells its plan, and of rows only those that come out."""
    for row in driver.execute(f"EXPLAIN QUERY PLAN {sql}", values).fetchall():
        yield Read(row[3], re.match(r"SCAN (aliases|tickets|participants|messages|letters|links|mails|tags|fields)\b", row[3]) is not None, 0)
    yield Read(sql, False, len(driver.execute(sql, values).fetchall()))


def _on_postgres(driver: Any, sql: str, values: Any) -> Iterator[Read]:
    """PostgreSQL counts what each node gave and what it threw away; a small table it would rather read whole."""
    driver.execute("SET LOCAL enable_seqscan = off")
    [[plans]] = driver.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", values).fetchall()
    waiting = [plans[0]["Plan"]]
    while waiting:
        node = waiting.pop()
        waiting += node.get("Plans", [])
        if "Relation Name" in node:
            read = (node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"]
            yield Read(f"{node['Node Type']} {node['Relation Name']}", node["Node Type"] == "Seq Scan", round(read))


@contextmanager
def heard(session: Session) -> Iterator[list[tuple[str, Any]]]:
    """The statements that are sent while the block runs, with their parameters."""
    sent: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: Any, *_rest: object) -> None:
        sent.append((statement, parameters))

    event.listen(session, "before_cursor_execute", note)
    yield sent
    event.remove(session, "before_cursor_execute", note)
