"""Letters to staff that no answer of theirs asked for: mail put aside, letters that did not arrive or stay, files that cannot be used."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from maildesk.absence import Absent
from maildesk.changes import Act, CommandProblem
from maildesk.config.roles import Right, role_of, team_of, who_run
from maildesk.config.schema import Agent, DeskConfig
from maildesk.desk import Desk
from maildesk.errors import Problem
from maildesk.language import Said
from maildesk.letter import LetterKind
from maildesk.outbound.claims import Due
from maildesk.outbound.happening import Composed, Draft
from maildesk.outbound.recipients import staff_of
from maildesk.outbound.staff import Matter, broken_edit_draft, failure_draft, held_draft, quarantine_draft
from maildesk.outbound.standins import reached, there_of
from maildesk.recording.around import asker_of
from maildesk.recording.written import Occasion, about_no_ticket, written
from maildesk.store.absences import absent
from maildesk.store.engine import Session
from maildesk.store.events import EventLine, append
from maildesk.store.fates import fates_by_entry
from maildesk.store.letters import load_letters
from maildesk.store.tickets import latest_message, load_ticket, participants_of
from maildesk.ticket import Message, Ticket


def agents_of(ticket: Ticket, config: DeskConfig, away: Absent) -> list[Agent]:
    """Those who work on a ticket, or stand in; whoever only looks on can do nothing about a letter."""
    team = team_of(config, ticket)
    working = (
        one for one in reached(staff_of(ticket, config, "assignee"), ticket, config, away) if Right(role_of(config, one, team)).answers_customers
    )
    return [agent for address in working if (agent := config.agent(address))]


def letters_about_quarantine(session: Session, desk: Desk, mail: int, why: str, now: datetime) -> tuple[tuple[Composed, ...], tuple[Said, ...]]:
    """Those who run the desk hear of a mail that nobody else will see, a few times an hour at most; and why not, for the mail's trace."""
    return about_no_ticket(session, desk, quarantined(session, desk, mail, why, now), now)


def quarantined(session: Session, desk: Desk, mail: int, why: str, now: datetime) -> tuple[Draft, ...]:
    there = there_of(who_run(desk.config), absent(session, now))
    return tuple(quarantine_draft(desk.config.mailboxes[0], agent, mail, why) for address in there if (agent := desk.config.agent(address)))


def letters_about_broken_edit(
    session: Session, desk: Desk, where: tuple[str, str], problems: Sequence[Problem], now: datetime
) -> tuple[Composed, ...]:
    """Those who look after the desk hear that its files were changed and cannot be used: the admins, else the supervisors."""
    mailbox = desk.config.mailboxes[0]
    there = there_of(who_run(desk.config), absent(session, now))
    able = [agent for address in there if (agent := desk.config.agent(address))]
    agents = [agent for agent in able if agent.role == "admin"] or able
    drafts = [broken_edit_draft(mailbox, agent, where, problems) for agent in agents]
    return about_no_ticket(session, desk, drafts, now)[0]


def letters_about_late(session: Session, desk: Desk, reply: Message, between: Sequence[Message], act: Act) -> tuple[Composed, ...]:
    """Whoever wrote an answer for a later hour hears that it stays, and what was written since; where he is no agent any more, who works on the ticket."""
    found = load_ticket(session, reply.ticket)
    ticket = load_ticket(session, found.merged_into) if found and found.merged_into else found
    if ticket is None:
        return ()
    author = desk.config.agent(reply.author)
    people = participants_of(session, (ticket.number,))[ticket.number]
    latest, mailbox = latest_message(session, ticket.number), desk.config.home(ticket.mailbox)
    agents = [author] if author else agents_of(ticket, desk.config, absent(session, act.now))
    as_it_is = CommandProblem("#send now", Said("sends it as it is, #undo takes it back"))
    fates = fates_by_entry(session, between)
    drafts = [held_draft(Matter(ticket, mailbox, one, reply.mail, latest, people, fates=fates), between, (as_it_is,), reply.reply) for one in agents]
    append(session, ticket.number, (EventLine(act, "held", "not sent: somebody wrote since"),))
    return written(session, desk, drafts, Occasion(ticket.number, act))


def letters_about_loss(session: Session, desk: Desk, due: Due, lost: Sequence[tuple[str, str]], act: Act) -> tuple[Composed, ...]:
    """Tells whoever works on the ticket that a person's letter did not reach these recipients."""
    ticket = load_ticket(session, due.ticket)
    if ticket is None:
        return ()
    mailbox = desk.config.home(ticket.mailbox)
    people = participants_of(session, (ticket.number,)).get(ticket.number, ())
    latest = latest_message(session, ticket.number)
    matters = [Matter(ticket, mailbox, agent, None, latest, participants=people) for agent in _who_hear_of_loss(session, desk, due, ticket, act)]
    drafts = tuple(failure_draft(matter, lost) for matter in matters)
    return written(session, desk, drafts, Occasion(ticket.number, act))


def _who_hear_of_loss(session: Session, desk: Desk, due: Due, ticket: Ticket, act: Act) -> list[Agent]:
    """Whoever works on the ticket, and the agent who asked where it was a letter to somebody outside; each once."""
    working = agents_of(ticket, desk.config, absent(session, act.now))
    letter = load_letters(session, (due.letter,)).get(due.letter) if due.kind is LetterKind.ASK else None
    asker = desk.config.agent(asker_of(session, letter.ticket, letter.created)) if letter else None
    seen = asker is not None and role_of(desk.config, asker.address, team_of(desk.config, ticket)) is not None
    return [asker, *(one for one in working if one != asker)] if asker and seen else working
