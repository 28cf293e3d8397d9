"""The real program under load, killed, stopped and hurt from outside: nothing is lost, nothing is doubled."""

from __future__ import annotations

import os
import random
import signal
import time
from pathlib import Path

import pytest
from sqlalchemy import update

from maildesk.intake import spool
from maildesk.mail import MailState
from maildesk.tables import mails
from tests.aftermath import all_is_well, settle
from tests.desks import put_mail
from tests.service import Service, service
from tests.traffic import CALM, Traffic, mail_of


def test_kills_at_random_under_load(tmp_path: Path) -> None:
    """SIGKILL at random moments while mail flows: what was accepted is there once, and each letter left once (F01, F03)."""
    kill_at_random(tmp_path, seed=20260105, kills=2, pace=CALM)


def kill_at_random(folder: Path, seed: int, kills: int, pace: float) -> None:
    chance = random.Random(seed)
    with service(folder) as desk:
        desk.start()
        traffic = Traffic((desk.port,), pace=pace)
        with traffic.flowing():
            for _ in range(kills):
                time.sleep(chance.uniform(0.3, 2.0))
                desk.kill()
                desk.start()
            time.sleep(0.5)
        assert len(traffic.accepted) > kills
        all_is_well(desk.database, traffic.accepted, folder / "outgoing", kills=kills)
        assert desk.stop() == 0
        assert desk.left_over() == []


def test_workers_killed_at_random(tmp_path: Path) -> None:
    """SIGKILL for workers while mail flows: others take over, and no mail counts the death of a worker twice (F44)."""
    kill_workers(tmp_path, seed=20260106, kills=6, pace=CALM)


def kill_workers(folder: Path, seed: int, kills: int, pace: float) -> None:
    chance = random.Random(seed)
    with service(folder) as desk:
        desk.start()
        traffic = Traffic((desk.port,), pace=pace)
        with traffic.flowing():
            for _ in range(kills):
                time.sleep(chance.uniform(0.2, 0.8))
                _kill_one(desk, chance)
        all_is_well(desk.database, traffic.accepted, folder / "outgoing")
        assert desk.stop() == 0


def _kill_one(desk: Service, chance: random.Random) -> None:
    workers = desk.workers()
    if workers:
        os.kill(chance.choice(workers), signal.SIGKILL)


def test_a_daemon_whose_nursery_is_killed_ends(tmp_path: Path) -> None:
    """Nobody could start a worker any more: it ends, its workers too, and whoever watches over it starts it again (law 9)."""
    with service(tmp_path) as desk:
        desk.start()
        assert desk.process is not None
        [nursery] = Path(f"/proc/{desk.process.pid}/task/{desk.process.pid}/children").read_text().split()
        os.kill(int(nursery), signal.SIGKILL)
        assert desk.wait() not in (0, -signal.SIGKILL)
        assert desk.left_over() == []
        assert "Traceback" not in desk.log.read_text(encoding="utf-8")


def test_sigterm_under_load(tmp_path: Path) -> None:
    """Told to stop while mail flows, the daemon ends with 0 in time; nothing is lost, doubled or given up (F33)."""
    stop_under_load(tmp_path, seed=20260107, stops=2, pace=CALM)


def stop_under_load(folder: Path, seed: int, stops: int, pace: float) -> None:
    chance = random.Random(seed)
    with service(folder) as desk:
        desk.start()
        traffic = Traffic((desk.port,), pace=pace)
        with traffic.flowing():
            for _ in range(stops):
                time.sleep(chance.uniform(0.3, 2.0))
                assert desk.stop() == 0
                assert desk.left_over() == []
                desk.start()
            time.sleep(0.5)
        all_is_well(desk.database, traffic.accepted, folder / "outgoing")
        assert desk.stop() == 0
        assert "Traceback" not in desk.log.read_text(encoding="utf-8")


@pytest.mark.parametrize(("claims", "outcome"), [(4, MailState.TICKETED), (15, MailState.QUARANTINED)])
def test_a_mail_that_was_in_hand_when_the_daemon_died(tmp_path: Path, claims: int, outcome: MailState) -> None:
    """A few such deaths are no fault of the mail; one that is in hand at each of fifteen is put aside, its bytes kept (F30)."""
    with service(tmp_path) as desk:
        number = put_mail(desk.database, mail_of(1))
        with desk.database.write() as session:
            session.execute(update(mails).values(attempts=claims, worker="worker-1"))
        desk.start()
        settle(desk.database)
        with desk.database.read() as session:
            row, data = spool.shown(session, number)
        assert (row.state, data) == (outcome, mail_of(1))
        assert desk.stop() == 0
