"""Makes the database and tells whether it is of the revision this program was written for."""

from __future__ import annotations

import contextlib
from pathlib import Path

from sqlalchemy import inspect, text

from maildesk.errors import Refused
from maildesk.store.engine import Database, Session
from maildesk.tables import metadata

HEAD = "0008"
OLDER: tuple[str, ...] = ("0001", "0002", "0003", "0004", "0005", "0006", "0007")  # the revisions that can be brought up to it


def upgrade(database: Database, to: str = HEAD) -> None:
    """Brings the database to this program's revision, or an older one; one transaction, so that a kill leaves what was there."""
    import logging

    from alembic import command
    from alembic.config import Config

    logging.getLogger("alembic").setLevel(logging.WARNING)
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    _refuse_nowhere(database)
    if database.sqlite:
        with contextlib.suppress(OSError):  # what is wrong with the place, SQLite says next
            database.path.touch(mode=0o600)  # every mail stands in it; SQLite gives its WAL the same mode (V151)
    with database.write() as session:
        _refuse_unknown(database, revision(session))
        config.attributes["session"] = session
        command.upgrade(config, to)


def create(database: Database) -> None:
    """The tables of a database that ends with its process."""
    with database.write() as session:
        metadata.create_all(session)


def check(database: Database) -> None:
    """Raises `Refused` with the one thing to do where the database is of another revision."""
    _refuse_nowhere(database)
    if database.sqlite and not database.in_memory and not database.path.exists():  # looking must not make one
        raise Refused(f"there is no database yet at {database.path}; make it with: maildesk db upgrade")
    with database.read() as session:
        found = revision(session)
    if found is None:
        raise Refused(f"{_shown(database)} is empty; make it with: maildesk db upgrade")
    _refuse_unknown(database, found)
    if found != HEAD:
        raise Refused(f"{_shown(database)} is of revision {found}, this program needs {HEAD}; back it up, then: maildesk db upgrade")


def _refuse_nowhere(database: Database) -> None:
    if database.sqlite and not database.in_memory and not database.path.parent.is_dir():
        raise Refused(f"the folder {database.path.parent} of the database is not there; make it, or name another in desk.yaml")


def _refuse_unknown(database: Database, found: str | None) -> None:
    if found not in (None, *OLDER, HEAD):
        raise Refused(f"{_shown(database)} is of revision {found}, which this program ({HEAD}) does not know; install the maildesk that made it")


def revision(session: Session) -> str | None:
    """The revision the database says it is of, None where it has no tables of ours."""
    if not inspect(session).has_table("alembic_version"):
        return None
    return session.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _shown(database: Database) -> str:
    return f"the database {database.url.render_as_string(hide_password=True)}"
