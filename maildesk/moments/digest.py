"""The letter of the day: what is due, what waits for an agent, each line with links to tap; nothing where nothing waits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from maildesk.changes import Actor
from maildesk.config.roles import right_of
from maildesk.config.schema import Agent, DeskConfig, Mailbox
from maildesk.desk import Desk
from maildesk.outbound.atoms import clean_line
from maildesk.outbound.compose import compose
from maildesk.outbound.happening import Composed, Row
from maildesk.outbound.outbox import post
from maildesk.outbound.staff import digest_draft
from maildesk.outbound.tapping import tap_rows
from maildesk.outbound.wording import printed
from maildesk.store import daily
from maildesk.store.absences import absent
from maildesk.store.engine import Session
from maildesk.store.queue import Heap, Queue, Whose, queue_of
from maildesk.ticket import Role, Ticket
from maildesk.tokens import TokenKind

_MOST_LINES = 30  # of each part; `maildesk ticket list` shows the rest
_LONGEST = 120
# What is offered beside a line. An answer is none of it: nobody has read the ticket by reading its line.
_OFFERED = {
    "due": (TokenKind.CLOSE, TokenKind.SNOOZE),
    "waiting": (TokenKind.CLOSE, TokenKind.SNOOZE, TokenKind.RELEASE),
    "back": (TokenKind.CLOSE,),
    "free": (TokenKind.TAKE, TokenKind.JUNK),
}


def write_digests(desk: Desk, now: datetime) -> int:
    """Writes the letters that are due, in the transaction that makes this their day, so that a kill neither loses nor doubles one; gives their number."""
    days = {agent.address: day for agent in desk.config.agents if (day := _day(desk.config, agent, now))}
    with desk.database.read() as session:
        away = absent(session, now)
        due = [who for who, day in days.items() if who not in away and daily.last_day(session, _name(who)) < day]
    if not due:
        return 0
    with desk.database.write() as session:
        taken = [who for who in due if daily.take_day(session, _name(who), days[who])]
        letters = [letter for who in taken if (agent := desk.config.agent(who)) and (letter := _digest(session, desk, agent, now))]
        post(session, letters)
    return len(letters)


def _name(address: str) -> str:
    return f"digest {address}"  # no address of a mailbox has a space in it


def _day(config: DeskConfig, agent: Agent, now: datetime) -> str:
    """The agent's day, "" before the hour of its letter and where none is wanted."""
    hour, local = agent.digest or config.digest, now.astimezone(zone_of(config, agent))
    return f"{local:%Y-%m-%d}" if isinstance(hour, time) and not agent.disabled and local.time() >= hour else ""


def zone_of(config: DeskConfig, agent: Agent) -> ZoneInfo:
    return ZoneInfo(agent.timezone) if agent.timezone else home_of(config, agent).zone


def home_of(config: DeskConfig, agent: Agent) -> Mailbox:
    """The mailbox that writes to an agent about no ticket: the first of his teams', else the desk's."""
    own = (box for box in config.mailboxes if box.team in config.teams and agent.address in config.teams[box.team or ""].people)
    return next(own, config.mailboxes[0])


def queue_for(session: Session, config: DeskConfig, agent: Agent, now: datetime, lines: int) -> Queue:
    """What waits for an agent, of what he may see; what is due and what comes back until his day ends is among it."""
    teams = [name for name, team in config.teams.items() if team.role(agent.address, Role[agent.role.upper()]) not in (None, Role.OBSERVER)]
    boxes = [box.address for box in config.mailboxes if box.team in teams]
    zone = zone_of(config, agent)
    midnight = datetime.combine(now.astimezone(zone).date() + timedelta(days=1), time(), zone)
    found = queue_of(session, Whose(agent.address, teams, boxes, tuple(config.teams)), midnight, lines)
    return Queue(_seen(found.due, config, agent), _seen(found.waiting, config, agent), _seen(found.back, config, agent), found.free)


def _seen(heap: Heap, config: DeskConfig, agent: Agent) -> Heap:
    """Without what was given to somebody who is not on the team any more."""
    actor = Actor(f"agent:{agent.address}", Role.OBSERVER)
    kept = tuple(ticket for ticket in heap.tickets if right_of(config, actor, ticket).role is not None)
    return Heap(kept, heap.many - len(heap.tickets) + len(kept))


def _digest(session: Session, desk: Desk, agent: Agent, now: datetime) -> Composed | None:
    found = queue_for(session, desk.config, agent, now, _MOST_LINES)
    heaps = {"due": found.due, "waiting": found.waiting, "back": found.back, "free": found.free}
    if not any(heap.many for heap in heaps.values()):
        return None
    box = home_of(desk.config, agent)
    rows = {name: tuple(row_of(ticket, box) for ticket in heap.tickets) for name, heap in heaps.items()}
    many = {f"{name}_many": str(heap.many or "") for name, heap in heaps.items()}
    more = {f"{name}_more": str(heap.many - len(heap.tickets) or "") for name, heap in heaps.items()}
    taps = tuple(_taps(heaps, agent, desk.config))
    return compose(digest_draft(box, agent, {**many, **more, **rows, "taps": taps}), desk.press, desk.letter_number(), now)


def row_of(ticket: Ticket, box: Mailbox) -> Row:
    """One line about a ticket."""
    return {
        "number": str(ticket.number),
        "subject": clean_line(ticket.subject, _LONGEST),
        "requester": ticket.requester,
        "status": str(ticket.status),
        "priority": str(ticket.priority),
        "assignee": ticket.assignee or "",
        "due": printed(ticket.due, box) if ticket.due else "",
        "until": printed(ticket.wait_until, box) if ticket.wait_until else "",
        "since": printed(ticket.unanswered, box) if ticket.unanswered and not ticket.wait_until else "",
    }


def _taps(heaps: dict[str, Heap], agent: Agent, config: DeskConfig) -> Iterator[Row]:
    for name, heap in heaps.items():
        for ticket in heap.tickets:
            yield from tap_rows(ticket, agent, config, _OFFERED[name])
