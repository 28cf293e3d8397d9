"""Erases a person: words, files and mails of theirs go, their address becomes one of nobody's wherever it stands; numbers, days and what was done stay for reports."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import JSON, Table, Text, cast, delete, func, null, or_, select, update

from maildesk.changes import Act
from maildesk.config.limits import Limits
from maildesk.errors import Refused, TryLater
from maildesk.intake.mime.masking import masked
from maildesk.language import Said
from maildesk.letter import OutboxState
from maildesk.store.engine import Session
from maildesk.store.events import EventLine, append
from maildesk.store.index import blank
from maildesk.store.persons import every_address
from maildesk.store.redacting import MASKED, Shelf
from maildesk.tables import (
    Plain,
    agent_passwords,
    blocked,
    deeds,
    events,
    fields,
    headings,
    letter_bytes,
    letters,
    mails,
    messages,
    metadata,
    other_addresses,
    outbox,
    participants,
    raws,
    searched,
    tickets,
    timers,
)
from maildesk.ticket import ACTIVE
from maildesk.verbs.redaction import HIDDEN, redacted

_APART = frozenset({events, searched, raws, letter_bytes, agent_passwords})  # done otherwise, or an agent's own
_TELLING = 12  # characters of a paragraph that is not anybody's
_WAITS = (OutboxState.QUEUED, OutboxState.LATER, OutboxState.HELD)


@dataclass(frozen=True, slots=True)
class Erased:
    """What was found of a person: addresses, tickets of their own, tickets of others that they took part in, mails and letters."""

    addresses: tuple[str, ...]
    own: tuple[int, ...]
    others: tuple[int, ...]
    mails: int
    letters: int


def found_of(session: Session, address: str) -> Erased:
    """What an erasure would reach; raises `Refused` where there is nothing, or a ticket that is worked on."""
    addresses = every_address(session, address)
    own = tuple(session.execute(select(tickets.c.number).where(tickets.c.requester.in_(addresses)).order_by(tickets.c.number)).scalars())
    working = session.execute(
        select(tickets.c.number).where(tickets.c.number.in_(own), tickets.c.status.in_(ACTIVE), tickets.c.merged_into.is_(None))
    )
    if still := [str(number) for number in working.scalars()]:
        raise Refused(Said("tickets of {address} are not closed yet: {numbers}; close them first", address=address, numbers=", ".join(still)))
    took_part = select(participants.c.ticket).where(participants.c.address.in_(addresses))
    wrote = select(messages.c.ticket).where(messages.c.author.in_(addresses))
    others = tuple(sorted({*session.execute(took_part).scalars(), *session.execute(wrote).scalars()} - {*own}))
    theirs, sent = _mails_of(session, addresses, own), _letters_of(session, addresses, own)
    if not (own or others or theirs or sent):
        raise Refused(Said("nothing is known of {address}", address=address))
    return Erased(addresses, own, others, len(theirs), len(sent))


def erase(session: Session, found: Erased, act: Act, limits: Limits, nobody: str) -> None:
    """Does it, in one transaction; `nobody` is a word that no two persons are given."""
    aliases = {one: f"erased-{nobody}-{number}@erased.invalid" for number, one in enumerate(found.addresses, 1)}
    names = _names_of(session, found.addresses)
    said = _said_elsewhere(session, found)
    _empty_mails(session, _mails_of(session, found.addresses, found.own))
    _empty_letters(session, _letters_of(session, found.addresses, found.own), act)
    _empty_tickets(session, found)
    for number in found.others:
        _hide_in(session, number, (*found.addresses, *names, *said.get(number, ())), limits)
    altered = _hide_history(session, found, aliases, names)
    session.execute(delete(other_addresses).where(or_(other_addresses.c.address.in_(found.addresses), other_addresses.c.person.in_(found.addresses))))
    session.execute(delete(blocked).where(blocked.c.address.in_(found.addresses)))
    for table in metadata.sorted_tables:
        if table not in _APART:
            _rename(session, table, aliases)
    for number in sorted({*altered, *found.own}):
        lines = [EventLine(act, MASKED, f"words were made unreadable in lines {', '.join(map(str, altered[number]))}")] if number in altered else []
        lines += [EventLine(act, "erased", "whose ticket it was is erased")] if number in found.own else []
        append(session, number, lines)


def _mails_of(session: Session, addresses: Sequence[str], own: Sequence[int]) -> tuple[int, ...]:
    entries = select(messages.c.mail).where(or_(messages.c.ticket.in_(own), messages.c.author.in_(addresses)), messages.c.mail.is_not(None))
    theirs = or_(mails.c.ticket.in_(own), mails.c.id.in_(entries), func.lower(mails.c.mail_from).in_(addresses))
    return tuple(session.execute(select(mails.c.id).where(theirs)).scalars())


def _letters_of(session: Session, addresses: Sequence[str], own: Sequence[int]) -> tuple[int, ...]:
    return tuple(session.execute(select(letters.c.id).where(or_(letters.c.ticket.in_(own), letters.c.person.in_(addresses)))).scalars())


def _names_of(session: Session, addresses: Sequence[str]) -> tuple[str, ...]:
    """What they are called, where that is more than a word that anybody may be called."""
    on = select(participants.c.name).where(participants.c.address.in_(addresses))
    wrote = select(messages.c.author_name).where(messages.c.author.in_(addresses))
    found = {" ".join(name.split()) for name in (*session.execute(on).scalars(), *session.execute(wrote).scalars())}
    return tuple(sorted(name for name in found if " " in name or (len(name) > 1 and not name.isascii())))


def _said_elsewhere(session: Session, found: Erased) -> dict[int, list[str]]:
    """Their paragraphs on tickets of others, which quotes repeat."""
    wrote = select(messages.c.ticket, messages.c.reply).where(messages.c.ticket.in_(found.others), messages.c.author.in_(found.addresses))
    said: dict[int, list[str]] = {}
    for row in session.execute(wrote):
        said.setdefault(row.ticket, []).extend(one for one in re.split(r"\n\s*\n", row.reply) if len(one.strip()) >= _TELLING)
    return said


def _empty_mails(session: Session, numbers: Sequence[int]) -> None:
    for number in numbers:
        session.execute(update(raws).where(raws.c.mail == number).values(data=b""))
        session.execute(update(mails).where(mails.c.id == number).values(trace=null(), error=None, helo="", peer=""))


def _empty_letters(session: Session, numbers: Sequence[int], act: Act) -> None:
    for number in numbers:
        state = session.execute(select(outbox.c.state).where(outbox.c.letter == number)).scalar()
        if state == OutboxState.SENDING:
            raise TryLater(Said("letter {letter} is on its way just now", letter=number))
        session.execute(update(letter_bytes).where(letter_bytes.c.letter == number).values(data=b""))
        waits = (outbox.c.letter == number) & outbox.c.state.in_(_WAITS)
        session.execute(update(outbox).where(waits).values(state=OutboxState.DROPPED, due=None, done=act.now))


def _empty_tickets(session: Session, found: Erased) -> None:
    entries = or_(messages.c.ticket.in_(found.own), messages.c.author.in_(found.addresses))
    session.execute(update(messages).where(entries).values(text=HIDDEN, reply=HIDDEN, attachments=[], message_id=None))
    session.execute(update(messages).where(messages.c.author.in_(found.addresses)).values(author_name=""))
    session.execute(update(participants).where(participants.c.address.in_(found.addresses)).values(name=""))
    session.execute(update(tickets).where(tickets.c.number.in_(found.own)).values(subject=HIDDEN))
    for table in (headings, fields, timers, deeds):
        session.execute(delete(table).where(table.c.ticket.in_(found.own)))
    for number in (*found.own, *found.others):
        blank(session, number)


def _hide_in(session: Session, number: int, words: Iterable[str], limits: Limits) -> None:
    """In a ticket of somebody else's what names them is unreadable, in mails and letters, too; all else stays."""
    shelf = Shelf(session, number)
    for one in words:
        for kept, put in ((shelf.mails(), shelf.put_mail), (shelf.letters(), shelf.put_letter)):
            for row, data in kept:
                clean = _unnamed(masked(data, one, limits), one)
                if clean != data:
                    put(row, clean)
        shelf.hide(one)  # the lines of history it alters are named by `_hide_history`


