"""An account watched as the daemon does it, and what a test wants to know about it."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from maildesk.clock import SystemClock
from maildesk.config.limits import Limits
from maildesk.config.ways import Imap
from maildesk.eventlog import EventLog
from maildesk.intake import spool
from maildesk.intake.imap.account import Waits
from maildesk.intake.imap.connection import Patience
from maildesk.intake.imap.watch import AccountWatch, ImapService
from maildesk.store.engine import Database

QUICK = Patience(connect=10, command=10, idle=5)


@dataclass
class Watched:
    """What came in so far, and what was logged."""

    database: Database
    stream: io.StringIO = field(default_factory=io.StringIO)
    room: bool = True

    def kept(self) -> list[bytes]:
        """The bytes of every mail of the ledger, in order."""
        with self.database.read() as session:
            return [spool.shown(session, row.id)[1] for row in spool.listed(session, None, 10_000)]

    def rows(self) -> tuple[spool.SpoolRow, ...]:
        with self.database.read() as session:
            return spool.listed(session, None, 10_000)

    def events(self, name: str) -> list[dict[str, object]]:
        lines = map(json.loads, self.stream.getvalue().splitlines())
        return [line for line in lines if line["event"] == name]

    async def until(self, true: Callable[[], bool], seconds: float = 40) -> None:
        async with asyncio.timeout(seconds):
            while not true():
                await asyncio.sleep(0.02)

    async def has(self, many: int) -> None:
        """Ends when that many mails are here, and fails with the log where they never come."""
        try:
            await self.until(lambda: len(self.rows()) >= many)
        except TimeoutError:
            raise AssertionError(f"{len(self.rows())} of {many} mails came\n{self.stream.getvalue()}") from None
        assert len(self.rows()) == many

    async def begun(self, folders: int = 1) -> None:
        """Ends after the first contact with so many folders: what comes from now on is new."""
        await self.until(lambda: len(self.events("folder_begun")) == folders)

    async def failed(self, many: int = 1) -> str:
        await self.until(lambda: len(self.events("account_failed")) >= many)
        return str(self.events("account_failed")[-1]["why"])


@asynccontextmanager
async def watching(
    database: Database, imap: Imap, limits: Limits | None = None, *, patience: Patience = QUICK, poll: float = 0.2, holder: str = "this one"
) -> AsyncIterator[Watched]:
    """An account watched for the length of the block; the waits after failures are short."""
    watched = Watched(database)
    log = EventLog(SystemClock(), watched.stream, as_json=True)
    waits = Waits(first=0.05, first_after_refusal=0.05, longest=0.2)
    service = ImapService(
        database,
        limits or Limits(),
        SystemClock(),
        log,
        lambda: watched.room,
        lambda: None,
        lambda: 0.5,
        holder,
        patience=patience,
        waits=waits,
        poll=poll,
    )
    task = asyncio.create_task(AccountWatch(service, imap).run())
    try:
        yield watched
    finally:
        ended = task.done()
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        assert not ended
