"""Writing a verdict down (stages 12 and 13), inside the one transaction of a mail or of a staff member's act."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from maildesk import files
from maildesk.absence import BY_MACHINE, Absence
from maildesk.alter import altered, asked
from maildesk.beside import named_in, related_to
from maildesk.changes import Act, Actor, AddMessage, AddParticipants, Change, Effect, MergeInto, RemoveParticipants, SendTemplate, SplitOff
from maildesk.circumstances import BUILTIN, Acquaintance, Circumstances, Reading, Surroundings
from maildesk.commands.dispatch import NOTHING_TO_RECALL
from maildesk.commands.merge import absorbed, numbers_in
from maildesk.commands.outside import OUTSIDE
from maildesk.commands.split import mail_to_split, splits
from maildesk.config.limits import Limits
from maildesk.config.schema import DeskConfig, Mailbox
from maildesk.consequence import Step
from maildesk.deed import newcomers
from maildesk.errors import NOTHING, TryLater
from maildesk.health import Ailment
from maildesk.intake.parse import parse
from maildesk.language import Said
from maildesk.mail import CONFIRMED, REPORTS, MailState, NatureKind, Outcome, ParsedMail, RawMail, SplitText
from maildesk.outbound.happening import Happening
from maildesk.recall import Sought, deed_of, recall_of
from maildesk.store import absences, challenges, junk
from maildesk.store import apply as store
from maildesk.store.apply import Entry
from maildesk.store.browse import brought
from maildesk.store.closings import closings_of, keep_closings
from maildesk.store.engine import Session
from maildesk.store.events import End, EventLine, append, happened
from maildesk.store.health import note
from maildesk.store.kinship import keep_apart
from maildesk.store.letters import letter_bytes
from maildesk.store.redacting import stand_on
from maildesk.store.splitting import move_entry
from maildesk.store.threads import Heading
from maildesk.store.tickets import author_of, load_tickets, messages_of, participants_of
from maildesk.tapped import history_of
from maildesk.threadindex import read_index
from maildesk.threading.candidates import Candidates, find_candidates
from maildesk.threading.closings import closing_of, remembered
from maildesk.threading.decision import (
    Answer,
    AnsweredOutside,
    Append,
    Archived,
    Confirmed,
    Decision,
    Hold,
    LinkedTicket,
    NewTicket,
    PassedOn,
    SideAnswer,
)
from maildesk.ticket import ON_THE_TICKET, UNSEEN, Message, MessageKind, Participant, Standing, Status, Ticket
from maildesk.tokens import TokenKind
from maildesk.verbs import history_line
from maildesk.verdict import Verdict, effects_of_steps

_HISTORY = 6  # entries a letter may look back on
_LONGEST_SUBJECT = 500  # characters of a mail's own subject that are kept beside the ticket's
_NOT_OWN = frozenset({"unproven", "robot", "report"})  # what the person in From may not have written
_DAY = timedelta(hours=24)
_TOO_OLD = timedelta(hours=24)  # no robot of ours answers mail older than this (archives, downtime)


@dataclass(frozen=True)
class Work:
    """What is to be written about one ticket; `raw` and `mail` are None where no mail is behind it."""

    ticket: Ticket  # before the steps; number 0: to be made
    mailbox: Mailbox
    act: Act
    steps: tuple[Step, ...]
    message: Message | None = None
    sender: Participant | None = None
    raw: RawMail | None = None
    mail: ParsedMail | None = None
    split: SplitText | None = None
    ids: tuple[str, ...] = ()
    no_answer: str = "no mail is behind it"  # why no robot may answer, "" where one may
    ailments: tuple[Ailment, ...] = ()  # what it reports of addresses we wrote to
    absorbs: int = 0  # the ticket that has become part of this one by it
    known: Message | None = None  # the entry it is about, where that stands on the ticket already
    named: tuple[Participant, ...] = ()  # who else stood in To and Cc
    related: tuple[Ticket, ...] = ()  # what agents are told of beside it
    similar: tuple[int, ...] = ()  # those of them that are a question only
    splits: Message | None = None  # the mail that a step makes a ticket of its own
    absence: Absence | None = None  # of the agent who has it
    tapped: str = ""  # the link of a letter that it was done by
    passed_by: str = ""  # the agent who passed the mail on
    seals: tuple[str, ...] = ()  # what the signatures of an agent's mail are known by
    carrier: str | None = None  # the id of the agent's mail that it was passed on in

    @property
    def effects(self) -> tuple[Effect, ...]:
        return effects_of_steps(self.steps)


def opens_ticket(decision: Decision) -> bool:
    return isinstance(decision, NewTicket | LinkedTicket | PassedOn) or (isinstance(decision, Archived | AnsweredOutside) and decision.ticket is None)


def answered_letter(session: Session, decision: Decision, limits: Limits) -> ParsedMail | None:
    """Our letter that an agent, or somebody outside, answers, as it was sent: it tells new words from those that only came back."""
    answered = decision.letter.id if isinstance(decision, Answer | SideAnswer) and decision.letter else None
    if isinstance(decision, Confirmed):
        answered = decision.challenge.letter
    return None if answered is None else parse(letter_bytes(session, answered), limits)


def within_bounds(session: Session, decision: Decision, reading: Reading, limits: Limits) -> Reading:
    """The mail of a customer with its files marked that are too much; what staff send, an archive and our own hands are not counted."""
    mail = reading.mail
    if not mail.attachments or not isinstance(decision, NewTicket | LinkedTicket | Append):
        return reading
    ticket = decision.ticket.number if isinstance(decision, Append) else 0
    before = brought(session, ticket, mail.sender, reading.now - _DAY)
    return replace(reading, mail=files.within_bounds(mail, before, limits))


def asking(decision: Decision, words: SplitText) -> str:
    """The words in which a mail may ask for something: an agent's answer, or what an agent says over a mail that is passed on.

    Of a mail that is held for want of a proof they are read, so that its agent can be asked about it.
    """
    if isinstance(decision, Answer) or (isinstance(decision, Hold) and decision.rule in challenges.UNPROVEN):
        return words.reply
    return words.above if isinstance(decision, PassedOn) else ""


def surroundings(session: Session, decision: Decision, changes: Sequence[Change]) -> Surroundings:
    """What people added to the ticket since the letter an agent answers was written (law 7), and tickets that are none."""
    if isinstance(decision, SideAnswer):
        return Surroundings(asker=author_of(session, decision.letter.current_message))
    if not isinstance(decision, Answer):
        return Surroundings(named=named_tickets(session, changes)) if changes else Surroundings()
    letter, ticket = decision.letter, decision.ticket
    known = letter.current_message if letter else sys.maxsize  # without a letter nobody knows what the agent had read
    # Who merged the ticket knows of it, but not whom an answer to a letter from before would go to.
    own = decision.agent if letter is None or letter.ticket == ticket.number else None
    newer = tuple(
        entry
        for entry in messages_of(session, ticket.number, last=50)
        if (entry.id > known if letter is None or letter.ticket else entry.created > letter.created)
        and entry.author != own
        and not {"robot", "report"} & set(entry.flags)
    )
    link = history_of(decision)
    used = bool(link) and happened(session, ticket.number, "tapped", link)
    splits, nowhere = splits_off(session, ticket, changes, known), unfound(session, ticket, changes)
    customer, recall = customer_named(session, ticket, changes), recall_of(session, _sought(decision, changes))
    return Surroundings(newer, named_tickets(session, changes), nowhere, splits, customer, used, recall=recall)


def unfound(session: Session, ticket: Ticket, changes: Sequence[Change]) -> tuple[str, ...]:
    """The words that these changes would make unreadable and that stand nowhere on the ticket."""
    asked = (str(change.value) for change in changes if change.verb == "redact")
    return tuple(words for words in asked if not stand_on(session, ticket.number, words))


def splits_off(session: Session, ticket: Ticket, changes: Sequence[Change], newest: int) -> Message | None:
    """The mail that these changes make a ticket of its own; `newest` is the last entry that whoever asks for it had read."""
    return mail_to_split(messages_of(session, ticket.number), ticket.number, newest) if splits(changes) else None


def customer_named(session: Session, ticket: Ticket, changes: Sequence[Change]) -> str:
    """The requester's name, "" where there is none, or no change puts in a text that may call it."""
    if not any(change.verb == "canned" for change in changes):
        return ""
    people = participants_of(session, (ticket.number,))[ticket.number]
    return next((person.name for person in people if person.address == ticket.requester), "")


