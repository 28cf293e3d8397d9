"""Draws the consequence of a decision about one mail: one function a kind of decision."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from maildesk.absence import BY_MACHINE, Absence
from maildesk.archive import kind_of, mailbox_of, outsider_of
from maildesk.changes import Act, Change
from maildesk.decision.agentmail import answered, unplaced
from maildesk.decision.circumstances import Circumstances
from maildesk.decision.confirmation import confirmed, unconfirmed
from maildesk.decision.consequence import Consequence, Step, Told, with_calendar
from maildesk.decision.misplaced import misplaced
from maildesk.decision.passedon import passed_on
from maildesk.decision.reportwords import reported_words
from maildesk.decision.several import commanded
from maildesk.intake.header.author import as_written_first, through_a_list
from maildesk.judged import NatureKind
from maildesk.language import told, words
from maildesk.letter import LetterKind
from maildesk.mail import Address, MailState, Outcome, ParsedMail
from maildesk.plainaddress import is_plain_address
from maildesk.threading.decision import (
    AgentAway,
    Answer,
    AnsweredOutside,
    Append,
    Archived,
    Confirmed,
    Decision,
    Hold,
    Ignore,
    LinkedTicket,
    NewTicket,
    PassedOn,
    Reported,
    Several,
    SideAnswer,
    Unconfirmed,
    Unplaced,
)
from maildesk.threading.machines import PLACEHOLDER
from maildesk.threading.split import split
from maildesk.threading.staffmail import AGENT_AWAY
from maildesk.ticket import (
    ACTIVE,
    AWAY_UNTIL,
    BY_GROUP,
    CHALLENGED,
    OTHER_ADDRESS,
    REFUSED,
    SENT_OUTSIDE,
    SIDE,
    THANKS,
    UNSEEN,
    Message,
    MessageKind,
    Participant,
    Standing,
    Status,
    Ticket,
    folded_name,
    looks_like_an_address,
)

_JUNK = "builtin:junk"


_NO_SUBJECT = {"en": "(no subject)", "zh_CN": "（无主题）"}


def consequence_of(decision: Decision, seen: Circumstances) -> Consequence:
    """The consequence of a decision; one function a kind of decision."""
    return _BY_DECISION[type(decision)](decision, seen)


def _created(decision: NewTicket | LinkedTicket, seen: Circumstances) -> Consequence:
    if problems := misplaced(seen):
        return Consequence(Outcome(MailState.ANSWERED, "builtin:correction"), told=Told("builtin:correction", problems))
    mailbox = seen.clues.mailbox
    subject = seen.clues.base_subject or _NO_SUBJECT[mailbox.language]
    ticket = Ticket(0, mailbox.address, subject, _author(seen), seen.now, seen.now, team=mailbox.team)
    related = (decision.related, *decision.also) if isinstance(decision, LinkedTicket) else ()
    hidden = seen.junk.found and not seen.known
    hides = (Step(Change("junk"), seen.act(_JUNK)),) if hidden else ()
    flags = decision.flags + (() if seen.mail.sender else ("sender-unclear",)) + (("writes-often",) if seen.who.often else ())
    return Consequence(
        Outcome(MailState.TICKETED, _JUNK if hidden else ""),
        ticket,
        _inbound(seen, flags),
        Participant(ticket.requester, _author_name(seen), Standing.REQUESTER),
        (*_linked(related, seen), *hides),
        "created",
    )


def _linked(numbers: Iterable[int], seen: Circumstances) -> tuple[Step, ...]:
    return tuple(Step(Change("link", str(number)), seen.act("builtin:possibly-related")) for number in numbers)


def _appended(decision: Append, seen: Circumstances) -> Consequence:
    ticket = decision.ticket
    if ticket.status is Status.JUNK:
        return _on_junk(decision, seen)
    robot, doubtful = "robot" in decision.flags, set(decision.flags) - {OTHER_ADDRESS, THANKS}
    awake = decision.reopen or (ticket.status is Status.WAITING and not robot and not doubtful)
    steps = [Step(Change("open"), seen.act("builtin:customer-replied"))] if awake else []
    moves = decision.stands_by == ticket.requester and not doubtful  # answers go to where the customer wrote from last
    steps += [Step(Change("customer", _author(seen)), seen.act("builtin:other-address"))] if moves else []
    sender = None if robot or (decision.stands_by and not moves) else Participant(_author(seen), _author_name(seen), decision.standing)
    event = "" if robot or THANKS in decision.flags else "customer-replied"
    kept_back = robot and _keeps_answer_back(decision, seen)
    return Consequence(
        Outcome(MailState.TICKETED, ticket=ticket.number),
        ticket,
        _inbound(seen, (*decision.flags, CHALLENGED) if kept_back else decision.flags),
        sender,
        (*_linked(decision.also, seen), *steps),
        "reported" if kept_back else event,
    )


def _keeps_answer_back(decision: Append, seen: Circumstances) -> bool:
    """Whether the customer has not got what a person wrote, and will not before somebody confirms it. For our robots' letters nobody waits."""
    letter = decision.letter
    return seen.nature.kind is NatureKind.CHALLENGE and letter is not None and not letter.automatic


