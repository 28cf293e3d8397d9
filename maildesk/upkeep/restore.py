"""Brings a desk back from a backup: all is proven first, what waited to leave is held, and the database is put in place last.

What came after the backup is not known here. So nothing is given twice: ticket numbers go on behind a gap, letters have random
numbers anyway, and a new key signs them (docs/decisions/0019).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select

from maildesk.config.anchor import files_named
from maildesk.config.keyring import Randomness, begin_anew, keyring_path, load_keyring, write_keyring
from maildesk.config.load import foreseen
from maildesk.config.schema import DeskConfig
from maildesk.config.yamlfile import read_yaml
from maildesk.durable import sync_folder
from maildesk.errors import Refused
from maildesk.language import Said
from maildesk.outbound.outbox import hold_unsettled
from maildesk.store import schema
from maildesk.store.alone import daemon_lock, only_daemon, refuse_daemons
from maildesk.store.audit import Fault, audited
from maildesk.store.copying import copy, refuse_full
from maildesk.store.counters import counters, raise_counters
from maildesk.store.engine import Database, Session
from maildesk.store.notebook import notebook_path
from maildesk.store.snapshot import check_file, only_ours
from maildesk.tables import letters, mails, tickets
from maildesk.tokens import KeyRing
from maildesk.upkeep.backup import DATABASE, DESK, KEYS, RULES, TEMPLATES, Manifest, read_backup

_SMALLEST_GAP, _ROUND = 100, 1000


@dataclass(frozen=True)
class Restored:
    """What became of a desk that was as of `made`: so many letters are held, and the next ticket has that number.

    `folders` were made for what the daemon writes. `written` are the files that were put in place, `left` those that stood there already, `missing` those that desk.yaml names and
    no backup holds. `fault` is where its history does not hold together.
    """

    config: DeskConfig
    made: datetime
    held: int
    next_ticket: int
    fault: Fault | None = None
    folders: tuple[Path, ...] = ()
    written: tuple[Path, ...] = ()
    left: tuple[Path, ...] = ()
    missing: tuple[Path, ...] = ()


class HistoryBroken(Refused):
    """The history in the backup does not hold together; `fault` says where."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(
            Said(
                "the history of ticket {number} is broken at line {line}{at}: {found}; expected: {expected}",
                number=fault.ticket,
                line=fault.line,
                at=f" ({fault.at:%Y-%m-%d %H:%M} UTC)" if fault.at else "",
                found=fault.found,
                expected=fault.expected,
            )
        )
        self.fault = fault


def restore(folder: Path, desk: Path, now: datetime, randomness: Randomness, anyway: bool = False) -> Restored:
    """Brings the desk of a backup back at `desk`, its desk.yaml, which is taken from the backup where it is not there.

    Raises `Refused` where the backup is damaged or the place is not empty, `HistoryBroken` unless it is wanted `anyway`: then
    nothing was put in place. A kill leaves no database, and the same call goes on from there.
    """
    manifest = read_backup(folder)
    config = foreseen(read_yaml(desk if desk.exists() else folder / DESK), desk)
    ring = begin_anew(_whole_ring(folder / KEYS, keyring_path(config)), randomness)
    with closing(Database(config.database)) as target, ExitStack() as alone:
        _refuse_taken(target)
        homes = (config.state, *([target.path.parent] if target.sqlite else []))
        made = tuple(home for home in homes if not home.exists())
        _open_folder(desk.parent)
        for home in homes:
            home.mkdir(mode=0o700, parents=True, exist_ok=True)
        alone.enter_context(only_daemon(daemon_lock(target, config.state)))
        prepared = alone.enter_context(closing(_Prepared(folder / DATABASE, target, config)))
        found = prepared.proven(manifest.made, now, anyway)
        written, left = _put_files(folder, manifest, config, desk)
        write_keyring(keyring_path(config), ring)
        _set_notes_aside(config, now)
        prepared.put(target)
    missing = tuple(path for _route, path in files_named(config) if not os.path.exists(path))  # noqa: PTH110 - False where it may not look
    return Restored(config, manifest.made, *found, folders=made, written=written, left=left, missing=missing)


def brought_back(config: DeskConfig, now: datetime, randomness: Randomness) -> Restored:
    """The same for a database that stands in its place again by other means (pg_restore, a snapshot of the disk): as of its newest mail or letter."""
    with closing(Database(config.database)) as database, only_daemon(daemon_lock(database, config.state)):
        schema.check(database)
        with database.write() as session:
            refuse_daemons(session)
            newest = (session.execute(select(func.max(moment))).scalar() for moment in (mails.c.received, letters.c.created))
            made = max((moment for moment in newest if moment), default=now)
            held, following = _set_apart(session, made, now)
    _set_notes_aside(config, now)
    path = keyring_path(config)
    write_keyring(path, begin_anew(load_keyring(path), randomness))
    return Restored(config, made, held, following)


