"""The database as it stands at one moment, as one SQLite file, while others go on writing: what a backup keeps."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import text

from maildesk.errors import Refused
from maildesk.language import Said
from maildesk.store import schema
from maildesk.store.copying import copy
from maildesk.store.engine import Database


def snapshot(source: Database, path: Path) -> None:
    """Writes the file; raises `Refused` where the database is not of this program's revision, `FileExistsError`."""
    schema.check(source)
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    if not source.sqlite:
        with only_ours(path) as target:
            for _step in copy(source, target, served=True):
                pass
        return
    with source.read() as session, closing(sqlite3.connect(path)) as target:
        online = session.connection.driver_connection
        assert isinstance(online, sqlite3.Connection)
        online.backup(target)  # in one step: between two, SQLite would begin anew with each commit of somebody else


@contextmanager
def only_ours(path: Path) -> Iterator[Database]:
    """A database in a file that nobody else knows of; at the end it is one file, without WAL and locks beside it."""
    database = Database(f"sqlite:///{path}")
    try:
        yield database
    finally:
        database.close()
        for ending in ("-gate", "-room", "-daemon"):
            Path(f"{path}{ending}").unlink(missing_ok=True)


def check_file(database: Database, path: Path) -> None:
    """Raises `Refused` where a file of SQLite is damaged in itself."""
    with database.read() as session:
        found = session.execute(text("PRAGMA integrity_check(1)")).scalar()
    if found != "ok":
        raise Refused(Said("{path} is damaged: {found}", path=path, found=found))
