"""PostgreSQL databases that go from test to test: to make one takes a hundred times as long as to empty it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from maildesk.tables import metadata
from tests.servers import drop_postgres_database, make_postgres_database

Connection = psycopg.Connection[Any]
# What a test may alter of a desk's database beside its rows: one that differs in it is not used again.
_SHAPE = """
SELECT (SELECT version_num FROM alembic_version),
       (SELECT md5(string_agg(concat_ws(' ', relname, relkind, attname, atttypid, attnotnull), ',' ORDER BY relname, attnum))
        FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid WHERE relnamespace = 'public'::regnamespace AND attnum > 0),
       (SELECT count(*) FROM pg_constraint), (SELECT count(*) FROM pg_trigger),
       (SELECT count(*) FROM pg_proc WHERE pronamespace = 'public'::regnamespace)
"""
_TABLES = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
_OTHERS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
# In place of TRUNCATE, which makes new files for every table and index.
NO_ROWS = (
    *(f"DELETE FROM {table.name}" for table in reversed(metadata.sorted_tables)),
    "SELECT setval(seqrelid::regclass, seqstart, false) FROM pg_sequence",
)


class Spares:
    """Copies of `template` on one server; `emptied` makes a used one like it again, or says that it cannot."""

    def __init__(self, server: str, template: str, emptied: Callable[[Connection], bool]) -> None:
        self._server, self._template, self._emptied = server, template, emptied
        self._spare: list[str] = []

    def take(self) -> str:
        """The URL of an empty one."""
        if self._spare:
            return self._server.format(name=self._spare.pop())
        return make_postgres_database(self._server, f"spare_{uuid.uuid4().hex}", self._template)

    def copied(self, url: str) -> str:
        """The URL of one with the rows of another, to which nobody may be connected."""
        return make_postgres_database(self._server, f"spare_{uuid.uuid4().hex}", _name(url))

    def give_back(self, url: str) -> None:
        """Ends what is still connected, so that one leak fails one test and not all that follow."""
        name = _name(url)
        with connected(self._server, name) as connection:
            connection.execute(_OTHERS)
            again = self._emptied(connection)
        if again:
            self._spare.append(name)
        else:
            drop_postgres_database(self._server, name)

    @contextmanager
    def lent(self) -> Iterator[str]:
        """One for the length of the block."""
        url = self.take()
        try:
            yield url
        finally:
            self.give_back(url)


def desks(server: str, template: str) -> Spares:
    """Databases of desks: the rows of the one before are gone, and the numbers begin at 1."""
    with connected(server, template) as connection:
        tables, shape = _tables(connection), connection.execute(_SHAPE).fetchone()

    def emptied(connection: Connection) -> bool:
        if not tables <= (found := _tables(connection)):
            return False
        for table in found - tables:
            connection.execute(f'DROP TABLE "{table}" CASCADE'.encode())
        for statement in NO_ROWS:
            connection.execute(statement.encode())
        return connection.execute(_SHAPE).fetchone() == shape

    return Spares(server, template, emptied)


def blanks(server: str) -> Spares:
    """Databases without a table."""

    def emptied(connection: Connection) -> bool:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
        return True

    return Spares(server, "template1", emptied)


class Desks:
    """The databases of desks that tests put into folders: SQLite files there, or with `--database postgres` one on a server for each folder."""

    def __init__(self) -> None:
        self.spares: Spares | None = None
        self._taken: dict[Path, str] = {}

    def url(self, folder: Path) -> str:
        """What the desk.yaml of a folder says; the database behind it is of today's revision, or not there yet."""
        if self.spares is None:
            return SQLITE_DESK
        place = folder.resolve()
        if place not in self._taken:
            self._taken[place] = self.spares.take()
        return self._taken[place]

    def copied(self, was: Path, folder: Path) -> str:
        """What the copy of a desk's folder says in place of `url(was)`."""
        if self.spares is None:
            return SQLITE_DESK
        self._taken[folder.resolve()] = self.spares.copied(self.url(was))
        return self.url(folder)

    def forget(self, folder: Path) -> None:
        """Gives back those of a folder and of all below it."""
        assert self.spares is not None
        for place in [one for one in self._taken if one.is_relative_to(folder.resolve())]:
            self.spares.give_back(self._taken.pop(place))


SQLITE_DESK = "sqlite:///desk.db"
DESKS = Desks()


def _name(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2]


def connected(server: str, name: str) -> Connection:
    return psycopg.connect(host=server.rpartition("host=")[2], user="md", dbname=name)


def _tables(connection: Connection) -> set[str]:
    return {table for (table,) in connection.execute(_TABLES)}
