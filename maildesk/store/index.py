"""The search index: what of each ticket is searched, kept beside it and always able to be made anew (law 2).

A ticket whose version is not the one that was indexed waits to be indexed; nothing else has to be remembered.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, func, select, text, update

from maildesk.search.document import LONGEST_MESSAGE, MOST_MESSAGES, Document, Entry, document_of
from maildesk.store.engine import Session
from maildesk.store.inserting import overwriting
from maildesk.store.tickets import load_tickets, participants_of
from maildesk.tables import messages, searched, tickets
from maildesk.ticket import Participant, Ticket

_is_due = tickets.c.searched_version != tickets.c.version
# Newest first: after an upgrade they are what people look for.
_due = select(tickets.c.number).where(_is_due).order_by(tickets.c.number.desc()).limit(bindparam("most"))
_count_due = select(func.count()).select_from(tickets).where(_is_due)
_parts = select(tickets.c.number).where(tickets.c.merged_into == bindparam("number"))
_words = func.substr(messages.c.text, 1, LONGEST_MESSAGE).label("text")
_entries = (
    select(messages.c.author, messages.c.author_name, _words, messages.c.attachments)
    .where((messages.c.ticket == bindparam("number")) | messages.c.ticket.in_(_parts))
    .order_by(messages.c.id.desc())
    .limit(MOST_MESSAGES)
)
_locked = select(tickets.c.number, tickets.c.version).with_for_update(skip_locked=True)
# FTS5 forgets a row only where it is told again what stood in it.
_words_off = text("INSERT INTO searched_words(searched_words, rowid, terms) SELECT 'delete', ticket, terms FROM searched WHERE ticket = :ticket")
_words_on = text("INSERT INTO searched_words(rowid, terms) VALUES (:ticket, :terms)")
_mark = update(tickets).where(tickets.c.number == bindparam("number_")).values(searched_version=bindparam("version_"))


@dataclass(frozen=True, slots=True)
class Prepared:
    """A ticket's document and the version it was made from."""

    number: int
    version: int
    document: Document


def waiting(session: Session) -> int:
    """How many tickets have something that a search does not find yet."""
    return session.execute(_count_due).scalar_one()


def any_waiting(session: Session) -> bool:
    """Whether there is one, without a count."""
    return session.execute(_due, {"most": 1}).first() is not None


def prepare(session: Session, most: int) -> list[Prepared]:
    """The documents of tickets that wait to be indexed, at most so many; reads only."""
    found = load_tickets(session, session.execute(_due, {"most": most}).scalars().all())
    people = participants_of(session, found)
    return [Prepared(number, ticket.version, _document(session, ticket, people[number])) for number, ticket in found.items()]


def _document(session: Session, ticket: Ticket, people: Sequence[Participant]) -> Document:
    """What a merged ticket says is found in the one it is part of, and so is its number."""
    if ticket.merged_into is not None:
        return Document("", ())
    parts = session.execute(_parts, {"number": ticket.number}).scalars().all()
    return document_of(ticket, people, tuple(entries_of(session, ticket.number)), parts)


def entries_of(session: Session, number: int) -> Iterator[Entry]:
    """The newest messages that stand on a ticket as they are searched, newest first."""
    for row in session.execute(_entries, {"number": number}):
        yield Entry(row.author, row.author_name, row.text, tuple(str(file.get("filename", "")) for file in row.attachments))


def keep(session: Session, prepared: Sequence[Prepared]) -> int:
    """Writes documents into the index, but for tickets that somebody altered or is altering; gives how many were written."""
    wanted = _locked.where(tickets.c.number.in_(sorted(one.number for one in prepared))).order_by(tickets.c.number)
    current = {(row.number, row.version) for row in session.execute(wanted)}
    kept = [one for one in prepared if (one.number, one.version) in current]
    if kept:
        _write(session, [{"ticket": one.number, "text": one.document.text, "terms": " ".join(one.document.terms)} for one in kept])
        session.execute(_mark, [{"number_": one.number, "version_": one.version} for one in kept])
    return len(kept)


def _write(session: Session, rows: list[dict[str, object]]) -> None:
    on_sqlite = session.dialect.name == "sqlite"
    if on_sqlite:
        session.execute(_words_off, rows)
    overwriting(session, searched).run(session, rows)
    if on_sqlite:
        session.execute(_words_on, rows)


def newest(session: Session) -> int:
    """The highest number of a ticket, 0 where there is none."""
    return session.execute(select(func.max(tickets.c.number))).scalar_one() or 0


def forget(session: Session, first: int, last: int) -> None:
    """Has the tickets of these numbers indexed anew."""
    session.execute(update(tickets).where(tickets.c.number.between(first, last)).values(searched_version=-1))


def empty(session: Session) -> None:
    """Makes the index anew, without a document."""
    searched.drop(session, checkfirst=True)
    searched.create(session)


def blank(session: Session, number: int) -> None:
    """Has a ticket found by no word before it is indexed anew."""
    _write(session, [{"ticket": number, "text": "", "terms": ""}])
    session.execute(_mark, [{"number_": number, "version_": -1}])
