"""Reads tickets, their messages and the people on them."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from dataclasses import fields as fields_of
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Row, bindparam, func, null, select, union_all

from maildesk.plainaddress import same_domains, without_detail
from maildesk.store.engine import Session
from maildesk.store.persons import every_address, same_person
from maildesk.store.statement import Statement
from maildesk.tables import Key, fields, links, messages, newcomers, other_addresses, participants, tags, tickets
from maildesk.ticket import Message, MessageKind, Participant, Priority, Standing, Status, Ticket

_AT_ONCE = 500

_TICKET = tuple(tickets.c[field.name] for field in fields_of(Ticket) if field.name not in ("tags", "fields"))
_MESSAGE = tuple(messages.c[field.name] for field in fields_of(Message))
_numbers: BindParameter[list[int]] = bindparam("numbers", expanding=True)

_by_number = Statement(select(*_TICKET).where(tickets.c.number.in_(_numbers)))
_tags_and_fields = Statement(
    union_all(
        select(tags.c.ticket, tags.c.tag.label("name"), null().label("value")).where(tags.c.ticket.in_(_numbers)),
        select(fields.c.ticket, fields.c.name, fields.c.value).where(fields.c.ticket.in_(_numbers)),
    ).order_by("name")
)
_came = (newcomers.c.ticket == participants.c.ticket) & (newcomers.c.address == participants.c.address)
_stands, _others = other_addresses.alias(), other_addresses.alias()
_stood_for = select(func.min(_others.c.person)).where(_others.c.person == participants.c.address).scalar_subquery()
_people = Statement(
    select(participants, func.coalesce(newcomers.c.after, 0).label("after"), func.coalesce(_stands.c.person, _stood_for, "").label("person"))
    .outerjoin(newcomers, _came)
    .outerjoin(_stands, _stands.c.address == participants.c.address)
    .where(participants.c.ticket.in_(_numbers))
    .order_by(participants.c.address)
)
# The entries of a ticket, and those of the tickets that were merged into it: two arms, so that each is read from the end of its index.
_of_it = messages.c.ticket == bindparam("number")
_of_merged = messages.c.ticket.in_(select(tickets.c.number).where(tickets.c.merged_into == bindparam("number")))
_all_messages = Statement(select(*_MESSAGE).where(_of_it | _of_merged).order_by(messages.c.id))
_ends = union_all(
    *(select(select(*_MESSAGE).where(arm).order_by(messages.c.id.desc()).limit(bindparam("last")).subquery()) for arm in (_of_it, _of_merged))
).subquery()
_last_messages = Statement(select(_ends).order_by(_ends.c.id.desc()).limit(bindparam("last")))
_latest = Statement(
    select(func.max(union_all(*(select(func.max(messages.c.id).label("id")).where(arm) for arm in (_of_it, _of_merged))).subquery().c.id))
)


def load_ticket(session: Session, number: int) -> Ticket | None:
    """The ticket of that number, None where there is none."""
    return load_tickets(session, (number,)).get(number)


def load_tickets(session: Session, numbers: Collection[int]) -> dict[int, Ticket]:
    """The tickets of these numbers with their tags and fields, sorted by name; unknown numbers are left out."""
    if not numbers:
        return {}
    wanted = {"numbers": sorted(numbers)}
    rows = _by_number.run(session, wanted).all()
    words = defaultdict(list)
    for found in _tags_and_fields.run(session, wanted):
        words[found.ticket].append((found.name, found.value))
    return {row.number: _ticket(row, words[row.number]) for row in rows}


def tickets_in_order(session: Session, numbers: Sequence[int]) -> tuple[Ticket, ...]:
    """The tickets of these numbers in this order; read in pages, for both databases bound the parameters of a query."""
    found: dict[int, Ticket] = {}
    for start in range(0, len(numbers), _AT_ONCE):
        found.update(load_tickets(session, numbers[start : start + _AT_ONCE]))
    return tuple(found[number] for number in numbers)


def _ticket(row: Row[Any], words: Iterable[tuple[str, str | None]]) -> Ticket:
    values = row._asdict()
    values["status"] = Status(row.status)
    values["priority"] = Priority(row.priority)
    values["tags"] = tuple(name for name, value in words if value is None)
    values["fields"] = tuple((name, value) for name, value in words if value is not None)
    return Ticket(**values)


def participants_of(session: Session, numbers: Collection[int]) -> dict[int, tuple[Participant, ...]]:
    """Everybody on these tickets, by ticket, sorted by address; every number asked for is a key."""
    people: dict[int, list[Participant]] = {number: [] for number in numbers}
    if numbers:
        for row in _people.run(session, {"numbers": sorted(numbers)}):
            people[row.ticket].append(Participant(row.address, row.name, Standing(row.standing), row.after, row.person))
    return {number: tuple(found) for number, found in people.items()}


SIMILAR = "similar"  # the kind of a link that is a question to people
_links = Statement(select(links.c.kind, links.c.other).where(links.c.ticket == bindparam("number")).order_by(links.c.kind, links.c.other))


def links_of(session: Session, number: int) -> tuple[tuple[str, int], ...]:
    """The kind and the number of every ticket that one is linked to."""
    return tuple((row.kind, row.other) for row in _links.run(session, {"number": number}))


_standings = Statement(
    select(participants.c.ticket, participants.c.address, participants.c.standing).where(
        participants.c.ticket.in_(_numbers),
        (participants.c.address == bindparam("mailbox"))
        | same_person(participants.c.address, bindparam("sender", type_=Key))
        | participants.c.address.in_(bindparam("bare", type_=Key, expanding=True))
        | ((participants.c.address >= bindparam("from", type_=Key)) & (participants.c.address < bindparam("to", type_=Key))),
    )
)


def standings_of(session: Session, numbers: Collection[int], sender: str, mailbox: str) -> dict[tuple[int, str], Standing]:
    """How a sender, by whichever of his addresses, and a mailbox stand to each of these tickets; a pair that is not there has nothing to do with each other.

    His are those that somebody said are, and those that differ by what stands behind a plus.
    """
    if not numbers:
        return {}
    his = without_detail(sender)
    local, _, domain = his.partition("@")
    bare = [f"{local}@{one}" for one in same_domains(domain)]
    names = {"numbers": sorted(numbers), "sender": sender, "mailbox": mailbox, "bare": bare, "from": f"{local}+", "to": f"{local},"}
    found = {(row.ticket, row.address): Standing(row.standing) for row in _standings.run(session, names)}
    return {
        pair: standing for pair, standing in found.items() if "+" not in pair[1] or pair[1] in (sender, mailbox) or without_detail(pair[1]) == his
    }


@dataclass(frozen=True, slots=True)
class Earlier:
    """A ticket and the words it began with."""

    ticket: Ticket
    words: str


LOOKED_AT = 2000  # characters of those words
MOST_EARLIER = 3
_first_words = (
    select(func.substr(messages.c.text, 1, LOOKED_AT)).where(messages.c.ticket == tickets.c.number).order_by(messages.c.id).limit(1).scalar_subquery()
)
_lately = Statement(
    select(tickets.c.number, _first_words.label("words"))
    .where(tickets.c.requester.in_(bindparam("requesters", expanding=True)), tickets.c.updated >= bindparam("since"))
    .where(tickets.c.merged_into.is_(null()), tickets.c.status != Status.JUNK)
    .order_by(tickets.c.updated.desc())
    .limit(MOST_EARLIER)
)


def lately_of(session: Session, requester: str, since: datetime) -> tuple[Earlier, ...]:
    """The newest few tickets of a person on which something happened since then."""
    words = {row.number: row.words or "" for row in _lately.run(session, {"requesters": every_address(session, requester), "since": since})}
    return tuple(Earlier(ticket, words[number]) for number, ticket in load_tickets(session, words).items())


def messages_of(session: Session, number: int, last: int | None = None) -> tuple[Message, ...]:
    """The entries of a ticket and of those merged into it, oldest first; with `last`, the newest so many of them."""
    if last is None:
        return tuple(map(_message, _all_messages.run(session, {"number": number})))
    newest = _last_messages.run(session, {"number": number, "last": last}).all()
    return tuple(map(_message, reversed(newest)))


def _message(row: Row[Any]) -> Message:
    values = row._asdict()
    values["kind"] = MessageKind(row.kind)
    values["flags"] = tuple(row.flags)
    return Message(**values)


def latest_message(session: Session, number: int) -> int:
    """The id of the newest entry that stands on a ticket, 0 where there is none."""
    return _latest.run(session, {"number": number}).scalar_one() or 0


def alias_hash(identifier: str) -> bytes:
    """What an id is kept as: 16 bytes of SHA-256 of the id without its angle brackets, case kept."""
    bare = identifier.strip().removeprefix("<").removesuffix(">")
    return hashlib.sha256(bare.encode("utf-8", "surrogatepass")).digest()[:16]
