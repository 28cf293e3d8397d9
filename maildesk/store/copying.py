"""Copies a whole desk from one database into another, of either kind: every row as it is, compared afterwards, all or nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, LargeBinary, Table, func, select, text, update
from sqlalchemy.types import JSON

from maildesk.errors import MaildeskError, Refused
from maildesk.language import Said
from maildesk.store import schema
from maildesk.store.alone import refuse_daemons
from maildesk.store.counters import counters, raise_counters
from maildesk.store.engine import Database, Session
from maildesk.tables import metadata, searched, tickets

# The index is derived, and each database has its own: whoever serves the copy makes it anew.
COPIED = tuple(table for table in metadata.sorted_tables if table is not searched)
_DERIVED = (tickets.c.searched_version,)
_TOGETHER = 500  # rows of one statement
_HEAVY = 16  # of them where each may be as large as a mail


class CopyDiffers(MaildeskError):
    """What stands in the new database is not what was read from the old one: nothing of it was kept."""


@dataclass(frozen=True, slots=True)
class Progress:
    """So many of so many rows are done; `comparing` them, after all were copied."""

    done: int
    rows: int
    comparing: bool


@dataclass(frozen=True, slots=True)
class _Digest:
    """How many rows a table has, and a hash of all that stands in them, in the order of its key."""

    rows: int
    sha256: str


def copy(source: Database, target: Database, served: bool = False) -> Iterator[Progress]:
    """Makes the target a copy of the source; a kill at any time leaves it empty, and the copy is begun again.

    Yields after each batch. Raises `Refused` where the target holds anything or somebody else is at work on either, `CopyDiffers`.
    `served`: daemons may be at work on the source; what they write meanwhile is not in the copy.
    """
    schema.check(source)
    with _frozen(source) as old:
        if not served:
            refuse_daemons(old)
        rows = sum(old.execute(select(func.count()).select_from(table)).scalar_one() for table in COPIED)
        with schema.making(target) as new:
            refuse_daemons(new)
            refuse_full(target, new)
            read: dict[str, _Digest] = {}
            yield from _counted(_copied(old, new, read), rows, comparing=False)
            yield from _counted(_compared(new, read), rows, comparing=True)
            raise_counters(new, counters(old))
            if not served:
                refuse_daemons(old)  # who began meanwhile wrote what is not in the copy


@contextmanager
def _frozen(source: Database) -> Iterator[Session]:
    """All tables as of one moment; nobody else writes to an SQLite file meanwhile, not even `maildesk receive`."""
    with source.write() if source.sqlite else source.read() as session:
        if not source.sqlite:
            session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"))
        yield session


def refuse_full(target: Database, session: Session) -> None:
    """Raises `Refused` where any table holds a row; the database is of this program's revision."""
    full = [table.name for table in COPIED if session.execute(select(1).select_from(table).limit(1)).first()]
    if full:
        raise Refused(
            Said(
                "{target} is not empty ({tables}); name a new one: nothing is ever written over", target=schema.shown(target), tables=", ".join(full)
            )
        )


def _counted(batches: Iterable[int], rows: int, comparing: bool) -> Iterator[Progress]:
    done = 0
    for many in batches:
        done += many
        yield Progress(done, rows, comparing)


def _copied(old: Session, new: Session, read: dict[str, _Digest]) -> Iterator[int]:
    for table in COPIED:
        digest = _Digester()
        for batch in _batches(old, table):
            digest.add(batch)
            new.execute(_insert(new, table), [{f"p{index}": value for index, value in enumerate(row)} for row in batch])
            yield len(batch)
        read[table.name] = digest.end()
    new.execute(update(tickets).values(searched_version=-1))


def _compared(new: Session, read: dict[str, _Digest]) -> Iterator[int]:
    for table in COPIED:
        digest = _Digester()
        for batch in _batches(new, table):
            digest.add(batch)
            yield len(batch)
        if digest.end() != read[table.name]:
            raise CopyDiffers(Said("the copy of the table {name} is not what was read; nothing of it is kept", name=table.name))


# Neither our types nor the driver's come in between: a value is copied as it stands there, JSON as its text.
def _columns(table: Table) -> list[Column[Any]]:
    return [column for column in table.columns if column not in _DERIVED]


def _batches(session: Session, table: Table) -> Iterator[list[tuple[Any, ...]]]:
    """All rows in the order of their key: both databases compare keys by their bytes."""
    name = session.dialect.identifier_preparer.quote
    json = "CAST({} AS TEXT)" if session.dialect.name == "postgresql" else "{}"
    wanted = ", ".join((json if isinstance(column.type, JSON) else "{}").format(name(column.name)) for column in _columns(table))
    keys = ", ".join(name(column.name) for column in table.primary_key)
    at_once = _HEAVY if any(isinstance(column.type, LargeBinary) and not column.primary_key for column in table.columns) else _TOGETHER
    all_rows = text(f"SELECT {wanted} FROM {name(table.name)} ORDER BY {keys}")  # noqa: S608 - names of our own tables
    found = session.execute(all_rows, execution_options={"stream_results": True, "max_row_buffer": at_once})
    for batch in found.partitions(at_once):
        yield [tuple(row) for row in batch]


def _insert(session: Session, table: Table) -> Any:
    name = session.dialect.identifier_preparer.quote
    columns = ", ".join(name(column.name) for column in _columns(table))
    json = "CAST(:p{} AS JSON)" if session.dialect.name == "postgresql" else ":p{}"
    values = ", ".join((json if isinstance(column.type, JSON) else ":p{}").format(index) for index, column in enumerate(_columns(table)))
    return text(f"INSERT INTO {name(table.name)} ({columns}) VALUES ({values})")  # noqa: S608 - names of our own tables


class _Digester:
    """Hashes rows as they pass by; each value with its kind and its length, so that no two rows are taken for each other."""

    def __init__(self) -> None:
        self._rows, self._hash = 0, hashlib.sha256()

    def add(self, batch: Sequence[tuple[Any, ...]]) -> None:
        self._rows += len(batch)
        for row in batch:
            for value in row:
                data = value if isinstance(value, bytes) else str(value).encode()
                self._hash.update(f"{type(value).__name__} {len(data)} ".encode())
                self._hash.update(data)

    def end(self) -> _Digest:
        return _Digest(self._rows, self._hash.hexdigest())
