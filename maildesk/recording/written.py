"""Drafts become letters as bytes (stage 13), after the governor was asked: each with its thread and its line of history."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from maildesk.changes import Act
from maildesk.config.roles import who_run
from maildesk.desk import Desk
from maildesk.language import Said
from maildesk.letter import TO_STAFF, LetterKind
from maildesk.outbound.compose import compose, with_bodies
from maildesk.outbound.governor import Passed, govern
from maildesk.outbound.happening import Composed, Draft
from maildesk.outbound.staff import overrun_draft
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
    return (*composed, *_about_overrun(session, desk, act.now)) if passed.overrun and limits.automatic_per_desk else composed


def about_no_ticket(session: Session, desk: Desk, drafts: Sequence[Draft], now: datetime) -> tuple[tuple[Composed, ...], tuple[Said, ...]]:
    passed = govern(session, drafts, now, desk.config.limits)
    return tuple(compose(one, desk.press, desk.letter_number(), now) for one in passed.drafts), passed.reasons


def _about_overrun(session: Session, desk: Desk, now: datetime) -> tuple[Composed, ...]:
    """Those who run the desk hear once an hour that automatic mail is off; not where they want none."""
    mailbox, most = desk.config.mailboxes[0], desk.config.limits.automatic_per_desk
    there = there_of(who_run(desk.config), absent(session, now))
    drafts = [overrun_draft(mailbox, agent, most) for address in there if (agent := desk.config.agent(address))]
    return about_no_ticket(session, desk, drafts, now)[0]


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
