"""Accepting: many mails in one commit, nothing promised before it, nothing half-written when it fails."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import event

from maildesk.config.limits import Limits
from maildesk.intake import spool
from maildesk.intake.accept import Acceptor
from maildesk.mail import Envelope, RawMail
from maildesk.store.engine import Database, StorageFailed
from tests.receiver import HELLO, MAIL, RCPT, Client, config_of, receiving

NOW = datetime(2026, 1, 5, tzinfo=UTC)


def _mail(word: object, size: int = 0) -> RawMail:
    return RawMail(f"Subject: {word}\r\n\r\n".encode() + b"x" * size, Envelope("zoe@example.org", ("support@example.com",)), NOW)


def _count_commits(database: Database) -> list[None]:
    commits: list[None] = []
    event.listen(database.engine, "commit", lambda _: commits.append(None))
    return commits


async def test_mails_that_arrive_together_share_a_commit(database: Database) -> None:
    """A hundred mails at once are all kept, each under its own id, in a handful of commits."""
    commits, woken = _count_commits(database), []
    acceptor = Acceptor(database, Limits(), on_accept=lambda: woken.append(None))
    numbers = await asyncio.gather(*(acceptor.accept(_mail(n)) for n in range(100)))
    await acceptor.close()

    assert len(woken) == len(commits) <= 3
    with database.read() as session:
        assert [spool.shown(session, number)[1] for number in numbers] == [_mail(n).data for n in range(100)]


async def test_fifty_sessions_need_far_fewer_commits(desk_database: Database) -> None:
    """Over real sockets too, and every one of them gets its own answer."""
    async with receiving(desk_database, config_of()) as receiver:
        commits = _count_commits(desk_database)

        async def send(number: int) -> str:
            async with receiver.client() as client:
                await client.begin(HELLO, MAIL, RCPT, b"DATA\r\n")
                ready.append(number)
                while len(ready) < 50:
                    await asyncio.sleep(0.01)
                return await client.ask(b"Subject: %d\r\n\r\n.\r\n" % number)

        ready: list[int] = []
        answers = await asyncio.gather(*map(send, range(50)))
        assert len(set(answers)) == 50
        assert all(answer.startswith("250 2.0.0") for answer in answers)
        assert len(receiver.stored()) == 50
        assert len(commits) <= 25


async def test_a_caller_who_leaves_costs_its_neighbours_nothing(desk_database: Database) -> None:
    """A cancelled caller's mail is kept at most once; all others are kept exactly once."""
    acceptor = Acceptor(desk_database, Limits(), on_accept=lambda: None)
    tasks = [asyncio.create_task(acceptor.accept(_mail(n))) for n in range(20)]
    await asyncio.sleep(0)
    for task in tasks[::2]:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await acceptor.close()

    with desk_database.read() as session:
        kept = [spool.shown(session, row.id)[1] for row in spool.listed(session, None, 100)]
    assert len(kept) == len(set(kept))
    assert {_mail(n).data for n in range(1, 20, 2)} <= set(kept)


async def test_a_mail_the_database_cannot_hold_spares_its_neighbours(desk_database: Database) -> None:
    """A trouble nobody foresaw is pinned on the one mail that has it, wherever in the group it stands."""
    acceptor = Acceptor(desk_database, Limits(), on_accept=lambda: None)
    bad = RawMail(b"", Envelope("zoe@example.org", ("a",), peer=b"no text"), NOW)  # type: ignore[arg-type]  # what no type checker saw
    object.__setattr__(bad, "received", "not a moment")
    answers = await asyncio.gather(*(acceptor.accept(mail) for mail in (_mail(1), bad, _mail(2))), return_exceptions=True)
    await acceptor.close()

    assert [type(answer) for answer in answers[::2]] == [int, int]
    assert isinstance(answers[1], Exception)
    with desk_database.read() as session:
        assert spool.ledger(session).accepted == 2


