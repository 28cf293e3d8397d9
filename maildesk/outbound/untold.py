"""What staff were not told because of the bound of an hour: kept in the transaction that suppressed it, taken out by the letter that tells it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, func, insert, select

from maildesk.letter import LetterKind
from maildesk.outbound.happening import Draft
from maildesk.store.engine import Session
from maildesk.tables import untold

MOST_SHOWN = 20  # of a kind; a flood is told by its number


@dataclass(frozen=True, slots=True)
class Untold:
    """One letter that was not written: where, about which mail, ticket and held letter, and when."""

    kind: LetterKind
    mailbox: str
    mail: int | None
    ticket: int | None
    letter: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Taken:
    """What is told now: the first of each kind, and how many there were of it."""

    first: tuple[Untold, ...]
    many: dict[LetterKind, int]


_insert = insert(untold)
_waiting = (
    select(untold.c.agent, untold.c.kind, func.min(untold.c.at)).group_by(untold.c.agent, untold.c.kind).order_by(untold.c.agent, untold.c.kind)
)
_these = (untold.c.agent == bindparam("whom"), untold.c.kind == bindparam("what"))
_columns = (untold.c[name] for name in Untold.__dataclass_fields__)
_first = select(*_columns).where(*_these).order_by(untold.c.id).limit(MOST_SHOWN)
_many = select(func.count()).select_from(untold).where(*_these)
_delete = delete(untold).where(*_these)


def keep(session: Session, drafts: Sequence[Draft], now: datetime) -> None:
    """Notes the letters that were not written."""
    if drafts:
        session.execute(_insert, [_row(draft, now) for draft in drafts])


def _row(draft: Draft, now: datetime) -> dict[str, object]:
    return {
        "agent": draft.person,
        "kind": draft.kind,
        "mailbox": draft.mailbox.address,
        "mail": draft.about_mail,
        "ticket": draft.ticket or None,
        "letter": draft.about_letter,
        "at": now,
    }


def waiting(session: Session) -> dict[str, dict[LetterKind, datetime]]:
    """The agents who have not been told everything: of what kinds, and since when."""
    found: dict[str, dict[LetterKind, datetime]] = {}
    for agent, kind, since in session.execute(_waiting):
        found.setdefault(agent, {})[LetterKind(kind)] = since
    return found


def take(session: Session, agent: str, kinds: Collection[LetterKind]) -> Taken:
    """What an agent has not been told of these kinds; it is taken out, and told by whoever takes it."""
    first: list[Untold] = []
    many: dict[LetterKind, int] = {}
    for kind in kinds:
        these = {"whom": agent, "what": kind}
        many[kind] = session.execute(_many, these).scalar_one()
        first += (Untold(LetterKind(row.kind), *row[1:]) for row in session.execute(_first, these))
        session.execute(_delete, these)
    return Taken(tuple(first), many)
