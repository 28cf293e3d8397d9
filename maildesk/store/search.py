"""Searching: one query, the same answers in the same order on both databases. Nothing here decides or writes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from sqlalchemy import ColumnElement, Select, cast, column, func, literal, literal_column, select, table
from sqlalchemy.dialects.postgresql import TSQUERY

from maildesk.search.context import context
from maildesk.search.query import Filter, Phrase, Query
from maildesk.store.engine import Session
from maildesk.store.index import entries_of
from maildesk.store.tickets import tickets_in_order
from maildesk.tables import searched, tags, tickets
from maildesk.ticket import Ticket

_words = table("searched_words", column("rowid"))


def search_tickets(session: Session, query: Query, last: int) -> tuple[Ticket, ...]:
    """The tickets that all conditions of the query hold for, at most `last`; what was altered most recently comes first."""
    conditions = list(_conditions(query, session.dialect.name == "sqlite"))
    if not conditions:
        return ()
    if not any(one.name == "number" for one in query.filters):
        conditions.append(tickets.c.merged_into.is_(None))
    newest = select(tickets.c.number).where(*conditions).order_by(tickets.c.updated.desc(), tickets.c.number.desc()).limit(last)
    return tickets_in_order(session, session.execute(newest).scalars().all())


def _conditions(query: Query, on_sqlite: bool) -> Iterable[ColumnElement[bool]]:
    wanted = [phrase for phrase in query.phrases if not phrase.struck]
    if wanted:
        yield tickets.c.number.in_(_having(wanted, on_sqlite))
    for phrase in query.phrases:
        if phrase.struck:
            yield tickets.c.number.not_in(_having([phrase], on_sqlite))
    for one in query.filters:
        condition = _FILTERS[one.name](one)
        yield ~condition if one.struck else condition


def _having(phrases: Sequence[Phrase], on_sqlite: bool) -> Select[int]:
    """The tickets with all these phrases: the index says which have the words, their text whether these stand in a row."""
    terms = tuple(dict.fromkeys(term for phrase in phrases for term in phrase.terms))
    chosen = select(searched.c.ticket).where(_matches(terms) if on_sqlite else _matches_on_postgresql(terms))
    find = func.instr if on_sqlite else func.strpos
    return chosen.where(*(find(searched.c.text, one.text) > literal_column("0") for one in phrases if one.text))


# Terms have no quotes and no backslashes: whatever a person wrote, these are words and nothing else.
def _matches(terms: Iterable[str]) -> ColumnElement[bool]:
    words = literal(" ".join(f'"{term}"' for term in terms))
    return searched.c.ticket.in_(select(_words.c.rowid).where(literal_column("searched_words").op("MATCH", is_comparison=True)(words)))


def _matches_on_postgresql(terms: Iterable[str]) -> ColumnElement[bool]:
    return searched.c.terms.op("@@", is_comparison=True)(cast(" & ".join(f"'{term}'" for term in terms), TSQUERY))


_FILTERS: dict[str, Callable[[Filter], ColumnElement[bool]]] = {
    "number": lambda one: tickets.c.number.in_([int(value) for value in one.values]),
    "status": lambda one: tickets.c.status.in_(one.values),
    "priority": lambda one: tickets.c.priority.in_(one.values),
    "tag": lambda one: tickets.c.number.in_(select(tags.c.ticket).where(tags.c.tag.in_(one.values))),
    "before": lambda one: tickets.c.created < one.at,
    "after": lambda one: tickets.c.updated >= one.at,
}


def words_around(session: Session, query: Query, number: int, width: int) -> str | None:
    """At most `width` characters of a ticket's messages around what the query found in it, the newest first; None where it found nothing there."""
    if not query.words:
        return None
    entries = tuple(entries_of(session, number))
    texts = (*(entry.text for entry in entries), *(name for entry in entries for name in entry.files))
    return context(texts, query, width)
