"""Reads letters: what an answer to each of them brings back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields
from typing import Any

from sqlalchemy import Row, bindparam, select

from maildesk import tables
from maildesk.letter import Letter, LetterKind
from maildesk.store.engine import Session
from maildesk.store.statement import Statement
from maildesk.tables import letters
from maildesk.ticket import MessageKind

_COLUMNS = tuple(letters.c[field.name] for field in fields(Letter))

_by_id = Statement(select(*_COLUMNS).where(letters.c.id.in_(bindparam("ids", expanding=True))))


def load_letters(session: Session, ids: Collection[int]) -> dict[int, Letter]:
    """The letters of these numbers; a number without a letter is left out."""
    if not ids:
        return {}
    return {row.id: letter_from(row) for row in _by_id.run(session, {"ids": sorted(ids)})}


_data_of = Statement(select(tables.letter_bytes.c.data).where(tables.letter_bytes.c.letter == bindparam("letter")))


def letter_bytes(session: Session, letter: int) -> bytes:
    """A letter as it was sent; b"" where its bytes are no longer kept."""
    return _data_of.run(session, {"letter": letter}).scalar() or b""


_last = Statement(
    select(letters.c.id)
    .where(letters.c.ticket == bindparam("ticket"), letters.c.person == bindparam("person"), letters.c.kind == bindparam("kind"))
    .order_by(letters.c.created.desc())
    .limit(1)
)


def last_letter(session: Session, ticket: int, person: str, kind: LetterKind) -> int | None:
    """The newest letter of a kind about a ticket to somebody, None where there is none."""
    newest: int | None = _last.run(session, {"ticket": ticket, "person": person, "kind": kind}).scalar()
    return newest


_replies = Statement(
    select(letters.c.id).where(letters.c.ticket == bindparam("ticket"), letters.c.kind == bindparam("kind")).order_by(letters.c.id.desc()).limit(2)
)


def last_replies(session: Session, ticket: int) -> tuple[int, ...]:
    """The newest letters in which people answered the customer of a ticket, as many as somebody may be answering at once."""
    return tuple(_replies.run(session, {"ticket": ticket, "kind": LetterKind.REPLY}).scalars())


def letter_from(row: Row[Any]) -> Letter:
    """The letter a row with all columns of `letters` stands for."""
    values = row._asdict()
    values["kind"] = LetterKind(row.kind)
    values["ticket"] = row.ticket or 0
    values["shown"] = tuple(row.shown)
    values["answer"] = MessageKind(row.answer)
    values["automatic"] = bool(row.automatic)
    return Letter(**{field.name: values[field.name] for field in fields(Letter)})
