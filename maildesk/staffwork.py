"""What a member of staff does to a ticket without a mail: the CLI enters the path here, at stage 12, and leaves by 14."""

from __future__ import annotations

from collections.abc import Sequence

from maildesk import wake
from maildesk.changes import Act, Change, CommandProblem
from maildesk.commands.authorise import authorise
from maildesk.config.roles import right_of
from maildesk.config.schema import DeskConfig
from maildesk.consequence import Step, no_such_tickets
from maildesk.correspond import letters_about
from maildesk.desk import Desk
from maildesk.errors import Refused
from maildesk.outbound.outbox import post
from maildesk.record import Work, carry_out, missing_tickets
from maildesk.store.tickets import load_ticket
from maildesk.ticket import Ticket


def act_on_ticket(desk: Desk, number: int, changes: Sequence[Change], act: Act) -> Ticket:
    """Applies all changes in one durable transaction, or none; raises `Refused` with all that is not allowed."""
    with desk.database.write() as session:
        ticket = load_ticket(session, number)
        if ticket is None:
            raise Refused(f"there is no ticket {number}")
        _check(desk.config, ticket, changes, act)
        _refuse(no_such_tickets(changes, missing_tickets(session, number, changes)))
        mailbox = desk.config.home(ticket.mailbox)
        happening = carry_out(session, Work(ticket, mailbox, act, tuple(Step(change, act) for change in changes)))
        post(session, letters_about(session, desk, happening))
    wake.tell(desk.config.state)
    return happening.ticket


def _check(config: DeskConfig, ticket: Ticket, changes: Sequence[Change], act: Act) -> None:
    _refuse(authorise(changes, right_of(config, act.actor, ticket), config))
    if act.actor.address is None and any(change.verb == "take" for change in changes):
        raise Refused("an operator cannot take a ticket; name the agent: --as AGENT before the command, or '#assign AGENT'")


def _refuse(problems: Sequence[CommandProblem]) -> None:
    if problems:
        raise Refused("\n".join(map(said, problems)))


def said(problem: CommandProblem) -> str:
    """A faulty command as a line for the terminal."""
    return f"{problem.line}: {problem.why}" + (f"; did you mean {', '.join(problem.nearest)}?" if problem.nearest else "")
