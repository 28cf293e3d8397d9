"""Writing a verdict down (stages 12 and 13), inside the one transaction of a mail or of a staff member's act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from maildesk.absence import BY_MACHINE
from maildesk.changes import Actor, AddLink, Change, MergeInto, OtherAddresses, Remind, SplitOff
from maildesk.commands.merge import absorbed
from maildesk.config.schema import DeskConfig
from maildesk.decision.circumstances import BUILTIN
from maildesk.decision.consequence import Step
from maildesk.decision.recall import deed_of
from maildesk.decision.verdict import Verdict
from maildesk.errors import TryLater
from maildesk.judged import NatureKind
from maildesk.language import Said
from maildesk.mail import MailState, Outcome
from maildesk.outbound.happening import Happening
from maildesk.recording.around import private_to_some
from maildesk.recording.unreadable import unreadable
from maildesk.recording.work import Work, happening_of, work_of
from maildesk.recording.writing import entries_of, lines_of
from maildesk.store import absences, challenges, junk
from maildesk.store import apply as store
from maildesk.store.closings import keep_closings
from maildesk.store.engine import Session
from maildesk.store.events import End, append
from maildesk.store.health import note
from maildesk.store.persons import addresses_of
from maildesk.store.splitting import move_entry
from maildesk.store.tickets import links_of, messages_of, participants_of
from maildesk.store.timers import reminders_of
from maildesk.threading.decision import Answer, AnsweredOutside, PassedOn
from maildesk.threading.signature.closings import closing_of, remembered
from maildesk.ticket import ON_THE_TICKET, REFUSED, UNSEEN, Message, Participant, Standing, Status, Ticket
from maildesk.verbs.alter import altered, asked
from maildesk.verbs.deed import Deed, newcomers
from maildesk.verbs.idle import OF_PEOPLE, Before, idle

_EACH = "builtin:each-mailbox"
_HISTORY = 6  # entries a letter may look back on
_OF_PROGRAMS = frozenset({"builtin:inside", "builtin:only-thanks"})  # what is asked about, though perhaps a program wrote it
_NOT_OWN = frozenset({"unproven", REFUSED, "robot", "report"})  # what the person in From may not have written


def apply(session: Session, verdict: Verdict) -> tuple[Outcome, tuple[Happening, ...]]:
    """Stage 12: the ticket, its entries, its history; of each mailbox, where several have one. Gives the outcome and what letters are to be written about."""
    outcome, happenings = _applied(session, verdict)
    for other in verdict.also:
        beside = next((str(one.ticket.number) for one in happenings), "")
        its_own, more = _applied(session, other, (Step(Change("link", beside), other.seen.act(_EACH)),) if beside else ())
        outcome, happenings = outcome if happenings else its_own, (*happenings, *more)
    return outcome, happenings


def _applied(session: Session, verdict: Verdict, steps: tuple[Step, ...] = ()) -> tuple[Outcome, tuple[Happening, ...]]:
    consequence = verdict.consequence
    _note_who_is_there(session, verdict)
    if verdict.run.ignored_by:
        return replace(consequence.outcome, state=MailState.IGNORED, rule=verdict.run.ignored_by, ticket=None), ()
    if consequence.challenge:
        settle = challenges.tell if consequence.told else challenges.answer
        settle(session, consequence.challenge, verdict.seen.now)
    if consequence.told and consequence.told.rule in _OF_PROGRAMS:
        _learn_closing(session, verdict)  # else what a program puts below each mail would be asked about for ever
    if consequence.ticket is None or consequence.told is not None:
        return consequence.outcome, ()
    work = work_of(verdict, consequence.ticket)
    happenings = carried_out(session, replace(work, steps=(*work.steps, *steps)), verdict.seen.config)
    _learn_closing(session, verdict)
    return replace(consequence.outcome, ticket=happenings[0].ticket.number), happenings


def _note_who_is_there(session: Session, verdict: Verdict) -> None:
    """An agent is away as the agent's machine says, and back with the agent's own next word."""
    absence, decision = verdict.consequence.absence, verdict.decision
    if absence:
        absences.leave(session, absence)
    if isinstance(decision, Answer | PassedOn | AnsweredOutside):
        known = verdict.seen.away.get(decision.agent)
        if known and known.by == BY_MACHINE:
            absences.come_back(session, decision.agent)


def _learn_closing(session: Session, verdict: Verdict) -> None:
    """Remembers what the mail ended with, if a person wrote it in the sender's own name: nobody teaches what somebody else's signature is."""
    seen, message = verdict.seen, verdict.consequence.message
    if (
        seen.mail.sender is None
        or seen.nature.kind is not NatureKind.HUMAN
        or seen.split.forwarded
        or _NOT_OWN & set(message.flags if message else ())
    ):
        return
    now = remembered(seen.closings, closing_of(f"{seen.split.reply}\n{seen.split.signature}\n{seen.split.ending}"))
    if now != seen.closings:
        keep_closings(session, seen.mail.sender, now)


def carried_out(session: Session, work: Work, config: DeskConfig) -> tuple[Happening, ...]:
    """Writes a ticket, its entries and its history, and what that comes to on the ticket it was merged into; the same for mail, CLI and timers."""
    work = unreadable(session, work, config.limits)
    merges = [effect.other for effect in work.effects if isinstance(effect, MergeInto)]
    numbers = (work.ticket.number, *merges)
    tickets = store.locked(session, numbers) if merges else {}
    if any(tickets[number].merged_into for number in tickets) or tickets.get(work.ticket.number, work.ticket) != work.ticket:
        raise TryLater(Said("ticket {number} was altered while it was to be merged", number=work.ticket.number))
    part = carry_out(session, _split_off(work, work.splits)) if any(isinstance(one, SplitOff) for one in work.effects) and work.splits else None
    if part and work.splits:
        work = _parted(session, work, work.splits, part.ticket.number)
    first = carry_out(session, replace(work, mailbox=config.home(altered(work.ticket, work.effects, work.act.now).mailbox)))
    return (first, *([part] if part else ()), *(carry_out(session, _absorbing(session, work, tickets[other], config)) for other in merges))


def _split_off(work: Work, mail: Message) -> Work:
    """The ticket that a mail becomes: its author's, with whoever had the old one. Whoever asked for it is told, to have a letter to answer."""
    old, act = work.ticket, replace(work.act, actor=Actor("builtin:split", BUILTIN), automatic=True)
    subject = next((one.subject for one in work.effects if isinstance(one, SplitOff)), "") or old.subject
    requester = mail.author if "third-party" not in mail.flags else old.requester
    changes = [Change("link", str(old.number)), Change("notify", "assignee")]
    changes += [Change("tag", old.tags)] if old.tags else []
    changes += [Change("notify", work.act.actor.address)] if work.act.actor.address else []
    ticket = replace(asked(_blank(old), mail), subject=subject, requester=requester, created=act.now, updated=act.now)
    person = Participant(requester, mail.author_name if requester == mail.author else "", Standing.REQUESTER)
    return Work(ticket, work.mailbox, act, tuple(Step(change, act) for change in changes), sender=person, known=mail)


