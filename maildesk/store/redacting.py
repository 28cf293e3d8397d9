"""Makes words unreadable in what is kept of a ticket (docs/decisions/0023): entries, fields, tags, reminders, history, traces, and the bytes of mails and letters."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, delete, func, or_, select, update

from maildesk.store.engine import Session
from maildesk.store.index import blank
from maildesk.tables import deeds, events, fields, headings, letter_bytes, letters, mails, messages, raws, tags, tickets, timers
from maildesk.verbs.redaction import redacted

MASKED = "masked"  # the line of history that names those before it whose words are gone: their hashes are of what stood there


class Shelf:
    """All that is kept of one ticket and of what was merged into it, where words may stand."""

    def __init__(self, session: Session, number: int, mail: int | None = None) -> None:
        """`mail` is the one that asks for it: its own bytes hold the words."""
        self._session, self._number = session, number
        self.numbers = (number, *session.execute(select(tickets.c.number).where(tickets.c.merged_into == number)).scalars())
        entries = select(messages.c.mail).where(messages.c.ticket.in_(self.numbers), messages.c.mail.is_not(None))
        self._is_mail = or_(mails.c.ticket.in_(self.numbers), mails.c.id.in_(entries), mails.c.id == (mail or 0))
        self._is_letter = or_(letters.c.ticket.in_(self.numbers), letters.c.about_mail.in_(select(mails.c.id).where(self._is_mail)))

    def size(self) -> int:
        """The bytes of its mails and letters."""
        mailed = self._session.execute(select(func.sum(mails.c.size)).where(self._is_mail)).scalar() or 0
        posted = select(func.sum(func.length(letter_bytes.c.data))).join(letters, letters.c.id == letter_bytes.c.letter).where(self._is_letter)
        return int(mailed) + int(self._session.execute(posted).scalar() or 0)

    def texts(self) -> Iterator[str]:
        """What people wrote on it and what its files are called."""
        for table, columns in _TEXTS.items():
            for row in self._session.execute(select(*(table.c[name] for name in columns)).where(self._on(table))):
                yield from filter(None, row)
        for row in self._session.execute(select(messages.c.attachments).where(self._on(messages))):
            yield from _names(row.attachments)

    def mails(self) -> Iterator[tuple[int, bytes]]:
        yield from _one_by_one(self._session, select(mails.c.id).where(self._is_mail), raws, raws.c.mail)

    def letters(self) -> Iterator[tuple[int, bytes]]:
        yield from _one_by_one(self._session, select(letters.c.id).where(self._is_letter), letter_bytes, letter_bytes.c.letter)

    def hide(self, words: str) -> dict[int, tuple[int, ...]]:
        """In all rows; gives the numbers of the lines of history that are altered, by ticket. The search index has nothing of it before it is made anew."""
        for table, columns in _TEXTS.items():
            self._rewrite(table, columns, lambda value: redacted(str(value), words))
        self._rewrite(messages, ("attachments",), lambda value: [_renamed(one, words) for one in value])
        for row in self._session.execute(select(mails.c.id, mails.c.trace).where(self._is_mail, mails.c.trace.is_not(None))).all():
            self._session.execute(update(mails).where(mails.c.id == row.id).values(trace=[redacted(str(line), words) for line in row.trace or ()]))
        for row in self._session.execute(select(tags.c.ticket, tags.c.tag).where(self._on(tags))).all():
            if redacted(row.tag, words) != row.tag:
                self._session.execute(delete(tags).where(tags.c.ticket == row.ticket, tags.c.tag == row.tag))
        for row in self._session.execute(select(deeds.c.id, deeds.c.what).where(self._on(deeds))).all():
            if any(redacted(text, words) != text for text in _strings(row.what)):  # what it would bring back must not come back
                self._session.execute(delete(deeds).where(deeds.c.id == row.id))
        for number in self.numbers:
            blank(self._session, number)
        return self._hide_history(words)

    def put_mail(self, mail: int, data: bytes) -> None:
        self._session.execute(update(raws).where(raws.c.mail == mail).values(data=data))

    def put_letter(self, letter: int, data: bytes) -> None:
        self._session.execute(update(letter_bytes).where(letter_bytes.c.letter == letter).values(data=data))

    def _on(self, table: Table) -> ColumnElement[bool]:
        return table.c["number" if table is tickets else "ticket"].in_(self.numbers)

    def _rewrite(self, table: Table, columns: tuple[str, ...], hidden: Callable[[Any], Any]) -> None:
        keys = tuple(table.primary_key.columns)
        for row in self._session.execute(select(*keys, *(table.c[name] for name in columns)).where(self._on(table))).all():
            now = {name: getattr(row, name) for name in columns}
            then = {name: value if value is None else hidden(value) for name, value in now.items()}
            if then != now:
                this = [key == getattr(row, key.name) for key in keys]
                self._session.execute(update(table).where(*this).values(**then))

    def _hide_history(self, words: str) -> dict[int, tuple[int, ...]]:
        altered: dict[int, tuple[int, ...]] = {}
        told = (
            select(events.c.id, events.c.ticket, events.c.number, events.c.detail).where(self._on(events)).order_by(events.c.ticket, events.c.number)
        )
        for row in self._session.execute(told).all():
            detail = redacted(row.detail, words)
            if detail != row.detail:
                self._session.execute(update(events).where(events.c.id == row.id).values(detail=detail))
                altered[row.ticket] = (*altered.get(row.ticket, ()), row.number)
        return altered


_TEXTS: Mapping[Table, tuple[str, ...]] = {
    messages: ("text", "reply"),
    tickets: ("subject",),
    headings: ("subject",),
    fields: ("value",),
    timers: ("text",),
}


def _one_by_one(session: Session, ids: Select[tuple[int]], table: Table, key: ColumnElement[int]) -> Iterator[tuple[int, bytes]]:
    """Never two mails in memory."""
    for row in session.execute(ids.order_by("id")).all():
        data = session.execute(select(table.c.data).where(key == row.id)).scalar()
        if data is not None:
            yield row.id, data


def _names(files: list[Mapping[str, Any]]) -> list[str]:
    return [str(one.get("filename") or "") for one in files]


def _renamed(one: Mapping[str, Any], words: str) -> dict[str, Any]:
    return {**one, "filename": redacted(str(one.get("filename") or ""), words)}


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _strings(part)
