"""Who is known by more than one address: staff say so on a ticket, and it holds on every ticket until they take it back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BindParameter, ColumnElement, bindparam, delete, func, select, union_all, update

from maildesk.store.engine import Session
from maildesk.store.inserting import leaving
from maildesk.store.statement import Statement
from maildesk.tables import Key, other_addresses

_address, _person = other_addresses.c.address, other_addresses.c.person


def same_person(column: ColumnElement[str], address: ColumnElement[str]) -> ColumnElement[bool]:
    """The condition that a column holds an address of whoever writes from this one."""
    own, others = other_addresses.alias(), other_addresses.alias()
    known = select(own.c.person).where(own.c.address == address).correlate(None).scalar_subquery()
    stands = func.coalesce(known, address, type_=Key)
    return column.in_(union_all(select(stands), select(others.c.address).where(others.c.person == stands)))


@dataclass(frozen=True, slots=True)
class OtherAddress:
    """An address beside the one that stands for its person; `ticket` is where somebody said so."""

    address: str
    person: str
    since: datetime
    ticket: int


_addresses: BindParameter[list[str]] = bindparam("addresses", expanding=True)
_of = Statement(select(_address, _person).where(_address.in_(_addresses) | _person.in_(_addresses)))
_own = other_addresses.alias()
_main = select(_own.c.person).where(_own.c.address == bindparam("of", type_=Key)).correlate(None).scalar_subquery()
_rows = Statement(select(other_addresses).where(_person == func.coalesce(_main, bindparam("of", type_=Key))).order_by(_address))


def persons_of(session: Session, addresses: Collection[str]) -> Mapping[str, str]:
    """Of those of these addresses that are one of several: the one that stands for all of them."""
    if not addresses:
        return {}
    rows = _of.run(session, {"addresses": sorted(addresses)}).all()
    found = {row.address: row.person for row in rows} | {row.person: row.person for row in rows}
    return {address: found[address] for address in addresses if address in found}


def addresses_of(session: Session, address: str) -> tuple[str, tuple[OtherAddress, ...]]:
    """The address that stands for a person, and the others of the same."""
    rows = _rows.run(session, {"of": address}).all()
    found = tuple(OtherAddress(row.address, row.person, row.since, row.ticket) for row in rows)
    return found[0].person if found else address, found


def every_address(session: Session, address: str) -> tuple[str, ...]:
    """All addresses that whoever writes from this one writes from; a statement over many rows takes them as values, so that its plan stays that of one."""
    stands, others = addresses_of(session, address)
    return (stands, *(one.address for one in others))


_families = Statement(select(other_addresses.c.person, other_addresses.c.address).where(_person.in_(bindparam("persons", expanding=True))))


def families_of(session: Session, addresses: Collection[str]) -> Mapping[str, frozenset[str]]:
    """All addresses of those of these who write from several."""
    stands = persons_of(session, addresses)
    if not stands:
        return {}
    found = {person: {person} for person in stands.values()}
    for row in _families.run(session, {"persons": sorted(found)}):
        found[row.person].add(row.address)
    return {address: frozenset(found[person]) for address, person in stands.items()}


def join(session: Session, address: str, others: Sequence[str], ticket: int, now: datetime) -> None:
    """Whoever writes from an address writes from these, too."""
    stands = persons_of(session, (address,)).get(address, address)
    rows = [{"address": one, "person": stands, "since": now, "ticket": ticket} for one in others if one != stands]
    if rows:
        leaving(session, other_addresses).run(session, rows)


def part(session: Session, addresses: Sequence[str]) -> None:
    """These are nobody's but their own; where one of them stood for others, the first of those stands for the rest."""
    for gone in addresses:
        session.execute(delete(other_addresses).where(_address == gone))
        first = session.execute(select(func.min(_address)).where(_person == gone)).scalar()
        if first is not None:
            session.execute(delete(other_addresses).where(_address == first))
            session.execute(update(other_addresses).where(_person == gone).values(person=first))
