"""Drafts become letters as bytes (stage 13), after the governor was asked: each with its thread and its line of history."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from maildesk.changes import Act
from maildesk.config.roles import who_run
from maildesk.config.schema import Agent
from maildesk.desk import Desk
from maildesk.language import Said
from maildesk.letter import TO_STAFF, LetterKind
from maildesk.outbound.compose import compose, with_bodies
from maildesk.outbound.governor import Passed, govern
from maildesk.outbound.happening import Composed, Draft
from maildesk.outbound.staff import muted_draft, overrun_draft
from maildesk.outbound.standins import there_of
from maildesk.recording.original import subject_before
from maildesk.store.absences import absent
from maildesk.store.engine import Session
from maildesk.store.events import End, EventLine, append
from maildesk.store.threads import Threads


@dataclass(frozen=True, slots=True)
class Occasion:
    """What letters are written about: an act on a ticket, and where that ticket's history ends, where it is known."""

    ticket: int
    act: Act
    end: End | None = None


def written(session: Session, desk: Desk, drafts: Sequence[Draft], about: Occasion) -> tuple[Composed, ...]:
    act, limits = about.act, desk.config.limits
    passed = govern(session, drafts, act.now, limits)
    threads = Threads(session)
    composed = tuple(_composed(threads, desk, draft, act.now) for draft in with_bodies(passed.drafts, limits))
    append(session, about.ticket, tuple(_history(act, composed, passed)), about.end)
    off = _about_overrun(session, desk, act.now) if passed.overrun and limits.automatic_per_desk else ()
    return (*composed, *off, *(letter for draft in passed.last for letter in _about_muted(session, desk, draft, act.now)))


def about_no_ticket(session: Session, desk: Desk, drafts: Sequence[Draft], now: datetime) -> tuple[tuple[Composed, ...], tuple[Said, ...]]:
    passed = govern(session, drafts, now, desk.config.limits)
    return tuple(compose(one, desk.press, desk.letter_number(), now) for one in passed.drafts), passed.reasons


def _about_overrun(session: Session, desk: Desk, now: datetime) -> tuple[Composed, ...]:
    """Those who run the desk hear once an hour that automatic mail is off; not where they want none."""
    mailbox, most = desk.config.mailboxes[0], desk.config.limits.automatic_per_desk
    drafts = [overrun_draft(mailbox, agent, most) for agent in _who_run(session, desk, now)]
    return about_no_ticket(session, desk, drafts, now)[0]


def _about_muted(session: Session, desk: Desk, last: Draft, now: datetime) -> tuple[Composed, ...]:
    """They hear that an address gets no more automatic mail, with the last letter that it gets."""
    drafts = [muted_draft(last.mailbox, agent, last, desk.config.limits.automatic_unanswered) for agent in _who_run(session, desk, now)]
    return about_no_ticket(session, desk, drafts, now)[0]


def _who_run(session: Session, desk: Desk, now: datetime) -> list[Agent]:
    return [agent for address in there_of(who_run(desk.config), absent(session, now)) if (agent := desk.config.agent(address))]


def _composed(threads: Threads, desk: Desk, draft: Draft, now: datetime) -> Composed:
    thread = threads.of(draft.ticket, draft.person, draft.kind in TO_STAFF)
    known = replace(draft, thread_ids=thread.ids, thread_index=thread.index, topic=thread.subject or draft.subject)
    if draft.kind is LetterKind.ASK:  # the customer's thread is not theirs
        known = replace(draft, thread_ids=thread.ids, subject=draft.subject or subject_before(threads.session, draft, desk.config.limits))
    return compose(known, desk.press, desk.letter_number(), now)


def _history(act: Act, composed: Sequence[Composed], passed: Passed) -> Iterator[EventLine]:
    for one in composed:
        held = f": {one.state} ({one.reason})" if one.reason else ""
        yield EventLine(act, "letter", f"{one.letter.kind} written to {', '.join(one.recipients)}{held}")
    yield from (EventLine(act, "suppressed", line) for line in passed.reasons)
