"""The power fails: whatever was not synced is gone, in whole or in part, and every mail that was told 250 is there (F05)."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from maildesk.intake import spool
from maildesk.store.engine import Database
from tests.aftermath import check_integrity
from tests.blank import write_blank

_NOW = datetime(2026, 1, 5, tzinfo=UTC)
_SECTOR = 512  # bytes that a disk writes as one
_MAILS, _TRIES = 15, 7  # disks for each moment, beside the one that lost all


def mail_of(number: int) -> bytes:
    return f"Subject: {number}\r\n\r\n".encode() + random.Random(number).randbytes(number * 997 % 9000)


# Accepts mails, each told 250 when its commit is over; works between them as workers do, whose commits are synced by the next; moves the WAL twice.
_DESK = """
import os, sys
from datetime import timedelta
from maildesk.intake import spool
from maildesk.mail import Envelope, RawMail
from maildesk.store.engine import Database
from tests.test_power_loss import _MAILS, _NOW, mail_of
database = Database("sqlite:///" + sys.argv[1])
for number in range(_MAILS):
    with database.write() as session:
        spool.accept(session, [RawMail(mail_of(number), Envelope("eve@example.net", ("support@example.com",)), _NOW)])
    os.write(1, b"250 %d" % number)
    with database.write(durable=False) as session:
        spool.claim(session, "worker", _NOW, timedelta(minutes=1))
    if number % 6 == 5:
        database.checkpoint()
"""


@dataclass
class _File:
    """What a disk surely holds of a file, and what was written to it since: (place, bytes), or (length, None) where it was cut."""

    synced: bytes = b""
    named: bool = False  # in its folder, for sure
    since: list[tuple[int, bytes | None]] = field(default_factory=list)

    def sync(self) -> None:
        self.synced, self.since = self._with(self.since), []

    def after_power_loss(self, chance: random.Random | None) -> bytes:
        """Nothing of what was not synced, or any of its sectors."""
        return self._with(list(self._kept(chance))) if chance else self.synced

    def _kept(self, chance: random.Random) -> Iterator[tuple[int, bytes | None]]:
        for place, data in self.since:
            if data is None:
                yield from [(place, None)] * chance.randrange(2)
                continue
            yield from ((place + at, data[at : at + _SECTOR]) for at in range(0, len(data), _SECTOR) if chance.randrange(2))

    def _with(self, written: list[tuple[int, bytes | None]]) -> bytes:
        content = bytearray(self.synced)
        for place, data in written:
            if data is None:
                del content[place:]
                continue
            content.extend(bytes(max(0, place + len(data) - len(content))))
            content[place : place + len(data)] = data
        return bytes(content)


_CALL = re.compile(r"(\w+)\((.*)\)\s+= (-?\d+)")


class _Disk:
    """Follows the calls of a process."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.files = {str(path): _File(path.read_bytes(), named=True)}
        self.told = 0  # mails that were told 250
        self._open: dict[int, str] = {}

    def follow(self, line: str) -> bool:
        """Whether it was a moment after which something more is promised or on the disk."""
        found = _CALL.match(line)
        if found is None or int(found[3]) < 0:
            return False
        name, words, result = found[1], found[2].split(", "), int(found[3])
        if name == "openat":
            self._opened(_bytes(words[1]).decode(), words[2], result)
            return False
        if name == "write":
            self.told += words[0] == "1"
            return words[0] == "1"
        return self._altered(name, words, self._open.get(int(words[0]), ""))

    def _opened(self, path: str, flags: str, number: int) -> None:
        self._open[number] = path
        if "O_CREAT" in flags and path.startswith(str(self.path)):
            self.files.setdefault(path, _File())

    def _altered(self, name: str, words: list[str], path: str) -> bool:
        if name.endswith("sync") and path == str(self.path.parent):
            for file in self.files.values():
                file.named = True
        file = self.files.get(path)
        if file is None:
            return False
        if name == "pwrite64":
            file.since.append((int(words[3]), _bytes(words[1])))
        elif name == "ftruncate":
            file.since.append((int(words[1]), None))
        else:
            file.sync()
        return name.endswith("sync")

    def lose_power(self, folder: Path, chance: random.Random | None) -> Database:
        """The database as it is found afterwards."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for path, file in self.files.items():
            if (file.named or (chance and chance.randrange(2))) and path.endswith((".db", "-wal")):
                (folder / Path(path).name).write_bytes(file.after_power_loss(chance))
        return Database(f"sqlite:///{folder / self.path.name}")


def _bytes(word: str) -> bytes:
    return bytes.fromhex(word.strip('"').replace("\\x", ""))


@pytest.mark.sqlite_alone("it is about its file")
@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_what_was_told_250_outlives_a_loss_of_power(tmp_path: Path) -> None:
    """At every sync and every 250 of a desk at work: 300 disks as they may be found, each of them a whole database with all that was promised."""
    path = tmp_path / "desk.db"
    write_blank(path)
    disk, chance = _Disk(path), random.Random(20260105)
    calls = "trace=openat,pwrite64,ftruncate,fsync,fdatasync,write"
    command = ["strace", "-o", str(tmp_path / "calls"), "-xx", "-s", "1000000", "-e", calls, sys.executable, "-c", _DESK, str(path)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=Path(__file__).parent.parent)
    found = 0
    for line in (tmp_path / "calls").read_text(encoding="ascii").splitlines():
        if disk.follow(line):
            for seed in (None, *(random.Random(chance.random()) for _ in range(_TRIES))):
                _check(disk.lose_power(tmp_path / "found", seed), disk.told)
                found += 1
    assert disk.told == _MAILS
    assert found > 300


def _check(database: Database, told: int) -> None:
    check_integrity(database)
    with database.read() as session:
        stored = [spool.shown(session, row.id)[1] for row in spool.listed(session, None, 100)]
        assert spool.ledger(session).balanced
    database.close()
    assert set(map(mail_of, range(told))) <= set(stored) <= set(map(mail_of, range(told + 1)))
    assert len(stored) == len(set(stored))
