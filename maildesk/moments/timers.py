"""What happens by itself when a moment has come: a ticket that was put off is open again, one is due, somebody is reminded."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from maildesk.changes import Act, Actor, Change
from maildesk.config.roles import role_of, team_of
from maildesk.config.schema import DeskConfig
from maildesk.decision.circumstances import BUILTIN
from maildesk.decision.consequence import Step
from maildesk.decision.verdict import effects_of_steps
from maildesk.desk import Desk
from maildesk.errors import MaildeskError
from maildesk.moments.spoken import Spoken
from maildesk.outbound.happening import Composed
from maildesk.outbound.outbox import post
from maildesk.recording.correspond import letters_about
from maildesk.recording.record import carried_out
from maildesk.recording.work import Work
from maildesk.rules.evaluate import run_rules
from maildesk.rules.facts import facts_of
from maildesk.store import timers
from maildesk.store.absences import absent
from maildesk.store.apply import locked
from maildesk.store.engine import Session
from maildesk.store.kinship import keep_apart
from maildesk.store.tickets import load_ticket
from maildesk.store.timers import Timer, TimerKind
from maildesk.ticket import ACTIVE, Status, Ticket
from maildesk.verbs.alter import altered

_TRY_AGAIN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Kind:
    """Who history says did it, what comes of it before the rules, and what they listen for ("": none is asked)."""

    actor: str
    changes: tuple[Change, ...]
    event: str


_KINDS = {
    TimerKind.WAIT: _Kind("builtin:wait-over", (Change("open"), Change("notify", "assignee")), "wait-over"),
    TimerKind.DUE: _Kind("builtin:due", (Change("notify", "assignee"),), "due"),
    TimerKind.REMIND: _Kind("builtin:reminder", (), ""),
}


def fire_timers(desk: Desk, now: datetime) -> int:
    """Carries out what is due, each timer in one durable transaction with taking it out, so that a kill neither loses nor doubles it.

    What came due while nobody looked is carried out now. Gives the number of letters.
    """
    letters = 0
    while found := _due(desk, now):
        letters += sum(_fire(desk, timer, now) for timer in found)
    return letters


def _due(desk: Desk, now: datetime) -> tuple[int, ...]:
    with desk.database.read() as session:
        return timers.due(session, now)


def _fire(desk: Desk, number: int, now: datetime) -> int:
    try:
        with desk.database.write() as session:
            timer = timers.take(session, number)
            letters = _letters(session, desk, timer, now) if timer else ()
            post(session, letters)
        return len(letters)
    except MaildeskError:
        raise
    except Exception:
        # A mistake of ours ends the daemon, but the same timer must not end the next one too.
        with desk.database.write() as session:
            timers.put_off(session, number, now + _TRY_AGAIN)
        raise


def _letters(session: Session, desk: Desk, timer: Timer, now: datetime) -> tuple[Composed, ...]:
    ticket = _ticket(session, timer)
    if not _stands(timer, ticket):
        return ()
    kind = _KINDS[timer.kind]
    act = Act(Actor(kind.actor, BUILTIN), f"timer {timer.id}", now, automatic=True)
    changes = kind.changes or (Change("notify", _whom(desk.config, timer, ticket)),)
    steps = tuple(Step(change, act) for change in changes)
    steps += _rule_steps(session, desk, ticket, steps, kind.event) if kind.event else ()
    first, *others = carried_out(session, Work(ticket, desk.config.home(ticket.mailbox), act, steps), desk.config)
    return letters_about(session, desk, replace(first, occasion=timer.kind, reminder=timer.text), *others)


def _ticket(session: Session, timer: Timer) -> Ticket:
    """The ticket, or what it is part of by now; nobody else writes about it until we are done."""
    found = load_ticket(session, timer.ticket)
    assert found is not None  # a foreign key
    number = found.merged_into or found.number
    keep_apart(session, (f"ticket {number}",))
    return locked(session, (number,))[number]


def _stands(timer: Timer, ticket: Ticket) -> bool:
    """Whether it is still wanted: what was put off, or is due, may be another moment's or done by now."""
    if timer.kind is TimerKind.REMIND:
        return True
    if ticket.number != timer.ticket:
        return False
    if timer.kind is TimerKind.WAIT:
        return ticket.status is Status.WAITING and ticket.wait_until == timer.at
    return ticket.status in ACTIVE and ticket.due == timer.at


def _whom(config: DeskConfig, timer: Timer, ticket: Ticket) -> str:
    """Who asked to be reminded; whoever has the ticket, where that one may not see it any more."""
    return timer.whom if "@" in timer.whom and role_of(config, timer.whom, team_of(config, ticket)) is not None else "assignee"


def _rule_steps(session: Session, desk: Desk, ticket: Ticket, steps: tuple[Step, ...], event: str) -> tuple[Step, ...]:
    """Stage 11."""
    act = steps[0].act
    away = absent(session, act.now)
    facts = facts_of(event, Spoken(act.now), desk.config.home(ticket.mailbox), altered(ticket, effects_of_steps(steps), act.now), away)
    run = run_rules(facts, desk.rules, desk.config.limits)
    return tuple(Step(found.change, replace(act, actor=Actor(f"rule:{found.rule}", BUILTIN))) for found in run.changes)
