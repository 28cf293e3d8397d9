"""Who else is at work on a database: what must have it alone asks here first."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import text

from maildesk.errors import Refused
from maildesk.language import Said
from maildesk.store.engine import DAEMON, Database, Session


def daemon_lock(database: Database, state: Path) -> Path:
    """The file whose lock says that a daemon is at work: beside an SQLite database, whichever desk.yaml led to it."""
    return Path(f"{database.path.resolve()}-daemon") if database.sqlite else state / "daemon.lock"


@contextlib.contextmanager
def only_daemon(path: Path) -> Iterator[None]:
    """Holds the lock; a second daemon on the same SQLite database, or the same state directory, is refused."""
    lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.truncate(lock, 0)
        os.write(lock, f"{os.getpid()}\n".encode())
        yield
    except BlockingIOError:
        raise Refused(
            Said("another maildesk serves this desk (process {process}); stop it first", process=os.pread(lock, 20, 0).decode().strip())
        ) from None
    finally:
        os.close(lock)


_daemons = text(
    "SELECT DISTINCT application_name FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE :daemon ORDER BY 1"
)


def refuse_daemons(session: Session) -> None:
    """Raises `Refused` where a daemon, on whichever host, is connected to a PostgreSQL database."""
    if session.dialect.name != "postgresql":
        return  # there the daemon's lock says it
    if found := list(session.execute(_daemons, {"daemon": f"{DAEMON} %"}).scalars()):
        raise Refused(Said("the database is in use ({found}); stop every daemon of this desk first", found=", ".join(found)))
