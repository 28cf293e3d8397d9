"""The delivery loop: sends what is due when told of it; what becomes due by itself, the lookout tells."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import socket
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial

from maildesk.changes import Act, Actor
from maildesk.clock import SystemClock
from maildesk.config.schema import DeskConfig
from maildesk.config.secret import Secret, read_secret
from maildesk.config.ways import Relay
from maildesk.decision.circumstances import BUILTIN
from maildesk.desk import Desk
from maildesk.errors import TryLater
from maildesk.eventlog import EventLog
from maildesk.outbound.capture import CaptureTransport
from maildesk.outbound.claims import Due
from maildesk.outbound.deliver import deliver_relay, due_names, end_dead_claims
from maildesk.outbound.happening import Composed
from maildesk.outbound.office import Office
from maildesk.outbound.transport import Patience, SmtpTransport, Transport
from maildesk.recording.staffletters import letters_about_loss
from maildesk.store.engine import Session

_AGAIN = 1.0  # seconds until a database that had no time is asked again
_RECOVER = timedelta(minutes=1)  # between two searches for what other daemons left claimed when they died


class Delivery:
    """Sends letters until it is stopped; each relay has its own round, so that a slow one holds up nobody else's letters (F19)."""

    def __init__(self, desk: Desk, log: EventLog) -> None:
        self._log, self._woken, self._stopping = log, asyncio.Event(), False
        self.adopt(desk)
        self._recovered = self._office.clock.now()  # the daemon did it before it started
        self._at_work: dict[str, asyncio.Task[None]] = {}

    def adopt(self, desk: Desk) -> None:
        """Goes by this desk from the next letter on: a round under way ends after the one in its hands, and another begins."""
        current = self._current = object()
        limits, jitter = desk.config.limits, random.SystemRandom().random
        self._desk, self._transports = desk, transports_of(desk.config)
        self._office = Office(desk.database, SystemClock(), self._log, limits, jitter, self._lost, partial(self._is_over, current))
        self.wake()

    def _is_over(self, current: object) -> bool:
        return self._stopping or self._current is not current

    def wake(self) -> None:
        self._woken.set()

    async def run(self) -> None:
        """Ends with the error that stopped a relay's round for good."""
        try:
            async with asyncio.TaskGroup() as rounds:
                await self._turn(rounds)
        except ExceptionGroup as error:
            raise error.exceptions[0] from None  # what it says is for the operator: "the database cannot be trusted" (F06)

    async def _turn(self, rounds: asyncio.TaskGroup) -> None:
        while not self._stopping:
            self._woken.clear()
            for name in await self._due():
                if name not in self._at_work:
                    self._at_work[name] = rounds.create_task(self._round(name))
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), _RECOVER.total_seconds())

    async def _due(self) -> tuple[str, ...]:
        try:
            await self._recover()
            return await due_names(self._office)
        except TryLater:
            return ()  # a busy or absent database: everything is still where it was

    async def _recover(self) -> None:
        now = self._office.clock.now()
        if now - self._recovered >= _RECOVER:
            await end_dead_claims(self._office)
            self._recovered = now

    async def _round(self, name: str) -> None:
        try:
            await deliver_relay(self._office, name, self._transports.get(name))
        except TryLater:
            await asyncio.sleep(_AGAIN)
        finally:
            del self._at_work[name]

    async def stop(self, patience: float) -> None:
        """Lets the letters in hand be settled, the others wait; what is cut off is judged when the daemon starts again."""
        self._stopping = True
        self.wake()
        if self._at_work:
            await asyncio.wait(self._at_work.values(), timeout=patience)

    def _lost(self, session: Session, due: Due, lost: Sequence[tuple[str, str]]) -> Sequence[Composed]:
        act = Act(Actor("builtin:delivery-failed", BUILTIN), f"letter {due.letter}", self._office.clock.now(), automatic=True)
        return letters_about_loss(session, self._desk, due, lost, act)


def transports_of(config: DeskConfig, patience: Patience | None = None) -> dict[str, Transport]:
    """The ways out that desk.yaml names."""
    hostname = config.hostname or socket.gethostname()
    return {name: _transport(relay, hostname, patience) for name, relay in config.relays.items()}


def _transport(relay: Relay, hostname: str, patience: Patience | None) -> Transport:
    if relay.capture is not None:
        return CaptureTransport(relay.capture)
    return SmtpTransport(relay, hostname, _secret_of(relay) if relay.user else None, patience)


def _secret_of(relay: Relay) -> Callable[[], Secret]:
    return lambda: read_secret(relay, os.environ)
