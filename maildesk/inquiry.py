"""Answers what an agent asks by mail: what waits for him, which tickets are like that, what he may write. It tells nothing he may not see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from maildesk.changes import Actor
from maildesk.config.roles import right_of
from maildesk.config.schema import Agent, DeskConfig, Mailbox
from maildesk.language import Said, speaking, told, words
from maildesk.moments.digest import queue_for, zone_of
from maildesk.outbound.atoms import clean_line
from maildesk.outbound.happening import Facts, Row
from maildesk.outbound.wording import printed
from maildesk.search.query import Asker, read_query
from maildesk.store import index
from maildesk.store.engine import Session
from maildesk.store.search import search_tickets
from maildesk.ticket import Role, Ticket
from maildesk.verbs.helptext import explained, language_of, verb_rows
from maildesk.verbs.questions import ALL, Asked

_MOST_LINES, _MOST_READ = 20, 500  # tickets of one answer, and those looked at to find so many that the agent may see
_LONGEST = 120
_CAUGHT_UP = 200  # tickets that a search indexes itself


def answers_to(session: Session, config: DeskConfig, agent: Agent, asked: Sequence[Asked], now: datetime) -> Facts:
    """The rows of an answer: `asked` are the questions, `found` the tickets and `help` the commands, each with the number of its question."""
    rows: dict[str, list[Row]] = {"asked": [], "found": [], "help": []}
    for number, one in enumerate(asked, 1):
        rows["asked"].append({"of": str(number), "line": clean_line(one.line, _LONGEST), "kind": one.name})
        kind, lines = ("help", _help(config, agent, one)) if one.name == "help" else ("found", _found(session, config, agent, one, now))
        rows[kind] += [{**line, "of": str(number)} for line in lines]
    return {name: tuple(found) for name, found in rows.items()}


def _found(session: Session, config: DeskConfig, agent: Agent, asked: Asked, now: datetime) -> Iterable[Row]:
    tickets = _queue(session, config, agent, now) if asked.name == "queue" else _like(session, config, agent, asked.text, now)
    return (_row(ticket, why, agent) for ticket, why in tickets)


def _queue(session: Session, config: DeskConfig, agent: Agent, now: datetime) -> Iterator[tuple[Ticket, Said]]:
    found = queue_for(session, config, agent, now, _MOST_LINES)
    yield from ((one, Said("due {when}", when=_when(one.due, one, config))) for one in found.due.tickets)
    for one in found.waiting.tickets:
        yield one, Said("waits since {when}", when=_when(one.unanswered, one, config)) if one.unanswered else Said("yours")
    yield from ((one, Said("put off until {when}", when=_when(one.wait_until, one, config))) for one in found.back.tickets)
    yield from ((one, Said("nobody has it yet")) for one in found.free.tickets)


def _when(moment: datetime | None, ticket: Ticket, config: DeskConfig) -> str:
    return printed(moment, config.home(ticket.mailbox)) if moment else ""


def _like(session: Session, config: DeskConfig, agent: Agent, text: str, now: datetime) -> Iterator[tuple[Ticket, Said]]:
    with speaking(words(*agent.languages)):
        query = read_query(text, Asker(now, zone_of(config, agent), agent.address))
    index.keep(session, index.prepare(session, _CAUGHT_UP))  # what came just now must be found
    actor, shown = Actor(f"agent:{agent.address}", Role.OBSERVER), 0
    for ticket in search_tickets(session, query, _MOST_READ):
        if right_of(config, actor, ticket).role is not None and shown < _MOST_LINES:
            shown += 1
            with_whom = Said("{status}, with {agent}", status=ticket.status, agent=ticket.assignee)
            yield ticket, with_whom if ticket.assignee else Said("{status}, nobody has it", status=ticket.status)


def _row(ticket: Ticket, why: Said, agent: Agent) -> Row:
    return {
        "number": str(ticket.number),
        "subject": clean_line(ticket.subject, _LONGEST),
        "requester": ticket.requester,
        "why": told(why, words(*agent.languages)),
    }


def _help(config: DeskConfig, agent: Agent, asked: Asked) -> Iterable[Row]:
    """Every command that the agent's own role may use, as `#help all` on a ticket has them, or the one that is asked about."""
    role, language = Role[agent.role.upper()], language_of(asked.line) or (agent.languages[0] if agent.languages else "en")
    spoken = words(*agent.languages)
    if asked.text and asked.text != ALL:
        return explained(asked.text, role, language, config.directory(), spoken)
    return verb_rows(role, language, spoken)


def box_of(config: DeskConfig, mailbox: Mailbox) -> Mailbox:
    """Where an answer is from: the address for agents, where there is one."""
    return config.control_box or mailbox