def _set_notes_aside(config: DeskConfig, now: datetime) -> None:
    """What was noted down of the lost days is no longer so; it stays as a proof of what there was."""
    path = notebook_path(config.state)
    if path.exists():
        path.replace(path.with_name(f"{path.name}-before-{now:%Y%m%dT%H%M%SZ}"))


def _whole_ring(kept: Path, there: Path) -> KeyRing:
    """The keys of the backup, and those of a ring that outlived the database; raises `Refused` where that is another desk's."""
    ring = load_keyring(kept)
    if not there.exists():
        return ring
    newer = load_keyring(there)
    if any(newer.keys.get(key_id, key) != key for key_id, key in ring.keys.items()):
        raise Refused(Said("{path} is the key ring of another desk; move it away", path=there))
    return replace(newer, keys={**ring.keys, **newer.keys})


def _refuse_taken(target: Database) -> None:
    if target.sqlite:
        there = [path for path in (Path(f"{target.path}{ending}") for ending in ("", "-wal", "-shm")) if path.exists()]
        if there:  # a WAL that was left would be taken for the newest part of what is put beside it
            found = ", ".join(map(str, there))
            raise Refused(Said("{found} is there already; move it away, all that begins so: nothing is ever written over", found=found))
        return
    with target.read() as session:
        made = schema.revision(session) is not None
    if made:
        schema.check(target)
        with target.read() as session:
            refuse_full(target, session)


class _Prepared:
    """The database of a backup in a file of its own, where it is proven and made ready; gone when it is closed, unless it was put in place."""

    def __init__(self, kept: Path, target: Database, config: DeskConfig) -> None:
        self._path = Path(f"{target.path}.restoring") if target.sqlite else config.state / "restoring.db"
        self.close()
        descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "wb") as stream, kept.open("rb") as source:
            shutil.copyfileobj(source, stream)

    def proven(self, made: datetime, now: datetime, anyway: bool) -> tuple[int, int, Fault | None]:
        """How many letters are held now, the number of the next ticket, and where the history is broken."""
        with only_ours(self._path) as database:
            check_file(database, self._path)
            schema.upgrade(database)
            with database.read() as session:
                fault = audited(session).fault
            if fault and not anyway:
                raise HistoryBroken(fault)
            with database.write() as session:
                held, following = _set_apart(session, made, now)
        return held, following, fault

    def put(self, target: Database) -> None:
        """From here on the desk has its database; to PostgreSQL in one transaction."""
        if target.sqlite:
            self._path.replace(target.path)
            sync_folder(target.path.parent)
            return
        with only_ours(self._path) as database:
            for _step in copy(database, target):
                pass

    def close(self) -> None:
        for ending in ("", "-wal", "-shm"):
            Path(f"{self._path}{ending}").unlink(missing_ok=True)


def _set_apart(session: Session, made: datetime, now: datetime) -> tuple[int, int]:
    """Holds what waited, and moves the ticket numbers on: those that were given after the backup stand in customers' mailboxes."""
    lately = session.execute(select(func.count()).select_from(tickets).where(tickets.c.created >= made - (now - made))).scalar_one()
    following = number_behind_gap(counters(session).get("tickets", 0), lately)
    raise_counters(session, {"tickets": following - 1})
    return hold_unsettled(session, made, now), following


def number_behind_gap(last: int, lately: int) -> int:
    """The first ticket number after a restore: a round one, behind ten times as many as were given in as long a time before the backup as has passed since."""
    beyond = last + max(_SMALLEST_GAP, 10 * lately)
    return (beyond // _ROUND + 1) * _ROUND


def _put_files(folder: Path, manifest: Manifest, config: DeskConfig, desk: Path) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """What was put in place, and what stood there already or is not named any more; a folder of the admin's is taken whole or left whole."""
    written, left = [], []
    for part, home in ((DESK, desk), (RULES, config.rules), (TEMPLATES, config.templates)):
        names = [name for name in manifest.files if Path(name).parts[0] == part]
        if not names:
            continue
        if home is None or home.exists():
            left.append(home or folder / part)
            continue
        _put(folder, home, {Path(*Path(name).parts[1:]): (name, int(manifest.files[name].mode, 8)) for name in names})
        written.append(home)
    return tuple(written), tuple(left)


def _put(folder: Path, home: Path, files: Mapping[Path, tuple[str, int]]) -> None:
    """Writes a file, or a folder of them, beside its place and then moves it there: a kill leaves all of it or nothing."""
    _open_folder(home.parent)
    fresh = home.with_name(home.name + ".restoring")
    if fresh.is_dir():
        shutil.rmtree(fresh)
    for inner, (name, mode) in files.items():
        target = fresh / inner
        _open_folder(target.parent)
        shutil.copyfile(folder / name, target)
        target.chmod(mode)
    fresh.replace(home)


def _open_folder(folder: Path) -> None:
    """The daemon's user reads in it what root restored; each file keeps the mode it had."""
    if not folder.exists():
        _open_folder(folder.parent)
        folder.mkdir()
        folder.chmod(0o755)
