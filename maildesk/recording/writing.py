"""The entries of a ticket and the lines of its history that a piece of work comes to."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from dataclasses import replace

from maildesk.changes import Act, Actor, AddMessage, Change, SendTemplate
from maildesk.commands.outside import OUTSIDE
from maildesk.decision.circumstances import BUILTIN
from maildesk.decision.consequence import Step
from maildesk.judged import CONFIRMED
from maildesk.mail import ParsedMail, RawMail
from maildesk.recording.work import Work
from maildesk.store.apply import Entry
from maildesk.store.events import EventLine
from maildesk.store.threads import Heading
from maildesk.subject import unlabelled
from maildesk.threadindex import read_index
from maildesk.ticket import DOUBTFUL, Message, MessageKind
from maildesk.verbs.history import history_line

_LONGEST_SUBJECT = 500  # characters of a mail's own subject that are kept beside the ticket's


def entries_of(work: Work, number: int) -> Iterator[Entry]:
    """The entries to be written: what the mail itself says first, then what rules and commands add."""
    mail = work.mail
    attached = mail.attachments if mail else ()
    beside = tuple(one for one in attached if one.beside)
    if work.message:
        theirs = tuple(one for one in attached if not one.beside)
        yield Entry(replace(work.message, ticket=number), mail.message_id if mail else None, theirs, _heading(work.message, mail, work.left_behind))
    for step in work.steps:
        for effect in step.effects:
            if isinstance(effect, AddMessage):
                yield Entry(
                    replace(step.entry or _own_words(step.act, effect), ticket=number),
                    None,
                    (beside if work.message else attached) if step.entry else (),
                )


def _heading(message: Message, mail: ParsedMail | None, left_behind: Iterable[int]) -> Heading | None:
    """What a customer's program calls the thread; the number of an old ticket that this one begins beside is not its number."""
    if mail is None or message.kind is not MessageKind.INBOUND or DOUBTFUL & set(message.flags):  # their subject is not the customer's
        return None
    subject = functools.reduce(unlabelled, left_behind, mail.subject)
    return Heading(subject[:_LONGEST_SUBJECT], read_index(mail.header("thread-index")))


def _own_words(act: Act, effect: AddMessage) -> Message:
    """An entry that came by no mail: from the CLI, or a rule's note."""
    author = act.actor.address or act.actor.name
    return Message(0, 0, effect.kind, author, "", effect.text, effect.text, act.now, trust=act.trust)


def _without_words(step: Step) -> Change:
    """The change as history tells it: an entry's words stand on the ticket."""
    if step.change.verb in OUTSIDE and isinstance(step.change.value, tuple):
        return replace(step.change, value=tuple(filter(None, (step.change.value[0], *step.change.value[3:], step.change.value[1]))))
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


def lines_of(work: Work, new: bool) -> Iterator[EventLine]:
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
