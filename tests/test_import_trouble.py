"""An import that is killed, or meets mails that kill: nothing is lost, nothing is doubled, neighbours are filed."""

from __future__ import annotations

import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select

from maildesk.bootstrap import open_desk
from maildesk.clock import SystemClock
from maildesk.desk import Desk
from maildesk.intake import spool
from maildesk.intake.archive import find_mails
from maildesk.mail import MailState
from maildesk.pipeline import process_one
from maildesk.store.engine import Database
from maildesk.tables import letters, messages
from maildesk.upkeep.importing import Filed, file_all
from maildesk.upkeep.survey import plan, survey
from tests import poison
from tests.desks import keyed_desk, maildesk

_PATIENCE = 60.0  # seconds


@pytest.fixture
def desk(desk_database: Database, tmp_path: Path) -> Path:
    """An empty desk with its keys."""
    return keyed_desk(tmp_path)


def mail(name: str, subject: str, *refers: str, minute: int = 0) -> bytes:
    references = "References: " + " ".join(f"<{one}@old.example>" for one in refers) + "\n" if refers else ""
    head = f"From: eve@example.net\nTo: support@example.com\nSubject: {subject}\nMessage-ID: <{name}@old.example>\n"
    return f"{head}{references}Date: Mon, 05 Jan 2015 10:{minute:02} +0000\n\nThis is {name}.\n".encode()


def poisoned(path: Path) -> Desk:
    """A desk whose poisonous rule is asked about an archive's mails too."""
    desk = poison.build(path)
    first, *others = desk.rules.rules
    return replace(desk, rules=replace(desk.rules, rules=(replace(first, on=frozenset({""})), *others)))


def filed(path: Path, folder: Path, build: Callable[[], Desk]) -> list[Filed]:
    desk = open_desk(path)
    try:
        found = list(survey(find_mails([folder]), desk.config.limits, SystemClock().now(), lambda one: pytest.fail(one.why)))
        with desk.database.read() as session:
            planned = plan(session, found)
        return list(file_all(desk, build, planned, ()))
    finally:
        desk.database.close()


def test_a_mail_that_kills_costs_itself_alone(desk: Path, tmp_path: Path, desk_database: Database) -> None:
    """What crashes its worker, eats its memory or meets a bug waits in the spool with its reason; the others are filed."""
    (tmp_path / "old").mkdir()
    subjects = ["good", "segfault", "fine", "memory", "bug", "well"]
    for number, subject in enumerate(subjects):
        (tmp_path / "old" / f"{number}.eml").write_bytes(mail(subject, subject, minute=number))
    answers = filed(desk, tmp_path / "old", partial(poisoned, desk))
    assert [one.state is MailState.TICKETED for one in answers] == [True, False, True, False, False, True]
    with desk_database.read() as session:
        ledger = spool.ledger(session)
        reasons = [row.error or "" for row in spool.listed(session, MailState.WAITING, 10)]
    assert (ledger.accepted, ledger.ticketed, ledger.waiting, ledger.balanced) == (6, 3, 3, True)
    assert [reason.rpartition(": ")[2] for reason in reasons] == ["timeout", "memory", "a bug of ours"]


def test_a_killed_import_goes_on(desk: Path, tmp_path: Path, desk_database: Database) -> None:
    """SIGKILL in the middle, a second run and the daemon's workers file each mail once, each conversation on one ticket, without a letter."""
    (tmp_path / "old").mkdir()
    for talk in range(40):
        names = [f"{talk}-{number}" for number in range(4)]
        for number, name in enumerate(names):  # the last names them all, nothing else joins them
            refers = names[:-1] if number == 3 else []
            (tmp_path / "old" / f"{name}.eml").write_bytes(mail(name, f"Talk {talk}", *refers, minute=number))
    command = [sys.executable, "-m", "maildesk", "--desk", str(desk), "import", str(tmp_path / "old")]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        until = time.monotonic() + _PATIENCE
        while _ticketed(desk_database) < 30:
            assert time.monotonic() < until
        process.kill()
    assert 30 <= _ticketed(desk_database) < 160
    with desk_database.read() as session:
        left = spool.ledger(session).waiting
    assert maildesk("import", str(tmp_path / "old"), desk=desk).code == bool(left)
    _work_like_a_daemon(desk)
    with desk_database.read() as session:
        ledger = spool.ledger(session)
        entries = Counter(session.execute(select(messages.c.ticket)).scalars())
        subjects = {row.text.strip() for row in session.execute(select(messages.c.text))}
        assert session.execute(select(letters)).all() == []
    assert (ledger.accepted, ledger.ticketed, ledger.balanced) == (160, 160, True)
    assert len(subjects) == 160
    assert list(entries.values()) == [4] * 40


def _ticketed(database: Database) -> int:
    with database.read() as session:
        return spool.ledger(session).ticketed


def _work_like_a_daemon(path: Path) -> None:
    """Takes back what a dead process had claimed, and processes what waits."""
    desk = open_desk(path)
    with desk.database.write() as session:
        spool.release(session)
    while True:
        now = SystemClock().now()
        with desk.database.write() as session:
            claimed = spool.claim(session, "worker-1", now, timedelta(minutes=1))
        if claimed is None:
            break
        process_one(desk, claimed, now)
    desk.database.close()
