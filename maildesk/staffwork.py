"""What a member of staff does to a ticket without a mail: the CLI enters the path here, at stage 11 or 12, and leaves by 14."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from maildesk.changes import Act, Actor, Change, CommandProblem
from maildesk.commands.authorise import lacking
from maildesk.commands.dispatch import Asking
from maildesk.commands.outside import OUTSIDE
from maildesk.config.roles import right_of
from maildesk.config.schema import DeskConfig
from maildesk.decision.circumstances import BUILTIN
from maildesk.decision.consequence import Step
from maildesk.decision.request import Request, faults, steps
from maildesk.decision.verdict import effects_of_steps
from maildesk.desk import Desk
from maildesk.errors import NOTHING, Refused, Wrong
from maildesk.intake import spool
from maildesk.intake.mime.parse import parse
from maildesk.language import Said
from maildesk.mail import Address, ParsedMail
from maildesk.moments.later import overtaken
from maildesk.moments.notjunk import with_late_arrivals
from maildesk.moments.spoken import Spoken
from maildesk.newwords import SplitText
from maildesk.outbound.outbox import post
from maildesk.prepared import texts_of, values_for
from maildesk.recording.around import customer_named, known_to_staff
from maildesk.recording.correspond import letters_about
from maildesk.recording.record import carried_out
from maildesk.recording.work import Work
from maildesk.rules.evaluate import run_rules
from maildesk.rules.facts import facts_of
from maildesk.rules.rule import RuleRun
from maildesk.store import challenges
from maildesk.store.engine import Database, Session
from maildesk.store.events import EventLine, append
from maildesk.store.tickets import load_ticket
from maildesk.system import wake
from maildesk.ticket import Message, MessageKind, Participant, Role, Standing, Ticket
from maildesk.verbs.alter import altered
from maildesk.verbs.effects import TEXTS


def act_on_tickets(desk: Desk, numbers: Sequence[int], changes: Sequence[Change], act: Act) -> tuple[Ticket, ...]:
    """Applies all changes to each of these tickets in one durable transaction, or none; raises `Refused` with all that is not allowed."""
    with desk.database.write() as session:
        found = tuple(_act(session, desk, number, changes, act) for number in dict.fromkeys(numbers))
    wake.tell(desk.config.state)
    return found


def _act(session: Session, desk: Desk, number: int, changes: Sequence[Change], act: Act) -> Ticket:
    ticket = load_ticket(session, number)
    if ticket is None:
        raise Refused(Said("there is no ticket {number}; see: maildesk ticket list", number=number))
    if ticket.merged_into:
        raise Refused(Said("ticket {number} is part of ticket {other}; name that one", number=number, other=ticket.merged_into))
    changes = _with_texts(session, desk, ticket, changes, act)
    asking = Asking(ticket, desk.config.home(ticket.mailbox), act, right_of(desk.config, act.actor, ticket), _visibility(changes))
    around = known_to_staff(session, ticket, tuple(changes), act, desk.config.limits)
    request = Request(tuple(changes), asking, around, _worded(changes), asking.visibility)
    _refuse(faults(request, desk.config))
    _refuse_what_needs_an_agent(changes, act)
    happenings = carried_out(session, Work(ticket, asking.mailbox, act, steps(request), splits=around.splits), desk.config)
    happenings = with_late_arrivals(session, desk, happenings)
    post(session, (*overtaken(session, desk, happenings), *letters_about(session, desk, *happenings)))
    return {one.ticket.number: one.ticket for one in happenings}[number]


def _with_texts(session: Session, desk: Desk, ticket: Ticket, changes: Sequence[Change], act: Act) -> Sequence[Change]:
    """The changes, with the prepared texts below the words that somebody says."""
    if not any(change.verb in TEXTS for change in changes):
        return changes
    mailbox, agent = desk.config.home(ticket.mailbox), desk.config.agent(act.actor.address or "")
    values = values_for(ticket, mailbox, customer_named(session, ticket, changes), agent.name if agent else "")
    try:
        text = texts_of(changes, values, mailbox.language, desk.config)
    except Wrong as wrong:
        raise Refused(wrong.said) from None
    return tuple(
        replace(change, value="\n\n".join(filter(None, (str(change.value or ""), text)))) if change.verb in ("reply", "note") else change
        for change in changes
    )


def release(database: Database, config: DeskConfig, mail: int, actor: Actor) -> None:
    """Has a mail that was held for want of a proof processed as its agent's own, on somebody's word; raises `Refused` where that cannot be."""
    with database.write() as session:
        row, data = spool.shown(session, mail)
        sender = parse(data, config.limits).sender
        if row.rule in challenges.UNPROVEN and (sender is None or config.directory().agent(sender) is None):
            raise Refused(
                Said("the From of mail {mail} is not, by the strict reading, an agent's address: it cannot be taken for an agent's word", mail=mail)
            )
        challenges.release(session, mail, actor.name)
    wake.tell(config.state)


def drop(database: Database, mail: int, actor: Actor, why: str, now: datetime) -> None:
    """Has a held or quarantined mail never processed: the ledger, and the history of the ticket it would have been on, say who and why."""
    with database.write() as session:
        ticket = spool.drop(session, mail, actor.name, why, now)
        if ticket is not None:
            act = Act(actor, f"mail {mail}", now)
            append(session, ticket, (EventLine(act, "dropped", f"mail {mail} was dropped: {why}"),))


def _worded(changes: Sequence[Change]) -> bool:
    """Whether there are words for whoever outside is asked."""
    return any(change.verb in OUTSIDE and isinstance(change.value, tuple) and any(change.value[2:3]) for change in changes)


def _visibility(changes: Sequence[Change]) -> MessageKind | None:
    """What the words among them are, None where there are none."""
    return next((_WORDS[change.verb] for change in changes if change.verb in _WORDS and change.value), None)


_WORDS = {"reply": MessageKind.REPLY, "note": MessageKind.NOTE}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a customer asked by telephone or at the door, as a member of staff writes it down; `note` is for colleagues alone."""

    mailbox: str
    requester: Address
    subject: str
    text: str
    note: str = ""


