"""A busy desk in all its states, and a customer's request, for the pages that show them. Every free text in them is hostile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import LargeBinary, insert, literal, select, update

from maildesk.carriers import page_link
from maildesk.config.schema import Agent, DeskConfig, Mailbox, Team
from maildesk.config.ways import Relay
from maildesk.letter import OutboxState
from maildesk.outbound.compose import compose
from maildesk.store import apply as store
from maildesk.store.apply import Entry
from maildesk.store.engine import Database
from maildesk.tables import mails, raws, tickets
from maildesk.ticket import Message, MessageKind
from tests.letters import BOB, PRESS, RING, a_draft, queue

NOW = datetime.now(UTC)
HOUR = timedelta(hours=1)
HOSTILE = '<script>alert(1)</script>"\\'


def _agent(name: str, address: str, *languages: str) -> Agent:
    return Agent(address=address, name=name, languages=languages or ("en",))


TEAM = DeskConfig(
    mailboxes=(
        Mailbox(address="support@example.com", name="Example Support", team="support", timezone="Europe/Berlin", reply_to="plus"),
        Mailbox(address="billing@example.com", name="Example Billing", team="accounts", timezone="Europe/Berlin"),
        Mailbox(address="support-cn@example.com", name="Example 客服", team="beijing", language="zh_CN", timezone="Asia/Shanghai"),
    ),
    teams={"support": Team(), "accounts": Team(), "beijing": Team()},
    agents=(_agent("Anna", "anna@example.com"), _agent("Ben Okafor", "ben@example.com"), _agent("李雷", "li@example.com", "zh_CN")),
    relays={"default": Relay(host="smtp.example.com"), "bulk": Relay(host="bulk.example.com")},
)
HOUR = timedelta(hours=1)
#    mailbox team assignee    status  priority hours: opened, unanswered, due
_TICKETS = (
    *((0, 0, "anna", "open", "normal", age, age / 2, None) for age in (0.3, 0.8, 5, 9, 20, 31, 52, 100)),
    *((0, 0, "ben", "open", "normal", age, None, None) for age in (2, 70, 200, 400)),
    *((0, 0, "ben", "waiting", "low", age, None, due) for age, due in ((50, -3), (60, 1), (300, 90))),
    *((0, 0, None, "open", "high", age, age, None) for age in (0.2, 1.5)),
    (0, 0, "anna", "open", "urgent", 27, 26.5, None),
    *((1, 1, None, "open", "normal", age, age, None) for age in (0.6, 3, 4)),
    (1, 1, "carla", "open", "normal", 80, 75, None),
    *((2, 2, "li", "open", "normal", age, None, None) for age in (6, 30)),
    (2, 2, "li", "waiting", "normal", 30, None, 0.5),
    (2, 2, "li", "waiting", "normal", 300, None, None),
    *((0, 0, "anna", "closed", "normal", 900, None, None) for _ in range(41)),
)


def fill(database: Database, now: datetime) -> None:
    """Tickets, mails and letters in all states, as a desk has them on a busy day."""
    with database.write() as session:
        session.execute(insert(tickets), [_ticket_row(now, *line) for line in _TICKETS])
        states = {"ticketed": (61, 40), "answered": (12, 30), "ignored": (25, 20), "held": (1, 5), "quarantined": (1, 30), "waiting": (3, 0.01)}
        session.execute(insert(mails), [_mail_row(state, now - hours * HOUR) for state, (many, hours) in states.items() for _ in range(many)])
        session.execute(insert(raws).from_select(["mail", "data"], select(mails.c.id, literal(b"", LargeBinary))))


def _ticket_row(  # noqa: PLR0917 - a line of the table above
    now: datetime, mailbox: int, team: int, assignee: str | None, status: str, priority: str, *hours: float | None
) -> dict[str, object]:
    opened, unanswered, due = (None if many is None else many * HOUR for many in hours)
    return {
        "mailbox": TEAM.mailboxes[mailbox].address,
        "team": list(TEAM.teams)[team],
        "subject": HOSTILE,
        "requester": "eve@evil.example",
        "assignee": assignee and f"{assignee}@example.com",
        "status": status,
        "priority": priority,
        "created": now - (opened or HOUR),
        "updated": now,
        "unanswered": unanswered and now - unanswered,
        "wait_until": None if due is None else now + due,
        "version": 1,
    }


def _mail_row(state: str, received: datetime) -> dict[str, object]:
    hostile = {"rcpt_to": [HOSTILE], "peer": HOSTILE, "helo": HOSTILE, "mail_from": "eve@evil.example", "rule": HOSTILE, "error": HOSTILE}
    return {**hostile, "sha256": "0", "size": 1, "via": "smtp", "tls": 0, "state": state, "received": received}


# ---------------------------------------------------------------- a customer's request
PUBLIC = "https://desk.example.com"
LINK = page_link(RING, PUBLIC, 1).removeprefix(PUBLIC)
ASKED = (MessageKind.INBOUND, 30)
ANSWERED = (MessageKind.REPLY, 20)
NOTED = (MessageKind.NOTE, 1)
AGAIN = (MessageKind.INBOUND, 10)


def a_request(database: Database, said: Sequence[tuple[MessageKind, float]] = (), **ticket: Any) -> None:
    """Bob's ticket 4711 with entries of so many hours ago, and a letter to him; every free text is hostile."""
    queue(database, replace(compose(a_draft(), PRESS, 1, NOW), state=OutboxState.SENT))
    with database.write() as session:
        store.add_participants(session, 4711, (BOB,))
        session.execute(update(tickets).values(created=NOW - 31 * HOUR, subject=HOSTILE, assignee="anna@example.com", **ticket))
        for kind, hours in said:
            message = Message(0, 4711, kind, "bob@customer.example", HOSTILE, HOSTILE, HOSTILE, NOW - hours * HOUR)
            store.add_message(session, Entry(message))
