"""From what happened to letters as bytes (stage 13): who is written to, whether a robot may, what history says of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from maildesk.changes import AskOutside, Dispatch
from maildesk.desk import Desk
from maildesk.letter import LetterKind, OutboxState, may_wait
from maildesk.outbound.fatewords import fates_now
from maildesk.outbound.happening import Composed, Draft, Happening
from maildesk.outbound.recipients import plan_notifications, plan_outgoing
from maildesk.outbound.staff import Matter, leaking_draft
from maildesk.outbound.wording import exchange_of
from maildesk.recording.original import originals_of
from maildesk.recording.receipts import receipt
from maildesk.recording.staffletters import agents_of
from maildesk.recording.written import Occasion, written
from maildesk.store.absences import absent
from maildesk.store.apply import keep_waiting
from maildesk.store.engine import Session
from maildesk.store.fates import fates_by_entry
from maildesk.store.persons import persons_of
from maildesk.ticket import ACTIVE, MessageKind


def letters_about(session: Session, desk: Desk, *happenings: Happening) -> tuple[Composed, ...]:
    """The letters that changes ask for, composed, with a line of history each; and word to the author of one that may not leave."""
    return tuple(letter for happening in happenings for letter in _letters_about(session, desk, happening))


def _letters_about(session: Session, desk: Desk, happening: Happening) -> tuple[Composed, ...]:
    about = Occasion(happening.ticket.number, happening.act, happening.end)
    happening = replace(happening, absent=absent(session, happening.act.now))
    if happening.related:
        happening = replace(happening, persons=persons_of(session, {one.requester for one in (happening.ticket, *happening.related)}))
    passed = [effect for effect in happening.effects if isinstance(effect, AskOutside) and effect.passes_on]
    if passed:
        happening = replace(happening, originals=originals_of(session, happening, desk.config, passed[0].whole))
    composed = _written(session, desk, happening, about)
    replies = [one for one in composed if one.letter.kind is LetterKind.REPLY]
    held = [one for one in composed if one.letter.kind in (LetterKind.REPLY, LetterKind.ASK) and one.state is OutboxState.HELD]
    stay = [one for one in replies if one.state in (OutboxState.HELD, OutboxState.LATER)]
    receipts = tuple(receipt(session, desk, happening, composed))
    sent = any(isinstance(effect, Dispatch) and effect.letters for effect in happening.effects)
    if stay == replies and not sent and happening.ticket.status in ACTIVE and happening.waited:
        keep_waiting(session, happening.ticket.number, happening.waited)
    drafts = [*(draft for one in held for draft in _about_held(desk, happening, one)), *receipts]
    return (*composed, *written(session, desk, drafts, replace(about, end=None))) if drafts else composed


def _written(session: Session, desk: Desk, happening: Happening, about: Occasion) -> tuple[Composed, ...]:
    """What leaves is composed first where a person's words do: the letters to staff tell whether, and when."""
    config, shown = desk.config, exchange_of(happening)
    own = [one for one in (happening.message, *happening.beside) if one and may_wait(one)]
    outgoing = plan_outgoing(happening, config)
    composed = written(session, desk, outgoing, about) if own else ()
    happening = replace(happening, fates={**fates_by_entry(session, shown), **fates_now(own, composed)})
    told = plan_notifications(happening, config)
    if own:
        return (*composed, *written(session, desk, told, replace(about, end=None))) if told else composed
    return written(session, desk, (*outgoing, *told), about)


def _about_held(desk: Desk, happening: Happening, held: Composed) -> Iterator[Draft]:
    """Whoever wrote the words hears why they wait; where that was no agent, whoever works on the ticket does."""
    ticket, mailbox = happening.ticket, happening.mailbox
    author = desk.config.agent(happening.act.actor.address or "")
    agents = [author] if author else agents_of(ticket, desk.config, happening.absent)
    asked = _asked(happening, held) if held.letter.kind is LetterKind.ASK else None
    answer = MessageKind.NOTE if asked else MessageKind.REPLY
    for agent in agents:
        matter = Matter(ticket, mailbox, agent, None, happening.current_message, happening.participants, answer)
        yield leaking_draft(matter, held.letter.id, held.reason, asked.text if asked else happening.replied, asked)


def _asked(happening: Happening, held: Composed) -> AskOutside | None:
    """What a letter to somebody outside was asked for by."""
    return next((one for one in happening.effects if isinstance(one, AskOutside) and one.address == held.letter.person), None)
