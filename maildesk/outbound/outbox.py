"""The outbox: where letters wait, and how staff see and decide about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, update

from maildesk.errors import Refused
from maildesk.letter import TO_STAFF, Letter, LetterKind, OutboxState
from maildesk.outbound.happening import Composed
from maildesk.store.engine import Session
from maildesk.tables import letters, outbox, outbox_recipients


def post(session: Session, composed: Sequence[Composed]) -> None:
    """Writes letters and their outbox rows; the transaction is the caller's (commit 2)."""
    if not composed:
        return
    session.execute(insert(letters), [_letter_row(one.letter) for one in composed])
    session.execute(insert(outbox), [_outbox_row(one) for one in composed])
    rows = [{"letter": one.letter.id, "address": address, "state": "queued"} for one in composed for address in dict.fromkeys(one.recipients)]
    if rows:
        session.execute(insert(outbox_recipients), rows)


def _letter_row(letter: Letter) -> dict[str, object]:
    row = {name: getattr(letter, name) for name in Letter.__dataclass_fields__}
    return {**row, "ticket": letter.ticket or None, "shown": list(letter.shown), "automatic": int(letter.automatic)}


def _outbox_row(one: Composed) -> dict[str, object]:
    created = one.letter.created
    return {
        "letter": one.letter.id,
        "relay": one.relay,
        "mail_from": one.mail_from,
        "data": one.data,
        "state": one.state,
        "reason": one.reason,
        "due": created if one.state is OutboxState.QUEUED else None,
        "created": created,
        "done": None if one.state is OutboxState.QUEUED else created,
    }


def recover(session: Session, now: datetime | None = None) -> int:
    """Ends the claims of dead processes: those past their lease at `now`, every one where there is no `now`.

    A letter is sent again under its Message-ID; an automatic one to a customer may have left, and is not (law 2).
    """
    lost = outbox.c.state == OutboxState.SENDING
    if now is not None:
        lost &= outbox.c.lease <= now
    once = outbox.c.letter.in_(select(letters.c.id).where(letters.c.automatic == 1, letters.c.kind.not_in(TO_STAFF)))
    given_up = update(outbox).where(lost, once).values(state=OutboxState.GIVEN_UP, reason=_UNKNOWN, done=outbox.c.lease, due=None, lease=None)
    again = update(outbox).where(lost).values(state=OutboxState.QUEUED, lease=None)
    return session.execute(given_up).rowcount + session.execute(again).rowcount


_UNKNOWN = "unknown: the desk stopped while it was being sent, and automatic mail is never sent twice"
_AT_WORK = (OutboxState.SENDING, OutboxState.SENT)


@dataclass(frozen=True, slots=True)
class RecipientRow:
    """`state` is queued, sent or given up; `answer` the relay's last word about this recipient."""

    address: str
    state: str
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


_COLUMNS = (letters.c.kind, letters.c.ticket, letters.c.person, letters.c.automatic, *(c for c in outbox.c if c.name != "data"))
_rows = select(*_COLUMNS).join(letters, letters.c.id == outbox.c.letter)


def listed(session: Session, state: OutboxState | None = None, last: int = 50) -> tuple[OutboxRow, ...]:
    """The newest letters, of one state or of all, oldest first."""
    chosen = _rows.order_by(outbox.c.created.desc(), outbox.c.letter.desc()).limit(last)
    found = session.execute(chosen.where(outbox.c.state == state) if state else chosen).mappings().all()
    recipients = _recipients(session, [row["letter"] for row in found])
    return tuple(_row({**row}, recipients) for row in reversed(found))


def shown(session: Session, letter: int) -> tuple[OutboxRow, bytes]:
    """One letter with its bytes; raises `Refused` where there is none of that number."""
    found = session.execute(_rows.where(outbox.c.letter == letter)).mappings().one_or_none()
    if found is None:
        raise Refused(f"there is no letter {letter}")
    data = session.execute(select(outbox.c.data).where(outbox.c.letter == letter)).scalar_one()
    return _row({**found}, _recipients(session, [letter])), data


def retry(session: Session, letter: int, now: datetime) -> None:
    """Sends a letter now: one that waits, was held or given up. It goes to those who have not got it, under the same Message-ID."""
    state = _state(session, letter)
    if state is OutboxState.CAPTURED:
        raise Refused(f"letter {letter} was captured: its mailbox says deliver: capture, so it never leaves")
    if state in _AT_WORK:
        raise Refused(f"letter {letter} is {state}; only what has not left can be tried again")
    waiting = (outbox_recipients.c.letter == letter) & (outbox_recipients.c.state != "sent")
    session.execute(update(outbox_recipients).where(waiting).values(state="queued"))
    session.execute(update(outbox).where(outbox.c.letter == letter).values(state=OutboxState.QUEUED, due=now, done=None, reason="", created=now))


def drop(session: Session, letter: int, now: datetime) -> None:
    """Decides that a letter never leaves; its row and bytes stay."""
    state = _state(session, letter)
    if state in _AT_WORK:
        raise Refused(f"letter {letter} is {state}; it cannot be called back")
    session.execute(update(outbox).where(outbox.c.letter == letter).values(state=OutboxState.DROPPED, due=None, done=now))


_counted = select(outbox.c.state, func.count().label("many")).group_by(outbox.c.state)


def counts(session: Session) -> dict[OutboxState, int]:
    """How many letters are in each state; every state is named."""
    found: dict[str, int] = {row.state: row.many for row in session.execute(_counted)}
    return {state: found.get(state, 0) for state in OutboxState}


def _state(session: Session, letter: int) -> OutboxState:
    found = session.execute(select(outbox.c.state).where(outbox.c.letter == letter).with_for_update()).scalar()
    if found is None:
        raise Refused(f"there is no letter {letter}")
    return OutboxState(found)


def _recipients(session: Session, ids: list[int]) -> dict[int, list[RecipientRow]]:
    chosen = select(outbox_recipients).where(outbox_recipients.c.letter.in_(ids)).order_by(outbox_recipients.c.address)
    found: dict[int, list[RecipientRow]] = {}
    for row in session.execute(chosen):
        found.setdefault(row.letter, []).append(RecipientRow(row.address, row.state, row.code, row.answer))
    return found


def _row(facts: Mapping[str, Any], recipients: dict[int, list[RecipientRow]]) -> OutboxRow:
    kept = {name: facts[name] for name in ("letter", "ticket", "person", "relay", "reason", "attempts", "created", "due", "done")}
    known = tuple(recipients.get(facts["letter"], ()))
    return OutboxRow(kind=LetterKind(facts["kind"]), state=OutboxState(facts["state"]), automatic=bool(facts["automatic"]), recipients=known, **kept)
