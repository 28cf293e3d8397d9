"""A live status page on a free port, and a client that writes requests byte by byte."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime

from maildesk.clock import Clock, SystemClock
from maildesk.config.schema import DeskConfig
from maildesk.config.schema import StatusPage as PageConfig
from maildesk.desk import Desk
from maildesk.eventlog import EventLog
from maildesk.outbound.compose import Press
from maildesk.rules.ruleset import RuleSet
from maildesk.statuspage import DaemonFacts, Observer, StatusPage
from maildesk.store.engine import Database
from tests.letters import DESK, RING, TEMPLATES


@dataclass(frozen=True)
class Reply:
    """An HTTP answer taken apart; header names in lower case."""

    status: int
    headers: dict[str, str]
    body: str


def a_desk(database: Database, config: DeskConfig = DESK) -> Desk:
    """A desk of these settings on a database; without rules."""
    return Desk(config, RuleSet(()), Press(config, RING, TEMPLATES), RING, database, secrets.randbits)


@dataclass(frozen=True)
class Stopped:
    """A clock that stands still: a suite may take minutes from its first line to this test."""

    at: datetime

    def now(self) -> datetime:
        return self.at


@contextlib.asynccontextmanager
async def serving(
    desk: Desk | Database, facts: Callable[[], DaemonFacts], public_url: str | None = None, now: datetime | None = None
) -> AsyncIterator[int]:
    """The port of a page that is served for the length of the block; with `now` its clock stands still."""
    clock: Clock = Stopped(now) if now else SystemClock()
    shown = a_desk(desk) if isinstance(desk, Database) else desk
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
