"""What an agent's mail to the address for agents comes to: all of it is carried out in one transaction, or nothing is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from maildesk.changes import Act, Actor, CommandProblem
from maildesk.commands.dispatch import Asking
from maildesk.commands.lines import in_own_words, top_block
from maildesk.commands.several import Group, Wanted, read_several
from maildesk.config.roles import right_of
from maildesk.decision.asked import unseen
from maildesk.decision.circumstances import Circumstances, Surroundings, asked_at
from maildesk.decision.consequence import Consequence, Told
from maildesk.decision.request import Request, faults
from maildesk.html.text import to_text
from maildesk.language import Said
from maildesk.mail import MailState, Outcome
from maildesk.risk import Risk
from maildesk.threading.decision import Several
from maildesk.ticket import MessageKind, Role, Ticket
from maildesk.verbs.table import riskiest


def commanded(decision: Several, seen: Circumstances) -> Consequence:
    """Commands for more than one ticket need the better proof, whatever they are (SECURITY §5.2), and so does `#undo`: of what is not known yet."""
    wanted = wanted_of(decision, seen)
    worst = len(wanted.numbers) > 1 or any(change.verb == "undo" for change in wanted.changes)
    needed = Risk.HIGH if worst else riskiest(wanted.changes)
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


@dataclass(frozen=True)
class Known:
    """The tickets that a mail names and what those were merged into, and what the store knows around its commands, by ticket."""

    there: Mapping[int, Ticket]
    around: Mapping[int, Surroundings]

    def on_any(self, group: Group) -> frozenset[str]:
        """The people and the tags of all tickets of a group."""
        tickets = [self.there[number] for number in group.numbers if number in self.around]
        people = {one.address for ticket in tickets for one in self.around[ticket.number].people or ()}
        return frozenset(people.union(*(ticket.tags for ticket in tickets)))


def problems_of(wanted: Wanted, agent: str, known: Known, seen: Circumstances) -> tuple[CommandProblem, ...]:
    """What keeps all of it from being carried out."""
    wrong = (problem for group in wanted.groups for problem in _problems(group, agent, known, seen))
    return (*wanted.problems, *unseen(wanted.questions, agent, known.there, seen.config), *wrong)


def _problems(group: Group, agent: str, known: Known, seen: Circumstances) -> Iterator[CommandProblem]:
    for number in group.numbers:
        ticket = known.there.get(number)
        if ticket is None or right_of(seen.config, act_of(agent, ticket, seen).actor, ticket).role is None:
            yield CommandProblem(f"#on {number}", Said("there is no ticket {number} that you may see", number=number))
        elif ticket.merged_into:
            why = Said("ticket {number} is part of ticket {other}; name that one", number=number, other=ticket.merged_into)
            yield CommandProblem(f"#on {number}", why)
        else:
            lines = top_block(seen.split.reply).lines
            wrong = in_own_words(faults(request_of(group, ticket, agent, known, seen), seen.config), lines)
            yield from (replace(one, line=f"#on {number} {one.line}") for one in wrong)


def request_of(group: Group, ticket: Ticket, agent: str, known: Known, seen: Circumstances) -> Request:
    act = act_of(agent, ticket, seen)
    noted = MessageKind.NOTE if any(change.verb == "note" and change.value for change in group.changes) else None
    asking = Asking(ticket, seen.config.home(ticket.mailbox), act, right_of(seen.config, act.actor, ticket), noted)
    return Request(group.changes, asking, replace(known.around[ticket.number], elsewhere=known.on_any(group)), visibility=noted)


def act_of(agent: str, ticket: Ticket, seen: Circumstances) -> Act:
    """With the role that the agent has on this ticket."""
    role = right_of(seen.config, Actor(f"agent:{agent}", Role.OBSERVER), ticket).role or Role.OBSERVER
    return seen.act(f"agent:{agent}", role)
