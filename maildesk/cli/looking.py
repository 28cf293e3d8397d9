"""What `ticket list` and `ticket show` read: functions over a session."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from zoneinfo import ZoneInfo

from maildesk.cli.shapes import Conversation
from maildesk.config.nearest import did_you_mean
from maildesk.config.schema import DeskConfig
from maildesk.errors import Refused
from maildesk.language import Said, told
from maildesk.letter import Fate
from maildesk.store.blocking import blocked_among
from maildesk.store.browse import TicketFilter, attachments_of
from maildesk.store.engine import Session
from maildesk.store.events import Event, events_of
from maildesk.store.fates import fates_by_entry, fates_by_event
from maildesk.store.health import health_of
from maildesk.store.persons import addresses_of
from maildesk.store.tickets import links_of, load_ticket, messages_of, participants_of
from maildesk.store.timers import reminders_of
from maildesk.store.worktime import worktime_of
from maildesk.ticket import Status, Ticket

_LOWER = ("mailbox", "assignee", "requester", "tag")  # kept in lower case


def ticket_filter(wanted: Mapping[str, str | None]) -> TicketFilter:
    """The filter that the options of `ticket list` ask for."""
    asked = {name: value.lower() if name in _LOWER else value for name, value in wanted.items() if value}
    status = asked.pop("status", None)
    return TicketFilter(status=Status(status) if status else None, **asked)


def unknown(config: DeskConfig, wanted: Mapping[str, str | None]) -> Iterator[str]:
    """Which of the names asked for desk.yaml does not know, and which it was perhaps: why nothing was found."""
    known = {
        "mailbox": [box.address for box in config.mailboxes],
        "team": list(config.teams),
        "assignee": [agent.address for agent in config.agents],
    }
    for what, names in known.items():
        name = wanted.get(what)
        if name and name.casefold() not in map(str.casefold, names):
            yield told(Said("there is no {what} {name!r}", what=what, name=name)) + "; " + told(did_you_mean(name, names))


def zone_of(config: DeskConfig, mailbox: str) -> ZoneInfo:
    """The time zone of a ticket's mailbox; one that desk.yaml no longer names is told in UTC."""
    return config.home(mailbox).zone


def history_of(session: Session, number: int) -> tuple[Ticket, Sequence[Event], Mapping[Event, Fate]]:
    """A ticket, all that happened to it and what became of its letters; raises Refused where there is none of that number."""
    ticket, events = _ticket(session, number), events_of(session, number)
    return ticket, events, fates_by_event(session, events)


def _ticket(session: Session, number: int) -> Ticket:
    ticket = load_ticket(session, number)
    if ticket is None:
        raise Refused(Said("there is no ticket {number}; see: maildesk ticket list", number=number))
    return ticket


def _other_addresses(session: Session, requester: str) -> tuple[tuple[str, str], ...]:
    stands, others = addresses_of(session, requester)
    return tuple((one, stands) for one in (stands, *(other.address for other in others)) if one != requester)


def conversation_of(session: Session, number: int) -> Conversation:
    """A ticket with everything on it; raises Refused where there is none of that number."""
    ticket = _ticket(session, number)
    people = participants_of(session, [number]).get(number, ())
    entries, events = messages_of(session, number), events_of(session, number)
    return Conversation(
        ticket,
        people,
        entries,
        attachments_of(session, number),
        events,
        tuple(health_of(session, {one.address for one in people}).values()),
        links_of(session, number),
        reminders_of(session, number),
        worktime_of(session, number),
        blocked_among(session, {one.address for one in people}),
        _other_addresses(session, ticket.requester),
        fates_by_entry(session, entries),
        fates_by_event(session, events),
    )