def _sought(decision: Answer, changes: Sequence[Change]) -> Sought:
    tapped = (Change("undo"),) if decision.tap is TokenKind.UNDO else ()
    return Sought(decision.ticket.number, f"agent:{decision.agent}", (*tapped, *changes), decision.letter)


def acquaintance(session: Session, decision: Decision, candidates: Candidates, reading: Reading, asked: bool) -> Acquaintance:
    """Who writes, where it matters to the decision; `asked` says that a rule may make junk of the mail."""
    if isinstance(decision, Append) and decision.ticket.status is Status.JUNK:
        return Acquaintance(shunned=was_shunned(session, decision.ticket.number))
    if not isinstance(decision, NewTicket | LinkedTicket):
        return Acquaintance(known=True)
    if not (asked or reading.junk.found):
        return Acquaintance()
    related = candidates.tickets.get(decision.related) if isinstance(decision, LinkedTicket) else None
    takes_part = related is not None and related.status is not Status.JUNK and candidates.standings.get(related.number) is not None
    return Acquaintance(known=takes_part or junk.was_answered(session, reading.mail.sender))


def was_shunned(session: Session, number: int) -> bool:
    """Whether it was a person who made junk of a ticket last."""
    return Actor(junk.said_by(session, number), BUILTIN).is_person


