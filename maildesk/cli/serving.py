"""Starts the daemon: as an ordinary user, in a fast loop, with a log a person or a machine reads."""

from __future__ import annotations

import functools
import os
from collections.abc import Iterator
from pathlib import Path

import uvloop

from maildesk.bootstrap import read_edition
from maildesk.clock import SystemClock
from maildesk.config.load import load_config
from maildesk.config.schema import DeskConfig
from maildesk.eventlog import EventLog
from maildesk.intake.trust import dkim
from maildesk.service.daemon import serve
from maildesk.service.nursery import Nursery
from maildesk.store.engine import Database
from maildesk.system import privileges


def serve_desk(file: Path, as_root: bool, as_json: bool) -> None:
    """Serves the desk of a file until it is told to stop; raises what killed one of the daemon's tasks."""
    os.umask(0o077)
    config = load_config(file)
    privileges.drop(config.user, as_root, belongings(config), _needed(config))
    read = functools.partial(read_edition, file)
    first = read()
    if config.proof.asks_dns:
        dkim.load()  # before workers are forked, so that all share it
    with Nursery() as nursery:
        uvloop.run(serve(first, read, EventLog(SystemClock(), as_json=as_json), nursery))


def belongings(config: DeskConfig) -> Iterator[Path]:
    """What the daemon alone writes: its state, captured letters, and the files of an SQLite database."""
    yield config.state
    yield from (relay.capture for relay in config.relays.values() if relay.capture)
    yield from _database_files(config)


def _needed(config: DeskConfig) -> Iterator[Path]:
    """SQLite makes its journals beside the database."""
    yield from (path.parent for path in _database_files(config)[:1])


def _database_files(config: DeskConfig) -> list[Path]:
    database = Database(config.database)
    database.close()
    return [Path(f"{database.path}{end}") for end in ("", "-wal", "-shm", "-gate", "-room", "-daemon")] if database.sqlite else []
