"""V158: two addresses are equal only when each of their octets is, on both databases; none is cut."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from maildesk.plainaddress import is_plain_address
from maildesk.store.engine import Database
from tests.visitors import visitors

_ALIKE = (
    "anna@example.com",
    "Anna@example.com",
    "änna@example.com",
    "a\u0308nna@example.com",
    "anna@example.com ",
    "аnna@example.com",
    "ｱnna@example.com",
)

pytestmark = pytest.mark.usefixtures("with_visitors")


def test_addresses_that_look_alike_are_different_rows(database: Database) -> None:
    """Neither database folds case, accents, width or a blank at the end: nobody takes another person's place."""
    with database.write() as session:
        for address in _ALIKE:
            session.execute(visitors.insert().values(address=address, name=address, created=datetime(2026, 1, 5, tzinfo=UTC)))

    with database.read() as session:
        for address in _ALIKE:
            assert session.scalars(select(visitors.c.name).where(visitors.c.address == address)).all() == [address]


def test_both_databases_sort_addresses_alike(database: Database) -> None:
    """A list that is read page by page is the same on both: by octets, not by a language."""
    with database.write() as session:
        for address in _ALIKE:
            session.execute(visitors.insert().values(address=address, name="", created=datetime(2026, 1, 5, tzinfo=UTC)))

    with database.read() as session:
        assert session.scalars(select(visitors.c.address).order_by(visitors.c.address)).all() == sorted(_ALIKE, key=str.encode)


@pytest.mark.parametrize("length", [255, 320, 100_000])
def test_a_longer_address_is_refused_not_cut(length: int) -> None:
    """Past the 254 octets of RFC 5321 §4.5.3.1.3 an address is none: cut, it would be somebody else's."""
    domain = ".".join(["x" * 60] * (length // 61 + 1))

    assert not is_plain_address(f"anna@{domain}"[:length])
