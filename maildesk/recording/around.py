"""What the store is asked around a decision: before it is made, and again before it is written."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from maildesk import files
from maildesk.changes import Act, Actor, Change
from maildesk.commands.block import Block
from maildesk.commands.dispatch import NOTHING_TO_RECALL
from maildesk.commands.forstaff import colleague_called, is_named
from maildesk.commands.merge import numbers_in
from maildesk.commands.outside import OUTSIDE
from maildesk.commands.reminders import calls_off
from maildesk.commands.split import mail_to_split, splits
from maildesk.commands.takeoff import TAKING_OFF
from maildesk.config.limits import Limits
from maildesk.config.schema import DeskConfig
from maildesk.decision.circumstances import BUILTIN, Acquaintance, OwnWords, Reading, Surroundings
from maildesk.decision.recall import Sought, recall_of
from maildesk.decision.tapped import history_of
from maildesk.decision.verdict import Verdict
from maildesk.directory import Directory
from maildesk.intake.mime.parse import parse
from maildesk.judged import REPORTS
from maildesk.letter import LetterKind, may_wait
from maildesk.mail import ParsedMail
from maildesk.newwords import SplitText
from maildesk.recording.unreadable import MOST_BY_MAIL, unhidable
from maildesk.store import challenges, junk
from maildesk.store.browse import brought, files_of
from maildesk.store.closings import closings_of
from maildesk.store.engine import Session, Stand, stand_of
from maildesk.store.events import happened, who_did
from maildesk.store.kinship import keep_apart
from maildesk.store.letters import last_replies, letter_bytes
from maildesk.store.persons import persons_of
from maildesk.store.tickets import MOST_EARLIER, load_tickets, messages_of, participants_of
from maildesk.store.timers import waits_for
from maildesk.threading.candidates import Candidates, find_candidates
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
    Reported,
    SideAnswer,
)
from maildesk.threading.inside import has_no_marks, may_repeat, points_below, repeating, with_answers_inside
from maildesk.threading.split import split
from maildesk.ticket import ON_THE_TICKET, Message, MessageKind, Participant, Status, Ticket
from maildesk.tokens import TokenKind
from maildesk.verbs.questions import Asked

_DAY, _HOUR = timedelta(hours=24), timedelta(hours=1)


def confirmed_lately(session: Session, sender: str | None, config: DeskConfig, now: datetime) -> bool:
    """Whether the agent in From confirmed a mail by letter so lately that others need no confirmation of their own."""
    entry = config.directory().agent((sender or "").lower())
    return entry is not None and challenges.confirmed_since(session, entry.address, now - config.proof.confirmed_for)


def opens_ticket(decision: Decision) -> bool:
    return isinstance(decision, NewTicket | LinkedTicket | PassedOn) or (isinstance(decision, Archived | AnsweredOutside) and decision.ticket is None)


def answered_letter(session: Session, decision: Decision, limits: Limits) -> ParsedMail | None:
    """Our letter that an agent, or somebody outside, answers, as it was sent: it tells new words from those that only came back."""
    answered = decision.letter.id if isinstance(decision, Answer | SideAnswer) and decision.letter else None
    if isinstance(decision, Confirmed):
        answered = decision.challenge.letter
    return None if answered is None else parse(letter_bytes(session, answered), limits)


def told_inside(session: Session, decision: Decision, mail: ParsedMail, words: SplitText, limits: Limits) -> SplitText:
    """The words of a customer, or of somebody asked beside, held against what we sent: our letter may stand there without a mark, and answers inside of it.

    Who says that there are answers further down, where nothing of ours stands, has nothing hidden.
    """
    unmarked = has_no_marks(words)
    if not isinstance(decision, Append | SideAnswer) or not (unmarked or may_repeat(mail, words)):
        return words
    closings = closings_of(session, mail.sender)
    for number in _letters_of(session, decision):
        letter = parse(letter_bytes(session, number), limits)
        told = (with_answers_inside if unmarked else repeating)(mail, words, letter, closings)
        if told is not words:
            return told
    return split(mail, first=True, closings=closings) if points_below(words) else words


def _letters_of(session: Session, decision: Append | SideAnswer) -> tuple[int, ...]:
    """The letters of ours that a mail may quote: the one it answers, and the newest of its ticket."""
    answered = (decision.letter.id,) if decision.letter else ()
    return tuple(dict.fromkeys((*answered, *(last_replies(session, decision.ticket.number) if isinstance(decision, Append) else ()))))


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


def surroundings(session: Session, decision: Decision, block: Block, words: SplitText, config: DeskConfig) -> Surroundings:
    """What people added to the ticket since the letter an agent answers was written (law 7), and tickets that are none."""
    if isinstance(decision, SideAnswer | Reported) and decision.letter.kind is LetterKind.ASK:
        return Surroundings(asker=asker_of(session, decision.letter.ticket, decision.letter.created))
    limits, directory = config.limits, config.directory()
    changes, named = block.changes, named_tickets(session, block.changes, block.questions)
    if not isinstance(decision, Answer):
        return Surroundings(named=named)
    letter, ticket = decision.letter, decision.ticket
    known = letter.current_message if letter else sys.maxsize  # without a letter nobody knows what the agent had read
    # Who merged the ticket knows of it, but not whom an answer to a letter from before would go to.
    own = decision.agent if letter is None or letter.ticket == ticket.number else None
    entries = messages_of(session, ticket.number, last=50)
    newer = tuple(
        entry
        for entry in entries
        if (entry.id > known if letter is None or letter.ticket else entry.created > letter.created)
        and entry.author != own
        and not {"robot", "report"} & set(entry.flags)
    )
    link = history_of(decision)
    used = bool(link) and happened(session, ticket.number, "tapped", link)
    splits, shown = splits_off(session, ticket, changes, known), unhidable(session, ticket.number, changes, limits, MOST_BY_MAIL)
    customer, recall = customer_named(session, ticket, changes), recall_of(session, _sought(decision, changes))
    persons, waits = persons_named(session, (ticket, *named.values()), changes), reminded(session, ticket, changes, decision.agent)
    found = Surroundings(
        newer, named, shown, splits, customer, used, recall=recall, reminded=waits, persons=persons, people=people_taken_off(session, ticket, changes)
    )
    found = replace(found, lately=_said_lately(session, decision, entries), colleague=_colleague(session, decision, block, directory, entries))
    return _with_entries(found, session, ticket, entries) if words.context else found


def _colleague(session: Session, decision: Answer, block: Block, directory: Directory, entries: Sequence[Message]) -> str:
    """The colleague whom the words begin with; "" where a customer is called so, or has signed so."""
    name = colleague_called(block.rest, decision.agent, directory)
    if not name:
        return ""
    people = participants_of(session, (decision.ticket.number,))[decision.ticket.number]
    called = (" ".join((one.name, *re.split("[@._+-]", one.address))) for one in people if directory.agent(one.address) is None)
    wrote = (f"{one.author_name} {one.text}" for one in entries if one.kind is MessageKind.INBOUND)
    return "" if is_named(name, (*called, *wrote)) else name


def _said_lately(session: Session, decision: Answer, entries: Sequence[Message]) -> tuple[OwnWords, ...]:
    """What the agent wrote on the ticket since the letter that is answered; nothing of it was taken back."""
    known = decision.letter.current_message if decision.letter and decision.letter.ticket else 0
    own = {one.id: one for one in entries if one.author == decision.agent and one.id > known and may_wait(one)}
    carried = files_of(session, own) if own else {}
    return tuple(OwnWords(entry, carried.get(number, ())) for number, entry in own.items())


def _with_entries(found: Surroundings, session: Session, ticket: Ticket, entries: Sequence[Message]) -> Surroundings:
    people = participants_of(session, (ticket.number,))[ticket.number]
    return replace(found, entries=tuple(reversed(entries)), private=private_to_some(session, ticket.number, entries, people))


def private_to_some(session: Session, number: int, history: Sequence[Message], people: Sequence[Participant]) -> frozenset[int]:
    """The entries that somebody whom a reply goes to was not there to read, because tickets were merged."""
    parts = {entry.ticket for entry in history} - {number}
    if not parts and not any(person.after for person in people):
        return frozenset()
    on = {number: people, **participants_of(session, parts)}
    read_from = {of: {one.address: one.after for one in there if one.standing in ON_THE_TICKET} for of, there in on.items()}
    readers = read_from[number]
    return frozenset(entry.id for entry in history if any(entry.id <= read_from[entry.ticket].get(reader, sys.maxsize) for reader in readers))


def asker_of(session: Session, ticket: int, at: datetime) -> str:
    """The agent who wrote to somebody outside then, "" where it was no agent; what is passed on without a word leaves no entry but in history."""
    return Actor(who_did(session, ticket, OUTSIDE, at), BUILTIN).address or ""


def known_to_staff(session: Session, ticket: Ticket, changes: tuple[Change, ...], act: Act, limits: Limits) -> Surroundings:
    """The same for what staff ask without answering a letter; from here on nobody claims the letters in it."""
    splits = splits_off(session, ticket, changes, sys.maxsize)
    recall = recall_of(session, Sought(ticket.number, act.actor.name, changes), alone=True)
    shown, waits = unhidable(session, ticket.number, changes, limits), reminded(session, ticket, changes, act.actor.address)
    named = named_tickets(session, changes)
    persons = persons_named(session, (ticket, *named.values()), changes)
    people = people_taken_off(session, ticket, changes)
    return Surroundings(named=named, unhidable=shown, splits=splits, recall=recall, reminded=waits, persons=persons, people=people)


def reminded(session: Session, ticket: Ticket, changes: Sequence[Change], who: str | None) -> bool:
    """Whether a reminder waits for whoever calls theirs off; the operator's are for whoever has the ticket."""
    return not calls_off(changes) or waits_for(session, ticket.number, who or "assignee")