def named_tickets(session: Session, changes: Sequence[Change]) -> Mapping[int, Ticket]:
    """The tickets that these changes name, and what each of them was merged into."""
    named = load_tickets(session, numbers_in(changes))
    return named | load_tickets(session, {one.merged_into for one in named.values() if one.merged_into} - named.keys())


def overtaken(session: Session, verdict: Verdict) -> bool:
    """Whether what the decision was made from has changed since; from here on nobody else writes about it until we are done."""
    seen = verdict.seen
    held = (f"mail {one.mail}" for one in verdict.candidates.challenges)
    keep_apart(session, (*seen.clues.ids, seen.raw.sha256, *held, *(f"ticket {number}" for number in verdict.candidates.tickets)))
    candidates = find_candidates(session, seen.clues, seen.mail.sender, seen.raw, report=seen.nature.kind in REPORTS)
    if candidates != verdict.candidates or (seen.around.named and named_tickets(session, seen.block.changes) != seen.around.named):
        return True
    return _recalled_differently(session, verdict)


def _recalled_differently(session: Session, verdict: Verdict) -> bool:
    """Whether what is to be taken back or sent stands otherwise by now; from here on nobody claims it."""
    decision, seen = verdict.decision, verdict.seen
    if seen.around.recall == NOTHING_TO_RECALL or not isinstance(decision, Answer):
        return False
    return recall_of(session, _sought(decision, seen.block.changes), alone=True) != seen.around.recall


def apply(session: Session, verdict: Verdict) -> tuple[Outcome, tuple[Happening, ...]]:
    """Stage 12: the ticket, its entries, its history. Gives the outcome and what letters are to be written about."""
    consequence = verdict.consequence
    _note_who_is_there(session, verdict)
    if verdict.run.ignored_by:
        return replace(consequence.outcome, state=MailState.IGNORED, rule=verdict.run.ignored_by, ticket=None), ()
    if consequence.challenge:
        settle = challenges.tell if consequence.told else challenges.answer
        settle(session, consequence.challenge, verdict.seen.now)
    if consequence.ticket is None or consequence.told is not None:
        return consequence.outcome, ()
    happenings = carried_out(session, work_of(verdict, consequence.ticket), verdict.seen.config)
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
    known = closings_of(session, seen.mail.sender)
    now = remembered(known, closing_of(f"{seen.split.reply}\n{seen.split.signature}"))
    if now != known:
        keep_closings(session, seen.mail.sender, now)


def work_of(verdict: Verdict, ticket: Ticket) -> Work:
    seen, consequence = verdict.seen, verdict.consequence
    mailbox = seen.config.home(ticket.mailbox)
    return Work(
        ticket,
        mailbox,
        seen.act(_actor(verdict)),
        verdict.steps,
        consequence.message,
        consequence.sender,
        seen.raw,
        consequence.mail or seen.mail,
        consequence.split or seen.split,
        (*seen.clues.ids, *((consequence.mail.message_id,) if consequence.mail and consequence.mail.message_id else ())),
        Said("a colleague passed it on") if consequence.mail else no_answer(seen),
        consequence.ailments,
        named=named_in(verdict),
        related=related_to(verdict),
        similar=tuple(one.number for one in verdict.decision.similar) if isinstance(verdict.decision, NewTicket) else (),
        splits=seen.around.splits,
        absence=consequence.absence,
        tapped=consequence.tapped,
        passed_by=verdict.decision.agent if isinstance(verdict.decision, PassedOn) else "",
        carrier=seen.clues.message_id if consequence.mail else None,
        seals=seen.clues.seals,
    )


def _actor(verdict: Verdict) -> str:
    """Who caused it: a proven agent, else whoever the mail says it is from."""
    if isinstance(verdict.decision, Answer | PassedOn | AnsweredOutside):
        return f"agent:{verdict.decision.agent}"
    message = verdict.consequence.message
    return f"sender:{message.author}" if message else "builtin:pipeline"


