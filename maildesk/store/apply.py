"""The one place where tickets, messages and the people on them are written."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from dataclasses import fields as dataclass_fields
from datetime import datetime

from sqlalchemy import Table, bindparam, delete, insert, select, update

from maildesk.changes import (
    LINKS,
    AddLink,
    AddParticipants,
    AddTags,
    Block,
    Dispatch,
    Effect,
    Forget,
    Mute,
    OtherAddresses,
    Remind,
    RemoveParticipants,
    RemoveTags,
    SetCustom,
    SetField,
    SetRequester,
    TakeBack,
    Watch,
)
from maildesk.letter import LetterKind, OutboxState
from maildesk.mail import Attachment
from maildesk.store import blocking, deeds, persons, timers
from maildesk.store.engine import Session
from maildesk.store.inserting import filling, leaving
from maildesk.store.statement import Statement
from maildesk.store.threads import Heading
from maildesk.store.tickets import SIMILAR, alias_hash, latest_message, load_tickets, participants_of
from maildesk.store.timers import Timer, TimerKind
from maildesk.tables import aliases, fields, headings, letters, links, messages, newcomers, participants, tags, tickets
from maildesk.ticket import Message, Participant, Standing, Ticket

_COLUMNS = tuple(field.name for field in dataclass_fields(Ticket) if field.name not in ("number", "tags", "fields"))

_insert_ticket = Statement(insert(tickets).returning(tickets.c.number))
_update_ticket = Statement(
    update(tickets).where(tickets.c.number == bindparam("number_")).values({name: bindparam(name) for name in _COLUMNS if name != "created"})
)
_wait = Statement(update(tickets).where(tickets.c.number == bindparam("number_")).values(unanswered=bindparam("since")))
_insert_message = Statement(insert(messages).returning(messages.c.id))
_insert_heading = Statement(insert(headings))
_lock = select(tickets.c.number).where(tickets.c.number.in_(bindparam("numbers", expanding=True))).order_by(tickets.c.number).with_for_update()


def save(session: Session, ticket: Ticket, effects: Iterable[Effect], now: datetime) -> Ticket:
    """Writes a ticket as its effects left it, one version on; a ticket of number 0 is new and gets one.

    The caller has read the ticket in this transaction. An old mail that is filed does not make a ticket look older.
    """
    after = replace(ticket, updated=max(now, ticket.updated), version=ticket.version + 1)
    if after.number:
        _update_ticket.run(session, {"number_": after.number, **_row(after)})
    else:
        after = replace(after, number=_insert_ticket.run(session, _row(after)).scalar_one())
    for effect in effects:
        _write(session, after.number, effect)
        _on_it(session, after.number, effect)
        _look_again(session, after.number, effect)
        if isinstance(effect, Block):
            _shut(session, after, effect, now)
        if isinstance(effect, OtherAddresses):
            _known_by(session, after, effect, now)
        _recall(session, effect, now)
    return after


def keep_waiting(session: Session, number: int, since: datetime) -> None:
    """The customer still waits for words of ours: those that were written did not leave."""
    _wait.run(session, {"number_": number, "since": since})


def end_waiting(session: Session, letter: int) -> None:
    """A reply that was held leaves after all: whoever waited when it was written has his answer."""
    is_reply = (letters.c.id == letter, letters.c.kind == LetterKind.REPLY)
    ticket, written = (select(column).where(*is_reply).scalar_subquery() for column in (letters.c.ticket, letters.c.created))
    session.execute(update(tickets).where(tickets.c.number == ticket, tickets.c.unanswered <= written).values(unanswered=None))


def _row(ticket: Ticket) -> dict[str, object]:
    return {name: getattr(ticket, name) for name in _COLUMNS}


def _write(session: Session, number: int, effect: Effect) -> None:
    """The rows beside the ticket's own that an effect alters."""
    match effect:
        case AddTags(tags=words):
            _put(session, tags, [{"ticket": number, "tag": word} for word in words])
        case RemoveTags(tags=words):
            session.execute(delete(tags).where(tags.c.ticket == number, tags.c.tag.in_(words)))
        case SetCustom(name=name, value=value):
            session.execute(delete(fields).where(fields.c.ticket == number, fields.c.name == name))
            if value:
                session.execute(insert(fields), {"ticket": number, "name": name, "value": value})
        case AddLink(other=other, kind=kind) if _is_ticket(session, other):  # a rule may name one that is none
            both = ((number, other, kind), (other, number, LINKS[kind]))
            _put(session, links, [{"ticket": a, "other": b, "kind": how} for a, b, how in both])
        case _:
            pass  # altered on the ticket's row, or a letter


