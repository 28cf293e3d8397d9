"""What `ticket do`, `reply` and `note` come to: the changes an agent's mail could ask for, carried out by the same code."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from maildesk.changes import Act, Change
from maildesk.cli.call import Call
from maildesk.cli.looking import zone_of
from maildesk.cli.output import say
from maildesk.cli.shapes import json_line, ticket_shape
from maildesk.cli.visible import visible
from maildesk.clock import SystemClock
from maildesk.commands.block import read_commands
from maildesk.commands.outside import outside_in, worded
from maildesk.config.schema import DeskConfig
from maildesk.desk import Desk
from maildesk.directory import Directory
from maildesk.errors import Refused
from maildesk.language import Said, _
from maildesk.staffwork import Asked, act_on_tickets, open_ticket, said
from maildesk.store.tickets import load_ticket
from maildesk.ticket import MessageKind
from maildesk.verbs.dates import When
from maildesk.verbs.effects import TEXTS
from maildesk.verbs.history import filled, says_of

_VERBS = {MessageKind.NOTE: "note", MessageKind.REPLY: "reply"}


def act(call: Call, number: int, ask: Callable[[Directory], Sequence[Change]], as_json: bool) -> None:
    """Carries out what `ask` makes of the desk's directory, all of it or nothing, and tells what became of the ticket."""
    with call.whole_desk() as desk:
        _carry_out(call, desk, (number,), ask(desk.config.directory().at(_asked_at(desk, number))), as_json)


def _asked_at(desk: Desk, number: int) -> When:
    """Now, where the ticket's mailbox is: what a time is read by."""
    with desk.database.read() as session:
        ticket = load_ticket(session, number)
    return When(SystemClock().now(), zone_of(desk.config, ticket.mailbox) if ticket else desk.config.zone)


def act_on(call: Call, numbers: Sequence[int], changes: Sequence[Change], as_json: bool) -> None:
    """Carries out the changes on each of these tickets, on all of them or on none, and tells what became of each."""
    with call.whole_desk() as desk:
        _carry_out(call, desk, numbers, changes, as_json)


def _carry_out(call: Call, desk: Desk, numbers: Sequence[int], changes: Sequence[Change], as_json: bool) -> None:
    tickets = act_on_tickets(desk, numbers, changes, Act(call.actor(desk.config), "command line", SystemClock().now()))
    for ticket in tickets:
        done = (replace(change, value=str(ticket.merged_into)) if change.verb == "merge" else change for change in changes)
        say(json_line(ticket_shape(ticket)) if as_json else visible(f"#{ticket.number} {'; '.join(map(_receipt, done))}"))


def _receipt(change: Change) -> str:
    """The change as history says it, in the language of whoever asked for it."""
    return filled(_(says_of(change)), change, _)


def open_one(call: Call, ask: Callable[[DeskConfig], Asked], as_json: bool) -> None:
    """Makes the ticket that `ask` describes, and tells its number and who hears of it."""
    with call.whole_desk() as desk:
        ticket = open_ticket(desk, ask(desk.config), Act(call.actor(desk.config), "command line", SystemClock().now()))
    if as_json:
        say(json_line(ticket_shape(ticket)))
        return
    with_whom = visible(ticket.assignee or ticket.team or _("nobody"))
    say(_("#{number} is made at {mailbox}, for {whom}").format(number=ticket.number, mailbox=visible(ticket.mailbox), whom=with_whom))


def changes_of(text: str, directory: Directory) -> tuple[Change, ...]:
    """The changes a line of commands asks for; raises Refused with every problem in it."""
    block = read_commands(text, directory)
    if block.problems:
        raise Refused(Said.joined("\n", map(said, block.problems)))
    if block.questions:
        raise Refused(Said("{line} asks something; here that is maildesk ticket show, history, list or search", line=block.questions[0].line))
    words = block.rest.strip()
    if words and not block.visibility and outside_in(block.changes):
        return worded(block.changes, words)
    puts_in = any(change.verb in TEXTS for change in block.changes)
    if puts_in and block.visibility not in _VERBS:
        raise Refused(Said("say whom the text is for: #reply or #note beside it"))
    written = (Change(_VERBS[block.visibility], words),) if (words or puts_in) and block.visibility in _VERBS else ()
    if words and not written:
        raise Refused(Said("“{words}” is no command; write commands like '#assign billing #high', and text like '#note TEXT'", words=words))
    if not (written or block.changes):
        raise Refused(Said("there is no command; write them like '#assign billing #high'"))
    return (*written, *block.changes)
