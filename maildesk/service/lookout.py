"""Looks for what became due without anybody telling: once a second, in one read, for all workers and the delivery."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn

from maildesk.clock import SystemClock
from maildesk.errors import TryLater
from maildesk.intake import spool
from maildesk.outbound.claims import due_relays
from maildesk.store import index
from maildesk.store.engine import Database

_LOOK_EVERY = 1.0  # seconds: what another process wrote, a rest or a retry that is over, is found by then


@dataclass(frozen=True, slots=True)
class Due:
    """`work` is there for a worker: a mail, or a ticket that no search finds yet; `letters` for a relay."""

    work: bool
    letters: bool


async def look_out(database: Callable[[], Database], wake_workers: Callable[[], None], wake_delivery: Callable[[], None]) -> NoReturn:
    """Never ends by itself; while the database is busy or away everything is still where it was."""
    while True:
        await asyncio.sleep(_LOOK_EVERY)
        with contextlib.suppress(TryLater):
            due = await asyncio.to_thread(due_by, database(), SystemClock().now())
            if due.work:
                wake_workers()
            if due.letters:
                wake_delivery()


def due_by(database: Database, now: datetime) -> Due:
    """What is due now."""
    with database.read() as session:
        return Due(spool.any_due(session, now) or index.any_waiting(session), bool(due_relays(session, now)))
