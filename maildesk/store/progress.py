"""What a customer may know of a ticket: how it stands, and when who wrote last. No word of any message is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, or_, select

from maildesk.judged import NatureKind
from maildesk.letter import LetterKind, OutboxState
from maildesk.store.engine import Session
from maildesk.store.tickets import load_tickets
from maildesk.tables import among, letters, messages, outbox, participants, tickets
from maildesk.ticket import ON_THE_TICKET, MessageKind, Ticket

_takes_part = select(participants.c.ticket).where(
    participants.c.ticket.in_(bindparam("tickets_", expanding=True)),
    participants.c.address == bindparam("person_"),
    among(participants.c.standing, ON_THE_TICKET),
)
_merged = select(tickets.c.number).where(tickets.c.merged_into == bindparam("ticket_"))
# A reply and its letter are of one moment; one that did not leave the house has not answered anybody.
_did_not_leave = (
    select(letters.c.id)
    .join(outbox, outbox.c.letter == letters.c.id)
    .where(
        letters.c.ticket == messages.c.ticket,
        letters.c.kind == LetterKind.REPLY,
        letters.c.created == messages.c.created,
        among(outbox.c.state, [OutboxState.HELD, OutboxState.DROPPED, OutboxState.GIVEN_UP, OutboxState.LATER, OutboxState.WITHDRAWN]),
    )
    .exists()
)
_last = (
    select(messages.c.kind, func.max(messages.c.created).label("at"))
    .where(
        or_(messages.c.ticket == bindparam("ticket_"), messages.c.ticket.in_(_merged)),
        messages.c.kind != MessageKind.NOTE,
        messages.c.nature == NatureKind.HUMAN,
        or_(messages.c.kind != MessageKind.REPLY, ~_did_not_leave),
    )
    .group_by(messages.c.kind)
)


@dataclass(frozen=True, slots=True)
class Progress:
    """A ticket, the moments of the last words from the customer's side (`asked`) and from ours (`answered`), and the number it was asked for by."""

    ticket: Ticket
    asked: datetime | None
    answered: datetime | None
    known_as: int


def progress_of(session: Session, number: int, person: str) -> Progress | None:
    """How a ticket stands, or the one it was merged into, for whoever is on it; None for anybody else."""
    ticket = load_tickets(session, (number,)).get(number)
    if ticket is None:
        return None
    related = load_tickets(session, (ticket.merged_into,)) if ticket.merged_into else {}
    mine = set(session.execute(_takes_part, {"tickets_": [number, *related], "person_": person}).scalars())
    found = next((one for one in (*related.values(), ticket) if one.number in mine), None)
    if found is None:
        return None
    last = {row.kind: row.at for row in session.execute(_last, {"ticket_": found.number})}
    return Progress(found, last.get(MessageKind.INBOUND), last.get(MessageKind.REPLY), number)
