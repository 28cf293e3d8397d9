"""Starts the daemon: as an ordinary user, in a fast loop, with a log a person or a machine reads."""

from __future__ import annotations

import functools
import os
from collections.abc import Iterator
from pathlib import Path

import uvloop

from maildesk import privileges
from maildesk.bootstrap import open_desk
from maildesk.clock import SystemClock
from maildesk.config.load import load_config
from maildesk.config.schema import DeskConfig
from maildesk.daemon import serve
from maildesk.eventlog import EventLog
from maildesk.store.engine import Database


def serve_desk(file: Path, as_root: bool, as_json: bool) -> None:
    """Serves the desk of a file until it is told to stop; raises what killed one of the daemon's tasks."""
    os.umask(0o077)
    config = load_config(file)
    privileges.drop(config.user, as_root, tuple(_belongings(config, file.parent)))
    build = functools.partial(open_desk, file)
    uvloop.run(serve(build(), build, EventLog(SystemClock(), as_json=as_json)))


def _belongings(config: DeskConfig, home: Path) -> Iterator[Path]:
    """The folders the daemon writes into; a database that stands elsewhere is not ours to hand over."""
    yield config.state
    yield from (relay.capture for relay in config.relays.values() if relay.capture)
    database = Database(config.database)
    database.close()
    if database.sqlite and database.path.parent.is_relative_to(home):
        yield database.path.parent
