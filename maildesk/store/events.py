"""The history of a ticket: append-only lines, each with the hash of the one before it on its ticket."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, exists, insert, select

from maildesk.changes import Act
from maildesk.store.engine import Session
from maildesk.store.statement import Statement
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


_last = Statement(select(events.c.number, events.c.hash).where(events.c.ticket == bindparam("ticket")).order_by(events.c.number.desc()).limit(1))
_insert = Statement(insert(events))
_same = (events.c.ticket == bindparam("ticket"), events.c.what == bindparam("what"), events.c.detail == bindparam("detail"))
_happened = Statement(select(exists().where(*_same)))


@dataclass(frozen=True, slots=True)
class End:
    """Where a ticket's history ends: the number and the hash of its newest line; as it stands here, before the first."""

    number: int = 0
    hash: str = FIRST


def append(session: Session, ticket: int, lines: Sequence[EventLine], end: End | None = None) -> End:
    """Adds lines to a ticket's history, in order, and gives its new end; the caller's transaction holds the ticket.

    `end` is for a caller that made the ticket or wrote its newest line in this transaction: else it is read.
    """
    last = end or _end(session, ticket)
    rows = []
    for line in lines:
        event = _event(ticket, last.number + 1, line, last.hash)
        rows.append({name: getattr(event, name) for name in Event.__dataclass_fields__})
        last = End(event.number, event.hash)
    if rows:
        _insert.run(session, rows)
    return last


def _end(session: Session, ticket: int) -> End:
    found = _last.run(session, {"ticket": ticket}).first()
    return End(found.number, found.hash) if found else End()


def _event(ticket: int, number: int, line: EventLine, previous: str) -> Event:
    act = line.act
    facts = (ticket, number, act.now, storable(act.actor.name), storable(act.cause), act.trust, line.what, storable(line.detail), previous)
    return Event(*facts, hash=_hash_of(*facts))


def digest(event: Event) -> str:
    """SHA-256 over a line and the hash before it, so that no line can be altered or taken out unseen."""
    return _hash_of(*(getattr(event, name) for name in Event.__dataclass_fields__ if name != "hash"))


def _hash_of(ticket: int, number: int, at: datetime, *words: str) -> str:
    *said, previous = words
    return hashlib.sha256(json.dumps([previous, ticket, number, at.isoformat(), *said]).encode()).hexdigest()


def happened(session: Session, ticket: int, what: str, detail: str) -> bool:
    """Whether this very line stands in a ticket's history."""
    return bool(_happened.run(session, {"ticket": ticket, "what": what, "detail": detail}).scalar())


_who = Statement(
    select(events.c.actor)
    .where(events.c.ticket == bindparam("ticket"), events.c.at == bindparam("at"), events.c.what.in_(bindparam("verbs", expanding=True)))
    .order_by(events.c.number.desc())
    .limit(1)
)


def who_did(session: Session, ticket: int, verbs: Collection[str], at: datetime) -> str:
    """The actor who did one of these things to a ticket at that moment, "" where nobody did."""
    return _who.run(session, {"ticket": ticket, "verbs": sorted(verbs), "at": at}).scalar() or ""


def events_of(session: Session, ticket: int) -> tuple[Event, ...]:
    """A ticket's history, oldest first."""
    columns = [events.c[name] for name in Event.__dataclass_fields__]
    rows = session.execute(select(*columns).where(events.c.ticket == ticket).order_by(events.c.number))
    return tuple(Event(*row) for row in rows)