def _on_it(session: Session, number: int, effect: Effect) -> None:
    """How people stand to the ticket by an effect."""
    match effect:
        case AddParticipants(addresses=addresses):
            raised = participants.c.address.in_(addresses) & (participants.c.standing != Standing.REQUESTER)
            session.execute(update(participants).where(participants.c.ticket == number, raised).values(standing=Standing.PARTICIPANT))
            add_participants(session, number, [Participant(address, "", Standing.PARTICIPANT) for address in addresses])
        case SetRequester(address=address):
            former = (participants.c.ticket == number) & (participants.c.standing == Standing.REQUESTER) & (participants.c.address != address)
            session.execute(update(participants).where(former).values(standing=Standing.NAMED))
            of_now = (participants.c.ticket == number) & (participants.c.address == address)
            session.execute(update(participants).where(of_now).values(standing=Standing.REQUESTER))
            add_participants(session, number, [Participant(address, "", Standing.REQUESTER)])
        case RemoveParticipants(addresses=addresses):
            unwanted = participants.c.address.in_(addresses) & (participants.c.standing != Standing.REQUESTER)
            session.execute(delete(participants).where(participants.c.ticket == number, unwanted))
        case Watch(address=address, on=True):
            add_participants(session, number, [Participant(address, "", Standing.WATCHER)])
        case Watch(address=address):
            watcher = (participants.c.address == address) & (participants.c.standing == Standing.WATCHER)
            session.execute(delete(participants).where(participants.c.ticket == number, watcher))
        case Mute(addresses=addresses, only_there=only_there):
            quiet = participants.c.address.in_(addresses) & (participants.c.standing != Standing.REQUESTER)
            session.execute(update(participants).where(participants.c.ticket == number, quiet).values(standing=Standing.MUTED))
            add_participants(session, number, () if only_there else [Participant(address, "", Standing.MUTED) for address in addresses])
        case _:
            pass


def _shut(session: Session, ticket: Ticket, effect: Block, now: datetime) -> None:
    """Who may write to the desk at all, by an effect."""
    address = effect.address or ticket.requester
    if effect.on:
        blocking.block(session, address, ticket.number, now)
    else:
        for one in persons.every_address(session, address):
            blocking.unblock(session, one)


def _known_by(session: Session, ticket: Ticket, effect: OtherAddresses, now: datetime) -> None:
    """From which addresses the ticket's customer writes, by an effect."""
    if effect.on:
        persons.join(session, ticket.requester, effect.addresses, ticket.number, now)
    else:
        persons.part(session, effect.addresses)


def _look_again(session: Session, number: int, effect: Effect) -> None:
    """The moments that an effect has the ticket looked at again."""
    match effect:
        case SetField(field="wait_until" | "due" as name, value=str(moment)):
            kind = TimerKind.WAIT if name == "wait_until" else TimerKind.DUE
            timers.put(session, number, Timer(kind, datetime.fromisoformat(moment)))
        case Remind(at=at, whom=whom, text=text):
            timers.put(session, number, Timer(TimerKind.REMIND, at, whom, text))
        case Forget(whom=whom):
            timers.forget(session, number, whom)
        case _:
            pass


def _recall(session: Session, effect: Effect, now: datetime) -> None:
    """The letters that wait and an effect is about."""
    if isinstance(effect, TakeBack):
        deeds.withdraw(session, effect.letters, now)
        deeds.mark_undone(session, effect.deed, effect.entries)
    elif isinstance(effect, Dispatch):
        _dispatch(session, effect, now)


def _dispatch(session: Session, effect: Dispatch, now: datetime) -> None:
    """The letters that wait leave, or wait for something else; those of the act itself are not written yet."""
    due = {"now": now, "at": datetime.fromisoformat(effect.at) if effect.at else None, "hold": None}[effect.way]
    deeds.dispatch(session, effect.letters, OutboxState.QUEUED if effect.way == "now" else OutboxState.LATER, due, now)
    for letter in effect.letters if effect.way == "now" else ():
        end_waiting(session, letter)


