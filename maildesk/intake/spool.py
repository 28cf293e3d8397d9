"""The spool: accepted mails wait here until each has its one outcome; together they are the ledger."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func, insert, literal, literal_column, or_, select, union_all, update

from maildesk.config.limits import Limits
from maildesk.errors import Overtaken, Refused
from maildesk.language import Said
from maildesk.mail import Envelope, MailState, Outcome, RawMail
from maildesk.store.engine import Session
from maildesk.store.statement import Statement
from maildesk.tables import Moment, mails, raws

_BACK_OFF = timedelta(seconds=2)  # times the attempts made: a passing trouble has passed, a bad mail does not spin
_LONGEST_REST = timedelta(days=1)  # longer than any lease and any rest
_RETRIABLE = (MailState.QUARANTINED, MailState.HELD, MailState.IGNORED)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A mail in the hands of one worker; `fence` proves that it still is, `attempt` counts from 1."""

    mail: RawMail
    attempt: int
    fence: int


def accept(session: Session, arrived: Sequence[RawMail]) -> list[int]:
    """Keeps mails with their envelopes, waiting; gives their ids in the same order. The commit is the caller's."""
    if not arrived:
        return []
    ids = list(session.execute(_insert_mails, [_row(mail) for mail in arrived]).scalars())
    session.execute(_insert_raws, [{"mail": number, "data": mail.data} for number, mail in zip(ids, arrived, strict=True)])
    return ids


_MOST_LATELY = 20_000  # of them, whatever came: the start of a daemon must not wait for a walk through all mails
_BY_SOCKET = ("smtp", "lmtp", "submission")
_newest = (
    select(mails.c.mail_from, mails.c.peer, mails.c.received)
    .where(mails.c.via.in_(_BY_SOCKET), mails.c.received > bindparam("since", type_=Moment))
    .where(mails.c.id > select(func.max(mails.c.id)).scalar_subquery() - _MOST_LATELY)
    .order_by(mails.c.id)
)


def lately(session: Session, since: datetime) -> tuple[tuple[str, str, datetime], ...]:
    """Sender, peer and moment of each mail that came by our sockets since then, oldest first; of very many the newest."""
    return tuple((row.mail_from or "", row.peer, row.received) for row in session.execute(_newest, {"since": since}))


def accept_claimed(session: Session, arrived: Sequence[RawMail], worker: str, until: datetime) -> list[Claimed]:
    """Keeps mails that whoever brings them works on at once, so that they never stand before what waits."""
    ids = accept(session, arrived)
    claim_all = update(mails).where(mails.c.id.in_(ids)).values(worker=worker, lease=until, not_before=until, fence=1, attempts=1)
    session.execute(claim_all)
    return [Claimed(replace(mail, id=number), 1, 1) for number, mail in zip(ids, arrived, strict=True)]


def known(session: Session, hashes: Collection[str]) -> dict[str, int | None]:
    """Those of these SHA-256 that the desk has a mail of, each with its ticket."""
    rows = session.execute(select(mails.c.sha256, mails.c.ticket).where(mails.c.sha256.in_(list(hashes))).order_by(mails.c.ticket.nulls_first()))
    return {row.sha256: row.ticket for row in rows}


def waiting(session: Session, hashes: Collection[str]) -> frozenset[str]:
    """Those of these SHA-256 that came by an archive, and that nobody has processed yet."""
    rows = session.execute(
        select(mails.c.sha256).where(mails.c.sha256.in_(list(hashes)), mails.c.state == MailState.WAITING, mails.c.via == "archive")
    )
    return frozenset(rows.scalars())


def _row(mail: RawMail) -> dict[str, object]:
    envelope = mail.envelope
    return {
        "sha256": mail.sha256,
        "size": len(mail.data),
        "mail_from": envelope.mail_from,
        "rcpt_to": list(envelope.rcpt_to),
        "via": envelope.via,
        "peer": envelope.peer,
        "helo": envelope.helo,
        "tls": int(envelope.tls),
        "submitted_as": envelope.submitted_as,
        "conversation": envelope.conversation,
        "received": mail.received,
        "state": MailState.WAITING,
    }


