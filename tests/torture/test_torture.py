"""The long runs of kills and stops: `make torture`. `MAILDESK_SEED` repeats one, `MAILDESK_ROUNDS` says how many there are of each."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from maildesk.intake import spool
from maildesk.mail import Envelope, RawMail
from maildesk.store.engine import Database
from tests.aftermath import all_is_well
from tests.service import service
from tests.test_crash import kill_at_random, kill_workers, stop_under_load
from tests.test_crash_delivery import kill_while_sending
from tests.traffic import Traffic, mail_of

ROUNDS = int(os.environ.get("MAILDESK_ROUNDS", "10"))
_BUSY = 0.1  # seconds between two mails of a customer: more come than are worked off
FIRST = int(os.environ.get("MAILDESK_SEED", str(random.SystemRandom().randrange(10**9))))


@pytest.fixture(params=range(FIRST, FIRST + ROUNDS), ids=lambda seed: f"seed {seed}")
def seed(request: pytest.FixtureRequest) -> int:
    """Stands in the name of the test, so that a find can be made again."""
    found = request.param
    assert isinstance(found, int)
    return found


def test_kills_under_load(tmp_path: Path, seed: int) -> None:
    """SIGKILL ten times at random moments while mail flows (F01, F03)."""
    kill_at_random(tmp_path, seed, kills=10, pace=_BUSY)


def test_workers_killed(tmp_path: Path, seed: int) -> None:
    """SIGKILL for twenty workers while mail flows (F44)."""
    kill_workers(tmp_path, seed, kills=20, pace=_BUSY)


def test_stops_under_load(tmp_path: Path, seed: int) -> None:
    """SIGTERM five times while mail flows (F33)."""
    stop_under_load(tmp_path, seed, stops=5, pace=_BUSY)


def test_killed_while_sending(tmp_path: Path, seed: int) -> None:
    """SIGKILL five times while letters are on their way to a real server (F04)."""
    kill_while_sending(tmp_path, seed, kills=5, pace=_BUSY)


def test_a_database_that_somebody_keeps_locked(tmp_path: Path) -> None:
    """A backup or a stranger's tool that holds the lock for 25 seconds costs time and nothing else (F12)."""
    with service(tmp_path) as desk:
        desk.start()
        traffic = Traffic((desk.port,))
        with traffic.flowing():
            time.sleep(1)
            with closing(sqlite3.connect(tmp_path / "desk.db", isolation_level=None)) as stranger:
                stranger.execute("BEGIN IMMEDIATE")
                time.sleep(25)
                stranger.execute("ROLLBACK")
            time.sleep(2)
        assert set(traffic.answers) == {(451, b"4.3.0 The desk is busy, try again later")}
        all_is_well(desk.database, traffic.accepted, tmp_path / "outgoing")
        assert desk.stop() == 0


def test_a_long_queue(tmp_path: Path) -> None:
    """With 6,000 mails waiting at the start, mail is taken long before they are worked off, and none of it is forgotten (F41)."""
    with service(tmp_path) as desk:
        _fill(desk.database, 6_000)
        desk.start()
        traffic = Traffic((desk.port,), mails=20, name="late")
        traffic.send_all()
        with desk.database.read() as session:
            assert spool.ledger(session).waiting > 3_000
        all_is_well(desk.database, traffic.accepted, tmp_path / "outgoing")
        assert desk.stop() == 0


def _fill(database: Database, many: int) -> None:
    now = datetime.now(UTC)
    for start in range(0, many, 1000):
        arrived = [
            RawMail(mail_of(number, "early"), Envelope(f"early{number}@early{number}.example", ("support@example.com",), "smtp"), now)
            for number in range(start, start + 1000)
        ]
        with database.write() as session:
            spool.accept(session, arrived)
    database.close()


_CALLS = ("pwrite64", "fdatasync", "fsync", "rename", "ftruncate", "flock", "write", "sendto")


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_killed_at_a_system_call(tmp_path: Path, seed: int) -> None:
    """SIGKILL inside the N-th call of a kind that writes, in whichever process makes it first (F01, F03, F04)."""
    chance = random.Random(seed)
    with service(tmp_path) as desk:
        traffic = Traffic((desk.port,), pace=0.01)
        with traffic.flowing():
            for _ in range(8):
                fault = f"inject={chance.choice(_CALLS)}:signal=SIGKILL:when={int(2 ** chance.uniform(3, 9))}+"
                desk.prefix = ("strace", "--seccomp-bpf", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={','.join(_CALLS)}", "-e", fault)
                desk.begin()
                if desk.came_up():
                    time.sleep(chance.uniform(1, 3))
                desk.kill_all()
        desk.prefix = ()
        desk.start()
        all_is_well(desk.database, traffic.accepted, tmp_path / "outgoing", kills=8)
        assert desk.stop() == 0