def _is_ticket(session: Session, number: int) -> bool:
    return session.execute(select(tickets.c.number).where(tickets.c.number == number)).first() is not None


def suggest(session: Session, number: int, others: Iterable[int]) -> None:
    """Keeps, on both sides, that a ticket may be about the matter of others; people are asked, and nothing follows by itself."""
    _put(session, links, [{"ticket": a, "other": b, "kind": SIMILAR} for other in others for a, b in ((number, other), (other, number))])


def add_participants(session: Session, number: int, people: Sequence[Participant]) -> None:
    """Adds people who are not on the ticket yet; nobody's standing is changed by being named again, but of who was only mentioned."""
    named = [one.address for one in people if one.standing is Standing.NAMED]
    if named:
        mentioned = (participants.c.ticket == number) & participants.c.address.in_(named) & (participants.c.standing == Standing.MENTIONED)
        session.execute(update(participants).where(mentioned).values(standing=Standing.NAMED))
    _put(session, participants, [{"ticket": number, "address": p.address, "name": p.name, "standing": p.standing} for p in people])


def join(session: Session, number: int, into: int) -> None:
    """Makes a ticket, and all that is part of it already, part of another one. The caller has set its `merged_into`.

    Its people come along, as participants at most; what stands in the other ticket up to now is not theirs to read.
    """
    session.execute(update(tickets).where(tickets.c.merged_into == number).values(merged_into=into))
    people = participants_of(session, (number, into))
    there = {person.address for person in people[into]}
    come = [person for person in people[number] if person.address not in there]
    lower = {Standing.REQUESTER: Standing.PARTICIPANT}
    add_participants(session, into, [replace(person, standing=lower.get(person.standing, person.standing)) for person in come])
    latest = latest_message(session, into)
    _put(session, newcomers, [{"ticket": into, "address": person.address, "after": latest} for person in come])


def locked(session: Session, numbers: Collection[int]) -> dict[int, Ticket]:
    """Tickets as nobody else alters them before this transaction ends; in the order of their numbers, so that two never wait for each other."""
    if session.dialect.name != "sqlite":
        session.execute(_lock, {"numbers": sorted(numbers)}).all()
    return load_tickets(session, numbers)


@dataclass(frozen=True, slots=True)
class Entry:
    """A message to be written, with what its value does not carry."""

    message: Message
    message_id: str | None = None
    attachments: tuple[Attachment, ...] = ()
    heading: Heading | None = None  # of a customer's mail that letters may go on from


def add_message(session: Session, entry: Entry) -> Message:
    """Writes one entry of a ticket; gives it back with its id."""
    row = {name: getattr(entry.message, name) for name in Message.__dataclass_fields__ if name != "id"}
    listed = [
        {"filename": a.filename, "content_type": a.content_type, "size": a.size, "inline": a.inline, "content_id": a.content_id}
        | ({"left": a.left} if a.left else {})
        for a in entry.attachments
    ]
    kept_id = entry.message_id[:998] if entry.message_id else None
    values = {**row, "flags": list(entry.message.flags), "attachments": listed, "message_id": kept_id}
    number = _insert_message.run(session, values).scalar_one()
    if entry.heading:
        said = {"subject": entry.heading.subject, "thread_index": entry.heading.thread_index}
        _insert_heading.run(session, {"message": number, "ticket": entry.message.ticket, **said})
    return replace(entry.message, id=number)


def add_aliases(session: Session, number: int, own: str | None, mail: int | None, seen: Iterable[str]) -> None:
    """Makes every id seen in a mail an alias of its ticket; `own` is the mail's Message-ID, which an answer that came first may have named before."""
    rows = {alias_hash(identifier): None for identifier in seen} | ({alias_hash(own): mail} if own else {})
    if rows:
        filling(session, aliases).run(session, [{"id_hash": key, "ticket": number, "mail": value} for key, value in rows.items()])


def _put(session: Session, table: Table, rows: Sequence[dict[str, object]]) -> None:
    """Inserts rows, leaving those that are there already as they are."""
    if rows:
        leaving(session, table).run(session, list(rows))
