"""Makes the database and tells whether it is of the revision this program was written for."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import inspect, text

from maildesk.errors import Refused
from maildesk.language import Said
from maildesk.store.alone import daemon_lock, only_daemon, refuse_daemons
from maildesk.store.engine import Database, Session
from maildesk.tables import metadata

HEAD = "0021"
# The revisions that can be brought up to it.
OLDER: tuple[str, ...] = (
    "0001",
    "0002",
    "0003",
    "0004",
    "0005",
    "0006",
    "0007",
    "0008",
    "0009",
    "0010",
    "0011",
    "0012",
    "0013",
    "0015",
    "0016",
    "0018",
    "0019",
)


def upgrade(database: Database, to: str = HEAD) -> None:
    """Brings the database to this program's revision, or an older one; one transaction, so that a kill leaves what was there.

    Raises `Refused` where a daemon is at work on what is to be altered.
    """
    with making(database, to):
        pass


@contextlib.contextmanager
def making(database: Database, to: str = HEAD) -> Iterator[Session]:
    """The transaction that brought the database to a revision, and may write more into it."""
    _refuse_nowhere(database)
    if database.sqlite:
        with contextlib.suppress(OSError):  # what is wrong with the place, SQLite says next
            database.path.touch(mode=0o600)  # every mail stands in it; SQLite gives its WAL the same mode (V151)
    with database.write() as session:
        if not database.sqlite:
            session.exec_driver_sql("SELECT pg_advisory_xact_lock(4711)")  # who waited here finds it done
        found = revision(session)
        _refuse_unknown(database, found)
        with _alone(database, session) if found not in (None, to) else contextlib.nullcontext():
            _run(session, to)
        yield session


def _alone(database: Database, session: Session) -> contextlib.AbstractContextManager[None]:
    """A daemon that has begun knows the tables as they were."""
    refuse_daemons(session)
    return only_daemon(daemon_lock(database, database.path)) if database.sqlite else contextlib.nullcontext()


def _run(session: Session, to: str) -> None:
    import logging

    from alembic import command
    from alembic.config import Config

    logging.getLogger("alembic").setLevel(logging.WARNING)
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["session"] = session
    command.upgrade(config, to)


def create(database: Database) -> None:
    """The tables of a database that ends with its process."""
    with database.write() as session:
        metadata.create_all(session)


def check(database: Database) -> None:
    """Raises `Refused` with the one thing to do where the database is of another revision."""
    check_there(database)
    with database.read() as session:
        found = revision(session)
    if found is None:
        raise Refused(Said("{database} is empty; make it with: maildesk db upgrade", database=shown(database)))
    _refuse_unknown(database, found)
    if found != HEAD:
        raise Refused(
            Said(
                "{database} is of revision {found}, this program needs {head}; back it up, then: maildesk db upgrade",
                database=shown(database),
                found=found,
                head=HEAD,
            )
        )


def check_there(database: Database) -> None:
    """Raises `Refused` where a database of a file is not there yet; nothing is opened."""
    _refuse_nowhere(database)
    if database.sqlite and not database.in_memory and not database.path.exists():  # looking must not make one
        raise Refused(Said("there is no database yet at {path}; make it with: maildesk db upgrade", path=database.path))


def _refuse_nowhere(database: Database) -> None:
    if database.sqlite and not database.in_memory and not database.path.parent.is_dir():
        raise Refused(Said("the folder {folder} of the database is not there; make it, or name another in desk.yaml", folder=database.path.parent))


def _refuse_unknown(database: Database, found: str | None) -> None:
    if found not in (None, *OLDER, HEAD):
        raise Refused(
            Said(
                "{database} is of revision {found}, which this program ({head}) does not know; install the maildesk that made it",
                database=shown(database),
                found=found,
                head=HEAD,
            )
        )


def revision(session: Session) -> str | None:
    """The revision the database says it is of, None where it has no tables of ours."""
    if not inspect(session).has_table("alembic_version"):
        return None
    return session.execute(text("SELECT version_num FROM alembic_version")).scalar()


def shown(database: Database) -> str:
    """The database as a message names it, without its password (V148)."""
    return f"the database {database.url.render_as_string(hide_password=True)}"
