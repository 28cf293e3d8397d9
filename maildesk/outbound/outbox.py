"""The outbox: where letters wait, and how staff see and decide about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update

from maildesk.errors import Refused
from maildesk.language import Said
from maildesk.letter import Letter, LetterKind, OutboxState, RecipientState
from maildesk.outbound.happening import Composed
from maildesk.store import challenges
from maildesk.store.apply import end_waiting
from maildesk.store.engine import Session
from maildesk.store.letters import letter_bytes as bytes_of
from maildesk.store.statement import Statement
from maildesk.tables import letter_bytes, letters, outbox, outbox_recipients

_insert_letters, _insert_bytes, _insert_outbox, _insert_recipients = (
    Statement(insert(table)) for table in (letters, letter_bytes, outbox, outbox_recipients)
)


def post(session: Session, composed: Sequence[Composed]) -> None:
    """Writes letters and their outbox rows; the transaction is the caller's (commit 2)."""
    if not composed:
        return
    _insert_letters.run(session, [_letter_row(one.letter) for one in composed])
    _insert_bytes.run(session, [{"letter": one.letter.id, "data": one.data} for one in composed])
    _insert_outbox.run(session, [_outbox_row(one) for one in composed])
    rows = [
        {"letter": one.letter.id, "address": address, "state": RecipientState.QUEUED} for one in composed for address in dict.fromkeys(one.recipients)
    ]
    if rows:
        _insert_recipients.run(session, rows)
    challenges.ask(session, [(one.letter.id, one.letter.about_mail, one.asks) for one in composed if one.asks and one.letter.about_mail])


def _letter_row(letter: Letter) -> dict[str, object]:
    row = {name: getattr(letter, name) for name in Letter.__dataclass_fields__}
    return {**row, "ticket": letter.ticket or None, "shown": list(letter.shown), "automatic": int(letter.automatic)}


def _outbox_row(one: Composed) -> dict[str, object]:
    created = one.letter.created
    return {
        "letter": one.letter.id,
        "relay": one.relay,
        "mail_from": one.mail_from,
        "state": one.state,
        "reason": one.reason,
        "due": one.due or (created if one.state is OutboxState.QUEUED else None),
        "created": created,
        "since": created,
        "done": None if one.state in _UNDECIDED else created,
    }


_AT_WORK = (OutboxState.SENDING, OutboxState.SENT)
_UNDECIDED = (OutboxState.QUEUED, OutboxState.LATER)


@dataclass(frozen=True, slots=True)
class RecipientRow:
    """How it went with one recipient; `answer` is the relay's last word about this one."""

    address: str
    state: RecipientState
    code: int | None
    answer: str


@dataclass(frozen=True, slots=True)
class OutboxRow:
    letter: int
    kind: LetterKind
    ticket: int | None
    person: str
    relay: str
    state: OutboxState
    reason: str
    attempts: int
    automatic: bool
    created: datetime
    due: datetime | None
    done: datetime | None
    recipients: tuple[RecipientRow, ...] = ()


_COLUMNS = (letters.c.kind, letters.c.ticket, letters.c.person, letters.c.automatic, *outbox.c)
_rows = select(*_COLUMNS).join(letters, letters.c.id == outbox.c.letter)


_newest = _rows.where(outbox.c.state == bindparam("state_")).order_by(outbox.c.created.desc(), outbox.c.letter.desc()).limit(bindparam("many"))


def listed(session: Session, state: OutboxState | None = None, last: int = 50) -> tuple[OutboxRow, ...]:
    """The newest letters, of one state or of all, oldest first."""
    # State by state, each from the end of the index of states: no letter is read that is not among the newest of its state.
    found = [row for one in ([state] if state else OutboxState) for row in session.execute(_newest, {"state_": one, "many": last}).mappings()]
    newest = sorted(found, key=lambda row: (row["created"], row["letter"]))[-last:]
    recipients = _recipients(session, [row["letter"] for row in newest])
    return tuple(_row({**row}, recipients) for row in newest)


def shown(session: Session, letter: int) -> tuple[OutboxRow, bytes]:
    """One letter with its bytes; raises `Refused` where there is none of that number."""
    found = session.execute(_rows.where(outbox.c.letter == letter)).mappings().one_or_none()
    if found is None:
        raise Refused(Said("there is no letter {letter}; `maildesk outbox list` shows those there are", letter=letter))
    return _row({**found}, _recipients(session, [letter])), bytes_of(session, letter)


