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

_PAGE = 200  # tickets whose texts are read at once

_words = table("searched_words", column("rowid"))


def search_tickets(session: Session, query: Query, last: int) -> tuple[Ticket, ...]:
    """The tickets that all conditions of the query hold for, at most `last`; what was altered most recently comes first."""
    conditions = list(_conditions(query, session.dialect.name == "sqlite"))
    if not conditions:
        return ()
    if not any(one.name == "number" for one in query.filters):
        conditions.append(tickets.c.merged_into.is_(None))
    newest = select(tickets.c.number).where(*conditions).order_by(tickets.c.updated.desc(), tickets.c.number.desc())
    texts = [phrase.text for phrase in query.phrases if phrase.text and not phrase.struck]
    if not texts:
        return tickets_in_order(session, session.execute(newest.limit(last)).scalars().all())
    return tickets_in_order(session, _in_a_row(session, session.execute(newest).scalars().all(), texts, last))


def _in_a_row(session: Session, candidates: Sequence[int], texts: Sequence[str], last: int) -> list[int]:
    """The first of the candidates that these texts stand in: so long as enough are found, few of the large texts are read."""
    kept: list[int] = []
    for start in range(0, len(candidates), _PAGE):
        page = candidates[start : start + _PAGE]
        chosen = _with_texts(texts, session.dialect.name == "sqlite").where(searched.c.ticket.in_(page))
        having = set(session.execute(chosen).scalars())
        kept += [number for number in page if number in having]
        if len(kept) >= last:
            break
    return kept[:last]


def _with_texts(texts: Iterable[str], on_sqlite: bool) -> Select[int]:
    find = func.instr if on_sqlite else func.strpos
    return select(searched.c.ticket).where(*(find(searched.c.text, text) > literal_column("0") for text in texts))


def _conditions(query: Query, on_sqlite: bool) -> Iterable[ColumnElement[bool]]:
    wanted = dict.fromkeys(term for phrase in query.phrases if not phrase.struck for term in phrase.terms)
    if wanted:
        yield tickets.c.number.in_(_matching(wanted, on_sqlite))
    for phrase in query.phrases:
        if phrase.struck:
            yield tickets.c.number.not_in(_having(phrase, on_sqlite))
    for one in query.filters:
        condition = _FILTERS[one.name](one)
        yield ~condition if one.struck else condition


def _having(phrase: Phrase, on_sqlite: bool) -> Select[int]:
    """The tickets with this phrase; the texts are large, so where the index alone can answer none of them is read."""
    matching = _matching(phrase.terms, on_sqlite)
    return matching if phrase.text is None else _with_texts([phrase.text], on_sqlite).where(searched.c.ticket.in_(matching))


def _matching(terms: Iterable[str], on_sqlite: bool) -> Select[int]:
    """The tickets with all these terms. They have no quotes and no backslashes: whatever a person wrote, they are words and nothing else."""
    if on_sqlite:
        words = literal(" ".join(f'"{term}"' for term in terms))
        return select(_words.c.rowid).where(literal_column("searched_words").op("MATCH", is_comparison=True)(words))
    asked = cast(" & ".join(f"'{term}'" for term in terms), TSQUERY)
    return select(searched.c.ticket).where(searched.c.terms.op("@@", is_comparison=True)(asked))


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
