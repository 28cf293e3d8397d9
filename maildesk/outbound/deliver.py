"""Delivery: claims what is due, hands it to its relay, writes down what became of it, and tells the agent what was lost."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import timedelta

from maildesk.clock import Clock
from maildesk.config.schema import Limits
from maildesk.errors import Overtaken, TryLater
from maildesk.eventlog import EventLog
from maildesk.letter import TO_STAFF, OutboxState
from maildesk.outbound import outbox
from maildesk.outbound.claims import Chance, Due, claim_due, due_relays, recover, release, settle
from maildesk.outbound.happening import Composed
from maildesk.outbound.retry import Attempt, Judgement
from maildesk.outbound.transport import Connection, Transport, Unavailable
from maildesk.store.engine import Database, Session

BATCH = 10  # letters one connection claims at a time
LEASE = timedelta(minutes=45)
LONGEST_ATTEMPT = timedelta(minutes=25)  # no attempt is begun that might outlive its lease
_WRITE_AGAIN = 1.0  # seconds between two tries to write down what became of a letter

# Letters that tell staff of recipients who will not get theirs; written in the transaction of the judgement.
Failed = Callable[[Session, Due, Sequence[tuple[str, str]]], Sequence[Composed]]


def _never() -> bool:
    return False


@dataclass(frozen=True)
class Office:
    """What delivery needs beside the transports; `jitter()` gives a random number of 0 ≤ x < 1.

    Once `stopping()` is true no letter is begun any more, and the claimed ones are put back.
    """

    database: Database
    clock: Clock
    log: EventLog
    limits: Limits
    jitter: Callable[[], float]
    failed: Failed
    stopping: Callable[[], bool] = _never


async def deliver_due(office: Office, transports: Mapping[str, Transport]) -> int:
    """Sends everything that is due, all relays at once; gives the number of letters tried.

    Letters for a relay that desk.yaml no longer names are put off, and said so.
    """
    tried = await asyncio.gather(*(deliver_relay(office, name, transports.get(name)) for name in await due_names(office)))
    return sum(tried)


async def due_names(office: Office) -> tuple[str, ...]:
    """The relays that something is due for, after the claims of dead processes were ended."""
    return await asyncio.to_thread(_due_names, office)


async def deliver_relay(office: Office, name: str, known: Transport | None) -> int:
    """Sends what is due for one relay over as many connections as it allows; a slow relay holds up nobody else's (F19)."""
    transport = known or _MISSING
    first = await asyncio.to_thread(_claim, office, name)
    if not first:
        return 0
    lines = [_line(office, name, transport, first)]
    if len(first) == BATCH:
        lines += [_line(office, name, transport, ()) for _ in range(transport.connections - 1)]
    return sum(await asyncio.gather(*lines))


async def _line(office: Office, name: str, transport: Transport, first: tuple[Due, ...]) -> int:
    """One connection: batch after batch, until nothing is due or the relay fails."""
    batch, tried = first or await asyncio.to_thread(_claim, office, name), 0
    if not batch:
        return 0
    try:
        async with transport.connect() as connection:
            while batch and await _send_batch(office, connection, batch):
                tried += len(batch)
                batch = await asyncio.to_thread(_claim, office, name)
    except Unavailable as error:
        office.log.relay_failed(name, str(error))
        for due in batch:
            await _write_down(office, due, Attempt(error=str(error)))
    return tried + len(batch)


async def _send_batch(office: Office, connection: Connection, batch: Sequence[Due]) -> bool:
    """Sends a batch; False where the connection can take no more, and then what was not tried is put back."""
    for position, due in enumerate(batch):
        if office.stopping() or due.lease - office.clock.now() < LONGEST_ATTEMPT:
            await asyncio.to_thread(_release, office, batch[position:])
            return False
        attempt = await connection.send(due)
        await _write_down(office, due, attempt)
        if attempt.error:
            await asyncio.to_thread(_release, office, batch[position + 1 :])
            return False
    return True


async def _write_down(office: Office, due: Due, attempt: Attempt) -> None:
    """Commit 3. What became of the letter is known here alone: while the disk is full or the database away, it is
    kept in mind, or the letter would be sent a second time when its lease ends."""
    while True:
        try:
            await asyncio.to_thread(_settle, office, due, attempt)
        except TryLater:
            await asyncio.sleep(_WRITE_AGAIN)
        else:
            return


def _due_names(office: Office) -> tuple[str, ...]:
    with office.database.write() as session:
        recover(session, office.clock.now())
        return due_relays(session, office.clock.now())


def _claim(office: Office, name: str) -> tuple[Due, ...]:
    with office.database.write() as session:
        return claim_due(session, name, office.clock.now(), BATCH, LEASE)


def _release(office: Office, dues: Sequence[Due]) -> None:
    if dues:
        with office.database.write() as session:
            release(session, dues)


def _settle(office: Office, due: Due, attempt: Attempt) -> None:
    """The judgement, and with it the letters about who was lost."""
    chance = Chance(office.clock.now(), office.jitter(), office.limits)
    try:
        with office.database.write() as session:
            judgement = settle(session, due, attempt, chance)
            if judgement.lost and _concerns_staff(due):
                outbox.post(session, office.failed(session, due, judgement.lost))
    except Overtaken as error:
        office.log.letter_given_up(due.letter, due.relay, str(error))
        return
    _tell(office.log, due, judgement, len(due.recipients) - len(judgement.lost))


def _concerns_staff(due: Due) -> bool:
    """A lost letter of a person does. One about a lost letter to staff would be lost itself, and so on for ever (PEERS case 52)."""
    return not due.once and due.kind not in TO_STAFF


def _tell(log: EventLog, due: Due, judgement: Judgement, reached: int) -> None:
    if judgement.state is OutboxState.SENT:
        log.letter_sent(due.letter, due.relay, reached, judgement.reason)
    elif judgement.due is not None:
        log.letter_deferred(due.letter, due.relay, judgement.due, judgement.reason)
    else:
        log.letter_given_up(due.letter, due.relay, judgement.reason)


class _Missing(AbstractAsyncContextManager[Connection]):
    """Stands for a relay that desk.yaml does not name."""

    connections = 1

    def connect(self) -> AbstractAsyncContextManager[Connection]:
        return self

    async def __aenter__(self) -> Connection:
        raise Unavailable("desk.yaml names no such relay")

    async def __aexit__(self, *_: object) -> None:
        return None


_MISSING = _Missing()
