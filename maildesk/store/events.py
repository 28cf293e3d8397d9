"""The history of a ticket: append-only lines, each with the hash of the one before it on its ticket."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import bindparam, insert, select

from maildesk.changes import Act
from maildesk.store.engine import Session
from maildesk.tables import events, storable

FIRST = "0" * 64


@dataclass(frozen=True, slots=True)
class EventLine:
    """What happened, before it has a place on a ticket: a verb or a word of ours, and its detail."""

    act: Act
    what: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a ticket's history as it is kept."""

    ticket: int
    number: int
    at: datetime
    actor: str
    cause: str
    trust: str
    what: str
    detail: str
    previous: str
    hash: str


_last = select(events.c.number, events.c.hash).where(events.c.ticket == bindparam("ticket")).order_by(events.c.number.desc()).limit(1)
_insert = insert(events)


def append(session: Session, ticket: int, lines: Sequence[EventLine]) -> None:
    """Adds lines to a ticket's history, in order; the caller's transaction holds the ticket."""
    if not lines:
        return
    found = session.execute(_last, {"ticket": ticket}).first()
    number, previous = (found.number, found.hash) if found else (0, FIRST)
    rows = []
    for line in lines:
        number += 1
        event = _event(ticket, number, line, previous)
        rows.append({name: getattr(event, name) for name in Event.__dataclass_fields__})
        previous = event.hash
    session.execute(_insert, rows)


def _event(ticket: int, number: int, line: EventLine, previous: str) -> Event:
    act = line.act
    blank = Event(
        ticket, number, act.now, storable(act.actor.name), storable(act.cause), act.trust, line.what, storable(line.detail), previous, hash=""
    )
    return replace(blank, hash=digest(blank))


def digest(event: Event) -> str:
    """SHA-256 over a line and the hash before it, so that no line can be altered or taken out unseen."""
    facts = [event.previous, event.ticket, event.number, event.at.isoformat(), event.actor, event.cause, event.trust, event.what, event.detail]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def events_of(session: Session, ticket: int) -> tuple[Event, ...]:
    """A ticket's history, oldest first."""
    columns = [events.c[name] for name in Event.__dataclass_fields__]
    rows = session.execute(select(*columns).where(events.c.ticket == ticket).order_by(events.c.number))
    return tuple(Event(*row) for row in rows)


def first_broken(history: Sequence[Event]) -> Event | None:
    """The first line whose hash or whose link to the one before it does not hold, or None."""
    previous = FIRST
    for number, event in enumerate(history, 1):
        if event.number != number or event.previous != previous or event.hash != digest(event):
            return event
        previous = event.hash
    return None
