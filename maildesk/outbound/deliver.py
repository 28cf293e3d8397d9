"""Delivery: claims what is due, hands it to its transport, and has it written down what became of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from datetime import timedelta
from typing import Any

from maildesk.errors import TryLater
from maildesk.language import Said
from maildesk.outbound.claims import Due, claim_due, due_relays, recover
from maildesk.outbound.office import Office
from maildesk.outbound.retry import Attempt
from maildesk.outbound.settlement import give_to_staff, put_back, write_down
from maildesk.outbound.transport import Connection, Transport, Unavailable

BATCH = 10  # letters one connection claims at a time
LEASE = timedelta(minutes=45)
LONGEST_ATTEMPT = timedelta(minutes=25)  # no attempt is begun that might outlive its lease


async def due_names(office: Office) -> tuple[str, ...]:
    """The relays that something is due for."""
    return await asyncio.to_thread(_due_names, office)


async def end_dead_claims(office: Office) -> int:
    """Ends the claims past their lease, whose process died; gives their number."""
    return await asyncio.to_thread(_end_dead_claims, office)


async def deliver_relay(office: Office, name: str, known: Transport | None) -> int:
    """Sends what is due for one relay over as many connections as it allows; gives the number of letters tried.

    A slow relay holds up nobody else's letters (F19). Letters for one that desk.yaml no longer names (`known` is None) are put off, and said so.
    """
    transport = known or _MISSING
    first = await asyncio.to_thread(_claim, office, name)
    if not first:
        return 0
    lines = [_line(office, name, transport, first)]
    if len(first) == BATCH:
        lines += [_line(office, name, transport, ()) for _ in range(transport.connections - 1)]
    return sum(await _all_over(lines))


async def _all_over(lines: Sequence[Coroutine[Any, Any, int]]) -> list[int]:
    """Waits for all, then raises the gravest trouble: a line that is left behind would go on beside the next round, and nobody would wait for it."""
    ended = await asyncio.gather(*lines, return_exceptions=True)
    troubles = sorted((one for one in ended if isinstance(one, BaseException)), key=lambda one: isinstance(one, TryLater))
    if troubles:
        raise troubles[0]
    return [one for one in ended if not isinstance(one, BaseException)]


async def _line(office: Office, name: str, transport: Transport, first: tuple[Due, ...]) -> int:
    """One connection: batch after batch, until nothing is due or the relay fails."""
    batch, tried = first or await asyncio.to_thread(_claim, office, name), 0
    if not batch:
        return 0
    try:
        async with _opened(transport) as connection:
            while batch and await _send_batch(office, connection, batch):
                tried += len(batch)
                batch = await asyncio.to_thread(_claim, office, name)
    except Unavailable as error:
        office.log.relay_failed(name, str(error))
        for due in batch:
            await write_down(office, due, Attempt(error=str(error)))
    return tried + len(batch)


@asynccontextmanager
async def _opened(transport: Transport) -> AsyncIterator[Connection]:
    """A connection. Whatever keeps it from opening, a defect of ours too, is `Unavailable`: nothing was sent yet."""
    async with AsyncExitStack() as stack:
        try:
            connection = await stack.enter_async_context(transport.connect())
        except Unavailable:
            raise
        except Exception as error:
            raise Unavailable(Said("maildesk failed: {kind}: {error}", kind=type(error).__name__, error=error)) from error
        yield connection


async def _send_batch(office: Office, connection: Connection, batch: Sequence[Due]) -> bool:
    """Sends a batch; False where the connection can take no more, and then what was not tried is put back."""
    for position, due in enumerate(batch):
        if office.stopping() or due.lease - office.clock.now() < LONGEST_ATTEMPT:
            await put_back(office, batch[position:])
            return False
        if not await _send(office, connection, due):
            await put_back(office, batch[position + 1 :])
            return False
    return True


async def _send(office: Office, connection: Connection, due: Due) -> bool:
    """One attempt; False where the connection can take no more."""
    try:
        attempt = await connection.send(due)
    except Exception as error:  # noqa: BLE001 - a letter that breaks us is held: tried again, it would break us at each start
        await give_to_staff(office, due, error, "whether it left is unknown")
        return False
    await write_down(office, due, attempt)
    return not attempt.error


def _due_names(office: Office) -> tuple[str, ...]:
    with office.database.read() as session:
        return due_relays(session, office.clock.now())


def _end_dead_claims(office: Office) -> int:
    with office.database.write() as session:
        return recover(session, office.clock.now())


def _claim(office: Office, name: str) -> tuple[Due, ...]:
    with office.database.write() as session:
        return claim_due(session, name, office.clock.now(), BATCH, LEASE)


class _Missing(AbstractAsyncContextManager[Connection]):
    """Stands for a relay that desk.yaml does not name."""

    connections = 1

    def connect(self) -> AbstractAsyncContextManager[Connection]:
        return self

    async def __aenter__(self) -> Connection:
        raise Unavailable(Said("desk.yaml names no such relay"))

    async def __aexit__(self, *_: object) -> None:
        return None


_MISSING = _Missing()
