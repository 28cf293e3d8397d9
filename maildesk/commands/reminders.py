"""What it takes to call a reminder off: there is one. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from maildesk.changes import Change, CommandProblem
from maildesk.language import Said
from maildesk.ticket import Ticket
from maildesk.verbs.timed import OFF


def calls_off(changes: Iterable[Change]) -> bool:
    return any(change.verb == "remind" and change.value == OFF for change in changes)


def reminder_problems(changes: Iterable[Change], reminded: bool, ticket: Ticket) -> tuple[CommandProblem, ...]:
    """`reminded`: a reminder waits for whoever asks; who thinks one called off that is another's, or of another ticket, would be wrong."""
    if reminded or not calls_off(changes):
        return ()
    return (CommandProblem("#remind", Said("no reminder of yours waits on ticket {number}", number=ticket.number)),)
