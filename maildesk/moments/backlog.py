"""What the hourly bound kept from being told to staff: one letter tells it as soon as the hour allows (V114)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from maildesk.changes import Actor
from maildesk.config.roles import right_of
from maildesk.config.schema import Agent, DeskConfig
from maildesk.desk import Desk
from maildesk.letter import LetterKind
from maildesk.outbound import untold
from maildesk.outbound.compose import compose
from maildesk.outbound.governor import HOUR, count_alone, has_room
from maildesk.outbound.happening import Composed, Row
from maildesk.outbound.outbox import post
from maildesk.outbound.staff import untold_draft
from maildesk.outbound.untold import Taken, Untold
from maildesk.outbound.wording import printed
from maildesk.store.engine import Session
from maildesk.store.tickets import load_tickets
from maildesk.ticket import Role, Ticket


def tell_backlog(desk: Desk, now: datetime) -> int:
    """Writes what is due, in one transaction with taking it out, so that a kill neither loses nor doubles a letter; gives their number."""
    with desk.database.read() as session:
        if not _due(session, now):
            return 0
    with desk.database.write() as session:
        letters = letters_about_untold(session, desk, now)
        post(session, letters)
    return len(letters)


def letters_about_untold(session: Session, desk: Desk, now: datetime) -> tuple[Composed, ...]:
    """One letter for each agent whom the hour allows it; what is no agent's any more is told to nobody."""
    count_alone(session)
    letters = []
    for address, kinds in _due(session, now).items():
        taken, agent = untold.take(session, address, kinds), desk.config.agent(address)
        if agent is not None:
            letters.append(_letter(session, desk, agent, taken, now))
    return tuple(letters)


def _due(session: Session, now: datetime) -> Mapping[str, Collection[LetterKind]]:
    """Of each agent the kinds that the hour has room for again, or that waited for an hour: mail that goes on coming takes each place at once.

    One such letter an hour is the bound of its own kind.
    """
    found = {
        agent: tuple(kind for kind, since in kinds.items() if since <= now - HOUR or has_room(session, agent, kind, now))
        for agent, kinds in untold.waiting(session).items()
        if has_room(session, agent, LetterKind.UNTOLD, now)
    }
    return {agent: kinds for agent, kinds in found.items() if kinds}


def _letter(session: Session, desk: Desk, agent: Agent, taken: Taken, now: datetime) -> Composed:
    tickets = load_tickets(session, {one.ticket for one in taken.first if one.ticket})
    seen = {number: ticket for number, ticket in tickets.items() if _may_see(desk.config, agent, ticket)}
    told: dict[str, tuple[Row, ...]] = {}
    shown: dict[LetterKind, int] = dict.fromkeys(taken.many, 0)
    for one in taken.first:
        name = "leaking" if one.letter else str(one.kind)
        told[name] = (*told.get(name, ()), _row(desk.config, one, seen.get(one.ticket or 0)))
        shown[one.kind] += 1
    more = {str(kind): str(many - shown[kind] or "") for kind, many in taken.many.items()}
    mailbox = desk.config.home(taken.first[0].mailbox)
    return compose(untold_draft(mailbox, agent, told, more), desk.press, desk.letter_number(), now)


def _may_see(config: DeskConfig, agent: Agent, ticket: Ticket) -> bool:
    """Asked now: whoever was taken off a team since reads no subject of its tickets."""
    return right_of(config, Actor(f"agent:{agent.address}", Role.OBSERVER), ticket).role is not None


def _row(config: DeskConfig, one: Untold, ticket: Ticket | None) -> Row:
    mailbox = config.home(one.mailbox)
    return {
        "when": printed(one.at, mailbox),
        "mailbox": mailbox.name,
        "mail": str(one.mail or ""),
        "letter": str(one.letter or ""),
        "number": str(ticket.number) if ticket else "",
        "subject": ticket.subject if ticket else "",
    }