def _blank(old: Ticket) -> Ticket:
    """A ticket where the old one is, with nothing of what was asked there."""
    return Ticket(0, old.mailbox, "", "", old.created, old.created, old.team, old.assignee, priority=old.priority)


def _parted(session: Session, work: Work, mail: Message, into: int) -> Work:
    """What is left to be written on the ticket that the mail goes from: it waits no more for what was asked in that mail."""
    move_entry(session, mail, into)
    steps = tuple(replace(step, change=replace(step.change, value=str(into))) if step.change.verb == "split" else step for step in work.steps)
    waits = None if work.ticket.unanswered == mail.created else work.ticket.unanswered
    return replace(work, ticket=replace(work.ticket, unanswered=waits), steps=steps)


def _absorbing(session: Session, work: Work, into: Ticket, config: DeskConfig) -> Work:
    """What is to be written on the ticket that this one has become part of."""
    mailbox = config.home(into.mailbox)
    part = altered(work.ticket, [effect for effect in work.effects if not isinstance(effect, MergeInto)], work.act.now)
    store.join(session, part.number, into.number)
    waited = min((one.unanswered for one in (part, into) if one.unanswered), default=None)
    steps = tuple(Step(change, work.act) for change in absorbed(part, into, mailbox))
    return Work(replace(into, unanswered=waited), mailbox, work.act, steps, absorbs=part.number)


