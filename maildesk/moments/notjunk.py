"""What follows when a person says that a ticket is no junk: the same as if its mail had just come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from maildesk.changes import Act, Actor, NotJunk, Silent
from maildesk.commands.block import Block
from maildesk.decision.circumstances import BUILTIN, Acquaintance, Circumstances, Reading, Surroundings
from maildesk.decision.consequence import Step
from maildesk.desk import Desk
from maildesk.intake import spool
from maildesk.intake.mime.parse import parse
from maildesk.intake.nature.judge import judge_nature
from maildesk.intake.nature.junk import without_marks
from maildesk.intake.trust.groups import as_it_was_taken
from maildesk.judged import Trust, level_of
from maildesk.mail import Envelope, RawMail
from maildesk.outbound.happening import Happening
from maildesk.recording.around import was_shunned
from maildesk.recording.record import carry_out
from maildesk.recording.work import Work, no_answer
from maildesk.rules.evaluate import run_rules
from maildesk.rules.facts import facts_of
from maildesk.rules.ruleset import RuleSet
from maildesk.store.absences import absent
from maildesk.store.engine import Session
from maildesk.store.tickets import messages_of
from maildesk.threading.clues import read_clues
from maildesk.threading.split import split
from maildesk.ticket import Message, MessageKind, Status


def with_late_arrivals(session: Session, desk: Desk, happenings: Iterable[Happening]) -> tuple[Happening, ...]:
    """These, and what happens by them beside: a mail that no agent has heard of is taken in, once.

    Where it was a person who had called the ticket junk, agents know it: then it only is as it was before.
    """
    return tuple(found for one in happenings for found in _with_late_arrival(session, desk, one))


def _with_late_arrival(session: Session, desk: Desk, happening: Happening) -> tuple[Happening, ...]:
    if not _was_hidden(session, happening):
        return (happening,)
    # Each of them writes on: where the history ends is asked again.
    return tuple(replace(one, end=None) for one in (happening, *_taken_in(session, desk, happening)))


def _was_hidden(session: Session, happening: Happening) -> bool:
    freed = happening.was is Status.JUNK and any(isinstance(effect, NotJunk) for effect in happening.effects)
    return freed and happening.act.actor.is_person and not was_shunned(session, happening.ticket.number)


def _taken_in(session: Session, desk: Desk, happening: Happening) -> Iterator[Happening]:
    ticket, mailbox, now = happening.ticket, happening.mailbox, happening.act.now
    message = next((one for one in reversed(messages_of(session, ticket.number)) if one.kind is MessageKind.INBOUND and one.mail), None)
    if message is None:
        return
    arrived = _read_again(session, desk, message)
    seen = replace(arrived, reading=replace(arrived.reading, now=now))
    run = run_rules(facts_of("created", seen, mailbox, ticket, absent(session, now)), _wanting(desk.rules), desk.config.limits)
    act = Act(Actor("builtin:not-junk", BUILTIN), happening.act.cause, now, automatic=True)
    silent = any(isinstance(effect, Silent) for effect in happening.effects)
    wanted = [found for found in run.changes if not (silent and found.change.verb == "reply")]
    steps = tuple(Step(found.change, replace(act, actor=Actor(f"rule:{found.rule}", BUILTIN))) for found in wanted)
    work = Work(ticket, mailbox, act, steps, mail=seen.mail, split=seen.split, no_answer=no_answer(arrived), known=message)
    yield carry_out(session, work)


def _read_again(session: Session, desk: Desk, message: Message) -> Circumstances:
    """The mail of an entry as it came, but for what any filter wrote into it: a person has decided otherwise."""
    row, data = spool.shown(session, message.mail or 0)
    raw = RawMail(data, Envelope(row.mail_from, row.rcpt_to, row.via), row.received, row.id)
    mail = parse(data, desk.config.limits, through=desk.config.junk.wraps)
    mail = replace(as_it_was_taken(mail, message.author), headers=without_marks(mail.headers))
    nature = judge_nature(mail, raw.envelope, desk.config.own_addresses, own_id=False)
    clues = read_clues(mail, raw.envelope, desk.ring, desk.config)
    reading = Reading(raw, mail, nature, clues, row.received)
    trust, who = Trust(level_of(message.trust)), Acquaintance(known=True)
    return Circumstances(reading, trust, split(mail, first=True), Block(), Surroundings(), desk.config, who)


def _wanting(rules: RuleSet) -> RuleSet:
    """The rules that let a mail in: it is not ignored any more."""
    return RuleSet(tuple(rule for rule in rules.rules if not rule.ignore))
