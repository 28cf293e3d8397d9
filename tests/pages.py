"""A live status page on a free port, a busy desk for it, and a client that writes requests byte by byte."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import insert

from maildesk.clock import SystemClock
from maildesk.config.schema import Agent, DeskConfig, Mailbox, Relay, Team
from maildesk.config.schema import StatusPage as PageConfig
from maildesk.desk import Desk
from maildesk.eventlog import EventLog
from maildesk.outbound.compose import Press
from maildesk.rules.rule import RuleSet
from maildesk.statuspage import DaemonFacts, Observer, StatusPage
from maildesk.store.engine import Database
from maildesk.tables import mails, tickets
from tests.letters import DESK, RING, TEMPLATES

HOSTILE = '<script>alert(1)</script>"\\'


@dataclass(frozen=True)
class Reply:
    """An HTTP answer taken apart; header names in lower case."""

    status: int
    headers: dict[str, str]
    body: str


def a_desk(database: Database, config: DeskConfig = DESK) -> Desk:
    """A desk of these settings on a database; without rules."""
    return Desk(config, RuleSet(()), Press(config, RING, TEMPLATES), RING, database, secrets.randbits)


@contextlib.asynccontextmanager
async def serving(desk: Desk | Database, facts: Callable[[], DaemonFacts], public_url: str | None = None) -> AsyncIterator[int]:
    """The port of a page that is served for the length of the block."""
    clock, shown = SystemClock(), a_desk(desk) if isinstance(desk, Database) else desk
    page = StatusPage(PageConfig(listen="127.0.0.1:0", public_url=public_url), shown, Observer(shown, clock, facts), EventLog(clock))
    ear = page.listen()
    task = asyncio.create_task(page.serve(ear))
    try:
        yield ear.getsockname()[1]
    finally:
        page.stop()
        await task


async def ask(port: int, path: str, method: str = "GET", host: str = "localhost", more: str = "") -> Reply:
    """One request of ordinary shape."""
    return parsed(await exchange(port, f"{method} {path} HTTP/1.1\r\nHost: {host}\r\n{more}\r\n".encode()))


async def exchange(port: int, request: bytes) -> bytes:
    """Everything the server says to these bytes until it hangs up."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(request)
        return await reader.read()
    except ConnectionError:
        return b""
    finally:
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()


def parsed(answer: bytes) -> Reply:
    head, _, body = answer.decode().partition("\r\n\r\n")
    first, *lines = head.split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    return Reply(int(first.split()[1]), headers, body)


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
_HOUR = timedelta(hours=1)
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
        session.execute(insert(mails), [_mail_row(state, now - hours * _HOUR) for state, (many, hours) in states.items() for _ in range(many)])


def _ticket_row(  # noqa: PLR0917 - a line of the table above
    now: datetime, mailbox: int, team: int, assignee: str | None, status: str, priority: str, *hours: float | None
) -> dict[str, object]:
    opened, unanswered, due = (None if many is None else many * _HOUR for many in hours)
    return {
        "mailbox": TEAM.mailboxes[mailbox].address,
        "team": list(TEAM.teams)[team],
        "subject": HOSTILE,
        "requester": "eve@evil.example",
        "assignee": assignee and f"{assignee}@example.com",
        "status": status,
        "priority": priority,
        "created": now - (opened or _HOUR),
        "updated": now,
        "unanswered": unanswered and now - unanswered,
        "wait_until": None if due is None else now + due,
        "version": 1,
    }


def _mail_row(state: str, received: datetime) -> dict[str, object]:
    hostile = {"rcpt_to": [HOSTILE], "peer": HOSTILE, "helo": HOSTILE, "mail_from": "eve@evil.example", "rule": HOSTILE, "error": HOSTILE}
    return {**hostile, "sha256": "0", "size": 1, "via": "smtp", "tls": 0, "state": state, "received": received}
