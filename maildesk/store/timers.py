"""Moments at which a ticket is looked at again: written with the change that asks for them, taken out with what follows from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, delete, insert, select, update

from maildesk.store.engine import Session
from maildesk.tables import Moment, tickets, timers


class TimerKind(StrEnum):
    WAIT = "wait"  # the ticket's `wait_until`
    DUE = "due"  # its `due`
    REMIND = "remind"  # a letter that somebody asked for


@dataclass(frozen=True, slots=True)
class Timer:
    """`whom` and `text` are those of a reminder."""

    kind: TimerKind
    at: datetime
    whom: str = ""
    text: str = ""
    ticket: int = 0
    id: int = 0


_AT_ONCE = 100
_NAMES = ("kind", "at", "whom", "text", "ticket", "id")
_due = select(timers.c.id).where(timers.c.look <= bindparam("now", type_=Moment)).order_by(timers.c.look, timers.c.id).limit(_AT_ONCE)
_take = delete(timers).where(timers.c.id == bindparam("timer")).returning(*(timers.c[name] for name in _NAMES))
_reminders = (
    select(*(timers.c[name] for name in _NAMES))
    .where(timers.c.ticket == bindparam("ticket"), timers.c.kind == TimerKind.REMIND)
    .order_by(timers.c.at, timers.c.id)
)


def put(session: Session, number: int, timer: Timer) -> None:
    """Has a ticket looked at again; once, for a reminder that is asked for twice in the same words."""
    if timer.kind is TimerKind.REMIND and any(
        (one.at, one.whom, one.text) == (timer.at, timer.whom, timer.text) for one in reminders_of(session, number)
    ):
        return
    session.execute(insert(timers), {"ticket": number, "kind": timer.kind, "at": timer.at, "look": timer.at, "whom": timer.whom, "text": timer.text})


def forget(session: Session, number: int, whom: str) -> None:
    """No reminder that waits for somebody on a ticket, or on what is part of it, comes."""
    session.execute(delete(timers).where(timers.c.kind == TimerKind.REMIND, timers.c.whom == whom, _of_ticket(number)))


def waits_for(session: Session, number: int, whom: str) -> bool:
    """Whether a reminder waits for somebody on a ticket."""
    asked = select(timers.c.id).where(timers.c.kind == TimerKind.REMIND, timers.c.whom == whom, _of_ticket(number)).limit(1)
    return session.execute(asked).first() is not None


def _of_ticket(number: int) -> ColumnElement[bool]:
    return (timers.c.ticket == number) | timers.c.ticket.in_(select(tickets.c.number).where(tickets.c.merged_into == number))


def due(session: Session, now: datetime) -> tuple[int, ...]:
    """The timers whose turn has come, so many of them at once, the longest due first."""
    return tuple(session.execute(_due, {"now": now}).scalars())


def take(session: Session, timer: int) -> Timer | None:
    """Takes a timer out, for whoever does what it asks in this transaction; None where another was quicker."""
    row = session.execute(_take, {"timer": timer}).first()
    return _timer(row) if row else None


def put_off(session: Session, timer: int, until: datetime) -> None:
    """Another turn for one that could not be carried out."""
    session.execute(update(timers).where(timers.c.id == timer).values(look=until))


def reminders_of(session: Session, number: int) -> tuple[Timer, ...]:
    """The reminders that a ticket has before it, the next first."""
    return tuple(map(_timer, session.execute(_reminders, {"ticket": number})))


def _timer(row: Row[Any]) -> Timer:
    return Timer(**{**row._asdict(), "kind": TimerKind(row.kind)})