_insert_mails = insert(mails).returning(mails.c.id, sort_by_parameter_order=True)
_insert_raws = insert(raws)

# A literal, not a parameter: only so is the index of what waits used.
_waits = mails.c.state == literal_column("'waiting'")

# A fresh mail has no `not_before`, a claimed one bears the end of its lease there, a failed one the end of its rest.
# Both places are read from the front of one index, so that neither a long queue nor many resting mails cost anything;
# of the two the older mail goes first, so that neither starves. SQLite leaves FOR UPDATE out.
_fresh = select(mails.c.id).where(_waits, mails.c.not_before.is_(None)).order_by(mails.c.not_before, mails.c.id).limit(1)
_rested = select(mails.c.id).where(_waits, mails.c.not_before <= bindparam("now", type_=Moment)).order_by(mails.c.not_before, mails.c.id).limit(1)
_firsts = union_all(*(select(one.with_for_update(skip_locked=True).subquery().c.id) for one in (_fresh, _rested))).subquery()
_its_bytes = select(raws.c.data).where(raws.c.mail == mails.c.id).correlate(mails).scalar_subquery().label("data")
_claim = Statement(
    update(mails)
    .where(mails.c.id == select(func.min(_firsts.c.id)).scalar_subquery())
    .values(
        worker=bindparam("claimer"),
        lease=bindparam("until", type_=Moment),
        not_before=bindparam("until", type_=Moment),
        fence=mails.c.fence + 1,
        attempts=mails.c.attempts + 1,
    )
    .returning(
        *(mails.c[name] for name in ("id", "attempts", "fence", "received", "vouched")),
        *(mails.c[name] for name in ("mail_from", "rcpt_to", "via", "peer", "helo", "tls", "submitted_as", "conversation")),
        _its_bytes,
    )
)
_bytes = select(raws.c.data).where(raws.c.mail == bindparam("mail"))


_any_due = Statement(select(or_(_fresh.exists(), _rested.exists())))


def any_due(session: Session, now: datetime) -> bool:
    """Whether there is a mail that may be worked on; nothing is locked for the answer."""
    return bool(_any_due.run(session, {"now": now}).scalar_one())


def claim(session: Session, worker: str, now: datetime, lease: timedelta) -> Claimed | None:
    """Takes the oldest mail that may be worked on, None where there is none; the attempt is counted before the work."""
    row = _claim.run(session, {"claimer": worker, "now": now, "until": now + lease}).first()
    if row is None:
        return None
    envelope = Envelope(row.mail_from, tuple(row.rcpt_to), row.via, row.peer, row.helo, bool(row.tls), row.submitted_as, row.conversation)
    return Claimed(RawMail(row.data, envelope, row.received, row.id, row.vouched or ""), row.attempts, row.fence)


_is_ours = (mails.c.id == bindparam("mail"), mails.c.fence == bindparam("ours"), _waits)
_FREE: Mapping[str, None] = {"worker": None, "lease": None, "not_before": None}
_finish = Statement(
    update(mails)
    .where(*_is_ours)
    .values(
        state=bindparam("outcome"),
        rule=bindparam("by"),
        ticket=bindparam("number"),
        trace=bindparam("why"),
        done=bindparam("at"),
        **_FREE,
    )
)


def finish(session: Session, mail: int, fence: int, outcome: Outcome, now: datetime) -> None:
    """Gives a claimed mail its one outcome; raises `Overtaken` where it is no longer ours, so that nothing is kept."""
    values = {"outcome": outcome.state, "by": outcome.rule, "number": outcome.ticket, "why": [line.plain() for line in outcome.trace], "at": now}
    if _finish.run(session, {"mail": mail, "ours": fence, **values}).rowcount == 0:
        raise _overtaken(mail)


