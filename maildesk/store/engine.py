"""Connections and transactions: `read` sees a snapshot, `write` is one short transaction that takes the lock first."""

from __future__ import annotations

import errno
import fcntl
import os
import socket
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.engine import Dialect, Engine, make_url
from sqlalchemy.exc import DatabaseError, DBAPIError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry, StaticPool

from maildesk.config.database import VERIFIED, surely_here
from maildesk.errors import MaildeskError, TryLater
from maildesk.language import Said

Session = Connection
DAEMON = "maildesk daemon"

_PATIENCE = 10_000  # milliseconds for a lock that somebody else holds

_PRAGMAS = (
    "foreign_keys=ON",
    f"busy_timeout={_PATIENCE}",
    "temp_store=MEMORY",
    "cache_size=-16000",
    "trusted_schema=OFF",
    # Checkpoints overlapping with several writers can corrupt a WAL before 3.51.3: one checkpointer, docs/decisions/0003.
    "wal_autocheckpoint=0",
)


def _keep_a_wal(connection: sqlite3.Connection) -> None:
    """Of several processes that open a fresh file at once SQLite refuses all but one, and lets none of them wait."""
    until = time.monotonic() + _PATIENCE / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.01)
        else:
            return


class Busy(TryLater):
    """Somebody else holds the database's lock for too long, or the server is away."""


class DiskFull(TryLater):
    """There is no room for the write; nothing of it was kept."""


class StorageFailed(MaildeskError):
    """The disk answered with an error: what it holds is unknown, so the process must end (never try fsync again)."""


class Database:
    """One database, by URL; safe to share between threads, not between processes."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self._called = "maildesk"
        self.sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = self._sqlite() if self.sqlite else self._postgres()

    @property
    def path(self) -> Path:
        """The file of an SQLite database."""
        return Path(self.url.database or "")

    @property
    def in_memory(self) -> bool:
        """A database without a file ends with its process and has one connection."""
        return self.sqlite and not self.url.database

    def _postgres(self) -> Engine:
        try:
            engine = create_engine(self.url, pool_pre_ping=True, pool_size=8)
        except ModuleNotFoundError as error:
            right = "pip install 'psycopg[binary]'"
            raise StorageFailed(Said("PostgreSQL needs a driver that is not installed: {right}", right=right)) from error
        event.listen(engine, "do_connect", self._named)
        event.listen(engine, "connect", _commits_on_disk)
        return engine

    def _named(self, dialect: Dialect, entry: ConnectionPoolEntry, arguments: object, options: dict[str, Any]) -> None:
        options["application_name"] = f"{self._called} {os.getpid()} on {socket.gethostname()}"[:63]
        if not surely_here(self.url):
            options.setdefault("sslmode", VERIFIED)

    def serve(self) -> None:
        """Calls this process a daemon in all connections to come: who must have a PostgreSQL database alone looks for daemons on all hosts."""
        self._called = DAEMON

    def _sqlite(self) -> Engine:
        shared = {"poolclass": StaticPool} if self.in_memory else {}
        engine = create_engine(self.url, connect_args={"timeout": _PATIENCE / 1000, "check_same_thread": False}, **shared)
        event.listen(engine, "connect", self._connected)
        return engine

    def _connected(self, connection: Any, entry: ConnectionPoolEntry) -> None:
        # We send BEGIN ourselves, and not when SQLAlchemy tells of its own: with a listener each statement costs a sixth more.
        connection.isolation_level = None
        _keep_a_wal(connection)
        for pragma in _PRAGMAS:
            connection.execute("PRAGMA " + pragma)
        entry.info["opened"], entry.info["writes"] = object(), 0
        entry.info["alone"] = nullcontext if self.in_memory else Turnstile(self.path).alone

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A snapshot; holds no lock that a writer waits for."""
        with _told_apart(), self.engine.connect() as session:
            if not self.sqlite:  # else each statement sees another moment, and what moves between two of them is seen twice, or never
                session.execution_options(isolation_level="REPEATABLE READ")
            with session.begin():
                if self.sqlite:
                    carry_out(session, "BEGIN")
                yield session

    @contextmanager
    def write(self, durable: bool = True) -> Iterator[Session]:
        """One transaction, committed at the end of the block, rolled back by an exception.

        `durable=False` may lose the commit (never its order) on power loss: only for work whose cause is still
        in the spool (law 2). Raises `Busy`, `DiskFull`, `StorageFailed`.
        """
        if not self.sqlite:
            with _told_apart(), self.engine.begin() as session:
                yield session
            return
        with _told_apart(), self.engine.connect() as session, session.connection.info["alone"](), session.begin():
            _synchronous(session, "FULL" if durable else "NORMAL")
            carry_out(session, "BEGIN IMMEDIATE")
            try:
                yield session
            finally:
                session.connection.info["writes"] += 1

    def checkpoint(self) -> None:
        """Moves the WAL into the database while no writer is inside; for the one checkpointer (SQLite only).

        Who reads for long (a backup, an audit) is not waited for while all writers wait: what can be moved is, and the WAL stays as long as it is.
        Raises `DiskFull` where the database has no room to grow: then all stays in the WAL, and another time will do.
        """
        if not self.sqlite or self.in_memory:
            return
        with _told_apart(), self.engine.connect() as session, session.connection.info["alone"]():
            session.exec_driver_sql("PRAGMA busy_timeout=200")
            try:
                session.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            finally:
                session.exec_driver_sql(f"PRAGMA busy_timeout={_PATIENCE}")

    def close(self) -> None:
        self.engine.dispose()