def no_answer(seen: Circumstances) -> Said:
    """Why no robot of ours may write to the sender, empty where one may: RFC 3834 §2, and never to mail that was long under way."""
    reasons = (
        (not seen.nature.may_answer, Said.joined("; ", seen.nature.evidence) or Said("it is {nature}", nature=seen.nature.kind)),
        (seen.junk.found, Said("the filter takes it for junk: {by}", by=seen.junk.by)),
        (seen.clues.archived, Said("it came from an archive")),
        (seen.mail.sender is None, Said("its sender is not clear")),
        (seen.trust.refused, Said("the owner of its sender's domain asks not to believe mail without its signature")),
        (not seen.clues.addressed, Said("our address stands in neither To nor Cc")),
        (seen.now - min(filter(None, (seen.mail.date, seen.raw.received))) >= _TOO_OLD, Said("it was more than 24 hours under way")),
    )
    return next((why for holds, why in reasons if holds), NOTHING)


def carried_out(session: Session, work: Work, config: DeskConfig) -> tuple[Happening, ...]:
    """Writes a ticket, its entries and its history, and what that comes to on the ticket it was merged into; the same for mail, CLI and timers."""
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
    moved = _moved(session, work)
    ticket = store.save(session, altered(heard, work.effects, work.act.now), work.effects, work.act.now)
    strangers = _strangers(session, work)
    store.add_participants(session, ticket.number, (*((work.sender,) if work.sender else ()), *work.named))
    store.suggest(session, ticket.number, work.similar)
    note(session, work.ailments)
    entries = [store.add_message(session, entry) for entry in _entries(work, ticket.number)]
    if work.mail:
        store.add_aliases(session, ticket.number, work.carrier or work.mail.message_id, work.raw.id if work.raw else None, work.ids)
    for seal in work.seals:
        store.add_aliases(session, ticket.number, seal, work.raw.id if work.raw else None, ())
    end = append(session, ticket.number, tuple(_lines(work, new=not before.number)), None if before.number else End())
    people = participants_of(session, (ticket.number,)).get(ticket.number, ())
    if ticket.status is Status.JUNK and work.message:
        junk.list_soon(session, ticket.number)
    about, beside = (work.known, entries) if work.known else (entries[0], entries[1:]) if entries else (None, [])
    private = _private(session, ticket.number, history, people)
    joined = {one.address for one in people if one.standing in ON_THE_TICKET}
    # Nobody who does not know of us is offered: an answer to all would tell them of the Bcc (V104).
    proposed = () if work.message and UNSEEN in work.message.flags else tuple(one for one in strangers if one.address not in joined)
    happening = happening_of(work, ticket, about, history, people)
    hides = any(step.change.verb == "redact" for step in work.steps)  # what it hides is kept nowhere, so it is not taken back
    deed = None if hides else deed_of(work.act, work.steps, work.ticket, ticket)
    if deed is not None:
        deed = replace(deed, entries=tuple(entry.id for entry in entries), came=moved[0], went=moved[1])
        deed = replace(deed, did=(("merge", str(work.absorbs)),)) if work.absorbs else deed
    return replace(happening, beside=tuple(beside), end=end, waited=heard.unanswered, private=private, proposed=proposed, deed=deed)


def _strangers(session: Session, work: Work) -> tuple[Participant, ...]:
    """Whom the mail names for the first time on this ticket."""
    there = participants_of(session, (work.ticket.number,)).get(work.ticket.number, ()) if work.named and work.ticket.number else ()
    known = {one.address for one in there}
    return tuple(one for one in work.named if one.address not in known)


