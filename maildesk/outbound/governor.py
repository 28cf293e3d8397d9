"""The one gate all automatic letters to customers pass, so that no loop outruns it; and how often an agent is corrected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Integer, bindparam, case, func, select, true

from maildesk.config.limits import Limits
from maildesk.errors import NOTHING
from maildesk.health import Ailment, AilmentKind
from maildesk.language import Said
from maildesk.letter import TO_STAFF, LetterKind
from maildesk.outbound import untold
from maildesk.outbound.happening import Draft
from maildesk.refusal import REASON_WORDS
from maildesk.store.engine import Session
from maildesk.store.health import against
from maildesk.store.statement import Statement
from maildesk.tables import AUTOMATIC_TO_AUTHOR, AUTOMATIC_TO_CUSTOMER, Moment, letters, tickets

MONTH, DAY, HOUR = timedelta(days=30), timedelta(hours=24), timedelta(hours=1)

# Letters an hour that tell an agent about mail of his own. A robot in his mail program is not answered for ever; mail
# that only bears his name is told of less often (V114), because anybody can send it. Who is proven must hear of every
# answer that did not leave, as long as a person could have written them.
TO_AUTHOR_AN_HOUR = {
    LetterKind.UNPROVEN: 3,
    LetterKind.QUARANTINED: 3,
    LetterKind.BROKEN_EDIT: 10,
    LetterKind.OVERRUN: 1,
    LetterKind.CORRECTION: 30,
    LetterKind.HELD: 30,
    LetterKind.UNTOLD: 1,
    LetterKind.RECEIPT: 60,
}
# What stays unwritten of these is told later; an overrun says itself that it is told once an hour.
_TOLD_LATER = TO_AUTHOR_AN_HOUR.keys() - {LetterKind.OVERRUN, LetterKind.UNTOLD, LetterKind.RECEIPT}


_MOST_LOOKED_AT = 50  # tickets of an address, when it is asked whether a person wrote there
_WHOLE_DESK = Said("the whole desk in an hour")


@dataclass(frozen=True, slots=True)
class Counts:
    """Automatic letters of the last day (pair, address) and the last hour (domain, desk); `unanswered` are those of the last month since a person wrote there."""

    pair: int = 0
    address: int = 0
    domain: int = 0
    desk: int = 0
    unanswered: int = 0


def may_send(counts: Counts, limits: Limits) -> Said | None:
    """Why an automatic letter must not be written now; None where it may (SECURITY §5.4)."""
    bounds = (
        (counts.pair, limits.automatic_per_pair, Said("this mailbox to this address in 24 hours")),
        (counts.address, limits.automatic_per_address, Said("this address in 24 hours")),
        (counts.domain, limits.automatic_per_domain, Said("this domain in an hour")),
        (counts.desk, limits.automatic_per_desk, _WHOLE_DESK),
        (counts.unanswered, limits.automatic_unanswered, Said("this address in 30 days in which no person writes to it")),
    )
    return next(
        (Said("governor: {most} automatic letters for {what} are the limit", most=most, what=what) for count, most, what in bounds if count >= most),
        None,
    )


def count_automatic(session: Session, mailbox: str, address: str, now: datetime, limits: Limits | None = None) -> Counts:
    """What has been written automatically to customers, from the letters themselves: no counter can be lost or reset.

    With `limits`, what costs more is asked where it makes a difference to them: when a person last wrote there, where the next letter but one would be
    too many, and how many went to the domain, where the whole desk wrote so many.
    """
    few, most_of_domain = (limits.automatic_unanswered - 1, limits.automatic_per_domain) if limits else (1, 0)
    domain = address.rpartition("@")[2]
    since = {"since_month": now - MONTH, "since_day": now - DAY, "since_hour": now - HOUR}
    asked = {"mailbox_": mailbox, "address_": address, "ending": f"@{domain}", "before_ending": len(domain), **since}
    pair, address_, desk, unanswered = (count or 0 for count in _counts.run(session, asked).one())
    to_domain = _to_domain.run(session, asked).scalar_one() if desk >= most_of_domain else 0
    counts = Counts(pair, address_, to_domain, desk, unanswered)
    if counts.unanswered < few:
        return counts
    written = session.execute(_last_written, {"address_": address}).scalar()
    if written is None:
        return counts
    return replace(counts, unanswered=session.execute(_since_then, {"address_": address, "since": max(now - MONTH, written)}).scalar_one())


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _since(moment: str) -> ColumnElement[bool]:
    return AUTOMATIC_TO_CUSTOMER & (letters.c.created > bindparam(moment, type_=Moment))


_pair = _sum(letters.c.mailbox == bindparam("mailbox_")).label("pair")
_theirs = letters.c.person == bindparam("address_")
_to_person = select(_pair, func.count().label("address")).where(_since("since_day"), _theirs).subquery()
_of_month = select(func.count().label("unanswered")).where(_since("since_month"), _theirs).subquery()
# The end of the address as it stands, not LIKE: the % and _ of a stranger's domain are no wildcards.
_ending = func.substr(letters.c.person, func.length(letters.c.person) - bindparam("before_ending", type_=Integer))
_of_hour = select(func.count().label("desk")).where(_since("since_hour")).subquery()
_to_domain = Statement(select(func.count()).where(_since("since_hour"), _ending == bindparam("ending")))
_counts = Statement(
    select(_to_person.c.pair, _to_person.c.address, _of_hour.c.desk, _of_month.c.unanswered).select_from(
        _to_person.join(_of_hour, true()).join(_of_month, true())
    )
)
_newest = (
    select(tickets.c.number).where(tickets.c.requester == bindparam("address_")).order_by(tickets.c.updated.desc()).limit(_MOST_LOOKED_AT).subquery()
)
_last_written = select(func.max(letters.c.created)).where(
    letters.c.ticket.in_(select(_newest.c.number)), _theirs, letters.c.automatic == 0, letters.c.kind == LetterKind.REPLY
)
_since_then = select(func.count()).select_from(letters).where(_since("since"), _theirs)


@dataclass(frozen=True, slots=True)
class Passed:
    """The letters that may be written, and for each of the others the reason."""

    drafts: tuple[Draft, ...]
    suppressed: tuple[tuple[Draft, Said], ...] = ()
    last: tuple[Draft, ...] = ()  # of the drafts, those after which their address gets no automatic mail until a person writes there

    @property
    def reasons(self) -> tuple[Said, ...]:
        """Why the others were not written, a line each."""
        return tuple(Said("no {kind} to {person}: {why}", kind=draft.kind, person=draft.person, why=why) for draft, why in self.suppressed)

    @property
    def overrun(self) -> bool:
        """Whether the desk writes no automatic mail to anybody now."""
        return any(_WHOLE_DESK in why for _, why in self.suppressed)


def govern(session: Session, drafts: Sequence[Draft], now: datetime, limits: Limits) -> Passed:
    """Lets letters pass, those of persons always. Call it inside the transaction that posts them.

    What staff are not told now is kept, so that one letter tells it when the hour is over (V114).
    """
    if any(_governed(draft) or draft.kind in TO_AUTHOR_AN_HOUR for draft in drafts):
        count_alone(session)
    judged = [(draft, *_judged(session, draft, now, limits)) for draft in _first_of_pair(drafts)]
    suppressed = tuple((draft, why) for draft, why, _ in judged if why is not None)
    untold.keep(session, [draft for draft, _ in suppressed if draft.kind in _TOLD_LATER], now)
    return Passed(tuple(draft for draft, why, _ in judged if why is None), suppressed, tuple(draft for draft, _, last in judged if last))


def count_alone(session: Session) -> None:
    """Two daemons that count at once would both find room; SQLite lets only one of them write."""
    if session.dialect.name != "sqlite":
        session.exec_driver_sql("select pg_advisory_xact_lock(4712)")


def foreseen(session: Session, drafts: Sequence[Draft], now: datetime, limits: Limits, heard: str | None) -> tuple[tuple[Draft, Said], ...]:
    """What the governor would say of each letter now: why it would not be written, or ""; for `explain`. `heard` is the person whose mail it is."""
    return tuple((draft, _judged(session, draft, now, limits, heard)[0] or NOTHING) for draft in _first_of_pair(drafts))


def _first_of_pair(drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """Several rules may ask for an automatic letter about one mail: a customer gets the first."""
    kept: dict[object, Draft] = {}
    for position, draft in enumerate(drafts):
        alike = (draft.mailbox.address, draft.person) if _governed(draft) else position
        kept.setdefault(alike, draft)
    return tuple(kept.values())


def _governed(draft: Draft) -> bool:
    return draft.automatic and draft.kind not in TO_STAFF


def _unwelcome(ailment: Ailment) -> Said:
    if ailment.kind is AilmentKind.COMPLAINT:
        return Said(
            "governor: {address} complained of letter {letter}, so no automatic mail goes there", address=ailment.address, letter=ailment.letter
        )
    return Said(
        "governor: letter {letter} did not reach {address} ({why}), so no automatic mail goes there until they write again",
        letter=ailment.letter,
        address=ailment.address,
        why=Said.word(REASON_WORDS[ailment.reason]),
    )


def _judged(session: Session, draft: Draft, now: datetime, limits: Limits, heard: str | None = None) -> tuple[Said | None, bool]:
    """Why a letter must not be written, and whether it is the last one for now; `heard` is who is just writing, so that it is not on record yet."""
    if _governed(draft):
        ailment = against(session, draft.person)
        if ailment is not None and (heard != draft.person or ailment.kind is AilmentKind.COMPLAINT):
            return _unwelcome(ailment), False
        most = limits.automatic_unanswered
        counts = count_automatic(session, draft.mailbox.address, draft.person, now, limits)
        why = may_send(counts, limits)
        return why, why is None and counts.unanswered == most - 1
    if draft.kind in TO_AUTHOR_AN_HOUR and not has_room(session, draft.person, draft.kind, now):
        return Said("governor: {most} letters an hour tell an agent about mail of his own", most=TO_AUTHOR_AN_HOUR[draft.kind]), False
    return None, False


def has_room(session: Session, agent: str, kind: LetterKind, now: datetime) -> bool:
    """Whether the hour allows one more letter of a kind to an agent."""
    told = _to_author.run(session, {"agent": agent, "kind_": kind, "since": now - HOUR}).scalar_one()
    return bool(told < TO_AUTHOR_AN_HOUR[kind])


_to_author = Statement(
    select(func.count()).where(
        AUTOMATIC_TO_AUTHOR,
        letters.c.person == bindparam("agent"),
        letters.c.created > bindparam("since", type_=Moment),
        letters.c.kind == bindparam("kind_"),
    )
)
