"""Answers that were written for a later hour: when it has come they leave, or stay where somebody wrote since (law 7)."""

from __future__ import annotations

from datetime import datetime

from maildesk.changes import Act, Actor
from maildesk.desk import Desk
from maildesk.letter import OutboxState
from maildesk.outbound.outbox import post
from maildesk.recording.correspond import letters_about_late
from maildesk.store.apply import end_waiting
from maildesk.store.deeds import Waiting, dispatch, due_later
from maildesk.store.engine import Session
from maildesk.store.tickets import load_ticket, messages_of
from maildesk.ticket import Message, MessageKind, Role

_LAST = 50  # entries of a ticket that are looked through


def leave_later(desk: Desk, now: datetime) -> int:
    """Has the letters leave whose hour has come, and gives their number; what is due twice leaves once, for each is looked at under its lock."""
    with desk.database.read() as session:
        if not due_later(session, now):
            return 0
    with desk.database.write() as session:
        due = due_later(session, now, alone=True)
        for letter in due:
            _decide(session, desk, letter, now)
    return len(due)


def _decide(session: Session, desk: Desk, letter: Waiting, now: datetime) -> None:
    ticket = load_ticket(session, letter.ticket)
    entries = messages_of(session, ticket.merged_into or ticket.number, last=_LAST) if ticket else ()
    # A reply and its letter are of one moment.
    reply = next((one for one in entries if one.kind is MessageKind.REPLY and one.created == letter.written), None)
    since = tuple(one for one in entries if one.id > letter.current_message and _is_news(one, reply))
    if reply is None or not since:
        dispatch(session, (letter.letter,), OutboxState.QUEUED, now, now)
        end_waiting(session, letter.letter)
        return
    dispatch(session, (letter.letter,), OutboxState.LATER, None, now)
    act = Act(Actor("builtin:outdated", Role.ADMIN), f"letter {letter.letter}", now, automatic=True)
    post(session, letters_about_late(session, desk, reply, since, act))


def _is_news(entry: Message, reply: Message | None) -> bool:
    return not {"robot", "report"} & set(entry.flags) and (reply is None or entry.author != reply.author)
