"""What the desk says at RCPT to the address behind a link in a notification: what will be done, or why not."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import insert, update

from maildesk.changes import Act, Actor
from maildesk.clock import SystemClock
from maildesk.store.engine import Database
from maildesk.store.events import EventLine, append
from maildesk.tables import letters, tickets
from maildesk.taps import line_of
from maildesk.ticket import Role
from maildesk.tokens import KeyRing, TokenKind, mint
from tests.desks import put_ticket
from tests.receiver import AGENTS, HELLO, MAIL, RING, config_of, receiving

TOOK = "250 2.1.5 Recipient OK"


@pytest.mark.parametrize(
    ("kind", "ticket", "answer"),
    [
        ("t", {}, f"{TOOK}: ticket 1 will be taken"),
        ("d", {}, f"{TOOK}: ticket 1 will be closed"),
        ("w", {}, f"{TOOK}: ticket 1 will be answered and closed"),
        ("z", {}, f"{TOOK}: ticket 1 will wait until the next working morning"),
        ("j", {}, f"{TOOK}: ticket 1 will be spam"),
        ("u", {"assignee": "anna@example.com"}, f"{TOOK}: ticket 1 will go back to its team"),
        ("a", {}, TOOK),
        ("r", {}, TOOK),
        ("d", {"status": "closed"}, "550 5.7.1 Ticket 1 is closed already"),
        ("w", {"status": "closed"}, "550 5.7.1 Ticket 1 is closed already"),
        ("j", {"status": "junk"}, "550 5.7.1 Ticket 1 is spam already"),
        ("t", {"merged_into": 7}, "550 5.7.1 Ticket 1 is part of another ticket now"),
        ("t", {"assignee": "bo@example.com"}, "550 5.7.1 Ticket 1 is taken already"),
        ("t", {"assignee": "anna@example.com"}, "550 5.7.1 Ticket 1 is yours already"),
        ("u", {"assignee": "bo@example.com"}, "550 5.7.1 Ticket 1 is not yours any more"),
    ],
)
def test_the_address_says_what_the_mail_will_do(desk_database: Database, kind: str, ticket: dict[str, object], answer: str) -> None:
    """In words for a person, because a mail server passes them on."""
    _letter(desk_database)
    if ticket:
        with desk_database.write() as session:
            session.execute(update(tickets).values(**ticket))
    assert _told(desk_database, mint(RING, TokenKind(kind), 77)) == answer


def test_a_link_works_once_where_it_takes_a_ticket_out_of_sight(desk_database: Database) -> None:
    """By whatever way the ticket was opened since; a colleague's link is another one."""
    _letter(desk_database)
    act = Act(Actor("agent:anna@example.com", Role.AGENT), "mail 3", SystemClock().now())
    with desk_database.write() as session:
        append(session, 1, [EventLine(act, "tapped", line_of(TokenKind.CLOSE, 77)), EventLine(act, "tapped", line_of(TokenKind.JUNK, 78))])
    assert _told(desk_database, mint(RING, TokenKind.CLOSE, 77)) == "550 5.7.1 Ticket 1 was opened again since: this link works once"
    assert _told(desk_database, mint(RING, TokenKind.JUNK, 77)) == f"{TOOK}: ticket 1 will be spam"


@pytest.mark.parametrize("change", [{"person": "gone@example.com"}, {"expires": SystemClock().now() - timedelta(days=1)}])
def test_a_link_dies_with_its_agent_and_its_time(desk_database: Database, change: dict[str, object]) -> None:
    """Not a word more: whoever has such a link is nobody here."""
    _letter(desk_database)
    with desk_database.write() as session:
        session.execute(update(letters).values(**change))
    assert _told(desk_database, mint(RING, TokenKind.TAKE, 77)) == "550 5.7.1 This link works no longer"


def test_whoever_has_no_link_hears_nothing(desk_database: Database) -> None:
    """A token of another desk, one of a letter that is gone, and words that people put behind a plus."""
    _letter(desk_database)
    stranger = mint(KeyRing("a", {"a": bytes(32)}), TokenKind.CLOSE, 77)
    assert _told(desk_database, stranger) == "550 5.1.1 There is no such mailbox"
    assert _told(desk_database, mint(RING, TokenKind.CLOSE, 78)) == TOOK
    assert _told(desk_database, "close") == TOOK


def _letter(database: Database) -> None:
    """A ticket, and Anna's notification of it."""
    now = SystemClock().now()
    about = {"kind": "notification", "ticket": put_ticket(database), "mailbox": "support@example.com", "person": "anna@example.com", "shown": []}
    rest = {
        "message_id": "<x@example.com>",
        "current_message": 1,
        "answer": "reply",
        "automatic": 1,
        "created": now,
        "expires": now + timedelta(days=9),
    }
    with database.write() as session:
        session.execute(insert(letters), {"id": 77, **about, **rest})


def _told(database: Database, extension: str) -> str:
    async def ask() -> str:
        async with receiving(database, config_of(agents=AGENTS)) as receiver, receiver.client() as client:
            await client.begin(HELLO, MAIL)
            return await client.ask(f"RCPT TO:<support+{extension}@example.com>\r\n".encode())

    return asyncio.run(ask())
