"""What the desk knows of its junk: who called it so, whose mail it never is, and which of it no list has told of yet."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, delete, exists, select

from maildesk.store.engine import Session
from maildesk.store.inserting import leaving
from maildesk.store.persons import every_address
from maildesk.store.tickets import tickets_in_order
from maildesk.tables import events, messages, tickets, unlisted_junk
from maildesk.ticket import MessageKind, Status, Ticket

_MOST_OF_ONE = 50  # tickets of a sender that are looked at for an answer of ours
_said_by = select(events.c.actor).where(events.c.ticket == bindparam("ticket"), events.c.what == "junk").order_by(events.c.number.desc()).limit(1)
_newest = (
    select(tickets.c.number)
    .where(tickets.c.requester.in_(bindparam("senders", expanding=True)))
    .order_by(tickets.c.updated.desc())
    .limit(_MOST_OF_ONE)
    .subquery()
)
_answered = select(exists().where(messages.c.ticket == _newest.c.number, messages.c.kind == MessageKind.REPLY))
_unlisted = (
    select(unlisted_junk.c.ticket)
    .join(tickets, tickets.c.number == unlisted_junk.c.ticket)
    .where(tickets.c.mailbox == bindparam("mailbox"), tickets.c.status == Status.JUNK)
    .order_by(unlisted_junk.c.ticket)
)


def said_by(session: Session, number: int) -> str:
    """The actor who made junk of a ticket last, "" where nobody did."""
    return session.execute(_said_by, {"ticket": number}).scalar() or ""


def was_answered(session: Session, sender: str | None) -> bool:
    """Whether somebody has a ticket that we answered, among the newest."""
    return sender is not None and bool(session.execute(_answered, {"senders": every_address(session, sender)}).scalar())


def list_soon(session: Session, number: int) -> None:
    """Has the next list name a ticket."""
    leaving(session, unlisted_junk).run(session, {"ticket": number})


def unlisted(session: Session, mailbox: str) -> tuple[Ticket, ...]:
    """The junk of a mailbox that no list has named, oldest first."""
    return tickets_in_order(session, session.execute(_unlisted, {"mailbox": mailbox}).scalars().all())


def listed(session: Session, numbers: Sequence[int]) -> None:
    """A list has named these."""
    session.execute(delete(unlisted_junk).where(unlisted_junk.c.ticket.in_(numbers)))
