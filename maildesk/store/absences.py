"""Which agents are away. Nothing has to happen for one to be back: an absence that is over is not found any more."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select

from maildesk.absence import Absence
from maildesk.store.engine import Session
from maildesk.store.statement import Statement
from maildesk.tables import Moment, absences

_absent = Statement(
    select(absences).where(absences.c.until.is_(None) | (absences.c.until > bindparam("now", type_=Moment))).order_by(absences.c.address)
)
_insert = Statement(insert(absences))


def absent(session: Session, now: datetime) -> dict[str, Absence]:
    """Who is away at this moment, by address."""
    return {row.address: Absence(*row) for row in _absent.run(session, {"now": now})}


def leave(session: Session, absence: Absence) -> None:
    """Notes that an agent is away; what was noted before counts no more."""
    come_back(session, absence.address)
    _insert.run(session, asdict(absence))


def come_back(session: Session, address: str) -> None:
    """The agent is there from now on."""
    session.execute(delete(absences).where(absences.c.address == address))
