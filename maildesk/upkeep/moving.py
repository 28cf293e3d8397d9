"""Moves a desk to another database: nobody may be at work on it meanwhile, and its own stays as it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

from maildesk.config.database import fault_of
from maildesk.config.schema import DeskConfig
from maildesk.config.sqlitefile import database_url
from maildesk.errors import Refused, Wrong
from maildesk.language import Said
from maildesk.store import copying
from maildesk.store.alone import daemon_lock, only_daemon
from maildesk.store.copying import Progress
from maildesk.store.engine import Database


def move(config: DeskConfig, url: str, folder: Path) -> Iterator[Progress]:
    """Copies the desk's database into an empty one; `folder` is where a relative path in it begins, that of desk.yaml.

    Raises `Refused` for what is no other empty database, or while a daemon serves the desk; `CopyDiffers`.
    """
    with closing(Database(config.database)) as source, closing(_target(url, folder)) as target:
        if source.url == target.url:
            raise Refused(Said("that is the database the desk has already; name another one"))
        with ExitStack() as alone:
            for database in (source, target):
                lock = daemon_lock(database, config.state)
                if lock.parent.is_dir():  # what is wrong with a folder, opening the database says
                    alone.enter_context(only_daemon(lock))
            yield from copying.copy(source, target)


def _target(url: str, folder: Path) -> Database:
    fault = fault_of(url)
    if fault is not None:
        raise Refused(Wrong(*fault).said)
    return Database(database_url(url, folder.resolve()))
