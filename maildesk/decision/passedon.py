"""What comes of a mail that an agent passes on: a ticket in the name of whoever wrote it, or a question to the agent whose it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from maildesk.carriers import is_own
from maildesk.changes import Act, Actor, Change, CommandProblem
from maildesk.commands.authorise import authorise
from maildesk.commands.block import Block
from maildesk.commands.blocking import block_problems
from maildesk.commands.dispatch import DISPATCHING
from maildesk.commands.merge import named_problems
from maildesk.commands.nearly import asked_about
from maildesk.commands.outside import OUTSIDE
from maildesk.commands.takeoff import takeoff_problems
from maildesk.config.roles import Right, right_of, role_of, team_of
from maildesk.config.schema import DeskConfig
from maildesk.decision.agentmail import FILES
from maildesk.decision.circumstances import Circumstances
from maildesk.decision.consequence import Consequence, Step, Told, with_calendar
from maildesk.decision.misplaced import two_faced
from maildesk.errors import NOTHING
from maildesk.files import with_beside
from maildesk.intake.header.when import read_date
from maildesk.language import Said, told, words
from maildesk.mail import Address, Forwarded, MailState, Outcome, ParsedMail
from maildesk.newwords import SplitText
from maildesk.plainaddress import is_plain_address
from maildesk.risk import Risk
from maildesk.subject import read_subject
from maildesk.threading.decision import PassedOn
from maildesk.ticket import ACTIVE, Message, MessageKind, Participant, Role, Standing, Status, Ticket
from maildesk.verbs.effects import TEXTS
from maildesk.verbs.table import VERBS, riskiest

_OLDEST = timedelta(days=365)  # a date before that is a mistake of whoever wrote it down
_NO_SUBJECT = {"en": "(no subject)", "zh_CN": "（无主题）"}
# They need a ticket that is there already.
_LATER = frozenset({"also", "bcc", "merge", "redact", "split", "undo", *DISPATCHING, *OUTSIDE, *TEXTS})


@dataclass(frozen=True, slots=True)
class _Whose:
    """Who wrote the mail; where that is not clear, why, and whom it may be."""

    customer: Address | None
    why: Said = NOTHING
    choices: tuple[str, ...] = ()


def passed_on(decision: PassedOn, seen: Circumstances) -> Consequence:
    """Commands, note and ticket are made together, or nothing is: an unclear author is asked for, and nobody is written to."""
    original = seen.split.forwarded or Forwarded(text=seen.split.above)
    whose = _whose(seen.block, original, seen.config)
    if whose.customer is None:
        nearest = tuple(f"#customer {address}" for address in whose.choices)
        return _refused(MailState.HELD, Told("builtin:whose-mail", (CommandProblem("", whose.why, nearest),)))
    mail = _as_written(original, whose.customer, seen)
    actor = Actor(f"agent:{decision.agent}", Role.OBSERVER)
    ticket = _joined(decision, mail, actor, seen.config) or _made(mail, seen)
    right = right_of(seen.config, actor, ticket)
    problems = (
        *_problems(seen, right),
        *block_problems(seen.block.changes, ticket, seen.config),
        *named_problems(seen.block.changes, ticket, seen.around.named, actor, seen.config, seen.around.persons),
        *takeoff_problems(seen.block.changes, ticket, seen.around.people),
    )
    if problems:
        return _refused(MailState.ANSWERED, Told("builtin:correction", problems))
    if seen.trust.up_to is not None and riskiest(_commands(seen.block)) > seen.trust.up_to:
        return _refused(MailState.HELD, Told("builtin:unconfirmed"))
    return _carried_out(decision, seen, mail, ticket)


def _commands(block: Block) -> list[Change]:
    """What is asked for beside whose mail it is."""
    return [change for change in block.changes if change.verb != "customer"]


def _refused(state: MailState, told: Told) -> Consequence:
    return Consequence(Outcome(state, told.rule), told=told)


# -- whose it is


def _whose(block: Block, original: Forwarded, config: DeskConfig) -> _Whose:
    """What the agent says, else the one who stands in From of what is passed on."""
    said = next((str(change.value) for change in block.changes if change.verb == "customer"), "")
    if said and is_own(said, config.served):
        return _Whose(None, Said("{address} is no customer: send it once more with #customer ADDRESS on top", address=said))
    if said:
        named = next((one for one in _authors(original) if one.address.lower() == said), None)
        return _Whose(Address(named.name if named else "", said))
    first = original.from_
    choices = tuple(dict.fromkeys(one.address.lower() for one in _authors(original) if _may_be_customer(one, config)))
    if first is None or not first.address:
        return _Whose(None, Said("your mail does not say whose it is that you pass on: send it once more with #customer ADDRESS on top"), choices)
    if original.others:
        return _Whose(None, Said("more than one person wrote what you pass on: send it once more with #customer ADDRESS on top"), choices)
    if not _may_be_customer(first, config):
        why = Said("{address} is no customer: send it once more with #customer ADDRESS on top", address=first.address)
        if config.agent(first.address.lower()):
            own = Said("an answer of your own, sent past the desk, goes onto its ticket with [#4711], the ticket's number, in the subject")
            why = Said.joined("; ", (why, own))
        return _Whose(None, why, choices)
    return _Whose(replace(first, address=first.address.lower()))


def _authors(original: Forwarded | None) -> Iterator[Address]:
    """Everybody who wrote something of it, the last one first."""
    while original is not None:
        yield from (*((original.from_,) if original.from_ else ()), *original.others)
        original = original.forwarded


def _may_be_customer(one: Address, config: DeskConfig) -> bool:
    return is_plain_address(one.address) and not is_own(one.address.lower(), config.mailboxes) and config.agent(one.address.lower()) is None


# -- what it becomes


def _as_written(original: Forwarded, customer: Address, seen: Circumstances) -> ParsedMail:
    """The customer's mail as far as it can be told from the agent's; its date stands there as it was written down."""
    return ParsedMail(
        from_=customer,
        sender=customer.address,
        to=original.to,
        cc=original.cc,
        subject=original.subject or seen.clues.base_subject,
        date=_moment(original.date, seen.now),
        message_id=original.message_id or None,
        text=original.text,
        headers=(("Date", original.date),) if original.date else (),
        attachments=with_beside(seen.mail),
        calendar=original.calendar or seen.mail.calendar,
        defects=seen.mail.defects,
    )


def _moment(date: str, now: datetime) -> datetime | None:
    found = read_date(date) if date else None
    return found if found is not None and now - _OLDEST <= found <= now else None


def _joined(decision: PassedOn, mail: ParsedMail, actor: Actor, config: DeskConfig) -> Ticket | None:
    """The customer's own ticket, where the agent's mail points to it and it is still worked on; an agent who may not see it adds nothing to it."""
    theirs = (one for one, known in zip(decision.near, decision.customers, strict=True) if one.status in ACTIVE and mail.sender in known)
    return next((one for one in theirs if right_of(config, actor, one).role is not None), None)


def _made(mail: ParsedMail, seen: Circumstances) -> Ticket:
    mailbox = seen.clues.mailbox
    subject = read_subject(mail.subject).base or _NO_SUBJECT[mailbox.language]
    return Ticket(0, mailbox.address, subject, mail.sender or "", seen.now, seen.now, team=mailbox.team)


def _problems(seen: Circumstances, right: Right) -> Iterator[CommandProblem]:
    block = seen.block
    changes = _commands(block)
    says = (Change("reply"),) if block.visibility is MessageKind.REPLY else ()
    yield from (one for one in block.problems if one.bare != "forward")  # `#fwd` alone says what such a mail is anyway
    yield from authorise((*changes, *says), right, seen.config)
    yield from asked_about(block.stray)
    yield from two_faced(block, seen)
    asks = Said("is a question, and other commands or words stand beside it: send it in a mail of its own")
    yield from (CommandProblem(one.line, asks) for one in block.questions)
    later = Said("there is no ticket yet: answer the letter that tells you of it with this command")
    yield from (CommandProblem(f"#{change.verb}", later) for change in changes if change.verb in _LATER)
    # A domain's signature alone is any colleague's: it is enough to bring a mail in, and nothing leaves by it.
    more = Said("your domain's signature alone does not prove you for this: answer the letter that tells you of the ticket with it")
    leaving = (change for change in (*changes, *says) if change.verb == "reply" or VERBS[change.verb].risk > Risk.USUAL)
    yield from (CommandProblem(f"#{change.verb}", more) for change in leaving if seen.trust.agent is None)


def _carried_out(decision: PassedOn, seen: Circumstances, mail: ParsedMail, ticket: Ticket) -> Consequence:
    act = seen.act(f"agent:{decision.agent}", Role.AGENT)
    message = _message(decision, seen, mail)
    commands = [Step(change, act) for change in _commands(seen.block)]
    links = [Step(Change("link", str(one.number)), seen.act("builtin:possibly-related")) for one in decision.near if one.number != ticket.number]
    awake = [Step(Change("open"), seen.act("builtin:customer-replied"))] if ticket.status is Status.WAITING else []
    if ticket.requester != mail.sender:  # from another address of the customer's: answers go there from now on
        awake.append(Step(Change("customer", mail.sender), seen.act("builtin:other-address")))
    return Consequence(
        Outcome(MailState.TICKETED, ticket=ticket.number or None),
        ticket,
        message,
        Participant(message.author, message.author_name, Standing.REQUESTER),
        (*awake, *links, *_words(decision, seen, act), *commands, *_heard(decision, seen, ticket, act)),
        "customer-replied" if ticket.number else "created",
        split=SplitText(reply=message.reply),
        mail=mail,
    )


def _message(decision: PassedOn, seen: Circumstances, mail: ParsedMail) -> Message:
    """The customer's words, of the day they were written on; nothing but the agent's word proves them."""
    text = with_calendar(mail.text, mail, told(mail.calendar, words(seen.clues.mailbox.language)))
    return Message(
        0,
        0,
        MessageKind.INBOUND,
        mail.sender or "",
        mail.from_.name if mail.from_ else "",
        text,
        text,
        mail.date or seen.now,
        seen.raw.id or None,
        trust=seen.trust.word,
        flags=(*decision.flags, *mail.defects),
    )


def _words(decision: PassedOn, seen: Circumstances, act: Act) -> Iterator[Step]:
    """The agent's own words over it, and files beside it: a note, or with #reply the first answer."""
    files = any(one.beside for one in with_beside(seen.mail))
    text = seen.block.rest.strip() or (FILES[seen.clues.mailbox.language] if files else "")
    if not text:
        return
    kind = seen.block.visibility or MessageKind.NOTE
    agent = seen.config.agent(decision.agent)
    name = agent.name if agent else ""
    entry = Message(0, 0, kind, decision.agent, name, text, text, seen.now, seen.raw.id or None, trust=act.trust)
    yield Step(Change("reply" if kind is MessageKind.REPLY else "note", text), act, entry)


def _heard(decision: PassedOn, seen: Circumstances, ticket: Ticket, act: Act) -> Iterator[Step]:
    """Who passes it on gets the ticket's letter as well: without it there is nothing to answer."""
    if role_of(seen.config, decision.agent, team_of(seen.config, ticket)) is not None:
        yield Step(Change("notify", decision.agent), replace(act, automatic=True))