def _unnamed(data: bytes, word: str) -> bytes:
    """Also where a header says who wrote to whom."""
    return re.sub(re.escape(word.encode()), b"erased@erased.invalid" if "@" in word else b"", data, flags=re.IGNORECASE)


def _hide_history(session: Session, found: Erased, aliases: dict[str, str], names: Sequence[str]) -> dict[int, list[int]]:
    """Lines of their own tickets say what was done and no more; the others do not name them. Gives those that no longer have their hash's words."""
    named = [func.lower(column).contains(one, autoescape=True) for one in aliases for column in (events.c.detail, events.c.actor)]
    told = (
        select(events).where(or_(events.c.ticket.in_(found.own), *named, events.c.detail.contains(HIDDEN))).order_by(events.c.ticket, events.c.number)
    )
    listed = {
        (row.ticket, int(number))
        for row in session.execute(select(events).where(events.c.what == MASKED))
        for number in re.findall(r"\d+", row.detail)
    }
    altered: dict[int, list[int]] = {}
    for row in session.execute(told).all():
        detail, actor = HIDDEN if row.ticket in found.own and row.what != MASKED else row.detail, row.actor
        for word in (*aliases, *names):
            detail = redacted(detail, word)
        for address, alias in aliases.items():
            actor = _replacing(address, alias)(actor)
        if actor != row.actor and HIDDEN not in detail:
            detail = f"{detail} {HIDDEN}"
        if (detail, actor) != (row.detail, row.actor):
            session.execute(update(events).where(events.c.id == row.id).values(detail=detail, actor=actor))
        if HIDDEN in detail and (row.ticket, row.number) not in listed:
            altered.setdefault(row.ticket, []).append(row.number)
    return altered


def _rename(session: Session, table: Table, aliases: dict[str, str]) -> None:
    """Another address in its place, in every column that holds text."""
    columns = [column for column in table.columns if isinstance(column.type, JSON | Plain | Text)]
    if not columns:
        return
    keys = tuple(table.primary_key.columns)
    for address, alias in aliases.items():
        bears = or_(*(func.lower(cast(column, Text)).contains(address, autoescape=True) for column in columns))
        rename = _replacing(address, alias)
        for row in session.execute(select(table).where(bears)).mappings().all():
            values = {column.name: _mapped(row[column.name], rename) for column in columns}
            session.execute(update(table).where(*(key == row[key.name] for key in keys)).values(**values))


def _replacing(address: str, alias: str) -> Callable[[str], str]:
    pattern = re.compile(rf"(?<![\w.+-]){re.escape(address)}(?!\.?[\w-])", re.IGNORECASE)
    return lambda text: pattern.sub(alias, text)


def _mapped(value: Any, rename: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return rename(value)
    if isinstance(value, dict):
        return {rename(key): _mapped(one, rename) for key, one in value.items()}
    return [_mapped(one, rename) for one in value] if isinstance(value, list) else value
