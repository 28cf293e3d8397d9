"""What the letters of a ticket must say so that each reader's mail program keeps them in one thread with what went before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, literal, null, select, true, union_all

from maildesk.store.engine import Session
from maildesk.store.statement import Statement
from maildesk.subject import read_subject
from maildesk.tables import among, headings, letters, messages, newcomers, participants, tickets
from maildesk.threadindex import begun, root_of
from maildesk.ticket import ON_THE_TICKET, MessageKind

_MANY = 12  # ids; what came between the root and the newest ones is not needed to find the thread


@dataclass(frozen=True, slots=True)
class Heading:
    """What a customer's mail says of its thread: the subject as it came, the Thread-Index or ""."""

    subject: str
    thread_index: str = ""


@dataclass(frozen=True, slots=True)
class Thread:
    """`ids` are the Message-IDs a person has seen on the ticket, newest first and the thread's root last.

    `subject` is the thread's, as its customer wrote it, "" where no mail of a customer is known; `index` the Thread-Index to go on from.
    """

    ids: tuple[str, ...] = ()
    subject: str = ""
    index: str = ""


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
        among(participants.c.standing, ON_THE_TICKET),
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
# Of a mail and its acknowledgement, written at one moment, the mail came first.
_newest = Statement(select(_both.c.id).order_by(_both.c.at.desc(), _both.c.theirs.desc()).limit(_MANY))
_oldest = Statement(select(_both.c.id).order_by(_both.c.at, _both.c.theirs.desc()).limit(1))
_headings_of = select(headings.c.subject, headings.c.thread_index, headings.c.message).where(headings.c.ticket == bindparam("ticket_"))
_last = _headings_of.order_by(headings.c.message.desc()).limit(_MANY).subquery()
_begun = Statement(
    select(tickets.c.created, _last.c.subject, _last.c.thread_index)
    .select_from(tickets.outerjoin(_last, true()))
    .where(tickets.c.number == bindparam("ticket_"))
    .order_by(_last.c.message.desc())
)
_first_heading = Statement(_headings_of.order_by(headings.c.message).limit(1))


class Threads:
    """The threads that the letters of one transaction go on with. What all readers of a ticket share is read once."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._begun: dict[int, _Begun] = {}

    def of(self, ticket: int, person: str, staff: bool) -> Thread:
        """The thread a letter to this person about the ticket goes on with."""
        if not ticket:
            return Thread()
        if ticket not in self._begun:
            self._begun[ticket] = _read_begun(self.session, ticket)
        began = self._begun[ticket]
        said = () if staff else began.said
        own = begun(f"{ticket} {began.created.isoformat()} {'staff' if staff else 'customer'}", began.created)
        return Thread(_ids(self.session, ticket, person), _subject(began.first, said), own if staff else _index(began.first, said, own))


@dataclass(frozen=True, slots=True)
class _Begun:
    """When a ticket was made, and the headings of its customers' mails: the first, and the last few, newest first."""

    created: datetime
    first: Heading
    said: tuple[Heading, ...]


def _read_begun(session: Session, ticket: int) -> _Begun:
    rows = _begun.run(session, {"ticket_": ticket}).all()
    said = tuple(Heading(row.subject, row.thread_index) for row in rows if row.subject is not None)
    first = _first_heading.run(session, {"ticket_": ticket}).one() if len(said) == _MANY else None
    return _Begun(rows[0].created, Heading(first.subject, first.thread_index) if first else said[-1] if said else Heading(""), said)


def _ids(session: Session, ticket: int, person: str) -> tuple[str, ...]:
    """Those of the newest ones, and that of the first where it is none of them."""
    asked = {"ticket_": ticket, "person_": person}
    newest = _newest.run(session, asked).scalars()
    oldest = _oldest.run(session, asked).scalars() if len(newest) == _MANY else ()
    return tuple(dict.fromkeys((*newest, *oldest)))


def _subject(first: Heading, newest_first: Sequence[Heading]) -> str:
    """The thread's first subject, and a new one only where the customer went over to it: what staff call the ticket is no matter."""
    newest = newest_first[0] if newest_first else first
    return first.subject if _base(newest) == _base(first) else newest.subject


def _base(heading: Heading) -> str:
    return read_subject(heading.subject).base.casefold()


def _index(first: Heading, newest_first: Sequence[Heading], own: str) -> str:
    """The newest index of the conversation the ticket began with: the customer's, or else ours."""
    root = first.thread_index or own
    return next((one.thread_index for one in newest_first if one.thread_index and root_of(one.thread_index) == root_of(root)), root)
