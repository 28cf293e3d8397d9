"""What letters of ours have shown about addresses, and whether a robot of ours may still write to one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, exists, insert, literal_column, or_, select

from maildesk.health import Ailment, AilmentKind
from maildesk.judged import NatureKind
from maildesk.store.engine import Session
from maildesk.store.statement import Statement
from maildesk.tables import ailments, messages, outbox, outbox_recipients

_FIELDS = tuple(name for name in Ailment.__dataclass_fields__ if name != "over")
# Whoever writes is there again. What a machine writes under the address proves nothing.
_wrote_since = exists().where(
    messages.c.author == ailments.c.address,
    messages.c.created > ailments.c.at,
    messages.c.nature == literal_column(f"'{NatureKind.HUMAN}'"),
)
_insert = Statement(insert(ailments))
_same = Statement(
    delete(ailments).where(*(ailments.c[name] == bindparam(f"{name}_") for name in ("address", "letter", "kind"))).returning(ailments.c.told)
)
_columns = tuple(ailments.c[name] for name in _FIELDS)
_of_people = Statement(select(*_columns, _wrote_since.label("over")).where(ailments.c.address.in_(bindparam("people", expanding=True))))
_complained = ailments.c.kind == literal_column(f"'{AilmentKind.COMPLAINT}'")
_against = Statement(
    select(*_columns, literal_column("0").label("over")).where(
        ailments.c.address == bindparam("person"), or_(_complained, (ailments.c.dead == 1) & ~_wrote_since)
    )
)


def note(session: Session, found: Sequence[Ailment]) -> None:
    """Keeps what happened; the same once more takes the place of what was known, and what was told stays so."""
    for one in found:
        told = _same.run(session, {"address_": one.address, "letter_": one.letter, "kind_": one.kind}).scalar()
        row = {name: value for name, value in asdict(one).items() if name in _FIELDS}
        _insert.run(session, row | {"ticket": one.ticket or None, "dead": int(one.dead), "told": int(one.told or bool(told))})


def health_of(session: Session, addresses: Collection[str]) -> dict[str, Ailment]:
    """The gravest ailment of each address that has one."""
    if not addresses:
        return {}
    found = sorted((_ailment(row) for row in _of_people.run(session, {"people": sorted(addresses)})), key=_gravity)
    return {one.address: one for one in found}


def ailments_of(session: Session, address: str) -> tuple[Ailment, ...]:
    """All that happened to letters there, the oldest first."""
    found = [_ailment(row) for row in _of_people.run(session, {"people": [address]})]
    return tuple(sorted(found, key=lambda one: (one.at, one.letter)))


def forget(session: Session, address: str) -> int:
    """Takes out all that is known of an address; gives how much it was."""
    return session.execute(delete(ailments).where(ailments.c.address == address)).rowcount


def against(session: Session, address: str) -> Ailment | None:
    """Why no robot of ours writes to an address: a complaint for ever, a dead address until the person writes again. Read by index alone."""
    found = [_ailment(row) for row in _against.run(session, {"person": address})]
    return max(found, key=_gravity, default=None)


def _gravity(one: Ailment) -> tuple[bool, datetime]:
    """A complaint counts for ever, and otherwise the newest says how it stands."""
    return one.kind is AilmentKind.COMPLAINT, one.at


def _ailment(row: Row[*tuple[Any, ...]]) -> Ailment:
    values = row._asdict()
    kinds = {"kind": AilmentKind(row.kind), "ticket": row.ticket or 0}
    return replace(Ailment(**{**values, **kinds}), dead=bool(row.dead), told=bool(row.told), over=bool(row.over))


_left_for = Statement(
    select(outbox_recipients.c.letter, outbox_recipients.c.address)
    .join(outbox, outbox.c.letter == outbox_recipients.c.letter)
    .where(outbox_recipients.c.letter.in_(bindparam("ids", expanding=True)), outbox.c.attempts > 0)
)
_told = Statement(
    select(ailments.c.ticket, ailments.c.address).where(
        ailments.c.ticket.in_(bindparam("numbers", expanding=True)), ailments.c.told == literal_column("1")
    )
)


def fates_of(session: Session, ids: Collection[int], numbers: Collection[int]) -> tuple[dict[int, frozenset[str]], frozenset[tuple[int, str]]]:
    """Of letters: the recipients they really left for; and of tickets, which addresses staff were told of already."""
    if not ids or not numbers:
        return {}, frozenset()
    left: dict[int, frozenset[str]] = {}
    for letter, address in _left_for.run(session, {"ids": sorted(ids)}):
        left[letter] = left.get(letter, frozenset()) | {address}
    return left, frozenset((row.ticket, row.address) for row in _told.run(session, {"numbers": sorted(numbers)}))
