"""How the desk stands at one moment, for the status page and `maildesk status`: what is open, who waits longest, what is due, what is stuck.

Numbers and words of ours and of the admin's alone: no subject, no customer's address, nothing that came from a mail (V130, V155).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import CompoundSelect, Row, Select, bindparam, case, func, literal_column, select, union_all

from maildesk.letter import OutboxState
from maildesk.mail import MailState
from maildesk.store.challenges import WRITTEN_ANEW
from maildesk.store.engine import Session
from maildesk.tables import AUTOMATIC_TO_CUSTOMER, Moment, among, letters, mails, outbox, raws, tickets
from maildesk.ticket import ACTIVE, Status


class Age(StrEnum):
    """How long ago a ticket was opened."""

    HOUR = "under 1 h"
    DAY = "under 1 day"
    WEEK = "under 1 week"
    OLDER = "older"


_SPANS = {Age.HOUR: timedelta(hours=1), Age.DAY: timedelta(days=1), Age.WEEK: timedelta(weeks=1)}


@dataclass(frozen=True, slots=True)
class Load:
    """The open or waiting tickets of one mailbox and team, by age; every age is a key."""

    mailbox: str
    team: str | None
    status: Status
    ages: Mapping[Age, int]

    @property
    def total(self) -> int:
        return sum(self.ages.values())


@dataclass(frozen=True, slots=True)
class Burden:
    """What lies with one agent (None: with nobody): active tickets, those whose customer waits for an answer, since when the first of them does."""

    assignee: str | None
    active: int
    unanswered: int
    since: datetime | None


@dataclass(frozen=True, slots=True)
class TicketLine:
    """A ticket without a word of its customer; `moment` is since when it waits, or when it is due."""

    number: int
    moment: datetime
    mailbox: str
    team: str | None
    assignee: str | None
    priority: str


@dataclass(frozen=True, slots=True)
class Pile:
    """Things in one state, and since when the oldest of them is there (None where nobody asks)."""

    many: int
    oldest: datetime | None = None


@dataclass(frozen=True)
class Overview:
    """One moment of the desk. `due_today` counts all that is due until the moment asked for, `due` lists the first of them."""

    at: datetime
    tickets: Mapping[Status, int] = field(default_factory=dict)
    load: tuple[Load, ...] = ()
    burdens: tuple[Burden, ...] = ()
    unanswered: tuple[TicketLine, ...] = ()
    due: tuple[TicketLine, ...] = ()
    due_today: int = 0
    mails: Mapping[MailState, Pile] = field(default_factory=dict)
    looked_for: Pile = Pile(0)  # of the held ones those that somebody has to look at; the agent of each of the others writes it anew
    outbox: Mapping[OutboxState, Pile] = field(default_factory=dict)
    ready: datetime | None = None  # since when the oldest mail waits that a worker could take now
    accepted: int = 0  # mails whose bytes are kept: what the states above add up to, or the ledger does not balance
    automatic: int = 0  # automatic letters to customers in the last hour, which is what the governor counts

    @property
    def unaccounted(self) -> int:
        """How many mails more or fewer have an outcome than were accepted (law 3)."""
        return self.accepted - sum(pile.many for pile in self.mails.values())

    @property
    def customers_waiting(self) -> int:
        """Active tickets with words that nobody answered, those that are put off included."""
        return sum(burden.unanswered for burden in self.burdens)

    @property
    def waiting_since(self) -> datetime | None:
        """Since when the first of them waits."""
        return min((burden.since for burden in self.burdens if burden.since), default=None)


_now = bindparam("now", type_=Moment)
_active = tickets.c.status.in_([literal_column(f"'{status}'") for status in ACTIVE])
_age = case(*((tickets.c.created > bindparam(age.name, type_=Moment), age) for age in _SPANS), else_=Age.OLDER)
_tickets = select(tickets.c.status, func.count().label("many")).group_by(tickets.c.status)
_load = (
    select(tickets.c.mailbox, tickets.c.team, tickets.c.status, _age.label("age"), func.count().label("many"))
    .where(_active)
    .group_by(tickets.c.mailbox, tickets.c.team, tickets.c.status, "age")
)
_burdens = (
    select(tickets.c.assignee, func.count().label("active"), func.count(tickets.c.unanswered).label("unanswered"), func.min(tickets.c.unanswered))
    .where(_active)
    .group_by(tickets.c.assignee)
)
_line = (tickets.c.number, tickets.c.mailbox, tickets.c.team, tickets.c.assignee, tickets.c.priority)
_unanswered = (
    select(tickets.c.unanswered.label("moment"), *_line)
    .where(tickets.c.status == literal_column("'open'"), tickets.c.unanswered.is_not(None))
    .order_by(tickets.c.unanswered, tickets.c.number)
    .limit(bindparam("lines"))
)
_until = bindparam("until", type_=Moment)
_is_back = (tickets.c.status == literal_column("'waiting'")) & (tickets.c.wait_until < _until)
_is_due = (_active, _is_back | (tickets.c.due < _until))
_comes = case((tickets.c.due < _until, tickets.c.due), else_=tickets.c.wait_until).label("moment")
_due = select(_comes, *_line).where(*_is_due).order_by("moment", tickets.c.number).limit(bindparam("lines"))
_due_today = select(func.count()).select_from(tickets).where(*_is_due)
# Only of these is it asked how old they are: the others are done, and there are a million of them.
_STUCK = {MailState.WAITING, MailState.HELD, MailState.QUARANTINED, OutboxState.QUEUED, OutboxState.HELD, OutboxState.GIVEN_UP}
# The bytes that were accepted are counted in the same statement as the states, so that both are of one moment on PostgreSQL, too.
_ACCEPTED = "accepted"
_mails = union_all(
    select(mails.c.state, func.count().label("many")).group_by(mails.c.state),
    select(literal_column(f"'{_ACCEPTED}'"), func.count()).select_from(raws),
)
_oldest_mail = select(mails.c.received).where(mails.c.state == bindparam("state")).order_by(mails.c.id).limit(1)
_looked_for = select(func.count().label("many"), func.min(mails.c.received).label("oldest")).where(
    mails.c.state == MailState.HELD, ~among(mails.c.rule, WRITTEN_ANEW)
)
_letters = select(outbox.c.state, func.count().label("many")).group_by(outbox.c.state)
_automatic = select(func.count()).where(AUTOMATIC_TO_CUSTOMER, letters.c.created > bindparam("since", type_=Moment))
_oldest_letter = select(func.min(outbox.c.created)).where(outbox.c.state == bindparam("state"))
# The two places of the spool's index where what a worker may take stands.
_waits = mails.c.state == literal_column("'waiting'")
_fresh = select(mails.c.received).where(_waits, mails.c.not_before.is_(None)).order_by(mails.c.id).limit(1)
_rested = select(func.min(mails.c.received)).where(_waits, mails.c.not_before <= _now)


def overview(session: Session, now: datetime, until: datetime, lines: int = 10) -> Overview:
    """The desk as the session's snapshot has it; `until` bounds what is due, `lines` the lists.

    Costs a look at each active ticket and a count over three narrow indexes, whatever was ever closed or sent.
    """
    piles = dict(_piles(session, _mails, _oldest_mail))
    accepted = piles.pop(_ACCEPTED).many
    return Overview(
        at=now,
        tickets={Status(row.status): row.many for row in session.execute(_tickets)},
        load=_loads(session.execute(_load, {age.name: now - span for age, span in _SPANS.items()})),
        burdens=burdens(session),
        unanswered=_ticket_lines(session.execute(_unanswered, {"lines": lines})),
        due=_ticket_lines(session.execute(_due, {"until": until, "lines": lines})),
        due_today=session.execute(_due_today, {"until": until}).scalar_one(),
        mails={MailState(state): pile for state, pile in piles.items()},
        looked_for=Pile(*session.execute(_looked_for).one()),
        accepted=accepted,
        outbox={OutboxState(state): pile for state, pile in _piles(session, _letters, _oldest_letter)},
        ready=ready(session, now),
        automatic=session.execute(_automatic, {"since": now - timedelta(hours=1)}).scalar_one(),
    )


def burdens(session: Session) -> tuple[Burden, ...]:
    """What lies with whom."""
    return tuple(Burden(*row) for row in session.execute(_burdens))


def _ticket_lines(rows: Iterable[Row[Any]]) -> tuple[TicketLine, ...]:
    return tuple(TicketLine(row.number, row.moment, row.mailbox, row.team, row.assignee, row.priority) for row in rows)


def _loads(rows: Iterable[Row[Any]]) -> tuple[Load, ...]:
    """One line a mailbox, team and status; by mailbox, open before waiting."""
    found: dict[tuple[str, str | None, Status], dict[Age, int]] = {}
    for row in rows:
        ages = found.setdefault((row.mailbox, row.team, Status(row.status)), dict.fromkeys(Age, 0))
        ages[Age(row.age)] = row.many
    order = sorted(found, key=lambda key: (key[0], key[1] or "", ACTIVE.index(key[2])))
    return tuple(Load(*key, found[key]) for key in order)


def _piles(session: Session, counts: Select[Any] | CompoundSelect[Any], oldest: Select[Any]) -> Iterator[tuple[str, Pile]]:
    for row in session.execute(counts):
        yield row.state, Pile(row.many, session.execute(oldest, {"state": row.state}).scalar() if row.state in _STUCK else None)


def ready(session: Session, now: datetime) -> datetime | None:
    """Since when the oldest mail waits that a worker could take now; two looks into an index."""
    found = (session.execute(_fresh).scalar(), session.execute(_rested, {"now": now}).scalar())
    return min((moment for moment in found if moment is not None), default=None)
