"""What people did on tickets, kept so that it can be taken back and told of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Row, Select, bindparam, insert, select, update

from maildesk.errors import TryLater
from maildesk.language import Said
from maildesk.letter import LetterKind, OutboxState
from maildesk.store.engine import Session
from maildesk.store.statement import Statement
from maildesk.tables import among, deeds, letters, messages, outbox
from maildesk.ticket import WITHDRAWN
from maildesk.verbs.deed import Deed

_OWN = ("id", "ticket", "actor", "cause", "at", "undone")  # columns; the rest of a deed is one value

_insert = insert(deeds).returning(deeds.c.id)
_newest = select(deeds).where(deeds.c.ticket == bindparam("ticket_")).order_by(deeds.c.id.desc()).limit(1)
_LOOKED_AT = 10  # deeds of a person, among which is the last one that can be meant
_of_actor = _newest.where(deeds.c.actor == bindparam("actor_")).limit(_LOOKED_AT)
_of_cause = _newest.where(deeds.c.cause == bindparam("cause_"))


def keep(session: Session, deed: Deed, tell: bool = False) -> None:
    """Writes down what a person did; with `tell` one letter tells of it and others when their hour has come."""
    what = {one.name: getattr(deed, one.name) for one in fields(Deed) if one.name not in _OWN}
    what["did"] = [(verb, said.plain() if isinstance(said, Said) else said) for verb, said in deed.did]
    row = {"ticket": deed.ticket, "actor": deed.actor, "cause": deed.cause, "at": deed.at, "undone": 0, "untold": int(tell)}
    session.execute(_insert, {**row, "what": what})


def last_of(session: Session, ticket: int, actor: str) -> Deed | None:
    """The last thing that somebody did on a ticket, apart from saying when an answer leaves that was there already."""
    done = map(_deed, session.execute(_of_actor, {"ticket_": ticket, "actor_": actor}))
    return next((one for one in done if not one.only_sends), None)


def caused_by(session: Session, ticket: int, cause: str) -> Deed | None:
    """What came of a mail on a ticket."""
    found = session.execute(_of_cause, {"ticket_": ticket, "cause_": cause}).first()
    return _deed(found) if found else None


_LISTS = ("entries", "letters", "came", "went", "stays", "idle")


def _deed(row: Row[Any]) -> Deed:
    what: dict[str, Any] = {name: tuple(value) if name in _LISTS else value for name, value in row.what.items()}
    what["did"] = tuple((verb, Said.from_plain(said) if isinstance(said, dict) else said) for verb, said in row.what["did"])
    return Deed(row.id, row.ticket, row.actor, row.cause, row.at, undone=bool(row.undone), **what)


_untold = select(deeds).where(deeds.c.untold == 1).order_by(deeds.c.id)


def untold(session: Session) -> tuple[Deed, ...]:
    """What their authors are still to be told of, the oldest first."""
    return tuple(map(_deed, session.execute(_untold)))


def told(session: Session, those: Sequence[Deed]) -> None:
    session.execute(update(deeds).where(deeds.c.id.in_([one.id for one in those])).values(untold=0))


@dataclass(frozen=True, slots=True)
class Waiting:
    """A person's letter to a customer or to somebody outside, and where it stands."""

    letter: int
    ticket: int
    person: str
    state: OutboxState
    attempts: int
    due: datetime | None
    done: datetime | None
    current_message: int
    written: datetime

    @property
    def waits(self) -> bool:
        """Whether nobody has tried to send it yet."""
        return self.attempts == 0 and self.state in (OutboxState.QUEUED, OutboxState.LATER, OutboxState.HELD, OutboxState.CAPTURED)


_by_hand = (
    select(
        letters.c.id,
        letters.c.ticket,
        letters.c.person,
        outbox.c.state,
        outbox.c.attempts,
        outbox.c.due,
        outbox.c.done,
        letters.c.current_message,
        letters.c.created,
    )
    .join(outbox, outbox.c.letter == letters.c.id)
    .where(among(letters.c.kind, [LetterKind.REPLY, LetterKind.ASK]), letters.c.automatic == 0)
    .order_by(letters.c.created, letters.c.id)
)
_waiting_here = _by_hand.where(
    letters.c.ticket == bindparam("ticket_"), outbox.c.attempts == 0, among(outbox.c.state, [OutboxState.QUEUED, OutboxState.LATER])
)
_these = _by_hand.where(letters.c.id.in_(bindparam("letters_", expanding=True)))
_later_now = _by_hand.where(outbox.c.state == OutboxState.LATER, outbox.c.due <= bindparam("now_"))