_UNKNOWN = timedelta(days=7)  # so long an agent is away whose machine names no day, if nothing comes before


def _away(decision: AgentAway, seen: Circumstances) -> Consequence:
    """The agent is away; whoever has to hear instead is told by the rules, once. What a person said of it stands."""
    known = seen.away.get(decision.agent)
    absence = None if known and known.by != BY_MACHINE else _absence(decision.agent, known, seen)
    outcome = Outcome(MailState.IGNORED, AGENT_AWAY)
    ticket = decision.ticket
    if known or absence is None or ticket is None or ticket.assignee != decision.agent or ticket.status not in ACTIVE:
        return Consequence(outcome, absence=absence)
    return Consequence(outcome, ticket, event="assignee-away", absence=absence)


def _absence(agent: str, known: Absence | None, seen: Circumstances) -> Absence:
    """Up to the end of the day that the machine names, where the agent is: it may be the last one."""
    day, entry = seen.nature.away_until, seen.config.agent(agent)
    zone = ZoneInfo(entry.timezone) if entry and entry.timezone else seen.config.zone
    until = datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC) if day else seen.now + _UNKNOWN
    return Absence(agent, known.since if known else seen.now, until, "", BY_MACHINE)


def _sent_already(decision: AnsweredOutside, seen: Circumstances) -> Consequence:
    """A reply that nobody sends again: it is on the ticket, and the customer waits no longer."""
    mailbox, customer = seen.clues.mailbox, decision.customer.address.lower()
    subject = seen.clues.base_subject or _NO_SUBJECT[mailbox.language]
    ticket = decision.ticket or Ticket(0, mailbox.address, subject, customer, seen.now, seen.now, team=mailbox.team)
    agent = seen.config.agent(decision.agent)
    message = replace(
        _inbound(seen, (SENT_OUTSIDE, *decision.flags)),
        kind=MessageKind.REPLY,
        author=decision.agent or mailbox.address,
        author_name=agent.name if agent else "" if decision.agent else mailbox.name,
    )
    if decision.original:
        message = replace(message, reply=split(ParsedMail(text=decision.original.text)).reply)
    whose = None if decision.ticket else Participant(customer, decision.customer.name, Standing.REQUESTER)
    return Consequence(Outcome(MailState.TICKETED, ticket=ticket.number or None), ticket, message, whose, (), "agent-replied")


