"""The delivery loop: sends what is due when told of it, and looks by itself for what became due."""

from __future__ import annotations

import asyncio
import os
import random
import socket
from collections.abc import Callable, Sequence

from maildesk.changes import Act, Actor
from maildesk.clock import SystemClock
from maildesk.config.schema import DeskConfig, Relay
from maildesk.config.secret import Secret, read_secret
from maildesk.consequence import BUILTIN
from maildesk.correspond import letters_about_loss
from maildesk.desk import Desk
from maildesk.errors import TryLater
from maildesk.eventlog import EventLog
from maildesk.outbound.capture import CaptureRelay
from maildesk.outbound.claims import Due
from maildesk.outbound.deliver import Office, deliver_due
from maildesk.outbound.happening import Composed
from maildesk.outbound.relay import Relay as Transport
from maildesk.outbound.relay import SmtpRelay
from maildesk.store.engine import Session, StorageFailed

_LOOK = 1.0  # seconds: a retry becomes due without anybody telling


class Delivery:
    """Sends letters until it is stopped."""

    def __init__(self, desk: Desk, log: EventLog) -> None:
        self._desk, self._woken, self._stopping = desk, asyncio.Event(), False
        self._relays = relays_of(desk.config)
        self._office = Office(desk.database, SystemClock(), log, desk.config.limits, random.SystemRandom().random, self._lost)
        self._at_work: asyncio.Task[None] | None = None

    def wake(self) -> None:
        self._woken.set()

    async def run(self) -> None:
        while not self._stopping:
            self._woken.clear()
            at_work = self._at_work = asyncio.create_task(self._once())
            await asyncio.shield(at_work)
            try:
                await asyncio.wait_for(self._woken.wait(), _LOOK)
            except TimeoutError:
                continue

    async def _once(self) -> None:
        try:
            await deliver_due(self._office, self._relays)
        except StorageFailed:
            raise
        except TryLater:
            await asyncio.sleep(_LOOK)  # a busy or absent database: everything is still where it was

    async def stop(self) -> None:
        """Lets the letters in hand be settled; what is cut off is judged when the daemon starts again."""
        self._stopping = True
        if self._at_work is not None:
            await asyncio.wait({self._at_work}, timeout=_LOOK * 5)

    def _lost(self, session: Session, due: Due, lost: Sequence[tuple[str, str]]) -> Sequence[Composed]:
        act = Act(Actor("builtin:delivery-failed", BUILTIN), f"letter {due.letter}", self._office.clock.now(), automatic=True)
        return letters_about_loss(session, self._desk, due, lost, act)


def relays_of(config: DeskConfig) -> dict[str, Transport]:
    """The ways out that desk.yaml names."""
    return {name: _relay(relay, config.hostname or socket.gethostname()) for name, relay in config.relays.items()}


def _relay(relay: Relay, hostname: str) -> Transport:
    if relay.capture is not None:
        return CaptureRelay(relay.capture)
    return SmtpRelay(relay, hostname, _secret_of(relay) if relay.user else None)


def _secret_of(relay: Relay) -> Callable[[], Secret]:
    return lambda: read_secret(relay, os.environ)
