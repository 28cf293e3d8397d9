"""The databases of fresh desks, as `maildesk db upgrade` makes them, but that the SQLite file is made once in a process and then written out."""

from __future__ import annotations

import functools
import tempfile
from pathlib import Path

from maildesk.config.schema import DeskConfig
from maildesk.store.engine import Database
from maildesk.store.schema import upgrade


@functools.cache
def _made() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "desk.db"
        database = Database(f"sqlite:///{path}")
        upgrade(database)
        database.checkpoint()
        database.close()
        return path.read_bytes()


def write_blank(path: Path) -> None:
    """An SQLite file with our tables and no rows, whole without its WAL, where nothing was."""
    path.touch(mode=0o600, exist_ok=False)
    path.write_bytes(_made())


def make_database(config: DeskConfig) -> None:
    """As `bootstrap.make_database` does it."""
    database = Database(config.database)
    if database.sqlite and not database.path.exists():
        write_blank(database.path)
    else:
        upgrade(database)
    database.close()
