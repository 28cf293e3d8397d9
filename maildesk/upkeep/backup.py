"""A backup: one folder with the database as of one moment, the keys, and the files the admin edits; its manifest is written last.

maildesk.db      the database, mails and letters with it: an SQLite file, whatever the desk stands on
keys             the key ring
desk.yaml        and, where the desk has its own, rules/ and templates/
manifest.json    what stands beside it, with a hash of each file: a backup without one was not finished
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from maildesk import __version__
from maildesk.config.anchor import files_named
from maildesk.config.keyring import keyring_path
from maildesk.config.schema import DeskConfig
from maildesk.errors import Refused
from maildesk.language import Said
from maildesk.store.engine import Database
from maildesk.store.schema import HEAD
from maildesk.store.snapshot import only_ours, snapshot
from maildesk.tables import mails, tickets

FORMAT = 1
DATABASE, KEYS, DESK, RULES, TEMPLATES, MANIFEST = "maildesk.db", "keys", "desk.yaml", "rules", "templates", "manifest.json"


@dataclass(frozen=True)
class Kept:
    """One file of a backup; `mode` is what it had on the desk, in octal."""

    size: int
    sha256: str
    mode: str


@dataclass(frozen=True)
class Manifest:
    """What a backup holds; `left_out` are the secrets and certificates that desk.yaml names, which stand in no backup."""

    made: datetime
    version: str
    revision: str
    tickets: int
    mails: int
    files: Mapping[str, Kept]
    left_out: tuple[str, ...]


def back_up(config: DeskConfig, desk: Path, folder: Path, now: datetime) -> Manifest:
    """Makes the backup of a desk, whose daemon may run; raises `Refused` where the folder holds anything."""
    _make(folder)
    with closing(Database(config.database)) as database:
        snapshot(database, folder / DATABASE)
    # After the database: no letter in it was signed with a key that is not in the ring.
    modes = {DATABASE: 0o600}
    for name, source in _files(config, desk):
        modes[name] = _copied(source, folder / name)
    manifest = _manifest(config, folder, modes, now)
    _write(folder / MANIFEST, _as_json(manifest).encode())
    return manifest


def _make(folder: Path) -> None:
    if not folder.parent.is_dir():
        raise Refused(Said("the folder {folder} is not there; make it first", folder=folder.parent))
    folder.mkdir(mode=0o700, exist_ok=True)
    if any(folder.iterdir()):
        raise Refused(Said("{folder} is not empty; name a new folder: nothing is ever written over", folder=folder))
    folder.chmod(0o700)  # one that was there already


def _files(config: DeskConfig, desk: Path) -> Iterator[tuple[str, Path]]:
    """The name in the backup of each file of the desk, and where it stands."""
    yield DESK, desk
    yield KEYS, keyring_path(config)
    for name, home in ((RULES, config.rules), (TEMPLATES, config.templates)):
        if home is not None:
            yield from ((f"{name}/{path.relative_to(home)}", path) for path in sorted(home.rglob("*")) if path.is_file())


def _copied(source: Path, target: Path) -> int:
    """Copies a file, closed to others, and gives the mode it had."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with source.open("rb") as stream:
        data, mode = stream.read(), os.fstat(stream.fileno()).st_mode
    _write(target, data)
    return stat.S_IMODE(mode)


def _write(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(descriptor)


def _manifest(config: DeskConfig, folder: Path, modes: Mapping[str, int], now: datetime) -> Manifest:
    with only_ours(folder / DATABASE) as database, database.read() as session:
        counts = {table.name: session.execute(select(func.count()).select_from(table)).scalar_one() for table in (tickets, mails)}
    files = {name: Kept((folder / name).stat().st_size, _hash(folder / name), f"{mode:04o}") for name, mode in modes.items()}
    left_out = tuple(str(path) for route, path in files_named(config) if route[-1] not in ("rules", "templates"))
    return Manifest(now, __version__, HEAD, counts["tickets"], counts["mails"], files, left_out)


def _hash(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _as_json(manifest: Manifest) -> str:
    return json.dumps({"format": FORMAT, **asdict(manifest), "made": manifest.made.isoformat()}, indent=1) + "\n"


def read_backup(folder: Path) -> Manifest:
    """The manifest of a whole backup; raises `Refused` where it is none, was not finished, or a file is not as it was written."""
    try:
        facts = json.loads((folder / MANIFEST).read_bytes())
        if facts["format"] != FORMAT:
            raise Refused(Said("{folder} is a backup of a newer maildesk ({version}); install that one", folder=folder, version=facts["version"]))
        manifest = _manifest_of(facts)
    except FileNotFoundError:
        raise Refused(Said("{folder} is no backup, or one that was not finished: it has no {name}", folder=folder, name=MANIFEST)) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refused(Said("{path} cannot be read: {why}", path=folder / MANIFEST, why=str(error))) from None
    for name, kept in manifest.files.items():
        _check(folder, name, kept)
    return manifest


def _manifest_of(facts: Mapping[str, Any]) -> Manifest:
    files = {str(name): Kept(**kept) for name, kept in facts["files"].items()}
    rest = {name: facts[name] for name in ("version", "revision", "tickets", "mails")}
    return Manifest(made=datetime.fromisoformat(facts["made"]), files=files, left_out=tuple(facts["left_out"]), **rest)


def _check(folder: Path, name: str, kept: Kept) -> None:
    path = folder / name
    if ".." in Path(name).parts or path.is_symlink() or not path.is_file():
        raise Refused(Said("{path} is not there, as the backup says it is", path=path))
    if path.stat().st_size != kept.size or _hash(path) != kept.sha256:
        raise Refused(Said("{path} is not as it was written; take another backup", path=path))