def carry_out(session: Session, sql: str, rows: Sequence[Sequence[Any]] = ((),)) -> sqlite3.Cursor:
    """Has SQLite's own module carry out a statement, once a row of values; who listens to the session's statements hears of it as of any other."""
    driver, many = session.connection.driver_connection, len(rows) > 1
    assert isinstance(driver, sqlite3.Connection)
    values = rows if many else rows[0]
    for hear in session.dispatch.before_cursor_execute:
        hear(session, None, sql, values, None, many)
    try:
        return driver.executemany(sql, values) if many else driver.execute(sql, values)
    except sqlite3.Error as error:
        raise DBAPIError.instance(sql, values, error, sqlite3.Error, dialect=session.dialect) from error


Stand = tuple[object, int, int]


def stand_of(session: Session) -> Stand | None:
    """What stays the same from one transaction to another while nobody commits anything; None where nobody can tell, on PostgreSQL.

    SQLite counts for each connection what others commit; what this one wrote itself is counted by us.
    """
    if session.dialect.name != "sqlite":
        return None
    info = session.connection.info
    return info["opened"], info["writes"], carry_out(session, "PRAGMA data_version").fetchone()[0]


def _commits_on_disk(connection: Any, _: ConnectionPoolEntry) -> None:
    """`250` rests on a commit that survives power loss (law 1): a server that is set to promise it too early does not for us (F16)."""
    connection.autocommit = True
    if connection.execute("SHOW synchronous_commit").fetchone() == ("off",):
        connection.execute("SET synchronous_commit = on")
    connection.autocommit = False


def _synchronous(session: Session, wanted: str) -> None:
    info = session.connection.info
    if info.get("synchronous") != wanted:
        session.exec_driver_sql(f"PRAGMA synchronous={wanted}")
        info["synchronous"] = wanted


class Turnstile:
    """Lets in one at a time, of all writers and the checkpointer of all processes, in the order they came.

    SQLite alone keeps writers apart too, but who finds its lock taken sleeps and looks again, ever more seldom. Whoever
    holds the gate is next: nobody who leaves the room and wants in again gets past him.
    """

    def __init__(self, database: Path) -> None:
        self._gate, self._room = _beside(database, "-gate"), _beside(database, "-room")

    def __del__(self) -> None:
        os.close(self._gate)
        os.close(self._room)

    @contextmanager
    def alone(self) -> Iterator[None]:
        fcntl.flock(self._gate, fcntl.LOCK_EX)
        try:
            fcntl.flock(self._room, fcntl.LOCK_EX)
        finally:
            fcntl.flock(self._gate, fcntl.LOCK_UN)
        try:
            yield
        finally:
            fcntl.flock(self._room, fcntl.LOCK_UN)


def _beside(database: Path, ending: str) -> int:
    """Opens a file that belongs to whom the database belongs to: an operator who looks as root must not lock the daemon out."""
    descriptor = os.open(f"{database}{ending}", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    if os.geteuid() == 0:
        with suppress(FileNotFoundError):
            owner = database.stat()
            os.fchown(descriptor, owner.st_uid, owner.st_gid)
    return descriptor


# What the drivers say, by the words both SQLite and PostgreSQL use for it.
_FULL = ("disk is full", "no space left", "disk full")
_STANDBY = "25006"  # SQLSTATE read_only_sql_transaction
_BROKEN = ("disk i/o error", "malformed", "not a database", "readonly database", "input/output error")
# A mistake of ours; PostgreSQL says "No such file or directory" where its server is away.
_OURS = ("no such table", "no such column", "no such index", "no such function")


def _short_of_descriptors() -> bool:
    """Whether this process may hardly open another file now, which passes by itself (F10); SQLite does not say why it could not."""
    held: list[int] = []
    try:
        while len(held) < 6:
            held.append(os.open(os.devnull, os.O_RDONLY | os.O_CLOEXEC))
    except OSError:
        return True
    finally:
        for descriptor in held:
            os.close(descriptor)
    return False


@contextmanager
def _told_apart() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno not in (errno.EMFILE, errno.ENFILE):
            raise
        raise Busy(Said("the database is busy or away: {why}", why=error.strerror)) from error
    except DBAPIError as error:
        meant = _meant(error)
        if meant is None:
            raise
        raise meant from error


def _meant(error: DBAPIError) -> MaildeskError | None:
    """What a driver's error comes to; None for a mistake of ours."""
    if error.connection_invalidated:
        return Busy(Said("the connection to the database was lost"))
    if getattr(error.orig, "sqlstate", None) == _STANDBY:
        return Busy(Said("the database may only be read: is it a standby?"))
    # Errors of any other class are about the statement and may quote what strangers wrote.
    if type(error) not in (OperationalError, DatabaseError):
        return None
    return _in_words(error, str(error.orig).lower())


def _in_words(error: DBAPIError, words: str) -> MaildeskError | None:
    if any(word in words for word in _FULL):
        return DiskFull(Said("the disk is full"))
    if any(word in words for word in _BROKEN):
        right = Said("look at its disk and at database: in desk.yaml, and bring back the last backup: maildesk restore")
        return StorageFailed(Said("the database cannot be trusted: {why}; {right}", why=error.orig, right=right))
    if "unable to open" in words and not _short_of_descriptors():
        right = Said("database: in desk.yaml names a file in a folder that is there, and who runs this may write to both")
        return StorageFailed(Said("the database cannot be opened: {why}; {right}", why=error.orig, right=right))
    if any(word in words for word in _OURS) or not isinstance(error, OperationalError):
        return None
    return Busy(Said("the database is busy or away: {why}", why=" ".join(str(error.orig).split())))
