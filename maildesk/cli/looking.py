"""What `ticket list` and `ticket show` read: functions over a session."""

from __future__ import annotations

from collections.abc import Mapping

from maildesk.cli.shapes import Conversation
from maildesk.errors import Refused
from maildesk.store.browse import TicketFilter, attachments_of
from maildesk.store.engine import Session
from maildesk.store.events import events_of
from maildesk.store.tickets import load_ticket, messages_of, participants_of
from maildesk.ticket import Status

_LOWER = ("mailbox", "assignee", "requester", "tag")  # kept in lower case


def ticket_filter(wanted: Mapping[str, str | None]) -> TicketFilter:
    """The filter that the options of `ticket list` ask for."""
    asked = {name: value.lower() if name in _LOWER else value for name, value in wanted.items() if value}
    status = asked.pop("status", None)
    return TicketFilter(status=Status(status) if status else None, **asked)


def conversation_of(session: Session, number: int) -> Conversation:
    """A ticket with everything on it; raises Refused where there is none of that number."""
    ticket = load_ticket(session, number)
    if ticket is None:
        raise Refused(f"there is no ticket {number}; see: maildesk ticket list")
    return Conversation(
        ticket,
        participants_of(session, [number]).get(number, ()),
        messages_of(session, number),
        attachments_of(session, number),
        events_of(session, number),
    )