def open_ticket(desk: Desk, asked: Asked, act: Act) -> Ticket:
    """Makes a ticket of what a customer said, as a mail of theirs would have: the rules for `created` run, the agents hear of it.

    The customer gets no acknowledgement: there is no mail of theirs that it would answer, and they were spoken to already.
    Raises `Refused` where the actor may not, or a rule ignores such mail.
    """
    changes = (Change("note", asked.note),) if asked.note else ()
    mailbox = desk.config.home(asked.mailbox)
    person = asked.requester
    ticket = Ticket(0, mailbox.address, asked.subject, person.address, act.now, act.now, team=mailbox.team)
    why = lacking(Role.AGENT, right_of(desk.config, act.actor, ticket))
    if why:
        raise Refused(Said("a new ticket {why}", why=why))
    message = Message(0, 0, MessageKind.INBOUND, person.address, person.name, asked.text, asked.text, act.now, flags=("written-down",))
    steps = tuple(Step(change, act) for change in changes)
    run = _rules_for(desk, asked, ticket, steps, act)
    steps += tuple(Step(found.change, Act(Actor(f"rule:{found.rule}", BUILTIN), act.cause, act.now, automatic=True)) for found in run.changes)
    work = Work(ticket, mailbox, act, steps, message, Participant(person.address, person.name, Standing.REQUESTER))
    with desk.database.write() as session:
        happenings = carried_out(session, work, desk.config)
        post(session, letters_about(session, desk, *happenings))
    wake.tell(desk.config.state)
    return happenings[0].ticket


def _rules_for(desk: Desk, asked: Asked, ticket: Ticket, steps: Sequence[Step], act: Act) -> RuleRun:
    """Stage 11, asked as about a mail that a person wrote and that proves nothing."""
    mailbox = desk.config.home(asked.mailbox)
    mail = ParsedMail(asked.requester, asked.requester.address, (Address("", mailbox.address),), subject=asked.subject, text=asked.text)
    said = Spoken(act.now, mail, split=SplitText(asked.text))
    run = run_rules(facts_of("created", said, mailbox, altered(ticket, effects_of_steps(steps), act.now)), desk.rules, desk.config.limits)
    if run.ignored_by:
        raise Refused(
            Said(
                "the rule “{rule}” ignores what {address} writes: no ticket was made",
                rule=run.ignored_by,
                address=asked.requester.address,
            )
        )
    return run


def _refuse_what_needs_an_agent(changes: Sequence[Change], act: Act) -> None:
    if act.actor.address is None and any(change.verb == "take" for change in changes):
        raise Refused(Said("an operator cannot take a ticket; name the agent: --as AGENT before the command, or '#assign AGENT'"))
    if act.actor.address is None and any(change.verb in ("watch", "unwatch") and not change.value for change in changes):
        raise Refused(Said("an operator cannot watch a ticket; name the agent: --as AGENT before the command, or '#watch AGENT'"))


def _refuse(problems: Sequence[CommandProblem]) -> None:
    if problems:
        raise Refused(Said.joined("\n", map(said, problems)))


def said(problem: CommandProblem) -> Said:
    """A faulty command as a line for the terminal, with the line it stands in where the reason does not name it."""
    right = Said("did you mean {word}?", word=", ".join(problem.nearest)) if problem.nearest else NOTHING
    why = Wrong(problem.why, right).said
    return why if problem.why.startswith("#") else Said("{line}: {why}", line=problem.line, why=why)
