"""Both databases are made from the same tables, and each test gets an empty one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, inspect, select

from maildesk.store import schema
from maildesk.store.engine import Database
from maildesk.tables import metadata
from tests.visitors import visitors

pytestmark = pytest.mark.usefixtures("with_visitors")

_NOW = datetime(2026, 1, 5, tzinfo=UTC)


def test_every_table_is_there_and_empty(database: Database) -> None:
    """A fresh database is of this program's revision, has each table we define, and holds no row."""
    schema.check(database)

    with database.read() as session:
        assert set(metadata.tables) <= set(inspect(session).get_table_names())
        assert all(session.scalar(select(func.count()).select_from(table)) == 0 for table in metadata.sorted_tables)


@pytest.mark.parametrize("_round", [1, 2])
def test_nothing_is_left_of_another_test(database: Database, _round: int) -> None:
    """What one test writes the next one does not see."""
    with database.write() as session:
        assert session.scalar(select(func.count()).select_from(visitors)) == 0
        session.execute(visitors.insert().values(address="anna@example.com", name="Anna", created=_NOW))


def test_text_that_a_database_cannot_hold_is_made_storable(database: Database) -> None:
    """NUL becomes U+FFFD on both databases; every other letter comes back as it was (V050)."""
    with database.write() as session:
        session.execute(visitors.insert().values(address="anna@example.com", name="A\0n 名 😀", created=_NOW))

    with database.read() as session:
        assert session.scalar(select(visitors.c.name)) == "A\ufffdn 名 😀"


def test_an_upgrade_of_a_new_database_changes_nothing(database: Database) -> None:
    """`db upgrade` may be run at each start."""
    schema.upgrade(database)

    schema.check(database)
