"""What a decision comes to: the ticket, its new entry, the changes asked for and the outcome, all as values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from maildesk.archive import kind_of, mailbox_of, outsider_of
from maildesk.changes import Act, Actor, Change, CommandProblem, Effect
from maildesk.circumstances import Circumstances
from maildesk.commands.authorise import authorise
from maildesk.commands.block import Block, differs
from maildesk.commands.htmlblock import without_block
from maildesk.commands.merge import named_problems, resolved
from maildesk.config.roles import right_of
from maildesk.config.schema import DeskConfig
from maildesk.files import own_files
from maildesk.health import Ailment
from maildesk.htmltext import to_text
from maildesk.language import Said
from maildesk.mail import MailState, Outcome, SplitText
from maildesk.threading.decision import Answer, Append, Archived, Decision, Hold, Ignore, LinkedTicket, NewTicket, Reported, Unplaced
from maildesk.ticket import AWAY_UNTIL, Message, MessageKind, Participant, Role, Standing, Status, Ticket, looks_like_an_address
from maildesk.verbs import effects_of

# An answer that is attachments alone still is a letter with a body.
_FILES = {"en": "Please see the attached files.", "zh_CN": "请见附件。"}
_SAYING = {MessageKind.REPLY: "reply", MessageKind.NOTE: "note"}
_JUNK = "builtin:junk"
_NO_SUBJECT = {"en": "(no subject)", "zh_CN": "（无主题）"}


@dataclass(frozen=True, slots=True)
class Step:
    """A change with the circumstances it is made in; `entry` is the message it brings along, where it came by mail."""

    change: Change
    act: Act
    entry: Message | None = None

    @property
    def effects(self) -> tuple[Effect, ...]:
        return effects_of(self.change, self.act)


@dataclass(frozen=True, slots=True)
class Told:
    """Why an agent's mail was not carried out, and what came in between: what the letter to the agent says."""

    rule: str
    problems: tuple[CommandProblem, ...] = ()
    between: tuple[Message, ...] = ()


@dataclass(frozen=True)
class Consequence:
    """`ticket` is as it stands before the steps, number 0 where it is to be made; `event` is what rules listen for."""

    outcome: Outcome
    ticket: Ticket | None = None
    message: Message | None = None  # the inbound mail's
    sender: Participant | None = None  # whom the mail puts on the ticket
    steps: tuple[Step, ...] = ()
    event: str = ""
    split: SplitText | None = None  # the words that may leave, where they are not simply the mail's
    told: Told | None = None
    ailments: tuple[Ailment, ...] = ()  # what a believed report says of addresses we wrote to


def consequence_of(decision: Decision, seen: Circumstances) -> Consequence:
    """The consequence of a decision; one function a kind of decision."""
    return _BY_DECISION[type(decision)](decision, seen)


def _created(decision: NewTicket | LinkedTicket, seen: Circumstances) -> Consequence:
    mailbox = seen.clues.mailbox
    subject = seen.clues.base_subject or _NO_SUBJECT[mailbox.language]
    ticket = Ticket(0, mailbox.address, subject, _author(seen), seen.now, seen.now, team=mailbox.team)
    related = (decision.related, *decision.also) if isinstance(decision, LinkedTicket) else ()
    hidden = seen.junk.found and not seen.known
    hides = (Step(Change("junk"), seen.act(_JUNK)),) if hidden else ()
    flags = decision.flags + (() if seen.mail.sender else ("sender-unclear",))
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
    robot = "robot" in decision.flags
    awake = decision.reopen or (ticket.status is Status.WAITING and not robot and not decision.flags)
    steps = (Step(Change("open"), seen.act("builtin:customer-replied")),) if awake else ()
    sender = None if robot else Participant(_author(seen), _author_name(seen), decision.standing)
    event = "" if robot else "customer-replied"
    return Consequence(
        Outcome(MailState.TICKETED, ticket=ticket.number),
        ticket,
        _inbound(seen, decision.flags),
        sender,
        (*_linked(decision.also, seen), *steps),
        event,
    )


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
    message = replace(_inbound(seen, flags), text=_report_text(seen), reply=_report_text(seen))
    ailments = tuple(replace(one, mail=seen.raw.id or None) for one in decision.ailments)
    event = "reported" if any(one.told for one in ailments) else ""
    return Consequence(Outcome(MailState.TICKETED, "builtin:report", ticket.number), ticket, message, None, (), event, ailments=ailments)


