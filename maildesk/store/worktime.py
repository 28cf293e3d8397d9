"""Adds up the time that was spent on a ticket, from what its history says; that of tickets merged into it counts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import bindparam, select

from maildesk.store.engine import Session
from maildesk.tables import events, tickets
from maildesk.verbs.worktime import read_minutes

_TIME, _BILL = "time", "bill"
_parts = select(tickets.c.number).where(tickets.c.merged_into == bindparam("number"))
_spent = select(events.c.what, events.c.detail).where(
    (events.c.ticket == bindparam("number")) | events.c.ticket.in_(_parts), events.c.what.in_((_TIME, _BILL))
)
_MINUTES = re.compile(r"-?(?:\d+h ?)?(?:\d+m)?\Z")


@dataclass(frozen=True, slots=True)
class Worktime:
    """Minutes: all of them, and those that the customer pays."""

    spent: int = 0
    billed: int = 0


NO_TIME = Worktime()


def worktime_of(session: Session, number: int) -> Worktime:
    """What agents noted of a ticket."""
    rows = [(row.what, _minutes(row.detail)) for row in session.execute(_spent, {"number": number})]
    return Worktime(sum(minutes for _, minutes in rows), sum(minutes for what, minutes in rows if what == _BILL))


def _minutes(detail: str) -> int:
    found = _MINUTES.search(detail)
    return (read_minutes(found[0]) if found else None) or 0
