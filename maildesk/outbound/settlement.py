"""Settlement: what became of claimed letters is written down, however long the database is away and whatever fails on the way."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial

from maildesk.errors import Overtaken, TryLater
from maildesk.eventlog import EventLog, printable
from maildesk.letter import TO_STAFF, OutboxState
from maildesk.outbound import outbox
from maildesk.outbound.claims import Chance, Due, hold, release, settle
from maildesk.outbound.happening import Composed
from maildesk.outbound.office import Failed, Office
from maildesk.outbound.retry import Attempt, Judgement
from maildesk.store.engine import Session, StorageFailed

_WRITE_AGAIN = 1.0  # seconds between two tries
LONGEST_REASON = 500
# Troubles of the place where letters are kept, not of one letter.
_OF_STORAGE = (TryLater, StorageFailed, Overtaken)


async def write_down(office: Office, due: Due, attempt: Attempt) -> None:
    """Commit 3. A letter that cannot be settled because of a defect of ours is held, and the queue goes on (law 9)."""
    try:
        await _insist(partial(_settle, office, due, attempt))
    except StorageFailed:
        raise
    except Exception as error:  # noqa: BLE001 - any bug costs this one letter, never the queue; the log has it
        await give_to_staff(office, due, error, f"the attempt gave {attempt.error or dict(attempt.results)}")


async def give_to_staff(office: Office, due: Due, error: Exception, known: str) -> None:
    """Holds a letter that a defect of ours stands in the way of; it is not tried again by itself. `known`: what we know of whether it left."""
    reason = printable(f"{known}; then maildesk failed: {type(error).__name__}: {error}", LONGEST_REASON)
    await _insist(partial(_hold, office, due, reason))


async def put_back(office: Office, dues: Sequence[Due]) -> None:
    """Gives up the claims on letters that nothing was tried with."""
    if dues:
        await _insist(partial(_release, office, dues))


async def _insist(write: Callable[[], None]) -> None:
    """What became of a letter is known here alone: while the disk is full or the database away, it is kept in mind.

    Otherwise the letter would be sent a second time when its lease ends, or given up though nothing was tried.
    """
    while True:
        try:
            return await asyncio.to_thread(write)
        except TryLater:
            await asyncio.sleep(_WRITE_AGAIN)


def _settle(office: Office, due: Due, attempt: Attempt) -> None:
    try:
        judgement = _judged(office, due, attempt, office.failed)
    except Overtaken as error:
        office.log.letter_given_up(due.letter, due.relay, str(error))
        return
    except _OF_STORAGE:
        raise
    except Exception as error:  # noqa: BLE001 - what the relay said must not be lost because a letter about it could not be written
        judgement = _judged(office, due, attempt, _nobody_told)
        office.log.loss_not_told(due.letter, f"{type(error).__name__}: {error}")
    _tell(office.log, due, judgement, len(due.recipients) - len(judgement.lost))


def _judged(office: Office, due: Due, attempt: Attempt, failed: Failed) -> Judgement:
    """The judgement, and in its transaction the letters about who was lost."""
    chance = Chance(office.clock.now(), office.jitter(), office.limits)
    with office.database.write() as session:
        judgement = settle(session, due, attempt, chance)
        if judgement.lost and _concerns_staff(due):
            outbox.post(session, failed(session, due, judgement.lost))
    return judgement


def _nobody_told(session: Session, due: Due, lost: Sequence[tuple[str, str]]) -> Sequence[Composed]:
    return ()


def _hold(office: Office, due: Due, reason: str) -> None:
    try:
        with office.database.write() as session:
            hold(session, due, reason, office.clock.now())
    except Overtaken as error:
        reason = str(error)
    office.log.letter_held(due.letter, due.relay, reason)


def _release(office: Office, dues: Sequence[Due]) -> None:
    with office.database.write() as session:
        release(session, dues)


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
