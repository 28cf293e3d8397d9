"""A PostgreSQL that goes away, only lets itself be read, or promises less than it keeps."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from maildesk.store.engine import Busy, Database
from maildesk.store.schema import upgrade
from tests import servers
from tests.aftermath import all_is_well
from tests.desks import put_mail
from tests.servers import url_of
from tests.service import service
from tests.traffic import Traffic


def test_a_server_that_goes_away_and_comes_back(tmp_path: Path) -> None:
    """While it is away clients hear 451 and the daemon lives on; what was told 250 is there once, and each letter leaves once (F15)."""
    programs = servers.postgres_programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    with servers.postgres_folder(programs) as folder:
        server = servers.start_postgres(programs, folder)
        with service(tmp_path, servers.make_postgres_database(servers.url_at(folder), "desk")) as desk:
            desk.start()
            traffic = Traffic((desk.port,))
            with traffic.flowing():
                for _ in range(2):
                    _until_more(traffic.accepted)
                    server.send_signal(signal.SIGQUIT)  # at once: whoever waits for a COMMIT does not learn what came of it
                    server.wait(30)
                    _until_more(traffic.answers)
                    server = servers.start_postgres(programs, folder)
                _until_more(traffic.accepted)
            assert desk.ended() is None
            assert {code for code, _ in traffic.answers} == {451}
            all_is_well(desk.database, traffic.accepted, tmp_path / "outgoing", kills=2)
            assert desk.stop() == 0
            assert "Traceback" not in desk.log.read_text(encoding="utf-8")
        server.send_signal(signal.SIGINT)
        server.wait(30)


def _until_more(found: dict[str, bytes] | list[tuple[int, bytes]]) -> None:
    wanted, until = len(found) + 10, time.monotonic() + 60
    while len(found) < wanted:
        assert time.monotonic() < until
        time.sleep(0.05)


@pytest.fixture
def set_so(postgres_database: Database) -> Iterator[Callable[[str], Database]]:
    """The same database as a server gives it whose configuration says so."""
    opened: list[Database] = []

    def with_setting(setting: str) -> Database:
        opened.append(Database(f"{url_of(postgres_database)}&options=-c%20{setting}"))
        return opened[-1]

    yield with_setting
    for database in opened:
        database.close()


def test_a_server_that_may_only_be_read_is_waited_for(set_so: Callable[[str], Database]) -> None:
    """A standby, until it takes over: whoever wants to write is told to try later (F15)."""
    with pytest.raises(Busy, match="may only be read"):
        put_mail(set_so("default_transaction_read_only%3Don"), b"Subject: x\r\n\r\n")


@pytest.mark.parametrize(("set_to", "found"), [("off", "on"), ("local", "local"), ("remote_apply", "remote_apply")])
def test_a_commit_is_on_disk_whatever_the_server_is_set_to(set_so: Callable[[str], Database], set_to: str, found: str) -> None:
    """Our 250 rests on it: `off` counts as `on` for us, whoever asks for more gets it (F16)."""
    database = set_so(f"synchronous_commit%3D{set_to}")
    for _ in range(2):
        with database.write() as session:
            assert session.scalar(text("SHOW synchronous_commit")) == found


def test_an_upgrade_keeps_to_it_too(set_so: Callable[[str], Database]) -> None:
    """What `db upgrade` says is done, is done (F16)."""
    database = set_so("synchronous_commit%3Doff")
    upgrade(database)
    with database.read() as session:
        assert session.scalar(text("SHOW synchronous_commit")) == "on"
