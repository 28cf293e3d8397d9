"""What is to be written about one ticket, and what letters are planned from, as values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from maildesk.absence import Absence
from maildesk.changes import Act, Effect, SetField, TakeBack
from maildesk.config.schema import Mailbox
from maildesk.decision.beside import named_in, related_to
from maildesk.decision.circumstances import Circumstances
from maildesk.decision.consequence import Step
from maildesk.decision.verdict import Verdict, effects_of_steps
from maildesk.errors import NOTHING
from maildesk.health import Ailment
from maildesk.language import Said
from maildesk.mail import ParsedMail, RawMail
from maildesk.newwords import SplitText
from maildesk.outbound.happening import Happening
from maildesk.threading.decision import Answer, AnsweredOutside, LinkedTicket, NewTicket, PassedOn
from maildesk.ticket import ON_THE_TICKET, Message, Participant, Ticket

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
    left_behind: tuple[int, ...] = ()  # the sender's old tickets that its subject names, where it begins a new one beside them
    carrier: str | None = None  # the id of the agent's mail that it was passed on in, or that asked for it among others

    @property
    def effects(self) -> tuple[Effect, ...]:
        return effects_of_steps(self.steps)


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
        left_behind=tuple(_left_behind(verdict)),
    )


def _left_behind(verdict: Verdict) -> Iterator[int]:
    for number in verdict.seen.clues.labels if isinstance(verdict.decision, LinkedTicket) else ():
        home = verdict.candidates.home(number)
        if home and verdict.question.standing(home) in ON_THE_TICKET:
            yield number


def _actor(verdict: Verdict) -> str:
    """Who caused it: a proven agent, else whoever the mail says it is from."""
    if isinstance(verdict.decision, Answer | PassedOn | AnsweredOutside) and verdict.decision.agent:
        return f"agent:{verdict.decision.agent}"
    message = verdict.consequence.message
    return f"sender:{message.author}" if message else "builtin:pipeline"


def no_answer(seen: Circumstances) -> Said:
    """Why no robot of ours may write to the sender, empty where one may: RFC 3834 §2, and never to mail that was long under way."""
    if not seen.nature.may_answer:
        return Said.joined("; ", of_nature(seen))
    return next(reasons_for_silence(seen), NOTHING)


def of_nature(seen: Circumstances) -> tuple[Said, ...]:
    """What a mail itself says against an answer of a robot's, nothing where it says nothing."""
    if seen.nature.may_answer:
        return ()
    return seen.nature.evidence or (Said("it is {nature}", nature=seen.nature.kind),)


def reasons_for_silence(seen: Circumstances) -> Iterator[Said]:
    """What else speaks against one; each alone is enough."""
    reasons = (
        (seen.junk.found, Said("the filter takes it for junk: {by}", by=seen.junk.by)),
        (seen.clues.archived, Said("it came from an archive")),
        (seen.mail.sender is None, Said("its sender is not clear")),
        (seen.trust.refused, Said("the owner of its sender's domain asks not to believe mail without its signature")),
        (not seen.clues.addressed, Said("our address stands in neither To nor Cc")),
        (seen.now - min(filter(None, (seen.mail.date, seen.raw.received))) >= _TOO_OLD, Said("it was more than 24 hours under way")),
    )
    return (why for holds, why in reasons if holds)


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
        handed_by=handed_by(work, ticket),
    )


def handed_by(work: Work, ticket: Ticket) -> str:
    """Who gave the ticket to another agent, or to another team, by the name of the actor; "" where nobody did, or it was only taken back."""
    before = work.ticket
    new_agent = ticket.assignee is not None and ticket.assignee != before.assignee
    new_team = ticket.assignee is None and ticket.team is not None and ticket.team != before.team
    if not (new_agent or new_team) or any(isinstance(effect, TakeBack) for effect in work.effects):
        return ""
    field = "assignee" if new_agent else "team"
    hands = (step.act.actor.name for step in reversed(work.steps) for one in step.effects if isinstance(one, SetField) and one.field == field)
    return next(hands, "")
