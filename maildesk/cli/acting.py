"""What `ticket do`, `reply` and `note` come to: the changes an agent's mail could ask for, carried out by the same code."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from maildesk.arguments import Directory
from maildesk.changes import Act, Change
from maildesk.cli.call import Call
from maildesk.cli.output import say
from maildesk.cli.shapes import json_line, ticket_shape
from maildesk.cli.visible import visible
from maildesk.clock import SystemClock
from maildesk.commands.block import read_commands
from maildesk.config.schema import DeskConfig
from maildesk.errors import Refused
from maildesk.language import _
from maildesk.staffwork import Asked, act_on_ticket, open_ticket, said
from maildesk.ticket import MessageKind
from maildesk.verbs import history_line

_VERBS = {MessageKind.NOTE: "note", MessageKind.REPLY: "reply"}


def act(call: Call, number: int, ask: Callable[[Directory], Sequence[Change]], as_json: bool) -> None:
    """Carries out what `ask` makes of the desk's directory, all of it or nothing, and tells what became of the ticket."""
    with call.whole_desk() as desk:
        changes = ask(desk.config.directory())
        ticket = act_on_ticket(desk, number, changes, Act(call.actor(desk.config), "command line", SystemClock().now()))
    if as_json:
        say(json_line(ticket_shape(ticket)))
    else:
        say(visible(f"#{number} {'; '.join(map(history_line, changes))}"))


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
        raise Refused("\n".join(map(said, block.problems)))
    words = block.rest.strip()
    written = (Change(_VERBS[block.visibility], words),) if words and block.visibility in _VERBS else ()
    if words and not written:
        raise Refused(f"“{words}” is no command; write commands like '#assign billing #high', and text like '#note TEXT'")
    if not (written or block.changes):
        raise Refused("there is no command; write them like '#assign billing #high'")
    return (*written, *block.changes)
