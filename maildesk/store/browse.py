"""Read-only lists for the faces. Nothing here decides or writes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, literal, select

from maildesk.files import Brought
from maildesk.mail import Left, MailState
from maildesk.store.engine import Session
from maildesk.store.persons import same_person
from maildesk.store.tickets import tickets_in_order
from maildesk.tables import Key, mails, messages, tags, tickets
from maildesk.ticket import MessageKind, Status, Ticket

_PAGE = 500  # lines of the ledger in one statement


@dataclass(frozen=True, slots=True)
class TicketFilter:
    """Which tickets are wanted; None asks nothing. Addresses are lower-case."""

    status: Status | None = None
    mailbox: str | None = None
    team: str | None = None
    assignee: str | None = None
    tag: str | None = None
    requester: str | None = None


def list_tickets(session: Session, wanted: TicketFilter, last: int) -> tuple[Ticket, ...]:
    """The `last` tickets altered most recently that the filter lets through, newest first."""
    statement = _filtered(select(tickets.c.number), wanted).order_by(tickets.c.updated.desc(), tickets.c.number.desc()).limit(last)
    return tickets_in_order(session, session.execute(statement).scalars().all())


def _filtered(statement: Select[int], wanted: TicketFilter) -> Select[int]:
    if wanted.requester is not None:
        statement = statement.where(same_person(tickets.c.requester, literal(wanted.requester, Key)))
    for name in ("status", "mailbox", "team", "assignee"):
        value = getattr(wanted, name)
        if value is not None:
            statement = statement.where(tickets.c[name] == value)
    if wanted.tag is not None:
        statement = statement.where(tickets.c.number.in_(select(tags.c.ticket).where(tags.c.tag == wanted.tag)))
    return statement


def tickets_by(session: Session, requesters: Sequence[str]) -> dict[str, int]:
    """How many tickets there are of each of these addresses; one that has none is left out."""
    counted = select(tickets.c.requester, func.count().label("many")).where(tickets.c.requester.in_(requesters)).group_by(tickets.c.requester)
    return {row.requester: row.many for row in session.execute(counted)}


@dataclass(frozen=True, slots=True)
class AttachmentLine:
    """What is known of an attachment without opening the raw mail; `size` in bytes, `left` the bound it was over."""

    filename: str
    content_type: str
    size: int
    left: Left | None = None


def attachments_of(session: Session, number: int) -> dict[int, tuple[AttachmentLine, ...]]:
    """What each message of a ticket carries, by the message's id; a message without any is left out."""
    merged = select(tickets.c.number).where(tickets.c.merged_into == number)
    on_it = (messages.c.ticket == number) | messages.c.ticket.in_(merged)
    rows = session.execute(select(messages.c.id, messages.c.attachments).where(on_it))
    return {row.id: tuple(map(_attachment, row.attachments)) for row in rows if row.attachments}


def files_of(session: Session, entries: Collection[int]) -> dict[int, tuple[tuple[str, int], ...]]:
    """The names and sizes of the files that each of these entries came with."""
    rows = session.execute(select(messages.c.id, messages.c.attachments).where(messages.c.id.in_(sorted(entries))))
    return {row.id: tuple((one.filename, one.size) for one in map(_attachment, row.attachments)) for row in rows}


def _attachment(kept: Mapping[str, object]) -> AttachmentLine:
    left = kept.get("left")
    size = int(str(kept.get("size", 0)))
    return AttachmentLine(str(kept.get("filename", "")), str(kept.get("content_type", "")), size, Left(str(left)) if left else None)


def brought(session: Session, ticket: int, sender: str | None, since: datetime) -> Brought:
    """The bytes of files that customers brought to a ticket, and those of one sender since then, to whichever ticket of his own or to this one."""
    of_ticket = _taken(session, messages.c.ticket == ticket)
    recent = select(tickets.c.number).where(tickets.c.requester == sender, tickets.c.updated >= since)
    his = (messages.c.author == sender) & (messages.c.created >= since) & ((messages.c.ticket == ticket) | messages.c.ticket.in_(recent))
    return Brought(of_ticket, _taken(session, his) if sender else 0)


def _taken(session: Session, which: ColumnElement[bool]) -> int:
    listed = session.execute(select(messages.c.attachments).where(messages.c.kind == MessageKind.INBOUND, which)).scalars()
    return sum(int(one.get("size", 0)) for files in listed for one in files if not one.get("left"))


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One mail of the ledger and the outcome it came to."""

    mail: int
    state: MailState
    rule: str
    ticket: int | None


def ledger_lines(session: Session) -> Iterator[LedgerLine]:
    """All mails ever accepted, oldest first, a page at a time: a million of them must fit in memory."""
    page = select(mails.c.id, mails.c.state, mails.c.rule, mails.c.ticket).order_by(mails.c.id).limit(_PAGE)
    after = 0
    while rows := session.execute(page.where(mails.c.id > after)).all():
        for row in rows:
            yield LedgerLine(row.id, MailState(row.state), row.rule, row.ticket)
        after = rows[-1].id


def tag_names(session: Session) -> tuple[str, ...]:
    """Every tag that a ticket bears, in order."""
    return tuple(session.execute(select(tags.c.tag).distinct().order_by(tags.c.tag)).scalars())
