"""The step that keeps the search index up with the tickets: its own short transactions, repeated until nothing waits (law 2)."""

from __future__ import annotations

import time
from collections.abc import Iterator

from maildesk.errors import TryLater
from maildesk.store import index
from maildesk.store.engine import Database

_AT_ONCE = 20  # tickets in one transaction: a mail that arrives meanwhile waits for it
_ANEW = 200  # of them where all of the index is made
_MARKED = 5_000  # tickets marked as due in one transaction
_PAUSE = 60.0  # seconds after a failure


def index_some(database: Database, most: int = _AT_ONCE) -> int:
    """Indexes some of the tickets that wait; gives how many, 0 where none waits or others are at it."""
    with database.read() as session:
        prepared = index.prepare(session, most)
    if not prepared:
        return 0
    with database.write(durable=False) as session:
        return index.keep(session, prepared)


def catch_up(database: Database, most: int) -> int:
    """Indexes at most about `most` tickets and gives how many wait after that; whoever cannot write still may search."""
    done = 1
    try:
        while most > 0 and done:
            done = index_some(database)
            most -= done
    except TryLater:
        pass
    with database.read() as session:
        return index.waiting(session)


def reindex(database: Database) -> Iterator[int]:
    """Makes the index anew, and yields after each step how many tickets still wait; a kill loses no step that is done.

    That all are due stands in the database before the old index goes: whoever indexes next goes on with it.
    """
    with database.read() as session:
        newest = index.newest(session)
    for first in range(0, newest + 1, _MARKED):
        with database.write() as session:
            index.forget(session, first, first + _MARKED - 1)
    with database.write() as session:
        index.empty(session)
    while index_some(database, _ANEW):
        with database.read() as session:
            yield index.waiting(session)


class Indexer:
    """What a worker does for the index while it has no mail."""

    def __init__(self, database: Database) -> None:
        self._database, self._not_before = database, 0.0

    def step(self) -> bool:
        """Whether something was indexed, so that there may be more; whatever it raises, it leaves the index alone for a minute."""
        if time.monotonic() < self._not_before:
            return False
        self._not_before = time.monotonic() + _PAUSE
        done = index_some(self._database) > 0
        self._not_before = 0.0
        return done
