"""Whether the history of the tickets is what was written: a walk over every line, in bounded memory, against ends that were noted down before."""

from __future__ import annotations

import hashlib
import hmac
import itertools
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select, tuple_

from maildesk.errors import Wrong
from maildesk.language import Said
from maildesk.store.engine import Session
from maildesk.store.events import End, Event, digest
from maildesk.store.redacting import MASKED
from maildesk.tables import events, mails, tickets
from maildesk.tokens import KeyRing
from maildesk.verbs.redaction import HIDDEN

_PAGE = 2000  # rows that are in memory at once


@dataclass(frozen=True, slots=True)
class Fault:
    """A link that does not hold. `at` is the moment its line bears, None where there is no such line."""

    ticket: int
    line: int
    at: datetime | None
    found: Said
    expected: Said


@dataclass(frozen=True, slots=True)
class Audited:
    """What was looked at until the first fault."""

    tickets: int
    lines: int
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """Where a ticket's history once ended."""

    ticket: int
    end: End


def _walked(history: Iterable[Event]) -> Iterator[tuple[Event, Fault | None]]:
    """The lines of one ticket, each with the fault of one that is not as it was written, or does not follow the one before it.

    One with words that were made unreadable has the hash of what stood in it: a later line has to name it (0023).
    """
    last, owed = End(), dict[int, tuple[Event, Fault]]()
    for event in history:
        fault = _fault(event, last)
        if fault and HIDDEN in event.detail and event.previous == last.hash and event.number == last.number + 1:
            owed[event.number] = (event, fault)
            fault = None
        if event.what == MASKED:
            for number in re.findall(r"\d+", event.detail):
                owed.pop(int(number), None)
        yield event, fault
        last = End(event.number, event.hash)
    yield from owed.values()


def _fault(event: Event, last: End) -> Fault | None:
    if event.number != last.number + 1:
        found = Said("line {line} follows line {before}", line=event.number, before=last.number)
        expected = Said("line {line}", line=last.number + 1)
    elif event.hash != (made := digest(event)):
        found, expected = Said("its words come to {hash}…", hash=made[:16]), Said("{hash}…, the hash it bears", hash=event.hash[:16])
    elif event.previous != last.hash:
        found = Said("it follows a line of hash {hash}…", hash=event.previous[:16])
        expected = Said("{hash}…, the line before it", hash=last.hash[:16])
    else:
        return None
    return Fault(event.ticket, event.number, event.at, found, expected)


def audited(session: Session, known: Iterable[Known] = ()) -> Audited:
    """Every ticket's history, up to the first fault; `known` are ends that were noted before, in order of their tickets."""
    gone = _ticket_without_history(session) or _mail_without_ticket(session)
    if gone:
        return Audited(0, 0, gone)
    ends = iter(known)
    awaited = next(ends, None)
    many = lines = 0
    for ticket, history in itertools.groupby(_every_line(session), key=lambda event: event.ticket):
        if awaited and awaited.ticket < ticket:
            break
        mine, awaited = (awaited, next(ends, None)) if awaited and awaited.ticket == ticket else (None, awaited)
        many += 1
        last = End()
        for event, fault in _walked(history):
            last = End(event.number, event.hash)
            fault = fault or _other_end(event, mine)  # noqa: PLW2901 - a line may be sound and yet not be the one that was noted
            if fault:
                return Audited(many, lines, fault)
            lines += 1
        if mine and last.number < mine.end.number:
            return Audited(many, lines, _missing(mine, last.number))
    return Audited(many, lines, _missing(awaited, 0) if awaited else None)


def _other_end(event: Event, mine: Known | None) -> Fault | None:
    if mine is None or event.number != mine.end.number or event.hash == mine.end.hash:
        return None
    found, expected = Said("a line of hash {hash}…", hash=event.hash[:16]), Said("{hash}…, as it was noted down", hash=mine.end.hash[:16])
    return Fault(event.ticket, event.number, event.at, found, expected)


def _missing(known: Known, last: int) -> Fault:
    found, expected = Said("the history ends with line {line}", line=last), Said("line {line}, as it was noted down", line=known.end.number)
    return Fault(known.ticket, last + 1, None, found, expected)