_OF_PERSONS = frozenset({"also", "merge", *OUTSIDE})


def persons_named(session: Session, tickets: Sequence[Ticket], changes: Sequence[Change]) -> Mapping[str, str]:
    """Who is one person, of the customers of these tickets and of those whom these changes name."""
    values = [change.value for change in changes if change.verb in _OF_PERSONS]
    words = {word.lstrip("+-") for value in values for word in (value if isinstance(value, tuple) else ())}
    return persons_of(session, {word for word in words if "@" in word} | {one.requester for one in tickets}) if values else {}


def people_taken_off(session: Session, ticket: Ticket, changes: Sequence[Change]) -> tuple[Participant, ...] | None:
    """Everybody on the ticket, where these changes take somebody off it."""
    asked = any(change.verb in TAKING_OFF for change in changes)
    return participants_of(session, (ticket.number,))[ticket.number] if asked else None


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
    often = _writes_often(candidates, reading.now)
    if not (asked or reading.junk.found):
        return Acquaintance(often=often)
    related = candidates.tickets.get(decision.related) if isinstance(decision, LinkedTicket) else None
    takes_part = related is not None and related.status is not Status.JUNK and candidates.standings.get(related.number) is not None
    return Acquaintance(known=takes_part or junk.was_answered(session, reading.mail.sender), often=often)