def _report_text(seen: Circumstances) -> str:
    """What the report says, a line a recipient; the whole of it stays in the raw mail."""
    lines = [
        f"{report.recipient or '?'}: {report.action} {report.status} {report.smtp_code} ({report.reason})".replace("  ", " ")
        for report in seen.nature.reports
    ]
    return "\n".join(lines) or seen.split.reply


def _answered(decision: Answer, seen: Circumstances) -> Consequence:
    """An agent's proven mail: commands and text are carried out together, or nothing of them is."""
    block = _asked(decision, seen.block)
    told = _visibility(decision, block)
    visibility = told or MessageKind.NOTE
    actor = Actor(f"agent:{decision.agent}", Role.OBSERVER)
    right = right_of(seen.config, actor, decision.ticket)
    says = _says_something(block, seen)
    wanted = (*block.changes, *((Change(_SAYING[visibility]),) if says else ()))  # a plain answer needs as much of a right as a command
    problems = (
        block.problems
        + authorise(wanted, right, seen.config)
        + _two_faced(block, seen)
        + named_problems(block.changes, decision.ticket, seen.around.named, actor, seen.config)
        + (_meant_for_a_part(decision, block) if right.role else ())
    )
    if not (wanted or problems):
        problems = (CommandProblem("", Said("there is neither a word nor a command above the line in your answer")),)
    if problems:
        return _refused(decision, "builtin:correction", MailState.ANSWERED, Told("builtin:correction", problems))
    if block.stray:
        asked = tuple(CommandProblem(line, Said("stands below other text, so it was not taken for a command")) for line in block.stray)
        return _refused(decision, "builtin:stray-command", MailState.HELD, Told("builtin:stray-command", asked))
    if block.lines and not block.visibility and _only_pictures(block, seen):
        picture = Said("only a picture stands below it: write #reply or #note, or a word, if it is not your signature's")
        unsure = CommandProblem(block.lines[-1], picture)
        return _refused(decision, "builtin:only-a-picture", MailState.HELD, Told("builtin:only-a-picture", (unsure,)))
    if says and told is None:
        unsure = CommandProblem(
            "", Said("it answers no letter that went to an agent: write #reply or #note on top, so that it is clear whom it is for")
        )
        return _refused(decision, "builtin:reply-or-note", MailState.HELD, Told("builtin:reply-or-note", (unsure,)))
    if visibility is MessageKind.REPLY and says and seen.around.newer:
        return _refused(decision, "builtin:outdated", MailState.HELD, Told("builtin:outdated", between=seen.around.newer))
    return _carried_out(decision, seen, block, seen.act(f"agent:{decision.agent}", right.role or Role.OBSERVER))


def _asked(decision: Answer, block: Block) -> Block:
    """What the mail asks for; a prepared one asks for what it was prepared for, whatever a mail program did to its text."""
    said = any(change.verb in ("junk", "notjunk") for change in block.changes)
    return replace(block, changes=(Change("notjunk"), *block.changes)) if decision.tapped and not said else block


def _unplaced(decision: Unplaced, seen: Circumstances) -> Consequence:
    wanting = Said("it answers a list of junk: tap “not junk” beside the line, or write the ticket's number into the subject, like [#4711]")
    told = Told("builtin:correction", (CommandProblem("", wanting),))
    return Consequence(Outcome(MailState.ANSWERED, "builtin:correction"), told=told)


def _meant_for_a_part(decision: Answer, block: Block) -> tuple[CommandProblem, ...]:
    """Commands that answer a letter from before a merge mean the ticket that letter was about, and the one it is part of may have more to it."""
    if decision.letter is None or decision.letter.ticket in (0, decision.ticket.number):
        return ()
    why = Said(
        "it answers a letter about ticket {part}, which is part of ticket {number} now: answer this letter if {number} is meant",
        part=decision.letter.ticket,
        number=decision.ticket.number,
    )
    return tuple(CommandProblem(f"#{change.verb}", why) for change in block.changes)


