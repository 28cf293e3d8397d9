"""What an agent's mail to the address for agents comes to: all of it is carried out in one transaction, or nothing is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from maildesk.changes import Actor, CommandProblem
from maildesk.circumstances import Circumstances, asked_at
from maildesk.commands.authorise import authorise
from maildesk.commands.merge import named_problems, resolved
from maildesk.commands.several import Group, Wanted, read_several
from maildesk.config.roles import right_of
from maildesk.config.schema import DeskConfig
from maildesk.consequence import Consequence, Step, Told
from maildesk.htmltext import to_text
from maildesk.language import Said
from maildesk.mail import MailState, Outcome
from maildesk.risk import Risk
from maildesk.threading.decision import Several
from maildesk.ticket import Role, Ticket
from maildesk.verbs import riskiest


def commanded(decision: Several, seen: Circumstances) -> Consequence:
    """Commands for more than one ticket need the better proof, whatever they are (SECURITY §5.2)."""
    wanted = wanted_of(decision, seen)
    needed = Risk.HIGH if len(wanted.numbers) > 1 else riskiest(wanted.changes)
    if not wanted.problems and needed > (seen.trust.up_to or 0):
        return Consequence(Outcome(MailState.HELD, "builtin:unconfirmed"), told=Told("builtin:unconfirmed"))
    return Consequence(Outcome(MailState.ANSWERED, "builtin:control"))


def wanted_of(decision: Several, seen: Circumstances) -> Wanted:
    """What the mail asks for; a command in only one of its two parts was perhaps not seen by its author (V088)."""
    directory = seen.config.directory().at(asked_at(decision, seen.now, seen.config))
    wanted = read_several(seen.clues.base_subject, seen.split.reply, directory)
    shown = seen.split.reply_html or seen.mail.html
    other = read_several(seen.clues.base_subject, to_text(shown, seen.config.limits), directory) if shown else wanted
    if (wanted.groups, wanted.questions) == (other.groups, other.questions):
        return wanted
    why = Said("the text and the HTML of your mail ask for different things; send it as plain text")
    return replace(wanted, problems=(CommandProblem("#on", why), *wanted.problems))


def problems_of(wanted: Wanted, agent: str, there: dict[int, Ticket], config: DeskConfig) -> tuple[CommandProblem, ...]:
    """What keeps all of it from being carried out; `there` are the tickets it names, and what those were merged into."""
    actor = Actor(f"agent:{agent}", Role.OBSERVER)
    return (*wanted.problems, *(problem for group in wanted.groups for problem in _problems(group, actor, there, config)))


def _problems(group: Group, actor: Actor, there: dict[int, Ticket], config: DeskConfig) -> Iterator[CommandProblem]:
    for number in group.numbers:
        ticket = there.get(number)
        if ticket is None or right_of(config, actor, ticket).role is None:
            yield CommandProblem(f"#on {number}", Said("there is no ticket {number} that you may see", number=number))
        elif ticket.merged_into:
            why = Said("ticket {number} is part of ticket {other}; name that one", number=number, other=ticket.merged_into)
            yield CommandProblem(f"#on {number}", why)
        else:
            wrong = authorise(group.changes, right_of(config, actor, ticket), config)
            wrong += named_problems(group.changes, ticket, there, actor, config)
            yield from (replace(one, line=f"#on {number} {one.line}") for one in wrong)


def steps_of(group: Group, ticket: Ticket, agent: str, seen: Circumstances, there: dict[int, Ticket]) -> tuple[Step, ...]:
    role = right_of(seen.config, Actor(f"agent:{agent}", Role.OBSERVER), ticket).role or Role.OBSERVER
    act = seen.act(f"agent:{agent}", role)
    return tuple(Step(change, act) for change in resolved(group.changes, there))
