"""What a ticket becomes by an effect: pure, so that `explain` and the store agree by construction."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from maildesk.changes import AddMessage, AddTags, Effect, MergeInto, NotJunk, Redact, RemoveTags, SetCustom, SetField, SetRequester, TakeBack
from maildesk.judged import NatureKind
from maildesk.ticket import ACTIVE, SENT_OUTSIDE, THANKS, Message, MessageKind, Priority, Status, Ticket
from maildesk.verbs.redaction import redacted


def asked(ticket: Ticket, message: Message | None) -> Ticket:
    """The ticket with this entry on it: a person waits from the first words that nobody has answered, here or past the desk; no machine or archive does."""
    if message is not None and SENT_OUTSIDE in message.flags:
        return replace(ticket, unanswered=None)
    if (
        message is None
        or THANKS in message.flags
        or message.kind is not MessageKind.INBOUND
        or message.nature != NatureKind.HUMAN
        or "archived" in message.flags
    ):
        return ticket
    return replace(ticket, unanswered=ticket.unanswered or message.created)


def altered(ticket: Ticket, effects: Iterable[Effect], now: datetime) -> Ticket:
    """The ticket after these effects; those that alter no field of it (letters, links, notes) leave it alone."""
    after = ticket
    for effect in effects:
        after = _after(after, effect, now)
    return after


def _after(ticket: Ticket, effect: Effect, now: datetime) -> Ticket:
    match effect:
        case SetField(field="status", value=value):
            status = Status(str(value))
            closed = (ticket.closed or now) if status is Status.CLOSED else None
            waits = ticket.unanswered if status is not Status.CLOSED else None  # whoever turns out to be no spammer waits again
            after = replace(ticket, status=status, closed=closed, unanswered=waits)
        case NotJunk() if ticket.status is Status.JUNK:
            after = replace(ticket, status=Status.OPEN, unanswered=now if ticket.unanswered else None)
        case MergeInto(other=other):
            after = replace(ticket, merged_into=other, status=Status.CLOSED, closed=ticket.closed or now, wait_until=None, unanswered=None)
        case Redact() | SetRequester():
            after = _rewritten(ticket, effect)
        case AddMessage(kind=MessageKind.REPLY):
            after = replace(ticket, unanswered=None)
        case SetField(field=name, value=value):
            after = replace(ticket, **{name: _READ.get(name, _as_it_is)(value)})
        case AddTags(tags=tags):
            after = replace(ticket, tags=tuple(sorted({*ticket.tags, *tags})))
        case RemoveTags(tags=tags):
            after = replace(ticket, tags=tuple(tag for tag in ticket.tags if tag not in tags))
        case SetCustom(name=name, value=value):
            kept = {**dict(ticket.fields), name: value}
            after = replace(ticket, fields=tuple(sorted((key, text) for key, text in kept.items() if text)))
        case _:
            after = _waiting_again(ticket, effect)
    return after


def _waiting_again(ticket: Ticket, effect: Effect) -> Ticket:
    """Whoever waited for an answer that is taken back waits as before."""
    if not isinstance(effect, TakeBack) or effect.waited is None or ticket.unanswered or ticket.status not in ACTIVE:
        return ticket
    return replace(ticket, unanswered=datetime.fromisoformat(effect.waited))


def _rewritten(ticket: Ticket, effect: Redact | SetRequester) -> Ticket:
    if isinstance(effect, Redact):
        tags = tuple(tag for tag in ticket.tags if redacted(tag, effect.words) == tag)
        fields = tuple((name, redacted(value, effect.words)) for name, value in ticket.fields)
        return replace(ticket, subject=redacted(ticket.subject, effect.words), tags=tags, fields=fields)
    return replace(ticket, requester=effect.address)


def _as_it_is(value: str | None) -> str | None:
    return value


# How a field's text becomes its value; the others are text.
_READ: dict[str, Callable[[str | None], Any]] = {
    "priority": lambda value: Priority(str(value)),
    "wait_until": lambda value: datetime.fromisoformat(value) if value else None,
    "due": lambda value: datetime.fromisoformat(value) if value else None,
}
