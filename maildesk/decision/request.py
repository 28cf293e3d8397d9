"""What is asked of one ticket, by whichever way it came: all that keeps it from being done, and the steps that it comes to. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from maildesk.changes import Change, CommandProblem
from maildesk.commands.also import also_problems
from maildesk.commands.authorise import authorise
from maildesk.commands.blindcopy import blind_problems
from maildesk.commands.blocking import block_problems
from maildesk.commands.dispatch import Asking, dispatch_problems, dispatched
from maildesk.commands.merge import named_problems, resolved
from maildesk.commands.outside import outside_problems
from maildesk.commands.redact import redact_problems
from maildesk.commands.reminders import reminder_problems
from maildesk.commands.split import split_problems
from maildesk.commands.takeoff import takeoff_problems
from maildesk.config.schema import DeskConfig
from maildesk.decision.circumstances import Surroundings
from maildesk.decision.consequence import Step
from maildesk.ticket import MessageKind


@dataclass(frozen=True)
class Request:
    """Changes wanted of one ticket, by whom, and what the store knows around them.

    `says` that there are words for whoever outside is asked, `visibility` is what `#note` or `#reply` makes of the words.
    """

    changes: tuple[Change, ...]
    asking: Asking
    around: Surroundings
    says: bool = False
    visibility: MessageKind | None = None


def faults(request: Request, config: DeskConfig) -> tuple[CommandProblem, ...]:
    """Why it may not, or cannot, be done. A new check stands here, and holds for mail, command line and the address for agents alike."""
    changes, asking, around = request.changes, request.asking, request.around
    replies = asking.visibility is MessageKind.REPLY or any(change.verb == "reply" for change in changes)
    return (
        *authorise(changes, asking.right, config),
        *outside_problems(changes, asking.ticket, request.says, around.persons),
        *also_problems(changes, asking.ticket, around.persons, config),
        *named_problems(changes, asking.ticket, around.named, asking.act.actor, config, around.persons),
        *takeoff_problems(changes, asking.ticket, around.people, around.elsewhere),
        *reminder_problems(changes, around.reminded, asking.ticket),
        *dispatch_problems(changes, request.visibility, around.recall, asking),
        *block_problems(changes, asking.ticket, config),
        *blind_problems(changes, replies, config),
        *redact_problems(around.unhidable),
        *split_problems(changes, around.splits, replies),
    )


def steps(request: Request) -> tuple[Step, ...]:
    """The steps, with what was meant by a ticket's number, by `#undo` and by `#send`."""
    asking, around = request.asking, request.around
    return tuple(Step(change, asking.act) for change in dispatched(resolved(request.changes, around.named), around.recall, asking))
