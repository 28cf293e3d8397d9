"""Faults of a disk and slips of an operator, as the real program meets them."""

from __future__ import annotations

import shutil
import socket
import sqlite3
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from maildesk.config.load import load_config
from tests.aftermath import all_is_well
from tests.desks import Ended, said
from tests.disks import small_disk
from tests.service import service
from tests.traffic import CALM, Traffic


@pytest.mark.sqlite_alone("it is about its file")
@pytest.mark.parametrize(("size", "lines"), [("1500k", 0), ("9m", 1000)], ids=["at once", "at a checkpoint"])
def test_a_full_disk_and_room_again(tmp_path: Path, size: str, lines: int) -> None:
    """While the disk is full the answer is 452 and nothing is half-written; with room again all goes on, and no letter is forgotten (F07)."""
    place = tmp_path / "disk"
    with small_disk(place, size) as disk, service(tmp_path, f"sqlite:///{place}/desk.db", prefix=disk.inside) as desk:
        disk.put(place / "desk.db")
        desk.start()
        traffic = Traffic((desk.port,), lines=lines, pace=0.05)
        with traffic.flowing():
            _until(lambda: len(traffic.answers) > 100)
            time.sleep(2.5 if lines else 0)  # the daemon tries a checkpoint each second
            assert desk.ended() is None
            before = len(traffic.accepted)
            disk.resize("64m")
            _until(lambda: len(traffic.accepted) > before + 20)
        assert set(traffic.answers) == {(452, b"4.3.1 Not enough space, try again later")}
        assert desk.stop() == 0
        disk.take_all(place)
        desk.prefix = ()
        desk.start()
        all_is_well(desk.database, traffic.accepted, tmp_path / "outgoing")
        assert desk.stop() == 0
        assert "Traceback" not in desk.log.read_text(encoding="utf-8")


def _until(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.05)


@pytest.mark.sqlite_alone("it is about its file")
@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
@pytest.mark.parametrize(
    ("calls", "fault"),
    [("fsync,fdatasync", "error=EIO:when=3+"), ("fsync,fdatasync", "error=EIO:when=20+"), ("pwrite64", "error=EROFS:when=40+")],
    ids=["sync", "sync later", "read-only"],
)
def test_a_disk_that_keeps_nothing_ends_the_daemon(tmp_path: Path, calls: str, fault: str) -> None:
    """After the first error nobody is told 250, and the process ends, so that systemd starts it anew after its pause (F06, F09)."""
    traced = ("--seccomp-bpf", "-f", "-qq", "-o", "/dev/null", "-P", f"{tmp_path}/desk.db-wal", "-e", f"trace={calls}")
    with service(tmp_path, prefix=("strace", *traced, "-e", f"inject={calls}:{fault}")) as desk:
        desk.start()
        traffic = Traffic((desk.port,), pace=CALM)
        with traffic.flowing():
            code = desk.wait()
            desk.prefix = ()
            desk.start()
            time.sleep(0.5)
        assert code not in (0, None)
        log = desk.log.read_text(encoding="utf-8")
        assert "the database cannot be trusted: disk I/O error" in log
        assert "Traceback" not in log
        all_is_well(desk.database, traffic.accepted, tmp_path / "outgoing", kills=1)


@pytest.mark.sqlite_alone("it is about its file")
@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
@pytest.mark.parametrize(
    ("calls", "fault"),
    [("fsync,fdatasync", "delay_exit=200000"), ("pwrite64,pread64", "error=EINTR:when=7+5")],
    ids=["slow", "interrupted"],
)
def test_a_disk_that_is_slow_or_interrupted(tmp_path: Path, calls: str, fault: str) -> None:
    """Each sync takes a fifth of a second, or a signal comes in between every fifth call: nobody is refused, nothing is lost (F11, F42)."""
    files = [word for name in ("desk.db", "desk.db-wal") for word in ("-P", f"{tmp_path}/{name}")]
    prefix = ("strace", "-D", "--seccomp-bpf", "-f", "-qq", "-o", "/dev/null", *files, "-e", f"trace={calls}", "-e", f"inject={calls}:{fault}")
    with service(tmp_path, prefix=prefix) as desk:
        desk.start()
        traffic = Traffic((desk.port,), mails=12)
        traffic.send_all()
        all_is_well(desk.database, traffic.accepted, tmp_path / "outgoing")
        assert len(traffic.accepted) == 12
        assert traffic.answers == []
        assert desk.stop() == 0


