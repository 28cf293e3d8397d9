"""Which tickets an agent who asks about them may be told of. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from maildesk.changes import Actor, CommandProblem
from maildesk.config.roles import right_of
from maildesk.config.schema import DeskConfig
from maildesk.language import Said
from maildesk.ticket import Role, Ticket
from maildesk.verbs.questions import Asked


def unseen(asked: Iterable[Asked], agent: str, there: Mapping[int, Ticket], config: DeskConfig) -> tuple[CommandProblem, ...]:
    """The tickets that questions name and that this agent may not see: of those there are none for him."""
    numbers = dict.fromkeys(one.ticket for one in asked if one.ticket and tellable(one.ticket, agent, there, config) is None)
    return tuple(CommandProblem(f"#{number}", Said("there is no ticket {number} that you may see", number=number)) for number in numbers)


def tellable(number: int, agent: str, there: Mapping[int, Ticket], config: DeskConfig) -> Ticket | None:
    """The ticket of this number, or what it is part of now, where the agent may see that; `there` are both."""
    ticket = there.get(number)
    whole = there.get(ticket.merged_into) if ticket and ticket.merged_into else ticket
    return whole if whole and right_of(config, Actor(f"agent:{agent}", Role.OBSERVER), whole).role is not None else None