_attempts = Statement(select(mails.c.attempts).where(*_is_ours))
_give_back = update(mails).where(*_is_ours)


def fail(  # noqa: PLR0913, PLR0917 - which claim failed, why, when and by which limits are facts of their own
    session: Session, mail: int, fence: int, why: str, now: datetime, limits: Limits, counted: bool = True
) -> bool:
    """Puts a claimed mail back to rest, or into the quarantine after the last attempt; says whether it went there.

    `counted=False` gives the attempt back: the trouble was not the mail's. Raises `Overtaken` as `finish` does.
    """
    ours = {"mail": mail, "ours": fence}
    attempts = _attempts.run(session, ours).scalar()
    if attempts is None:
        raise _overtaken(mail)
    values = _after_failure(attempts, counted, now, limits)
    if session.execute(_give_back.values(error=why, **values), ours).rowcount == 0:
        raise _overtaken(mail)
    return values.get("state") is MailState.QUARANTINED


def trace(session: Session, mail: int, reasons: Sequence[Said]) -> None:
    """Keeps with a mail that was put into the quarantine what else there is to know of it."""
    if reasons:
        session.execute(update(mails).where(mails.c.id == mail).values(trace=[line.plain() for line in reasons]))


def _after_failure(attempts: int, counted: bool, now: datetime, limits: Limits) -> dict[str, Any]:
    if not counted:
        return {**_FREE, "attempts": attempts - 1, "not_before": now + _BACK_OFF}
    if attempts < limits.attempts:
        return {**_FREE, "not_before": now + _BACK_OFF * attempts}
    return {**_FREE, "state": MailState.QUARANTINED, "rule": "builtin:attempts", "done": now}


def _overtaken(mail: int) -> Overtaken:
    return Overtaken(Said("mail {mail} was taken over by another worker; nothing of this attempt is kept", mail=mail))


def release(session: Session) -> int:
    """Ends all claims at once and says how many there were: for the start of the only daemon of a database."""
    return session.execute(update(mails).where(_waits, mails.c.worker.is_not(None)).values(**_FREE)).rowcount


def wake_overslept(session: Session, now: datetime) -> int:
    """Ends rests that are longer than any we give, and says how many: the clock stood far ahead when they began (F27)."""
    overslept = update(mails).where(_waits, mails.c.not_before > now + _LONGEST_REST).values(**_FREE)
    return session.execute(overslept).rowcount


def retry(session: Session, mail: int, now: datetime) -> None:
    """Lets a mail that was quarantined, held or ignored wait again; raises `Refused` for any other.

    `now` ends the rest of a mail that waits already, unless it is in a worker's hands.
    """
    row = session.execute(select(mails.c.state, mails.c.ticket, mails.c.lease).where(mails.c.id == mail)).first()
    if row is None:
        raise Refused(Said("there is no mail {mail}; `maildesk spool list` shows those there are", mail=mail))
    if row.state == MailState.WAITING and row.lease is not None and row.lease > now:
        raise Refused(Said("mail {mail} is being worked on", mail=mail))
    if row.state not in (*_RETRIABLE, MailState.WAITING):
        state = Said("{state} (ticket {ticket})", state=MailState(row.state), ticket=row.ticket) if row.ticket else MailState(row.state)
        raise Refused(Said("mail {mail} is {state}; a second time would double it", mail=mail, state=state))
    anew = {"state": MailState.WAITING, "rule": "", "trace": None, "done": None, "attempts": 0, "fence": mails.c.fence + 1}
    session.execute(update(mails).where(mails.c.id == mail, mails.c.state == row.state).values(**anew, **_FREE))


