"""Where the histories of the tickets end, noted down beside the database while they grow, under seals that only the desk's key makes.

A line of JSON for each ticket that was altered, then the seal of these lines and of all before them:

    {"ticket": 17, "line": 4, "hash": "…"}
    {"through": 812, "key": "a", "seal": "…"}

Who can write the database, but not this file, cannot cut a history short unseen (docs/decisions/0018). The file is appended to, and
written anew from what stands in it, never from the database, when it has become long.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import func, select

from maildesk.errors import Wrong
from maildesk.language import Said
from maildesk.store.audit import Known, ends_of
from maildesk.store.engine import Session
from maildesk.store.events import End
from maildesk.tables import events
from maildesk.tokens import KeyRing

_SHORTEST, _TIMES = 1000, 4  # lines a file may have in any case, and for each ticket
_OVERLAP = 1000  # events: on PostgreSQL one of a smaller number may be committed after one of a larger


@dataclass(frozen=True, slots=True)
class Notes:
    """What a file says: the last end of each ticket, all events it knows of, its last seal, and its length in lines and bytes."""

    ends: Mapping[int, End] = field(default_factory=dict)
    through: int = 0
    key: str = ""
    seal: str = ""
    lines: int = 0
    size: int = 0

    @property
    def known(self) -> Iterable[Known]:
        """The ends in order of their tickets."""
        return (Known(ticket, self.ends[ticket]) for ticket in sorted(self.ends))


def notebook_path(state: Path) -> Path:
    return state / "ends"


def read_notes(path: Path, ring: KeyRing) -> Notes:
    """What was noted down, nothing where no file is; lines that a kill left without their seal do not count.

    Raises `Wrong` where the file was altered, or is another desk's.
    """
    notes, batch, size = Notes(), list[str](), 0
    if not path.exists():
        return notes
    with path.open(encoding="ascii", errors="replace") as lines:
        for line in lines:
            size += len(line)
            batch.append(line)
            if line.startswith('{"through"') and line.endswith("\n"):
                notes = _taken(notes, batch, size, ring)
                batch = []
    return notes


def _taken(notes: Notes, batch: list[str], size: int, ring: KeyRing) -> Notes:
    try:
        last = json.loads(batch[-1])
        key, seal, through = str(last["key"]), str(last["seal"]), int(last["through"])
        ends = {int(one["ticket"]): End(int(one["line"]), str(one["hash"])) for one in map(json.loads, batch[:-1])}
    except (ValueError, KeyError, TypeError):
        raise Wrong(Said("it was altered: line {line} cannot be read", line=notes.lines + len(batch))) from None
    if key not in ring.keys or not hmac.compare_digest(_seal(ring.keys[key], notes.seal, batch[:-1], through), seal):
        wrong = Said(
            "the seal in line {line} is not this desk's: it was altered, or its key is no longer in the key ring", line=notes.lines + len(batch)
        )
        raise Wrong(wrong)
    return Notes({**notes.ends, **ends}, through, key, seal, notes.lines + len(batch), size)


def note(session: Session, path: Path, notes: Notes, ring: KeyRing) -> Notes:
    """Notes down the ends that have changed since, and gives the notes with them; they are on disk then. For the one daemon of a state folder."""
    newest = session.execute(select(func.max(events.c.id))).scalar() or 0
    if newest <= notes.through:
        return notes
    fresh = {ticket: end for ticket, end in _since(session, notes.through).items() if end.number > notes.ends.get(ticket, End()).number}
    ends = {**notes.ends, **fresh}
    grown = replace(notes, ends=ends, through=newest)
    there = path.stat().st_size if path.exists() else 0
    if there < notes.size or ring.current != notes.key or notes.lines + len(fresh) > max(_SHORTEST, _TIMES * len(ends)):
        return _written_anew(path, grown, ring)
    return _appended(path, grown, fresh, ring)


def _since(session: Session, through: int) -> dict[int, End]:
    if not through:
        return {known.ticket: known.end for known in ends_of(session)}
    rows = session.execute(select(events.c.ticket, events.c.number, events.c.hash).where(events.c.id > through - _OVERLAP).order_by(events.c.number))
    return {row.ticket: End(row.number, row.hash) for row in rows}


def _appended(path: Path, notes: Notes, fresh: Mapping[int, End], ring: KeyRing) -> Notes:
    lines, seal = _sealed(fresh, notes, ring)
    with path.open("r+b") as stream:
        stream.truncate(notes.size)  # what a kill left without its seal
        stream.seek(notes.size)
        _write(stream, lines)
    return replace(notes, key=ring.current, seal=seal, lines=notes.lines + len(lines), size=notes.size + sum(map(len, lines)))


def _written_anew(path: Path, notes: Notes, ring: KeyRing) -> Notes:
    lines, seal = _sealed(notes.ends, replace(notes, seal=""), ring)
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "wb") as stream:
        _write(stream, lines)
    fresh.replace(path)
    return replace(notes, key=ring.current, seal=seal, lines=len(lines), size=sum(map(len, lines)))


def _sealed(ends: Mapping[int, End], notes: Notes, ring: KeyRing) -> tuple[list[str], str]:
    """The lines with the seal under them, which stands for all before it too."""
    lines = [json.dumps({"ticket": ticket, "line": end.number, "hash": end.hash}) + "\n" for ticket, end in sorted(ends.items())]
    seal = _seal(ring.keys[ring.current], notes.seal, lines, notes.through)
    return [*lines, json.dumps({"through": notes.through, "key": ring.current, "seal": seal}) + "\n"], seal


def _seal(key: bytes, before: str, lines: Iterable[str], through: int) -> str:
    whole = hashlib.sha256(f"{before} {through}\n{''.join(lines)}".encode()).digest()
    return hmac.digest(key, b"maildesk ends " + whole, hashlib.sha256).hex()


def _write(stream: BinaryIO, lines: Iterable[str]) -> None:
    stream.write("".join(lines).encode("ascii"))
    stream.flush()
    os.fsync(stream.fileno())