def _outside(decision: SideAnswer, seen: Circumstances) -> Consequence:
    """An internal entry, whatever it says: it starts no clock, puts nobody on the ticket, and who asked hears of it."""
    ticket, act = decision.ticket, seen.act("builtin:outside-answered", automatic=True)
    flags = (f"{SIDE}{decision.letter.person}", *decision.flags)
    message = replace(_inbound(seen, flags), kind=MessageKind.NOTE)
    outcome = Outcome(MailState.TICKETED, ticket=ticket.number)
    if "robot" in flags:
        return Consequence(outcome, ticket, message)
    awake = (Step(Change("open"), act),) if ticket.status is Status.WAITING else ()
    return Consequence(outcome, ticket, message, None, (*awake, *_asker_hears(seen, act)), "outside-answered")


def _asker_hears(seen: Circumstances, act: Act) -> tuple[Step, ...]:
    return (Step(Change("notify", seen.around.asker), act),) if seen.around.asker else ()


def _on_junk(decision: Append, seen: Circumstances) -> Consequence:
    """What the filter called junk is none once it lets the sender's next mail pass; where a person said so, a person takes it back."""
    stays = seen.junk.found or seen.who.shunned or "robot" in decision.flags
    sender = Participant(_author(seen), _author_name(seen), decision.standing)
    message = _inbound(seen, decision.flags)
    outcome = Outcome(MailState.TICKETED, _JUNK if stays else "", decision.ticket.number)
    if stays:
        return Consequence(outcome, decision.ticket, message, sender, (), "customer-replied")
    return Consequence(outcome, decision.ticket, message, sender, (Step(Change("notjunk"), seen.act("builtin:filter-let-pass")),), "created")


def _filed(decision: Archived, seen: Circumstances) -> Consequence:
    """No event and no step: no rule is asked, nobody hears of it, and no clock starts."""
    message = replace(_inbound(seen, ("archived", *decision.flags)), kind=kind_of(seen.mail, seen.config))
    ticket = _old_ticket(seen, message) if decision.ticket is None else _closed_since(decision.ticket, seen.now)
    outcome = Outcome(MailState.TICKETED, ticket=ticket.number or None)
    if message.kind is MessageKind.INBOUND:
        return Consequence(outcome, ticket, message, Participant(message.author, message.author_name, decision.standing))
    customer = None if decision.ticket else Participant(ticket.requester, "", Standing.REQUESTER)
    return Consequence(outcome, ticket, message, customer)


def _closed_since(ticket: Ticket, moment: datetime) -> Ticket:
    """The ticket; one that is closed has been so since its newest mail, from which the mailbox's `closed` policy counts."""
    return replace(ticket, closed=max(ticket.closed or moment, moment)) if ticket.status is Status.CLOSED else ticket


def _old_ticket(seen: Circumstances, message: Message) -> Ticket:
    """A ticket for a matter of the past: closed, so that nobody is asked to work on it."""
    mailbox = mailbox_of(seen.mail, seen.clues.mailbox, seen.config)
    subject = seen.clues.base_subject or _NO_SUBJECT[mailbox.language]
    customer = outsider_of(seen.mail, seen.config) if message.kind is MessageKind.REPLY else None
    requester = customer.address.lower() if customer else message.author
    return Ticket(0, mailbox.address, subject, requester, seen.now, seen.now, team=mailbox.team, status=Status.CLOSED, closed=seen.now)


def _reported(decision: Reported, seen: Circumstances) -> Consequence:
    ticket = decision.ticket
    flags = ("report",) if decision.believed else ("report", "unbelieved")
    text = told(reported_words(seen.nature.reports), words(seen.clues.mailbox.language)) or seen.split.reply
    message = replace(_inbound(seen, flags), text=text, reply=text)
    if decision.letter.kind is LetterKind.ASK:  # that anybody outside was asked is nothing for the customer
        message = replace(message, kind=MessageKind.NOTE, flags=(f"{SIDE}{decision.letter.person}", *message.flags))
    ailments = tuple(replace(one, mail=seen.raw.id or None) for one in decision.ailments)
    event = "reported" if any(one.told for one in ailments) else ""
    heard = _asker_hears(seen, seen.act("builtin:report", automatic=True)) if event else ()
    return Consequence(Outcome(MailState.TICKETED, "builtin:report", ticket.number), ticket, message, None, heard, event, ailments=ailments)