def test_a_log_that_cannot_be_written(tmp_path: Path) -> None:
    """With a full disk behind the log the desk goes on as if nothing had happened (F38)."""
    with service(tmp_path) as desk:
        desk.log.symlink_to("/dev/full")
        desk.start()
        traffic = Traffic((desk.port,), mails=10)
        traffic.send_all()
        all_is_well(desk.database, traffic.accepted, tmp_path / "outgoing")
        assert desk.stop() == 0


def test_no_more_file_descriptors(tmp_path: Path) -> None:
    """More clients than the process may have files open: the listener lives on, and serves whoever comes when they are gone (F10)."""
    with service(tmp_path, prefix=("prlimit", "--nofile=64")) as desk:
        desk.start()
        with ExitStack() as crowd:
            for _ in range(100):
                crowd.enter_context(socket.create_connection(("127.0.0.1", desk.port), 5))
            time.sleep(1)
        traffic = Traffic((desk.port,), mails=10)
        traffic.send_all()
        all_is_well(desk.database, traffic.accepted, tmp_path / "outgoing")
        assert desk.stop() == 0


# -- slips of an operator
def served(file: Path) -> Ended:
    """What a daemon says that is not to begin at all: for that it needs no process of its own."""
    return said("serve", "--as-root", desk=file)


def test_a_desk_that_is_not_there(tmp_path: Path) -> None:
    """One line that names the file, and the exit code of a wrong configuration."""
    ended = served(tmp_path / "desk.yaml")
    assert (ended.code, ended.out) == (78, "")
    [line] = ended.err.splitlines()
    assert str(tmp_path / "desk.yaml") in line


@pytest.mark.sqlite_alone("it is about its file")
@pytest.mark.parametrize("revision", ["0000", "9999"])
def test_a_database_of_a_revision_nobody_knows(tmp_path: Path, revision: str) -> None:
    """It is refused in one line that says which it is and what to do."""
    with service(tmp_path) as desk:
        path = Path(load_config(desk.file).database.removeprefix("sqlite:///"))
        with closing(sqlite3.connect(path)) as database, database:
            database.execute("UPDATE alembic_version SET version_num = ?", (revision,))
        ended = served(desk.file)
        assert ended.code == 1
        [line] = ended.err.splitlines()
        assert f"is of revision {revision}" in line
        assert "install the maildesk that made it" in line


@pytest.mark.sqlite_alone("it is about its file")
def test_no_database_yet(tmp_path: Path) -> None:
    """One line that says how to make it."""
    with service(tmp_path) as desk:
        Path(load_config(desk.file).database.removeprefix("sqlite:///")).unlink()
        ended = served(desk.file)
        assert ended.code == 1
        [line] = ended.err.splitlines()
        assert "maildesk db upgrade" in line


@pytest.mark.sqlite_alone("it is about its file")
@pytest.mark.parametrize("damage", ["header", "text"])
def test_a_file_that_is_no_database(tmp_path: Path, damage: str) -> None:
    """A zeroed header, or another file in its place: the daemon does not start, says so in one line, and leaves the file alone (F14)."""
    with service(tmp_path) as desk:
        path = Path(load_config(desk.file).database.removeprefix("sqlite:///"))
        data = {"header": bytes(100) + path.read_bytes()[100:], "text": b"meeting notes\n" * 1000}[damage]
        path.write_bytes(data)
        ended = served(desk.file)
        assert ended.code not in (0, 70)
        assert "Traceback" not in ended.err
        assert len(ended.err.splitlines()) == 1
        assert path.read_bytes() == data


def test_a_port_in_use(tmp_path: Path) -> None:
    """The last line says which place and what to do; no worker stays behind."""
    with service(tmp_path) as desk, socket.create_server(("127.0.0.1", desk.port)):
        desk.begin()
        assert desk.wait() == 1
        assert desk.left_over() == []
        *_, last = desk.log.read_text(encoding="utf-8").splitlines()
        assert last.startswith(f"{desk.file}:")  # and the line that names the place
        assert last.endswith(f"cannot listen: 127.0.0.1:{desk.port} is in use by another program; stop it or choose another place in `listen`")


@pytest.mark.sqlite_alone("it is about its file")
def test_a_second_daemon(tmp_path: Path) -> None:
    """It is refused in one line that names the first, and the first one goes on as if nothing had happened (F31)."""
    with service(tmp_path) as desk:
        desk.start()
        assert desk.process is not None
        ended = served(desk.file)
        assert ended.code == 1
        assert ended.err == f"another maildesk serves this desk (process {desk.process.pid}); stop it first\n"
        traffic = Traffic((desk.port,), mails=5)
        traffic.send_all()
        all_is_well(desk.database, traffic.accepted, tmp_path / "outgoing")
        assert desk.stop() == 0
