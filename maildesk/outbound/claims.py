"""Claims on letters that are due: taken before an attempt, settled after it, ended where a process died."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, literal_column, select, update

from maildesk.config.schema import Limits
from maildesk.errors import Refused
from maildesk.letter import TO_STAFF, LetterKind, OutboxState
from maildesk.outbound.retry import Attempt, Judgement, ResultKind, Tried, judge_attempt
from maildesk.store.engine import Session
from maildesk.tables import letters, outbox, outbox_recipients


class Overtaken(Refused):
    """Somebody else claimed the letter since: what this attempt came to must not be written."""


@dataclass(frozen=True, slots=True)
class Due:
    """A claimed letter: its bytes and those recipients who have not got it yet.

    `attempts` counts this one. Until `lease` nobody else claims it; `fence` proves the claim; `once`: never send it a second time.
    """

    letter: int
    kind: LetterKind
    ticket: int
    person: str
    relay: str
    mail_from: str
    message_id: str
    data: bytes
    recipients: tuple[str, ...]
    attempts: int
    fence: int
    created: datetime
    lease: datetime
    once: bool
    sent_before: bool


# A literal, not a parameter: both databases use a partial index only where they can see its condition.
_QUEUED = outbox.c.state == literal_column("'queued'")
_SENDING = outbox.c.state == literal_column("'sending'")

_due_relays = select(outbox.c.relay).where(_QUEUED, outbox.c.due <= bindparam("now")).distinct()

_next = (
    select(outbox.c.letter)
    .where(_QUEUED, outbox.c.due <= bindparam("now"), outbox.c.relay == bindparam("relay_"))
    .order_by(outbox.c.due, outbox.c.letter)
    .limit(bindparam("many"))
    .with_for_update(skip_locked=True)
)
_claim = (
    update(outbox)
    .where(outbox.c.letter.in_(_next.scalar_subquery()))
    .values(state=OutboxState.SENDING, attempts=outbox.c.attempts + 1, fence=outbox.c.fence + 1, lease=bindparam("lease_"))
    .returning(outbox)
)


def due_relays(session: Session, now: datetime) -> tuple[str, ...]:
    """The relays that letters are due for."""
    return tuple(sorted(session.execute(_due_relays, {"now": now}).scalars()))


def claim_due(session: Session, relay: str, now: datetime, many: int, lease: timedelta) -> tuple[Due, ...]:
    """Claims the letters that are due for a relay, oldest first. The attempt is counted before it is made.

    A claimed letter is in state `sending`: from here on an automatic one to a customer is never sent again by itself.
    """
    claimed = session.execute(_claim, {"now": now, "relay_": relay, "many": many, "lease_": now + lease}).mappings().all()
    if not claimed:
        return ()
    ids = [row["letter"] for row in claimed]
    about = {row.id: row for row in session.execute(select(letters).where(letters.c.id.in_(ids)))}
    told: dict[int, list[tuple[str, str]]] = {}
    for letter, address, state in session.execute(_recipients_of, {"ids": ids}):
        told.setdefault(letter, []).append((address, state))
    dues = []
    for row in sorted(claimed, key=lambda row: (row["due"], row["letter"])):
        letter, recipients = about[row["letter"]], told.get(row["letter"], [])
        dues.append(
            Due(
                letter=letter.id,
                kind=LetterKind(letter.kind),
                ticket=letter.ticket or 0,
                person=letter.person,
                relay=row["relay"],
                mail_from=row["mail_from"],
                message_id=letter.message_id,
                data=row["data"],
                recipients=tuple(address for address, state in recipients if state == "queued"),
                attempts=row["attempts"],
                fence=row["fence"],
                created=row["created"],
                lease=row["lease"],
                once=bool(letter.automatic) and letter.kind not in TO_STAFF,
                sent_before=any(state == "sent" for _, state in recipients),
            )
        )
    return tuple(dues)


_recipients_of = (
    select(outbox_recipients.c.letter, outbox_recipients.c.address, outbox_recipients.c.state)
    .where(outbox_recipients.c.letter.in_(bindparam("ids", expanding=True)))
    .order_by(outbox_recipients.c.letter, outbox_recipients.c.address)
)


@dataclass(frozen=True, slots=True)
class Chance:
    """What a judgement needs beside the letter: the time, a random number 0 ≤ jitter < 1, the desk's limits."""

    now: datetime
    jitter: float
    limits: Limits


_settle = update(outbox).where(outbox.c.letter == bindparam("letter_"), outbox.c.fence == bindparam("fence_"), _SENDING)
_settle_recipient = (
    update(outbox_recipients)
    .where(outbox_recipients.c.letter == bindparam("letter_"), outbox_recipients.c.address == bindparam("address_"))
    .values(state=bindparam("state_"), code=bindparam("code_"), answer=bindparam("answer_"))
)
_STATES = {ResultKind.SENT: "sent", ResultKind.LATER: "queued", ResultKind.REFUSED: "given up"}


def record(session: Session, due: Due, attempt: Attempt, chance: Chance) -> Judgement:
    """Writes what an attempt came to (commit 3); raises `Overtaken` where the claim is no longer ours."""
    tried = Tried(due.recipients, due.attempts, due.created, due.once, due.sent_before)
    judgement = judge_attempt(tried, attempt, chance.now, chance.jitter, chance.limits)
    values = {
        "state": judgement.state,
        "reason": judgement.reason,
        "due": judgement.due,
        "lease": None,
        "done": None if judgement.due else chance.now,
    }
    if session.execute(_settle.values(values), {"letter_": due.letter, "fence_": due.fence}).rowcount != 1:
        raise Overtaken(f"letter {due.letter} was claimed again while it was being sent")
    for address, result in attempt.results.items():
        _settle_one(session, due.letter, address, (_STATES[result.kind], result.code, result.text))
    for address, answer in judgement.lost:
        if address not in attempt.of(ResultKind.REFUSED):
            _settle_one(session, due.letter, address, ("given up", None, answer))
    return judgement


def _settle_one(session: Session, letter: int, address: str, told: tuple[str, int | None, str]) -> None:
    state, code, answer = told
    session.execute(_settle_recipient, {"letter_": letter, "address_": address, "state_": state, "code_": code, "answer_": answer})


def release(session: Session, dues: Sequence[Due]) -> None:
    """Puts claimed letters back that nothing was tried with; the attempt is not counted."""
    back = _settle.values(state=OutboxState.QUEUED, attempts=outbox.c.attempts - 1, lease=None)
    for due in dues:
        session.execute(back, {"letter_": due.letter, "fence_": due.fence})
