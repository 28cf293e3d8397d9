"""Claims on letters that are due: taken before an attempt, settled after it, ended where a process died."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, exists, literal_column, or_, select, update

from maildesk.config.limits import Limits
from maildesk.errors import Overtaken
from maildesk.health import Ailment, AilmentKind
from maildesk.language import Said
from maildesk.letter import TO_STAFF, LetterKind, OutboxState, RecipientState
from maildesk.outbound.retry import Attempt, Judgement, RecipientResult, ResultKind, Tried, judge_attempt
from maildesk.refusal import refusal_of
from maildesk.store.engine import Session
from maildesk.store.health import note
from maildesk.store.statement import Statement
from maildesk.tables import Moment, letter_bytes, letters, mails, outbox, outbox_recipients


@dataclass(frozen=True, slots=True)
class Due:
    """A claimed letter: its bytes and those recipients who have not got it yet.

    `attempts` counts this one. Until `lease` nobody else claims it; `fence` proves the claim; `once`: never send it a second time.
    It is given up so long after `since`. `following` is the letter of the batch whose turn comes next.
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
    since: datetime
    lease: datetime
    once: bool
    sent_before: bool
    following: int | None = None


# A literal, not a parameter: both databases use a partial index only where they can see its condition.
_QUEUED = outbox.c.state == literal_column("'queued'")
_SENDING = outbox.c.state == literal_column("'sending'")

# The first due letter of the next relay: the index is entered once a relay, however many letters wait.
_next_relay = Statement(
    select(outbox.c.relay, outbox.c.due).where(_QUEUED, outbox.c.relay > bindparam("after")).order_by(outbox.c.relay, outbox.c.due).limit(1)
)

# An answer that was given time can be taken back until then: a mail that came before, and that nobody has looked at yet, may say so.
# What was tried and rests for some trouble keeps nothing waiting. Mails are numbered as they come, but for those of one moment, so the front of a long
# queue says enough: none behind it came before all of these.
_FRONT = 500
_waits = mails.c.state == literal_column("'waiting'")
_front = select(mails.c.received).where(_waits, mails.c.not_before.is_(None)).order_by(mails.c.not_before, mails.c.id).limit(_FRONT).subquery()
_fresh = exists().where(_front.c.received <= outbox.c.due)
_in_hand = exists().where(_waits, mails.c.not_before.is_not(None), mails.c.worker.is_not(None), mails.c.received <= outbox.c.due)
_ripe = or_(outbox.c.attempts > 0, outbox.c.due <= outbox.c.created, ~_fresh & ~_in_hand)
# A table expression, for it is looked at once: PostgreSQL may run a subquery once a row, and each time it finds and locks others.
_next = (
    select(outbox.c.letter)
    .where(_QUEUED, outbox.c.due <= bindparam("now"), outbox.c.relay == bindparam("relay_"), _ripe)
    .order_by(outbox.c.due, outbox.c.letter)
    .limit(bindparam("many"))
    .with_for_update(skip_locked=True)
    .cte("next_letters")
)
_claim = Statement(
    update(outbox)
    .where(outbox.c.letter.in_(select(_next.c.letter)))
    .values(state=OutboxState.SENDING, attempts=outbox.c.attempts + 1, fence=outbox.c.fence + 1, lease=bindparam("lease_"), begun=0)
    .returning(outbox)
)


def due_relays(session: Session, now: datetime) -> tuple[str, ...]:
    """The relays that letters are due for."""
    found, after = [], ""
    while (row := _next_relay.run(session, {"after": after}).first()) is not None:
        after = row.relay
        if row.due <= now:
            found.append(after)
    return tuple(found)


def claim_due(session: Session, relay: str, now: datetime, many: int, lease: timedelta) -> tuple[Due, ...]:
    """Claims the letters that are due for a relay, oldest first; one that could still be taken back, once all mail from before its time was read.

    The attempt is counted before it is made. A claimed letter is in state `sending`. The first of them is begun with the claim, each other one with the settlement of the
    one before it: an automatic letter to a customer that was begun is never sent again by itself.
    """
    claimed = _claim.run(session, {"now": now, "relay_": relay, "many": many, "lease_": now + lease}).all()
    if not claimed:
        return ()
    ids = {"ids": [row.letter for row in claimed]}
    about = {row.id: row for row in _letters_of.run(session, ids)}
    told: dict[int, list[tuple[str, str]]] = {}
    for letter, address, state in _recipients_of.run(session, ids):
        told.setdefault(letter, []).append((address, state))
    ordered = sorted(claimed, key=lambda row: (row.due, row.letter))
    dues = [_due(row, about[row.letter], told.get(row.letter, [])) for row in ordered]
    _begin.run(session, {"letter_": dues[0].letter})
    followers = (*(due.letter for due in dues[1:]), None)
    return tuple(replace(due, following=following) for due, following in zip(dues, followers, strict=True))


_begin = Statement(update(outbox).where(outbox.c.letter == bindparam("letter_"), _SENDING).values(begun=1))


def _due(row: Any, letter: Any, recipients: Sequence[tuple[str, str]]) -> Due:
    return Due(
        letter=letter.id,
        kind=LetterKind(letter.kind),
        ticket=letter.ticket or 0,
        person=letter.person,
        relay=row.relay,
        mail_from=row.mail_from,
        message_id=letter.message_id,
        data=letter.data,
        recipients=tuple(address for address, state in recipients if state == RecipientState.QUEUED),
        attempts=row.attempts,
        fence=row.fence,
        since=row.since,
        lease=row.lease,
        once=bool(letter.automatic) and letter.kind not in TO_STAFF,
        sent_before=any(state == RecipientState.SENT for _, state in recipients),
    )