async def _send(client: Client, size: int) -> str:
    for command in (MAIL, RCPT, b"DATA\r\n"):
        await client.ask(command)
    return await client.ask((b"x" * 70 + b"\r\n") * (size // 72) + b".\r\n")


@pytest.mark.sqlite_alone("its file is full")
async def test_a_full_database_says_452_and_recovers(desk_database: Database) -> None:
    """When no page can be added, the client hears 452 and nothing is half-written; with room again the same session goes on (F07)."""
    pages = ["100"]
    event.listen(desk_database.engine, "checkout", lambda driver, *_: driver.execute(f"PRAGMA max_page_count={pages[0]}").fetchall())
    async with receiving(desk_database, config_of()) as receiver, receiver.client() as client:
        await client.begin(HELLO)
        assert (await _send(client, 1 << 20)).startswith("452 4.3.1")
        with desk_database.read() as session:
            assert spool.ledger(session) == spool.Ledger(0, 0, 0, 0, 0, 0, 0)
        pages[0] = "1000000"
        assert (await _send(client, 1 << 20)).startswith("250")
        assert len(receiver.stored()) == 1


_ON_A_SMALL_DISK = """
import asyncio, sys
from maildesk.store.engine import Database
from maildesk.store.schema import upgrade
from maildesk.intake import spool
from tests.receiver import HELLO, config_of, receiving
from tests.test_accept import _send

async def main(folder):
    database = Database(f"sqlite:///{folder}/desk.db")
    upgrade(database)
    async with receiving(database, config_of()) as receiver, receiver.client() as client:
        await client.begin(HELLO)
        answers = [await _send(client, 100_000) for _ in range(60)]
        accepted = [answer for answer in answers if answer.startswith("250")]
        full = [answer for answer in answers if answer.startswith("452 4.3.1")]
        with database.read() as session:
            print(len(accepted) > 3, len(full) > 3, len(accepted) + len(full), spool.ledger(session).accepted == len(accepted))
            assert session.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"

asyncio.run(main(sys.argv[1]))
"""


def test_a_full_disk_says_452_and_keeps_what_it_promised(tmp_path: Path) -> None:
    """On a real small disk: mails are taken until it is full, then refused, and the ledger holds exactly those promised (F07)."""
    disk = tmp_path / "disk"
    disk.mkdir()
    script = 'mount -t tmpfs -o size=4m none "$1" && exec "$2" -c "$3" "$1"'
    command = ["unshare", "-Urm", "sh", "-c", script, "sh", disk, sys.executable, _ON_A_SMALL_DISK]
    if subprocess.run(["unshare", "-Urm", "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine allows no user namespaces")
    done = subprocess.run(command, cwd=Path(__file__).parent.parent, capture_output=True, text=True, timeout=100, check=False)

    assert (done.stdout, done.stderr) == ("True True 60 True\n", "")


@pytest.mark.sqlite_alone("the server has a disk of its own")
async def test_little_free_space_refuses_before_the_mail_is_sent(desk_database: Database) -> None:
    """Below the space that is kept free, MAIL is answered 452: nobody sends 25 MiB in vain (F08)."""
    async with receiving(desk_database, config_of(limits={"free_disk": 1 << 60})) as receiver, receiver.client() as client:
        await client.begin(HELLO)
        assert await client.ask(MAIL) == "452 4.3.1 Not enough space, try again later"
        assert "mail_refused" in receiver.log.getvalue()


@pytest.mark.sqlite_alone("there a reader holds up no writer")
async def test_a_database_that_is_locked_says_451_and_goes_on(desk_database: Database) -> None:
    """While somebody else holds the lock for longer than we wait, the client hears 451; after it the same session goes on (F12)."""
    event.listen(desk_database.engine, "checkout", lambda driver, *_: driver.execute("PRAGMA busy_timeout=50").fetchall())
    async with receiving(desk_database, config_of()) as receiver, receiver.client() as client:
        await client.begin(HELLO)
        with closing(sqlite3.connect(desk_database.path, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            assert await _send(client, 100) == "451 4.3.0 The desk is busy, try again later"
        assert (await _send(client, 100)).startswith("250")
        assert len(receiver.stored()) == 1


@pytest.mark.sqlite_alone("its file is spoilt")
async def test_a_disk_that_fails_ends_the_acceptor(desk_database: Database) -> None:
    """When the database cannot be trusted nobody hears 250 again, and the daemon is told to end (F06)."""
    acceptor = Acceptor(desk_database, Limits(), on_accept=lambda: None)
    await acceptor.accept(_mail(1))
    desk_database.close()
    for name in ("desk.db-wal", "desk.db-shm"):
        (desk_database.path.parent / name).unlink(missing_ok=True)
    desk_database.path.write_bytes(b"no database" * 1000)
    for _ in range(2):
        with pytest.raises(StorageFailed):
            await acceptor.accept(_mail(2))
    await acceptor.close()

    assert isinstance(acceptor.failed.exception(), StorageFailed)


async def test_a_client_that_goes_before_the_end_leaves_nothing(desk_database: Database) -> None:
    """Half a mail is no mail, whether the client hangs up or is cut off; the next one is served."""
    async with receiving(desk_database, config_of()) as receiver:
        for leave in (Client.close, Client.reset, Client.end):
            async with receiver.client() as client:
                await client.begin(HELLO, MAIL, RCPT, b"DATA\r\n")
                client.send(b"Subject: half\r\n\r\nand no end\r\n.")
                await client.drained()
                leave(client)
        async with receiver.client() as client:
            await client.begin(HELLO)
            assert (await _send(client, 100)).startswith("250")
        assert len(receiver.stored()) == 1
        assert "session_failed" not in receiver.log.getvalue()


async def test_a_client_that_goes_after_the_end_is_kept_at_most_once(desk_database: Database) -> None:
    """Who leaves before it heard the answer finds its mail there once or not at all, and whole."""
    async with receiving(desk_database, config_of()) as receiver:
        for leave in (Client.close, Client.reset, Client.end) * 5:
            async with receiver.client() as client:
                await client.begin(HELLO, MAIL, RCPT, b"DATA\r\n")
                client.send(b"Subject: whole\r\n\r\n.\r\n")
                await client.drained()
                leave(client)
        async with receiver.client() as client:
            await client.begin(HELLO, MAIL, RCPT, b"DATA\r\n")
            client.send(b"Subject: half-closed\r\n\r\n.\r\nQUIT\r\n")
            client.end()
            assert [(await client.reply())[:3], (await client.reply())[:3], await client.reply()] == ["250", "221", ""]
        kept = receiver.stored()

    assert kept.count(b"Subject: whole\r\n\r\n") <= 15
    assert set(kept) <= {b"Subject: whole\r\n\r\n", b"Subject: half-closed\r\n\r\n"}


async def test_a_stop_answers_the_mail_in_hand_and_tells_the_others(desk_database: Database) -> None:
    """Stopping says 421 to who waits and to who is half through a mail; nobody new is heard (F33)."""
    async with receiving(desk_database, config_of()) as receiver:
        async with receiver.client() as idle, receiver.client() as halfway:
            await idle.begin(HELLO)
            await halfway.begin(HELLO, MAIL, RCPT, b"DATA\r\n")
            halfway.send(b"Subject: half\r\n")
            await receiver.intake.stop()
            for client in (idle, halfway):
                assert (await client.reply()).startswith("421 4.3.2")
                assert await client.closed()
        with pytest.raises(ConnectionRefusedError):
            async with receiver.client():
                pass
        assert receiver.stored() == []