def _every_line(session: Session) -> Iterator[Event]:
    """All lines, a page at a time."""
    columns = [events.c[name] for name in Event.__dataclass_fields__]
    page = select(*columns).order_by(events.c.ticket, events.c.number).limit(_PAGE)
    rows = session.execute(page).all()
    while rows:
        yield from itertools.starmap(Event, rows)
        rows = session.execute(page.where(tuple_(events.c.ticket, events.c.number) > (rows[-1].ticket, rows[-1].number))).all()


def _ticket_without_history(session: Session) -> Fault | None:
    """A ticket is made together with its first line."""
    found = session.execute(
        select(func.min(tickets.c.number)).where(~select(events.c.id).where(events.c.ticket == tickets.c.number).exists())
    ).scalar()
    words = Said("the ticket has no history"), Said("line 1, which was written with it")
    return Fault(found, 1, None, *words) if found is not None else None


def _mail_without_ticket(session: Session) -> Fault | None:
    """The ledger names the ticket of each mail; it is kept apart from the tickets."""
    lost = mails.c.ticket.is_not(None) & ~select(tickets.c.number).where(tickets.c.number == mails.c.ticket).exists()
    found = session.execute(select(func.min(mails.c.ticket)).where(lost)).scalar()
    words = Said("there is no such ticket"), Said("the ticket that the ledger of mails names")
    return Fault(found, 1, None, *words) if found is not None else None


def ends_of(session: Session) -> Iterator[Known]:
    """Where each ticket's history ends now, in order of the tickets, a page at a time."""
    after = 0
    while rows := session.execute(_ends, {"after": after}).all():
        for row in rows:
            yield Known(row.ticket, End(row.number, row.hash))
        after = rows[-1].ticket


_last = (
    select(events.c.ticket, func.max(events.c.number).label("number"))
    .where(events.c.ticket > bindparam("after"))
    .group_by(events.c.ticket)
    .order_by(events.c.ticket)
    .limit(_PAGE)
    .subquery()
)
_ends = (
    select(events.c.ticket, events.c.number, events.c.hash)
    .join(_last, (_last.c.ticket == events.c.ticket) & (_last.c.number == events.c.number))
    .order_by(events.c.ticket)
)


# -- ends on paper: a line a ticket, and last the seal, which nobody can make who has not the desk's key


def written(ends: Iterable[Known], ring: KeyRing) -> Iterator[str]:
    """The lines to keep outside of the database: JSON, a ticket each, then the seal under the desk's current key."""
    whole = hashlib.sha256()
    for known in ends:
        line = json.dumps({"ticket": known.ticket, "line": known.end.number, "hash": known.end.hash})
        whole.update(line.encode() + b"\n")
        yield line
    yield json.dumps({"key": ring.current, "seal": _seal(ring.keys[ring.current], whole.digest())})


def read(lines: Iterable[str], ring: KeyRing) -> Iterator[Known]:
    """The ends of such a file; the seal is looked at where the file ends, so nothing may be believed before that.

    Raises ValueError where it is not such a file, or was not sealed with a key of this desk.
    """
    whole, sealed = hashlib.sha256(), False
    for line in lines:
        facts = json.loads(line)
        if sealed or not isinstance(facts, dict):
            raise Wrong(Said("lines stand below its seal"))
        if "seal" in facts:
            key = ring.keys.get(str(facts.get("key")))
            if key is None or not hmac.compare_digest(_seal(key, whole.digest()), str(facts["seal"])):
                raise Wrong(Said("its seal is not this desk's: it was altered, or its key is no longer in the key ring"))
            sealed = True
            continue
        whole.update(line.rstrip("\n").encode() + b"\n")
        yield Known(int(facts["ticket"]), End(int(facts["line"]), str(facts["hash"])))
    if not sealed:
        raise Wrong(Said("it has no seal: its end is missing"))


def _seal(key: bytes, whole: bytes) -> str:
    return hmac.digest(key, b"maildesk audit " + whole, hashlib.sha256).hex()