def _writes_often(candidates: Candidates, now: datetime) -> bool:
    """Whether all that is looked at of a sender's earlier matters began within the hour: people write so rarely, machines that answer whatever they get do."""
    return sum(now - one.ticket.created < _HOUR for one in candidates.lately) >= MOST_EARLIER


def was_shunned(session: Session, number: int) -> bool:
    """Whether it was a person who made junk of a ticket last."""
    return Actor(junk.said_by(session, number), BUILTIN).is_person


def named_tickets(session: Session, changes: Sequence[Change], asked: Sequence[Asked] = ()) -> Mapping[int, Ticket]:
    """The tickets that these changes and questions name, and what each of them was merged into."""
    numbers = numbers_in(changes) | {one.ticket for one in asked if one.ticket}
    if not numbers:
        return {}
    named = load_tickets(session, numbers)
    return named | load_tickets(session, {one.merged_into for one in named.values() if one.merged_into} - named.keys())


def overtaken(session: Session, verdict: Verdict, stood: Stand | None) -> bool:
    """Whether what the decision was made from has changed since; from here on nobody else writes about it until we are done.

    `stood` is how the database stood then: where nothing at all was written since, nothing is read again.
    """
    if stood is not None and stand_of(session) == stood:
        return False
    if any(overtaken(session, one, stood) for one in verdict.also):
        return True
    seen = verdict.seen
    held = (f"mail {one.mail}" for one in verdict.candidates.challenges)
    keep_apart(session, (*seen.clues.ids, seen.raw.sha256, *held, *(f"ticket {number}" for number in verdict.candidates.tickets)))
    report, directory = seen.nature.kind in REPORTS, seen.config.directory()
    candidates = find_candidates(session, seen.clues, seen.mail.sender, seen.raw, report=report, directory=directory)
    if candidates != verdict.candidates or _named_differently(session, verdict):
        return True
    ticket = seen.around.persons and verdict.consequence.ticket
    if ticket and persons_named(session, (ticket, *seen.around.named.values()), seen.block.changes) != seen.around.persons:
        return True
    return _recalled_differently(session, verdict)


def _named_differently(session: Session, verdict: Verdict) -> bool:
    seen = verdict.seen
    return bool(seen.around.named) and named_tickets(session, seen.block.changes, seen.block.questions) != seen.around.named


def _recalled_differently(session: Session, verdict: Verdict) -> bool:
    """Whether what is to be taken back or sent stands otherwise by now; from here on nobody claims it."""
    decision, seen = verdict.decision, verdict.seen
    if seen.around.recall == NOTHING_TO_RECALL or not isinstance(decision, Answer):
        return False
    return recall_of(session, _sought(decision, seen.block.changes), alone=True) != seen.around.recall
