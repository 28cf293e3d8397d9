"""Answers that have not left: when their hour has come they leave, and where somebody wrote on the ticket since they stay (law 7)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from maildesk.changes import Act, Actor
from maildesk.desk import Desk
from maildesk.letter import OutboxState
from maildesk.outbound.happening import Composed, Happening
from maildesk.outbound.outbox import post
from maildesk.recording.staffletters import letters_about_late
from maildesk.store.apply import end_waiting, keep_waiting
from maildesk.store.deeds import Waiting, dispatch, due_later, last_of, waiting_on
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
    reply = _reply_of(letter, entries)
    since = tuple(one for one in entries if one.id > letter.current_message and _is_news(one, reply))
    if reply is None or not since:
        dispatch(session, (letter.letter,), OutboxState.QUEUED, now, now)
        end_waiting(session, letter.letter)
        return
    dispatch(session, (letter.letter,), OutboxState.LATER, None, now)
    post(session, letters_about_late(session, desk, reply, since, _act(letter, now)))


def overtaken(session: Session, desk: Desk, happenings: Iterable[Happening]) -> tuple[Composed, ...]:
    """Has answers stay that were given a minute or two to be taken back, and that somebody's new words have overtaken; their authors are told.

    A letter does not leave before mail from before its time was read (outbound/claims.py), so none slips through here.
    """
    # An answer that waits is an entry of the ticket: on a new one there is none.
    news = ((one.message, one.act.now) for one in happenings if one.message is not None and one.history)
    return tuple(letter for entry, now in news for letter in _overtaken(session, desk, entry, now))


def _overtaken(session: Session, desk: Desk, entry: Message, now: datetime) -> Iterator[Composed]:
    for letter in waiting_on(session, entry.ticket, alone=True):
        reply = _reply_of(letter, messages_of(session, entry.ticket, last=_LAST))
        given_time = letter.state is OutboxState.QUEUED and letter.due is not None and letter.due > letter.written
        if given_time and reply is not None and entry.id > letter.current_message and _is_news(entry, reply):
            dispatch(session, (letter.letter,), OutboxState.LATER, None, now)
            _waits_again(session, reply, letter)
            yield from letters_about_late(session, desk, reply, (entry,), _act(letter, now))


def _waits_again(session: Session, reply: Message, letter: Waiting) -> None:
    """Whoever waited when the answer was written waits as before."""
    deed = last_of(session, letter.ticket, f"agent:{reply.author}")
    if deed is not None and letter.letter in deed.letters and deed.waited:
        keep_waiting(session, letter.ticket, datetime.fromisoformat(deed.waited))


def _reply_of(letter: Waiting, entries: Iterable[Message]) -> Message | None:
    """A reply and its letter are of one moment. A letter to somebody outside has none: what is written on the ticket does not keep it."""
    return next((one for one in entries if one.kind is MessageKind.REPLY and one.created == letter.written), None)


def _act(letter: Waiting, now: datetime) -> Act:
    return Act(Actor("builtin:outdated", Role.ADMIN), f"letter {letter.letter}", now, automatic=True)


def _is_news(entry: Message, reply: Message | None) -> bool:
    return not {"robot", "report"} & set(entry.flags) and (reply is None or entry.author != reply.author)