def _held(decision: Hold, seen: Circumstances) -> Consequence:
    state = MailState.QUARANTINED if decision.rule == PLACEHOLDER else MailState.HELD
    return Consequence(Outcome(state, decision.rule, decision.ticket), told=Told(decision.rule))


def _ignored(decision: Ignore, seen: Circumstances) -> Consequence:
    return Consequence(Outcome(MailState.IGNORED, decision.rule))


def _inbound(seen: Circumstances, flags: tuple[str, ...]) -> Message:
    mail, until = seen.mail, seen.nature.away_until
    away = (f"{AWAY_UNTIL}{until}",) if until else ()
    calendar = told(mail.calendar, words(seen.clues.mailbox.language))
    return Message(
        0,
        0,
        MessageKind.INBOUND,
        _author(seen),
        _author_name(seen),
        with_calendar(mail.text, mail, calendar),
        with_calendar(seen.split.answer, mail, calendar),
        seen.now,
        seen.raw.id or None,
        str(seen.nature.kind),
        seen.trust.word,
        (*flags, *away, *_marks(seen), *mail.defects),
    )


def _marks(seen: Circumstances) -> Iterator[str]:
    if seen.junk.found:
        yield "junk"
    if not (seen.clues.addressed or seen.clues.archived or seen.clues.sent):
        yield "redirected" if seen.mail.header("resent-from") else UNSEEN
    if seen.trust.refused and not (seen.clues.archived or seen.clues.sent):
        yield REFUSED
    if looks_like_an_address(_author_name(seen), _author(seen)):
        yield "named-like-an-address"
    if (author := _author_behind(seen)) and not seen.clues.archived:
        yield f"{BY_GROUP}{author}"
    if _poses(seen) and not seen.clues.sent:
        yield "named-like-us"


def _author_behind(seen: Circumstances) -> str:
    """Whom a mail names that a list or forwarder sent in its author's place (“Eve via Club”, SRS); "" for nobody. It is only what the mail says."""
    sender, author = seen.mail.sender, seen.mail.from_.address.lower() if seen.mail.from_ else ""
    if not sender or author in ("", sender) or not is_plain_address(author) or seen.config.directory().agent(author):
        return ""
    shown = seen.mail.header("from").rpartition("<")[0].strip(' "')
    return author if through_a_list(Address(shown, sender)) or as_written_first(sender) == author else ""


def _poses(seen: Circumstances) -> bool:
    """Whether a stranger bears the whole name of an agent, or a mailbox's; a first name alone is many people's."""
    name = folded_name(_author_name(seen))
    ours = (*(agent.name for agent in seen.config.agents), *(box.name for box in seen.config.mailboxes))
    return " " in name and seen.trust.named is None and name in map(folded_name, ours)


def _author(seen: Circumstances) -> str:
    """Whom the mail is from as far as a person can tell; the strict reading where there is one."""
    best = seen.mail.from_.address.lower() if seen.mail.from_ else ""
    return seen.mail.sender or best or (seen.raw.envelope.mail_from or "").lower() or "unknown"


def _author_name(seen: Circumstances) -> str:
    return seen.mail.from_.name if seen.mail.from_ else ""


_BY_DECISION: dict[type, Callable[[Any, Circumstances], Consequence]] = {
    NewTicket: _created,
    LinkedTicket: _created,
    Append: _appended,
    Archived: _filed,
    Answer: answered,
    PassedOn: passed_on,
    AgentAway: _away,
    AnsweredOutside: _sent_already,
    SideAnswer: _outside,
    Unplaced: unplaced,
    Several: commanded,
    Confirmed: confirmed,
    Unconfirmed: unconfirmed,
    Reported: _reported,
    Hold: _held,
    Ignore: _ignored,
}