def retry(session: Session, letter: int, now: datetime) -> None:
    """Sends a letter now: one that waits, was held or given up. It goes to those who have not got it, under the same Message-ID.

    The days until it is given up are counted anew.
    """
    state = _state(session, letter)
    if state is OutboxState.CAPTURED:
        raise Refused(Said("letter {letter} was captured: its mailbox says deliver: capture, so it never leaves", letter=letter))
    if state is OutboxState.WITHDRAWN:
        raise Refused(Said("letter {letter} was taken back by whoever wrote it: it never leaves", letter=letter))
    if state in _AT_WORK:
        raise Refused(Said("letter {letter} is {state}; only what has not left can be tried again", letter=letter, state=state))
    waiting = (outbox_recipients.c.letter == letter) & (outbox_recipients.c.state != RecipientState.SENT)
    session.execute(update(outbox_recipients).where(waiting).values(state=RecipientState.QUEUED))
    session.execute(update(outbox).where(outbox.c.letter == letter).values(state=OutboxState.QUEUED, due=now, done=None, reason="", since=now))
    if state in (OutboxState.HELD, OutboxState.LATER):
        end_waiting(session, letter)


def drop(session: Session, letter: int, now: datetime) -> None:
    """Decides that a letter never leaves; its row and bytes stay."""
    state = _state(session, letter)
    if state in _AT_WORK:
        raise Refused(Said("letter {letter} is {state}; it cannot be called back", letter=letter, state=state))
    session.execute(update(outbox).where(outbox.c.letter == letter).values(state=OutboxState.DROPPED, due=None, done=now))


# The first word of the reason; what staff decides about all of them at once is found by it.
RESTORED = "restored"
_UNSETTLED = (OutboxState.QUEUED, OutboxState.SENDING, OutboxState.LATER)


def hold_unsettled(session: Session, made: datetime, now: datetime) -> int:
    """After the database was brought back from a backup of `made`: what waited then may have left since, and leaves only when staff says so."""
    reason = f"{RESTORED}: it waited when the backup of {made:%Y-%m-%d %H:%M} UTC was made, and may have left since"
    waits = update(outbox).where(outbox.c.state.in_(_UNSETTLED))
    return session.execute(waits.values(state=OutboxState.HELD, reason=reason, due=None, lease=None, done=now)).rowcount


def restored(session: Session) -> tuple[int, ...]:
    """The letters that are held for that, the oldest first."""
    chosen = (outbox.c.state == OutboxState.HELD) & outbox.c.reason.startswith(f"{RESTORED}: ")
    return tuple(session.execute(select(outbox.c.letter).where(chosen).order_by(outbox.c.created, outbox.c.letter)).scalars())


_counted = select(outbox.c.state, func.count().label("many")).group_by(outbox.c.state)


def counts(session: Session) -> dict[OutboxState, int]:
    """How many letters are in each state; every state is named."""
    found: dict[str, int] = {row.state: row.many for row in session.execute(_counted)}
    return {state: found.get(state, 0) for state in OutboxState}


def _state(session: Session, letter: int) -> OutboxState:
    found = session.execute(select(outbox.c.state).where(outbox.c.letter == letter).with_for_update()).scalar()
    if found is None:
        raise Refused(Said("there is no letter {letter}; `maildesk outbox list` shows those there are", letter=letter))
    return OutboxState(found)


def _recipients(session: Session, ids: list[int]) -> dict[int, list[RecipientRow]]:
    chosen = select(outbox_recipients).where(outbox_recipients.c.letter.in_(ids)).order_by(outbox_recipients.c.letter, outbox_recipients.c.address)
    found: dict[int, list[RecipientRow]] = {}
    for row in session.execute(chosen):
        found.setdefault(row.letter, []).append(RecipientRow(row.address, RecipientState(row.state), row.code, row.answer))
    return found


def _row(facts: Mapping[str, Any], recipients: dict[int, list[RecipientRow]]) -> OutboxRow:
    kept = {name: facts[name] for name in ("letter", "ticket", "person", "relay", "reason", "attempts", "created", "due", "done")}
    known = tuple(recipients.get(facts["letter"], ()))
    return OutboxRow(kind=LetterKind(facts["kind"]), state=OutboxState(facts["state"]), automatic=bool(facts["automatic"]), recipients=known, **kept)
