"""Transactions: what is written together stays together, and the checkpointer never meets a writer."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from maildesk.store.engine import Busy, Database, DiskFull, Session, StorageFailed, stand_of
from tests.visitors import visitors

pytestmark = pytest.mark.usefixtures("with_visitors")

_NOW = datetime(2026, 1, 5, tzinfo=UTC)


def _add(session: Session, name: str) -> None:
    session.execute(visitors.insert().values(address=f"{name}@example.com", name=name, created=_NOW))


def _count(database: Database) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(visitors)) or 0


def test_an_exception_takes_the_whole_transaction_back(database: Database) -> None:
    """Nothing of a block that raised is kept, and the exception comes out as it was."""

    def broken() -> None:
        with database.write() as session:
            _add(session, "anna")
            raise LookupError("no such luck")

    with pytest.raises(LookupError, match="no such luck"):
        broken()

    assert _count(database) == 0


def test_whether_anything_was_written_since_is_known(database: Database) -> None:
    """Nothing but a commit alters how the database stands, whoever makes it; on PostgreSQL nobody can tell, and all is read again."""

    def stands() -> object:
        with database.read() as session:
            return stand_of(session)

    first = stands()
    with database.write() as session:
        inside = stand_of(session)
        _add(session, "anna")
    second = stands()
    other = Database(database.url.render_as_string(hide_password=False))
    with other.write() as session:
        _add(session, "ben")
    other.close()

    if database.sqlite:
        assert first == inside != second != stands() == stands()
    else:
        assert first is inside is second is None


def test_a_reader_sees_one_moment(database: Database) -> None:
    """What is committed while a reader is inside does not change what it reads, nor does the reader hold the writer up."""
    with database.read() as reader:
        before = reader.scalar(select(func.count()).select_from(visitors))
        with database.write() as session:
            _add(session, "anna")
        assert reader.scalar(select(func.count()).select_from(visitors)) == before == 0

    assert _count(database) == 1


def test_who_reads_and_then_writes_is_not_overtaken(sqlite_database: Database) -> None:
    """Eight threads that count and add find eight different counts: the lock is taken before the first read, so that nobody hears of SQLITE_BUSY_SNAPSHOT (F13)."""
    seen: list[int] = []

    def one() -> None:
        with sqlite_database.write() as session:
            number = session.scalar(select(func.count()).select_from(visitors)) or 0
            _add(session, f"person{number}")
            seen.append(number)

    threads = [threading.Thread(target=one) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(seen) == list(range(8))


@pytest.mark.parametrize(("durable", "level"), [(True, 2), (False, 1)])
def test_a_durable_write_syncs(sqlite_database: Database, durable: bool, level: int) -> None:
    """`250` rests on synchronous=FULL (2); only work whose cause is still in the spool may use NORMAL (1)."""
    for wanted in (durable, not durable, durable):
        with sqlite_database.write(durable=wanted) as session:
            found = session.exec_driver_sql("PRAGMA synchronous").scalar()

    assert found == level


def test_no_connection_checkpoints_by_itself(sqlite_database: Database) -> None:
    """SQLite's own checkpoints could overlap with several writers and corrupt the database (docs/decisions/0003)."""
    with sqlite_database.read() as session:
        assert session.exec_driver_sql("PRAGMA wal_autocheckpoint").scalar() == 0
    with sqlite_database.write() as session:
        assert session.exec_driver_sql("PRAGMA wal_autocheckpoint").scalar() == 0


@pytest.mark.timeout(8)  # a busy timeout would be waited for in vain: ten seconds in which nobody writes
def test_the_checkpointer_does_not_wait_for_who_reads(sqlite_database: Database) -> None:
    """A backup or an audit may read for minutes; who accepts mail must not stand behind a checkpoint that waits for it."""
    with sqlite_database.read() as reader:
        assert reader.scalar(select(func.count()).select_from(visitors)) == 0
        with sqlite_database.write() as session:
            _add(session, "anna")
        sqlite_database.checkpoint()
        assert reader.scalar(select(func.count()).select_from(visitors)) == 0
    sqlite_database.checkpoint()
    assert Path(f"{sqlite_database.path}-wal").stat().st_size == 0