def drop(session: Session, mail: int, who: str, why: str, now: datetime) -> int | None:
    """Has a held or quarantined mail never processed, for a reason; gives its ticket, None where it has none. Its bytes stay, and `retry` takes it up again.

    Raises `Refused` for any other mail, and where another hand was quicker.
    """
    row = session.execute(select(mails.c.state, mails.c.ticket, mails.c.trace).where(mails.c.id == mail)).first()
    if row is None:
        raise Refused(Said("there is no mail {mail}; `maildesk spool list` shows those there are", mail=mail))
    if row.state not in (MailState.HELD, MailState.QUARANTINED):
        raise Refused(Said("mail {mail} is {state}: what is held or quarantined can be dropped", mail=mail, state=MailState(row.state)))
    trace = [*(row.trace or []), Said("dropped by {who}: {why}", who=who, why=why).plain()]
    values = {"state": MailState.IGNORED, "rule": "builtin:dropped", "trace": trace, "done": now, "fence": mails.c.fence + 1}
    session.execute(update(mails).where(mails.c.id == mail, mails.c.state == row.state).values(**values))
    return int(row.ticket) if row.ticket else None


@dataclass(frozen=True, slots=True)
class SpoolRow:
    """One mail of the ledger without its bytes; `worker` names who works on it now."""

    id: int
    state: MailState
    rule: str
    ticket: int | None
    received: datetime
    size: int
    mail_from: str | None
    rcpt_to: tuple[str, ...]
    via: str
    peer: str
    attempts: int
    worker: str | None
    not_before: datetime | None
    error: str | None
    done: datetime | None
    trace: tuple[str, ...]


_rows = select(*(mails.c[name] for name in SpoolRow.__dataclass_fields__))


def listed(session: Session, state: MailState | None, last: int) -> tuple[SpoolRow, ...]:
    """The `last` newest mails, of one state or of all, oldest of them first."""
    wanted = _rows if state is None else _rows.where(mails.c.state == state)
    found = session.execute(wanted.order_by(mails.c.id.desc()).limit(last))
    return tuple(_spool_row(row) for row in reversed(found.all()))


def shown(session: Session, mail: int) -> tuple[SpoolRow, bytes]:
    """A mail of the ledger and its bytes as they came; raises `Refused` where there is none of that id."""
    row = session.execute(_rows.where(mails.c.id == mail)).first()
    if row is None:
        raise Refused(Said("there is no mail {mail}; `maildesk spool list` shows those there are", mail=mail))
    return _spool_row(row), session.execute(_bytes, {"mail": mail}).scalar_one()


def _line(kept: str | dict[str, Any]) -> str:
    """A line of the trace; before this was kept as what was said, it was kept in English."""
    return Said.from_plain(kept) if isinstance(kept, dict) else kept


def _spool_row(row: Any) -> SpoolRow:
    values = dict(row._mapping)
    values |= {"state": MailState(row.state), "rcpt_to": tuple(row.rcpt_to), "trace": tuple(map(_line, row.trace or ()))}
    return SpoolRow(**values)


@dataclass(frozen=True, slots=True)
class Ledger:
    """All mails ever accepted, and how many came to which outcome."""

    accepted: int
    ticketed: int
    answered: int
    ignored: int
    held: int
    quarantined: int
    waiting: int

    @property
    def balanced(self) -> bool:
        """Whether every mail is accounted for (law 3)."""
        outcomes = self.ticketed + self.answered + self.ignored + self.held + self.quarantined
        return self.accepted == outcomes + self.waiting


# One statement, so that both sides are of one moment on PostgreSQL too.
_ACCEPTED = "accepted"
_both_sides = union_all(
    select(literal(_ACCEPTED).label("state"), func.count().label("many")).select_from(raws),
    select(mails.c.state, func.count()).group_by(mails.c.state),
)


def ledger(session: Session) -> Ledger:
    """Counts both sides on their own: the bytes that were accepted, and the states of the mails."""
    counts: dict[str, int] = {row.state: row.many for row in session.execute(_both_sides)}
    return Ledger(counts[_ACCEPTED], **{state.value: counts.get(state, 0) for state in MailState})
