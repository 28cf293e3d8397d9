"""The ids a letter refers to, so that each reader's mail program keeps a ticket in one thread."""

from __future__ import annotations

from sqlalchemy import bindparam, func, literal, null, select, union_all

from maildesk.store.engine import Session
from maildesk.tables import letters, messages, newcomers, participants, tickets
from maildesk.ticket import MessageKind, Standing

_MANY = 12

_merged = select(tickets.c.number).where(tickets.c.merged_into == bindparam("ticket_"))
_to_person = select(letters.c.message_id.label("id"), letters.c.created.label("at"), literal(0).label("theirs")).where(
    (letters.c.ticket == bindparam("ticket_")) | letters.c.ticket.in_(_merged), letters.c.person == bindparam("person_")
)
# Mails of customers, for customers alone: an agent's thread is made of the letters that went to that agent, and a
# letter to one person never names the id of a letter to another, which is a token (law 7).
# Of a merged ticket they are for those alone who were on it; `newcomers` came to this one by a merge.
_takes_part = (
    select(literal(1))
    .where(
        participants.c.ticket == messages.c.ticket,
        participants.c.address == bindparam("person_"),
        participants.c.standing != Standing.THIRD_PARTY,
    )
    .exists()
)
_came_after = (
    select(func.max(newcomers.c.after)).where(newcomers.c.ticket == messages.c.ticket, newcomers.c.address == bindparam("person_")).scalar_subquery()
)
_of_customers = select(messages.c.message_id.label("id"), messages.c.created.label("at"), literal(1).label("theirs")).where(
    (messages.c.ticket == bindparam("ticket_")) | messages.c.ticket.in_(_merged),
    messages.c.kind == MessageKind.INBOUND,
    messages.c.message_id.is_not(null()),
    _takes_part,
    messages.c.id > func.coalesce(_came_after, 0),
)
_both = union_all(_to_person, _of_customers).subquery()
# Of a mail and its acknowledgement, written at one moment, the mail is what an answer answers.
_newest = select(_both.c.id).order_by(_both.c.at.desc(), _both.c.theirs.desc()).limit(_MANY)


def thread_ids(session: Session, ticket: int, person: str) -> tuple[str, ...]:
    """The Message-IDs this person has seen on a ticket and those merged into it, newest first, a dozen at most."""
    return tuple(session.execute(_newest, {"ticket_": ticket, "person_": person}).scalars())