def test_the_checkpointer_waits_for_writers_of_other_processes(sqlite_database: Database) -> None:
    """While a writer elsewhere is inside, no checkpoint runs; when it leaves, the WAL is emptied."""
    wal = Path(f"{sqlite_database.path}-wal")
    with sqlite_database.write() as session:
        _add(session, "anna")
    with _writer_inside(sqlite_database.path) as writer:
        checkpointing = threading.Thread(target=sqlite_database.checkpoint)
        checkpointing.start()
        checkpointing.join(0.3)
        assert checkpointing.is_alive()
        assert wal.stat().st_size > 0
        assert writer.stdin is not None
        writer.stdin.close()
        checkpointing.join(20)

    assert not checkpointing.is_alive()
    assert wal.stat().st_size == 0
    assert _count(sqlite_database) == 2


def test_a_writer_that_is_killed_leaves_nothing_behind(sqlite_database: Database) -> None:
    """SIGKILL inside a transaction: nothing of it is kept, and no lock outlives the process."""
    with _writer_inside(sqlite_database.path) as writer:
        writer.send_signal(signal.SIGKILL)
        writer.wait(20)
        with sqlite_database.write() as session:
            _add(session, "anna")
        sqlite_database.checkpoint()

    assert _count(sqlite_database) == 1


_WRITER = """
import sys
from datetime import UTC, datetime
from maildesk.store.engine import Database
from tests.visitors import visitors
database = Database("sqlite:///" + sys.argv[1])
with database.write() as session:
    session.execute(visitors.insert().values(address="other@example.com", name="", created=datetime(2026, 1, 5, tzinfo=UTC)))
    print("inside", flush=True)
    sys.stdin.read()
database.close()
"""


@contextmanager
def _writer_inside(path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process inside a write transaction, until its standard input is closed."""
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", _WRITER, path], stdin=pipe, stdout=pipe, text=True) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "inside\n"
        yield writer


def test_a_full_disk_is_told_apart_and_keeps_nothing_by_halves(sqlite_database: Database) -> None:
    """The caller learns that it may try later; what was there before is untouched (F07)."""
    with sqlite_database.write() as session:
        _add(session, "anna")
        pages = session.exec_driver_sql("PRAGMA page_count").scalar()

    def too_much() -> None:
        with sqlite_database.write() as session:
            session.exec_driver_sql(f"PRAGMA max_page_count={pages}")
            for number in range(1000):
                _add(session, f"person{number}" + "x" * 1000)

    with pytest.raises(DiskFull):
        too_much()

    assert _count(sqlite_database) == 1


def test_a_damaged_file_ends_the_process(tmp_path: Path) -> None:
    """What is no database any more is not asked again: the error is of the kind that ends the daemon."""
    (tmp_path / "desk.db").write_bytes(os.urandom(8192))
    database = Database(f"sqlite:///{tmp_path / 'desk.db'}")

    with pytest.raises(StorageFailed, match="cannot be trusted"):
        _count(database)
    database.close()


@pytest.mark.sqlite_alone("it is about its file")
def test_no_more_descriptors_is_for_later(tmp_path: Path) -> None:
    """A process that may open no more files for now has a database all the same: it is busy, not broken (F10)."""
    database = Database(f"sqlite:///{tmp_path / 'desk.db'}")
    with database.write():
        pass
    database.close()
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    held = [os.open(os.devnull, os.O_RDONLY)]
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (held[0] + 2, hard))
        with pytest.raises(Busy), database.read():
            pass
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        os.close(held[0])
    with database.read():
        pass
    database.close()


def test_without_its_driver_postgres_is_told_what_to_install() -> None:
    """Whoever installed the program alone reads the next step, and no trace."""
    absent = "import sys; sys.modules['psycopg'] = None; from maildesk.store.engine import Database; Database('postgresql:///desk')"
    done = subprocess.run([sys.executable, "-c", absent], capture_output=True, text=True, check=False)

    assert done.stderr.splitlines()[-1].endswith("PostgreSQL needs a driver that is not installed: pip install 'psycopg[binary]'")