def by_hand(session: Session, those: Sequence[int], alone: bool = False) -> tuple[Waiting, ...]:
    """Where these letters stand; `alone`: nobody claims one of them before this transaction ends, or somebody has already."""
    return _read(session, _these, {"letters_": list(those)}, alone) if those else ()


def waiting_on(session: Session, ticket: int, alone: bool = False) -> tuple[Waiting, ...]:
    """The letters of a ticket that have not left, in the order they were written."""
    return _read(session, _waiting_here, {"ticket_": ticket}, alone)


def due_later(session: Session, now: datetime, alone: bool = False) -> tuple[Waiting, ...]:
    """The letters whose hour has come."""
    return _read(session, _later_now, {"now_": now}, alone)


def _read(session: Session, asked: Select[Any], values: dict[str, object], alone: bool) -> tuple[Waiting, ...]:
    rows = _statement(asked, alone).run(session, values)
    return tuple(Waiting(row[0], row[1] or 0, row[2], OutboxState(row[3]), *row[4:]) for row in rows)


@cache
def _statement(asked: Select[Any], alone: bool) -> Statement:
    """Made once: a statement made anew costs ten times what carrying it out does."""
    return Statement(asked.with_for_update(of=outbox) if alone else asked)


_never_tried = (outbox.c.letter == bindparam("letter_")) & (outbox.c.attempts == 0)
_withdraw = (
    update(outbox)
    .where(_never_tried, among(outbox.c.state, [OutboxState.QUEUED, OutboxState.LATER, OutboxState.HELD, OutboxState.CAPTURED]))
    .values(state=OutboxState.WITHDRAWN, due=None, done=bindparam("now_"), reason=bindparam("why_"))
)
_dispatch = (
    update(outbox)
    .where(_never_tried, among(outbox.c.state, [OutboxState.QUEUED, OutboxState.LATER]))
    .values(state=bindparam("state_"), due=bindparam("due_"), since=bindparam("now_"), done=None, reason=bindparam("why_"))
)


def withdraw(session: Session, those: Sequence[int], now: datetime) -> None:
    """These letters never leave; raises `TryLater` where one of them was claimed meanwhile: the database alone says who was first."""
    for letter in those:
        if session.execute(_withdraw, {"letter_": letter, "now_": now, "why_": "taken back by whoever wrote it"}).rowcount != 1:
            raise TryLater(Said("letter {letter} was claimed while it was to be taken back", letter=letter))


def dispatch(session: Session, those: Sequence[int], state: OutboxState, due: datetime | None, now: datetime) -> None:
    """These letters, which wait, go on to wait or leave."""
    why = {OutboxState.QUEUED: "", OutboxState.LATER: "it waits for its hour" if due else "it waits for #send now"}[state]
    for letter in those:
        values = {"letter_": letter, "state_": state, "due_": due, "now_": now, "why_": why}
        if session.execute(_dispatch, values).rowcount != 1:
            raise TryLater(Said("letter {letter} was claimed while it was to be held", letter=letter))


def mark_undone(session: Session, deed: int, entries: Sequence[int]) -> None:
    """The deed is taken back; its entries stay and say so. Raises `TryLater` where somebody was quicker."""
    undo = update(deeds).where(deeds.c.id == deed, deeds.c.undone == 0).values(undone=1, untold=0)
    if session.execute(undo).rowcount != 1:
        raise TryLater(Said("somebody else took it back meanwhile"))
    for row in session.execute(select(messages.c.id, messages.c.flags).where(messages.c.id.in_(list(entries)))).all():
        session.execute(update(messages).where(messages.c.id == row.id).values(flags=[*row.flags, WITHDRAWN]))
