"""Whom nobody may block: the desk would not hear itself. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from maildesk.changes import Change, CommandProblem
from maildesk.config.schema import DeskConfig
from maildesk.language import Said
from maildesk.ticket import Ticket


def block_problems(changes: Sequence[Change], ticket: Ticket, config: DeskConfig) -> tuple[CommandProblem, ...]:
    """A problem for each change that would block an agent or a mailbox."""
    meant = (str(change.value or ticket.requester) for change in changes if change.verb == "block")
    own = config.own_addresses | config.private_addresses
    return tuple(CommandProblem("#block", Said("{address} is an address of this desk", address=address)) for address in meant if address in own)