def carry_out(session: Session, work: Work) -> Happening:
    """Writes one ticket, its entries and its history."""
    before = work.ticket
    history = messages_of(session, before.number, last=_HISTORY) if before.number else ()
    if work.known:
        history = tuple(entry for entry in history if entry.id < work.known.id)
    heard = asked(before, work.message)
    there = _before(session, work)
    if before.number and work.sender and work.sender.standing is Standing.REQUESTER:  # by another address: with its name, before answers go there
        store.add_participants(session, before.number, (work.sender,))
    ticket = store.save(session, altered(heard, work.effects, work.act.now), work.effects, work.act.now)
    strangers = _strangers(session, work)
    store.add_participants(session, ticket.number, (*((work.sender,) if work.sender else ()), *work.named))
    store.suggest(session, ticket.number, work.similar)
    note(session, work.ailments)
    entries = [store.add_message(session, entry) for entry in entries_of(work, ticket.number)]
    if work.mail or work.carrier:
        own = work.carrier or (work.mail.message_id if work.mail else None)
        store.add_aliases(session, ticket.number, own, work.raw.id if work.raw else None, work.ids)
    for seal in work.seals:
        store.add_aliases(session, ticket.number, seal, work.raw.id if work.raw else None, ())
    end = append(session, ticket.number, tuple(lines_of(work, new=not before.number)), None if before.number else End())
    people = participants_of(session, (ticket.number,)).get(ticket.number, ())
    if ticket.status is Status.JUNK and work.message:
        junk.list_soon(session, ticket.number)
    about, beside = (work.known, entries) if work.known else (entries[0], entries[1:]) if entries else (None, [])
    private = private_to_some(session, ticket.number, history, people)
    joined = {one.address for one in people if one.standing in ON_THE_TICKET}
    # Nobody who does not know of us is offered: an answer to all would tell them of the Bcc (V104).
    proposed = () if work.message and UNSEEN in work.message.flags else tuple(one for one in strangers if one.address not in joined)
    happening = happening_of(work, ticket, about, history, people)
    deed = _deed(work, ticket, entries, there)
    return replace(happening, beside=tuple(beside), end=end, waited=heard.unanswered, private=private, proposed=proposed, deed=deed)


def _deed(work: Work, ticket: Ticket, entries: Sequence[Message], there: Before) -> Deed | None:
    """What may be taken back of it; of words that were made unreadable nothing is kept anywhere."""
    if any(step.change.verb == "redact" for step in work.steps):
        return None
    deed = deed_of(work.act, work.steps, work.ticket, ticket, there.others)
    if deed is None:
        return None
    came, went = newcomers(work.effects, there.people)
    own = [step.effects for step in work.steps if not step.act.automatic]
    stood = tuple(idle(own, work.ticket, there, work.act.now))
    deed = replace(deed, entries=tuple(entry.id for entry in entries), came=came, went=went, idle=stood)
    return replace(deed, did=(("merge", str(work.absorbs)),), idle=()) if work.absorbs else deed


def _strangers(session: Session, work: Work) -> tuple[Participant, ...]:
    """Whom the mail names for the first time on this ticket."""
    there = participants_of(session, (work.ticket.number,)).get(work.ticket.number, ()) if work.named and work.ticket.number else ()
    known = {one.address for one in there}
    return tuple(one for one in work.named if one.address not in known)


def _before(session: Session, work: Work) -> Before:
    """What stands beside the ticket before it, as far as it is about that."""
    kinds, number = {type(effect) for effect in work.effects}, work.ticket.number
    return Before(
        people=tuple(participants_of(session, (number,))[number]) if kinds & {*OF_PEOPLE} else (),
        links=frozenset(links_of(session, number)) if AddLink in kinds else frozenset(),
        reminders=frozenset((one.at, one.whom, one.text) for one in reminders_of(session, number)) if Remind in kinds else frozenset(),
        others=frozenset(one.address for one in addresses_of(session, work.ticket.requester)[1]) if OtherAddresses in kinds else frozenset(),
    )
