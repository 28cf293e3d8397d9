"""What it takes to make one ticket part of another, and what becomes of that other one. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from maildesk.changes import Actor, Change, CommandProblem
from maildesk.clock import rfc3339
from maildesk.commands.authorise import lacking
from maildesk.config.roles import right_of
from maildesk.config.schema import DeskConfig, Mailbox
from maildesk.language import Said
from maildesk.ticket import ACTIVE, Priority, Role, Status, Ticket
from maildesk.verbs.arguments import BOTH
from maildesk.verbs.table import VERBS

_NAMING = ("link", "dup", "merge")  # the verbs whose argument is another ticket
_NOTE = {
    "en": "Ticket {number} “{subject}” of {requester} is part of this one now.",
    "zh_CN": "工单 {number}“{subject}”（{requester}）现已并入本工单。",
}


def numbers_in(changes: Iterable[Change]) -> frozenset[int]:
    """The other tickets that these changes name."""
    return frozenset(_number(change) for change in changes if change.verb in _NAMING)


def _number(change: Change) -> int:
    return int(change.value[0] if isinstance(change.value, tuple) else str(change.value))


def named_problems(  # noqa: PLR0913, PLR0917 - what is asked of which tickets by whom, and what the store knows of those
    changes: Sequence[Change],
    ticket: Ticket,
    named: Mapping[int, Ticket],
    actor: Actor,
    config: DeskConfig,
    persons: Mapping[str, str],
) -> tuple[CommandProblem, ...]:
    """What is wrong with the tickets that changes of this ticket name; `named` are those, and the ones they were merged into.

    `persons` says of which addresses of their customers the same person writes.
    """
    merges = [change for change in changes if change.verb == "merge"]
    more = (CommandProblem(f"#merge {_number(change)}", Said("a ticket becomes part of one other only")) for change in merges[1:])
    named = {number: _whose(one, persons) for number, one in named.items()}
    ticket = _whose(ticket, persons)
    found = (CommandProblem(f"#{change.verb} {_number(change)}", why) for change in changes for why in _wrong(change, ticket, named, actor, config))
    return (*found, *more)


def _whose(ticket: Ticket, persons: Mapping[str, str]) -> Ticket:
    return replace(ticket, requester=persons.get(ticket.requester, ticket.requester))


def _wrong(change: Change, ticket: Ticket, named: Mapping[int, Ticket], actor: Actor, config: DeskConfig) -> Iterator[Said]:
    if change.verb not in _NAMING:
        return
    number = _number(change)
    other = named.get(number)
    if other is None or number == ticket.number:
        yield Said("there is no other ticket {number}", number=number)
    elif change.verb == "merge":
        yield from _unfit(change, ticket, named[other.merged_into or number], actor, config)


def _unfit(change: Change, ticket: Ticket, into: Ticket, actor: Actor, config: DeskConfig) -> Iterator[Said]:
    if into.number == ticket.number:
        yield Said("ticket {number} is part of this one already", number=_number(change))
        return
    why = lacking(VERBS["merge"].needs, right_of(config, actor, into))
    if why:
        yield Said("for ticket {number} it {why}", number=into.number, why=why)
    elif Status.JUNK in (into.status, ticket.status):
        yield Said("ticket {number} is junk; open it first", number=into.number if into.status is Status.JUNK else ticket.number)
    elif into.requester != ticket.requester:
        yield from _of_two_customers(change, ticket, into, actor, config)


def _of_two_customers(change: Change, ticket: Ticket, into: Ticket, actor: Actor, config: DeskConfig) -> Iterator[Said]:
    """What is written to the one goes to the other from then on: said in so many words, and by somebody who answers for the team."""
    for one in (ticket, into):
        why = lacking(Role.SUPERVISOR, right_of(config, actor, one))
        if why:
            yield Said("the tickets are of two customers, who would get each other's answers: that {why}", why=why)
            return
    if change.value != (str(_number(change)), BOTH):
        yield Said(
            "this ticket is {one}'s and ticket {number} is {other}'s: both would get every answer; write {command} if that is meant",
            one=ticket.requester,
            number=into.number,
            other=into.requester,
            command=f"#merge {_number(change)} {BOTH}",
        )


def resolved(changes: Iterable[Change], named: Mapping[int, Ticket]) -> tuple[Change, ...]:
    """The changes with the ticket that a merge really leads to: what was merged itself stands for what it is part of."""
    return tuple(replace(change, value=str(_home(change, named))) if change.verb == "merge" else change for change in changes)


def _home(change: Change, named: Mapping[int, Ticket]) -> int:
    number = _number(change)
    return named[number].merged_into or number


_URGENCY = list(Priority)


def absorbed(ticket: Ticket, into: Ticket, mailbox: Mailbox) -> tuple[Change, ...]:
    """What the merge of a ticket, as it stood before, comes to on the one it goes into: nothing that was waited for is forgotten."""
    changes = [Change("note", _NOTE[mailbox.language].format(number=ticket.number, subject=ticket.subject, requester=ticket.requester))]
    if ticket.status is Status.OPEN and into.status is not Status.OPEN:
        changes.append(Change("open"))
    elif ticket.status in ACTIVE and into.status not in ACTIVE:
        changes.append(Change("wait", rfc3339(ticket.wait_until) if ticket.wait_until else None))
    if ticket.due and (into.due is None or ticket.due < into.due):
        changes.append(Change("due", rfc3339(ticket.due)))
    if _URGENCY.index(ticket.priority) > _URGENCY.index(into.priority):
        changes.append(Change("priority", str(ticket.priority)))
    new = tuple(tag for tag in ticket.tags if tag not in into.tags)
    return (*changes, *((Change("tag", new),) if new else ()), Change("notify", "assignee"))
