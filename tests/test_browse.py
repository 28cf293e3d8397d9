"""The read-only lists: the same on both databases, and no more statements for more rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event

from maildesk.changes import AddTags
from maildesk.intake import spool
from maildesk.mail import Envelope, MailState, Outcome, RawMail
from maildesk.store import apply as store
from maildesk.store.browse import TicketFilter, ledger_lines, list_tickets
from maildesk.store.engine import Database
from maildesk.ticket import Status, Ticket

NOW = datetime(2026, 1, 5, 10, 0, tzinfo=UTC)
TICKET = Ticket(0, "support@example.com", "打印机 \u202e", "eve@example.net", NOW, NOW)


@pytest.fixture
def five(database: Database) -> Database:
    """Five tickets, each altered a minute after the one before; 2 is closed, 3 is tagged, 4 is another mailbox's."""
    with database.write() as session:
        for number in range(1, 6):
            ticket = replace(
                TICKET,
                status=Status.CLOSED if number == 2 else Status.OPEN,
                mailbox="billing@example.com" if number == 4 else TICKET.mailbox,
                tags=("vip",) if number == 3 else (),
            )
            store.save(session, ticket, (AddTags(ticket.tags),) if ticket.tags else (), NOW + timedelta(minutes=number))
    return database


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (TicketFilter(), [5, 4, 3, 2, 1]),
        (TicketFilter(status=Status.CLOSED), [2]),
        (TicketFilter(tag="vip"), [3]),
        (TicketFilter(mailbox="billing@example.com", requester="eve@example.net"), [4]),
        (TicketFilter(assignee="anna@example.com"), []),
    ],
)
def test_filters_narrow_and_the_newest_come_first(five: Database, wanted: TicketFilter, found: list[int]) -> None:
    """All conditions hold together; the ticket altered last stands first."""
    with five.read() as session:
        assert [ticket.number for ticket in list_tickets(session, wanted, 50)] == found
        assert [ticket.number for ticket in list_tickets(session, wanted, 2)] == found[:2]


def test_a_list_costs_the_same_for_one_and_for_many(five: Database) -> None:
    """Tags and fields come with the list, not a query a ticket."""
    counts = []
    for last in (1, 5):
        statements: list[str] = []
        with five.read() as session:
            event.listen(session, "before_cursor_execute", lambda *facts, seen=statements: seen.append(facts[2]))
            tickets = list_tickets(session, TicketFilter(), last)
        counts.append((len(tickets), len(statements)))
    assert counts[0] == (1, counts[1][1])
    assert counts[1][0] == 5


def test_a_long_list_is_read_in_pages(desk_database: Database) -> None:
    """More tickets than one statement may name are listed all the same."""
    with desk_database.write(durable=False) as session:
        for _ in range(1203):
            store.save(session, TICKET, (), NOW)
    with desk_database.read() as session:
        assert len(list_tickets(session, TicketFilter(), 5000)) == 1203


def test_the_ledger_names_each_mail_once(database: Database) -> None:
    """Over pages too, in order, with what became of each."""
    mail = RawMail(b"A: b\r\n\r\n", Envelope("", ("support@example.com",)), NOW)
    with database.write() as session:
        ids = spool.accept(session, [mail] * 1001)
        claimed = spool.claim(session, "worker-1", NOW, timedelta(minutes=1))
        assert claimed is not None
        spool.finish(session, claimed.mail.id, claimed.fence, Outcome(MailState.IGNORED, "builtin:own-mail"), NOW)
    with database.read() as session:
        lines = list(ledger_lines(session))
    assert [line.mail for line in lines] == ids
    assert (lines[0].state, lines[0].rule) == (MailState.IGNORED, "builtin:own-mail")
    assert {line.state for line in lines[1:]} == {MailState.WAITING}


def test_an_empty_desk_has_nothing_to_list(database: Database) -> None:
    """Nothing is no error."""
    with database.read() as session:
        assert list_tickets(session, TicketFilter(), 50) == ()