_letters_of = Statement(
    select(letters.c.id, letters.c.kind, letters.c.ticket, letters.c.person, letters.c.message_id, letters.c.automatic, letter_bytes.c.data)
    .join(letter_bytes, letter_bytes.c.letter == letters.c.id)
    .where(letters.c.id.in_(bindparam("ids", expanding=True)))
)
_recipients_of = Statement(
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


_ours = update(outbox).where(outbox.c.letter == bindparam("letter_"), outbox.c.fence == bindparam("fence_"), _SENDING)
_end = Statement(
    _ours.values(lease=None, state=bindparam("state_"), reason=bindparam("reason_"), due=bindparam("due_"), done=bindparam("done_")),
)
_back = Statement(_ours.values(state=OutboxState.QUEUED, attempts=outbox.c.attempts - 1, lease=None))
_one_recipient = Statement(
    update(outbox_recipients)
    .where(outbox_recipients.c.letter == bindparam("letter_"), outbox_recipients.c.address == bindparam("address_"))
    .values(state=bindparam("state_"), code=bindparam("code_"), answer=bindparam("answer_"))
)
_STATES = {ResultKind.SENT: RecipientState.SENT, ResultKind.LATER: RecipientState.QUEUED, ResultKind.REFUSED: RecipientState.GIVEN_UP}


def settle(session: Session, due: Due, attempt: Attempt, chance: Chance) -> Judgement:
    """Writes what an attempt came to (commit 3); raises `Overtaken` where the claim is no longer ours."""
    tried = Tried(due.recipients, due.attempts, due.since, due.once, due.sent_before)
    judgement = judge_attempt(tried, attempt, chance.now, chance.jitter, chance.limits)
    if due.following is not None:
        _begin.run(session, {"letter_": due.following})
    done = None if judgement.due else chance.now
    _end_claim(session, due, {"state_": judgement.state, "reason_": judgement.reason, "due_": judgement.due, "done_": done})
    for address, result in attempt.results.items():
        _settle_recipient(session, due.letter, address, (_STATES[result.kind], result.code, result.text))
    note(session, [_refused(due, address, attempt.results[address], chance.now) for address in attempt.of(ResultKind.REFUSED)])
    for address, answer in judgement.lost:
        if address not in attempt.of(ResultKind.REFUSED):
            _settle_recipient(session, due.letter, address, (RecipientState.GIVEN_UP, None, answer))
    return judgement


def _refused(due: Due, address: str, result: RecipientResult, now: datetime) -> Ailment:
    status, reason, dead = refusal_of(result.text)
    told = not due.once and due.kind not in TO_STAFF
    return Ailment(address, due.letter, AilmentKind.REFUSED, reason, now, due.ticket, status=status, code=result.code, dead=dead, told=told)


def hold(session: Session, due: Due, reason: str, now: datetime) -> None:
    """Keeps a claimed letter for a person to decide about; raises `Overtaken` where the claim is no longer ours."""
    _end_claim(session, due, {"state_": OutboxState.HELD, "reason_": reason, "due_": None, "done_": now})


def _end_claim(session: Session, due: Due, values: Mapping[str, object]) -> None:
    if _end.run(session, {"letter_": due.letter, "fence_": due.fence, **values}).rowcount != 1:
        raise Overtaken(Said("letter {letter} was claimed again while it was being sent", letter=due.letter))


def _settle_recipient(session: Session, letter: int, address: str, told: tuple[RecipientState, int | None, str]) -> None:
    state, code, answer = told
    _one_recipient.run(session, {"letter_": letter, "address_": address, "state_": state, "code_": code, "answer_": answer})


def release(session: Session, dues: Sequence[Due]) -> None:
    """Puts claimed letters back that nothing was tried with; the attempt is not counted."""
    for due in dues:
        _back.run(session, {"letter_": due.letter, "fence_": due.fence})


_LOST = "unknown: the desk stopped while it was being sent, and automatic mail is never sent twice"
# One letter at a time by its key: what is being sent is little, what was ever written is much.
_once = exists().where(letters.c.id == outbox.c.letter, letters.c.automatic == 1, letters.c.kind.not_in(TO_STAFF))
_give_up = (
    update(outbox)
    .where(_SENDING, _once, outbox.c.begun == 1)
    .values(state=OutboxState.GIVEN_UP, reason=_LOST, done=outbox.c.lease, due=None, lease=None)
)
_send_again = update(outbox).where(_SENDING).values(state=OutboxState.QUEUED, lease=None)
_is_over = outbox.c.lease <= bindparam("now", type_=Moment)


def wake_overslept(session: Session, now: datetime, longest: timedelta) -> int:
    """Has letters tried now that are due only after the longest wait there is, and says how many: the clock stood far ahead (F27)."""
    return session.execute(update(outbox).where(_QUEUED, outbox.c.due > now + longest).values(due=now)).rowcount


def recover(session: Session, now: datetime | None = None) -> int:
    """Ends the claims of dead processes: those past their lease at `now`, every one where there is no `now`.

    A letter is sent again under its Message-ID; an automatic one to a customer that was begun may have left, and is not (law 2).
    """
    if now is None:
        return sum(session.execute(one).rowcount for one in (_give_up, _send_again))
    return sum(session.execute(one.where(_is_over), {"now": now}).rowcount for one in (_give_up, _send_again))
