"""A process that is killed anywhere on the path loses nothing and doubles nothing."""

from __future__ import annotations

import os
import signal
import traceback
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, NoReturn

import pytest
from sqlalchemy import event, func, select

from maildesk.desk import Desk
from maildesk.errors import Overtaken
from maildesk.intake import spool
from maildesk.outbound import outbox
from maildesk.pipeline import process_one
from maildesk.store.engine import Database
from maildesk.tables import letters, messages, tickets
from tests.poison import mail
from tests.talk import START, make_desk

YAML = Path(__file__).parent / "conversations" / "desk.yaml"


class Reaper:
    """Kills its process before the N-th thing it does with the database, or after its N-th commit."""

    def __init__(self, database: Database, point: int) -> None:
        self.left = point
        event.listen(database.engine, "before_cursor_execute", self.count)
        event.listen(database.engine, "commit", self.count)

    def count(self, *_: Any) -> None:
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


def work(desk: Desk) -> bool:
    """Claims and processes one mail, as a worker does; False where there is none."""
    with desk.database.write() as session:
        claimed = spool.claim(session, "test", START, timedelta(minutes=1))
    if claimed is None:
        return False
    process_one(desk, claimed, START)
    return True


def killed_at(desk: Desk, point: int, act: Callable[[], object] | None = None) -> bool:
    """Works, or does that, in a child that dies at this point; False where it came through. Whatever else ends the child fails the test."""
    desk.database.close()
    child = os.fork()
    if child == 0:
        _die(desk, point, act or (lambda: work(desk)))
    status = os.waitpid(child, 0)[1]
    assert status in (0, signal.SIGKILL), f"the child ended with {os.waitstatus_to_exitcode(status)}"
    return status != 0


def _die(desk: Desk, point: int, act: Callable[[], object]) -> NoReturn:
    """What a forked child does in place of going on with the suite, which is its parent's."""
    try:
        Reaper(desk.database, point)
        act()
        os._exit(0)
    except BaseException:  # noqa: BLE001 - pytest above would go on with it
        traceback.print_exc()
    finally:
        os._exit(1)


def counts(desk: Desk) -> tuple[int, ...]:
    with desk.database.read() as session:
        rows = tuple(session.execute(select(func.count()).select_from(table)).scalar_one() for table in (tickets, messages, letters))
        return (*rows, sum(outbox.counts(session).values()))


def test_killed_at_every_step_of_processing(tmp_path: Path) -> None:
    """Killed before each statement and each commit of the path: after a restart there is one ticket, one entry, and each letter once."""
    points, survived = 0, False
    while not survived:
        points += 1
        folder = tmp_path / str(points)
        folder.mkdir()
        desk = make_desk(YAML, folder)
        with desk.database.write() as session:
            [number] = spool.accept(session, [mail(1, "A question")])
        survived = not killed_at(desk, points)
        with desk.database.write() as session:
            spool.release(session)
        work(desk)
        assert counts(desk) == (1, 1, 3, 3), f"killed at point {points}"
        with desk.database.read() as session:
            ledger, (row, _) = spool.ledger(session), spool.shown(session, number)
            ticket = session.scalar(select(tickets.c.number))  # PostgreSQL gives no number again that was rolled back
        assert (ledger.balanced, ledger.ticketed, row.ticket) == (True, 1, ticket)
        desk.database.close()
    assert points > 15


@pytest.mark.parametrize("after", [0, 1])
def test_a_stalled_worker_cannot_commit(tmp_path: Path, after: int) -> None:
    """A worker that wakes up when its lease is over and another has done the work changes nothing (F32)."""
    desk = make_desk(YAML, tmp_path)
    with desk.database.write() as session:
        spool.accept(session, [mail(1, "A question")])
        stalled = spool.claim(session, "stalled", START, timedelta(seconds=1))
    assert stalled is not None
    later = START + timedelta(seconds=2)
    with desk.database.write() as session:
        quick = spool.claim(session, "quick", later, timedelta(minutes=1))
    assert quick is not None
    if after:
        process_one(desk, quick, later)
    with pytest.raises(Overtaken):
        process_one(desk, stalled, later)
    if not after:
        process_one(desk, quick, later)
    assert counts(desk) == (1, 1, 3, 3)
    desk.database.close()