def _two_faced(block: Block, seen: Circumstances) -> tuple[CommandProblem, ...]:
    """A command in only one of a mail's two parts was perhaps not seen by its author (V088)."""
    shown = seen.split.reply_html or seen.mail.html
    if not shown or not differs(block, to_text(shown, seen.config.limits)):
        return ()
    line = block.lines[0] if block.lines else "#"
    return (CommandProblem(line, Said("the text and the HTML of your mail ask for different things; send it as plain text")),)


def _refused(decision: Answer, rule: str, state: MailState, told: Told) -> Consequence:
    return Consequence(Outcome(state, rule, decision.ticket.number), decision.ticket, told=told)


def _carried_out(decision: Answer, seen: Circumstances, block: Block, act: Act) -> Consequence:
    ticket = decision.ticket
    commands = tuple(Step(change, act) for change in resolved(block.changes, seen.around.named))
    if not _says_something(block, seen):
        outcome = Outcome(MailState.ANSWERED, "builtin:commands", ticket.number)
        return Consequence(outcome, ticket, steps=commands, event="commanded")
    visibility = _visibility(decision, block) or MessageKind.NOTE
    event = "agent-replied" if visibility is MessageKind.REPLY else "noted"
    text = block.rest.strip() or _FILES[seen.clues.mailbox.language]
    name = _agent_name(decision.agent, seen.config)
    entry = Message(0, ticket.number, visibility, decision.agent, name, seen.mail.text, text, seen.now, seen.raw.id or None, trust=act.trust)
    html = without_block(seen.split.reply_html, block.lines) if seen.split.reply_html else ""
    words = replace(seen.split, reply=text, reply_html=html)
    steps = (Step(Change(_SAYING[visibility], text), act, entry), *commands)
    return Consequence(Outcome(MailState.TICKETED, ticket=ticket.number), ticket, steps=steps, event=event, split=words)


def _visibility(decision: Answer, block: Block) -> MessageKind | None:
    """Whether an answer goes to the customer or stays inside; None where neither the agent nor the letter says so."""
    by_letter = decision.letter.answer if decision.letter else None
    return block.visibility or (by_letter if by_letter in (MessageKind.REPLY, MessageKind.NOTE) else None)


def _says_something(block: Block, seen: Circumstances) -> bool:
    """Whether anything but commands would leave: command-only mail never becomes a customer's letter (case 66)."""
    return bool(block.rest.strip()) or bool(own_files(seen.mail, seen.split))


def _only_pictures(block: Block, seen: Circumstances) -> bool:
    """Whether all that was sent beside commands is shown in the text: a screenshot, or the picture in a signature."""
    files = own_files(seen.mail, seen.split)
    return not block.rest.strip() and bool(files) and all(one.inline for one in files)


def _agent_name(agent: str, config: DeskConfig) -> str:
    entry = config.directory().agent(agent)
    return entry.name if entry else ""


def _held(decision: Hold, seen: Circumstances) -> Consequence:
    return Consequence(Outcome(MailState.HELD, decision.rule, decision.ticket), told=Told(decision.rule))


def _ignored(decision: Ignore, seen: Circumstances) -> Consequence:
    return Consequence(Outcome(MailState.IGNORED, decision.rule))


def _inbound(seen: Circumstances, flags: tuple[str, ...]) -> Message:
    mail, until = seen.mail, seen.nature.away_until
    away = (f"{AWAY_UNTIL}{until}",) if until else ()
    return Message(
        0,
        0,
        MessageKind.INBOUND,
        _author(seen),
        _author_name(seen),
        mail.text,
        seen.split.reply,
        seen.now,
        seen.raw.id or None,
        str(seen.nature.kind),
        str(seen.trust.level),
        (*flags, *away, *_marks(seen), *mail.defects),
    )


def _marks(seen: Circumstances) -> Iterator[str]:
    if seen.junk.found:
        yield "junk"
    if looks_like_an_address(_author_name(seen), _author(seen)):
        yield "named-like-an-address"


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
    Answer: _answered,
    Unplaced: _unplaced,
    Reported: _reported,
    Hold: _held,
    Ignore: _ignored,
}
