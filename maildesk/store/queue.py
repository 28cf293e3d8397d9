"""What waits for an agent: his own tickets, those that come back to him, and those of his teams that nobody has. Nothing here decides or writes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from maildesk.store.engine import Session
from maildesk.store.tickets import tickets_in_order
from maildesk.tables import tickets
from maildesk.ticket import ACTIVE, Status, Ticket

_MOST = 1000  # of one pile that are counted


@dataclass(frozen=True, slots=True)
class Whose:
    """Whom it is asked for; a ticket whose team is none of `known` is that of its mailbox's team."""

    agent: str
    teams: Sequence[str]
    mailboxes: Sequence[str]  # of these teams
    known: Sequence[str]


@dataclass(frozen=True, slots=True)
class Heap:
    """The first of some tickets, and how many there are."""

    tickets: tuple[Ticket, ...] = ()
    many: int = 0


@dataclass(frozen=True, slots=True)
class Queue:
    """`due` are the agent's own that must be done; of the others, `waiting` are his open ones, who waits longest first, `back` those that come back.

    `free` are nobody's.
    """

    due: Heap
    waiting: Heap
    back: Heap
    free: Heap


def queue_of(session: Session, whose: Whose, until: datetime, lines: int) -> Queue:
    """The agent's queue; `until` bounds what is due and what comes back, `lines` how many of each are read whole."""
    own, due = tickets.c.assignee == whose.agent, tickets.c.due < until
    not_due = or_(tickets.c.due.is_(None), tickets.c.due >= until)
    longest = (tickets.c.unanswered.is_(None), tickets.c.unanswered, tickets.c.created, tickets.c.number)
    put_off = (tickets.c.status == Status.WAITING, tickets.c.wait_until < until)
    return Queue(
        _heap(session, (tickets.c.status.in_(ACTIVE), own, due), (tickets.c.due, tickets.c.number), lines),
        _heap(session, (tickets.c.status == Status.OPEN, own, not_due), longest, lines),
        _heap(session, (*put_off, own, not_due), (tickets.c.wait_until, tickets.c.number), lines),
        _heap(session, (tickets.c.status == Status.OPEN, tickets.c.assignee.is_(None), _of_teams(whose)), longest, lines),
    )


def _of_teams(whose: Whose) -> ColumnElement[bool]:
    homeless = or_(tickets.c.team.is_(None), tickets.c.team.not_in(whose.known))
    return or_(tickets.c.team.in_(whose.teams), and_(homeless, tickets.c.mailbox.in_(whose.mailboxes)))


def _heap(session: Session, conditions: Sequence[ColumnElement[bool]], order: Sequence[ColumnElement[Any]], lines: int) -> Heap:
    found = session.execute(select(tickets.c.number).where(*conditions).order_by(*order).limit(_MOST)).scalars().all()
    return Heap(tickets_in_order(session, found[:lines]), len(found))