def _moved(session: Session, work: Work) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who comes to the ticket by it and who goes."""
    moves = [effect for effect in work.effects if isinstance(effect, AddParticipants | RemoveParticipants)]
    return newcomers(moves, participants_of(session, (work.ticket.number,))[work.ticket.number]) if moves else ((), ())


def _private(session: Session, number: int, history: Sequence[Message], people: Sequence[Participant]) -> frozenset[int]:
    """The entries that somebody whom a reply goes to was not there to read, because tickets were merged."""
    parts = {entry.ticket for entry in history} - {number}
    if not parts and not any(person.after for person in people):
        return frozenset()
    on = {number: people, **participants_of(session, parts)}
    read_from = {of: {one.address: one.after for one in there if one.standing in ON_THE_TICKET} for of, there in on.items()}
    readers = read_from[number]
    return frozenset(entry.id for entry in history if any(entry.id <= read_from[entry.ticket].get(reader, sys.maxsize) for reader in readers))


def happening_of(work: Work, ticket: Ticket, message: Message | None, history: Sequence[Message], people: Sequence[Participant]) -> Happening:
    """What letters are planned from; pure, so that `explain` plans the same letters."""
    mail = work.mail
    addressed = frozenset(entry.address.lower() for entry in (*mail.to, *mail.cc)) if mail else frozenset()
    return Happening(
        ticket,
        work.mailbox,
        work.act,
        work.effects,
        message,
        mail,
        work.split,
        tuple(history),
        tuple(people),
        addressed=addressed,
        was=work.ticket.status,
        answer_ok=not work.no_answer,
        ailments=tuple(one for one in work.ailments if one.told),
        related=work.related,
        passed_by=work.passed_by,
        proposed=tuple(one for one in work.named if one.address != ticket.requester),
    )


def _entries(work: Work, number: int) -> Iterator[Entry]:
    """The entries to be written: what the mail itself says first, then what rules and commands add."""
    mail = work.mail
    attached = mail.attachments if mail else ()
    if work.message:
        yield Entry(replace(work.message, ticket=number), mail.message_id if mail else None, attached, _heading(work.message, mail))
    for step in work.steps:
        for effect in step.effects:
            if isinstance(effect, AddMessage):
                yield Entry(
                    replace(step.entry or _own_words(step.act, effect), ticket=number), None, attached if step.entry and not work.message else ()
                )


# Anybody can write a mail that bears one of these; our letters to the customer do not take their subject from it.
_DOUBTFUL = frozenset({"unproven", "third-party", "robot", "report"})


def _heading(message: Message, mail: ParsedMail | None) -> Heading | None:
    if mail is None or message.kind is not MessageKind.INBOUND or _DOUBTFUL & set(message.flags):
        return None
    return Heading(mail.subject[:_LONGEST_SUBJECT], read_index(mail.header("thread-index")))


def _own_words(act: Act, effect: AddMessage) -> Message:
    """An entry that came by no mail: from the CLI, or a rule's note."""
    author = act.actor.address or act.actor.name
    return Message(0, 0, effect.kind, author, "", effect.text, effect.text, act.now, trust=act.trust)


def _without_words(step: Step) -> Change:
    """The change as history tells it: an entry's words stand on the ticket."""
    if step.change.verb in OUTSIDE and isinstance(step.change.value, tuple):
        return replace(step.change, value=tuple(filter(None, step.change.value[:2])))
    return replace(step.change, value=None) if step.change.verb in ("reply", "note") and step.entry else step.change


def _passed_on(work: Work) -> str:
    moved = work.passed_by or (work.message and "redirected" in work.message.flags)
    written = work.mail.header("date") if work.mail and moved else ""
    return (f"; passed on by {work.passed_by}" if work.passed_by else "") + (f", written {written}" if written else "")


def _voucher(raw: RawMail) -> Actor:
    return Actor(raw.vouched.replace(CONFIRMED, "agent:", 1), BUILTIN)


def _left(work: Work) -> str:
    left = [one.filename for one in work.mail.attachments if one.left] if work.mail else []
    return f"; left in the raw mail: {', '.join(left)}" if left else ""


def _lines(work: Work, new: bool) -> Iterator[EventLine]:
    if new:
        yield EventLine(work.act, "created", f"created at {work.ticket.mailbox}")
    if work.absorbs:
        yield EventLine(work.act, "absorbed", f"ticket {work.absorbs} is part of this one now")
    if work.message:
        came = " ".join((f"{'mail' if work.raw else 'words'} from {work.message.author}", *work.message.flags))
        yield EventLine(work.act, "received", came + _passed_on(work) + _left(work))
    if work.absence:
        until = f" until {work.absence.until:%Y-%m-%d %H:%M %Z}" if work.absence.until else ""
        yield EventLine(work.act, "away", f"{work.absence.address} is away{until}, an automatic answer says")
    if work.tapped:
        yield EventLine(work.act, "tapped", work.tapped)
    if work.raw and work.raw.vouched:
        yield EventLine(replace(work.act, actor=_voucher(work.raw)), "released", f"mail {work.raw.id} was held, because nothing proved its agent")
    for number in work.similar:
        yield EventLine(work.act, "suggested", f"may be about the matter of ticket {number}")
    for step in work.steps:
        text = history_line(_without_words(step))
        yield EventLine(step.act, step.change.verb, text)
        if work.no_answer and any(isinstance(effect, SendTemplate) for effect in step.effects):
            yield EventLine(step.act, "suppressed", f"not written: {work.no_answer}")
