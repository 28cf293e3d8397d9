"""The daemon as a whole with an account to fetch from: killed, cut off and started again, it has each mail once."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import select

from maildesk.intake import spool
from maildesk.store.engine import Database
from maildesk.store.tickets import load_ticket, messages_of
from maildesk.system import control
from maildesk.tables import letter_bytes, letters
from tests.dovecot import Dovecot, dovecot
from tests.fetching import watching
from tests.service import Service, service


@pytest.fixture(scope="module")
def server() -> Iterator[Dovecot]:
    with dovecot() as found:
        yield found


def mail(word: object) -> bytes:
    return f"From: zoe{word}@example.org\r\nTo: support@example.com\r\nMessage-ID: <{word}@example.org>\r\nSubject: {word}\r\n\r\nhello\r\n".encode()


def _account(found: Service, server: Dovecot, user: str, wish: str) -> None:
    """Adds the account to the desk; `wish` is what becomes of its mails, and what else is to be said of it."""
    account = f"host: localhost, port: {server.tls}, ca_file: {server.ca_file}, user: {user}, password_file: {server.folder}/secret, after: {wish}"
    text = found.file.read_text(encoding="utf-8")
    found.file.write_text(text.replace("listen: [", f"listen: [{{imap: {{{account}}}}}, "), encoding="utf-8")


def _until(true: object, found: Service) -> None:
    assert callable(true)
    deadline = time.monotonic() + 60
    while not true():
        assert time.monotonic() < deadline, found.log.read_text(encoding="utf-8")[-5000:]
        time.sleep(0.05)


def _ledger(database: Database) -> spool.Ledger:
    with database.read() as session:
        return spool.ledger(session)


@pytest.mark.slow
def test_killed_between_any_two_steps(server: Dovecot, tmp_path: Path) -> None:
    """SIGKILL again and again while 120 mails are fetched, committed and moved: at the end each has one ticket, and the folder is empty (F02)."""
    chance = random.Random(5)
    with service(tmp_path / "desk") as found, server.person("killed") as person:
        _account(found, server, "killed", "{move: Taken}")
        found.start()
        _until(lambda: b"folder_begun" in found.log.read_bytes(), found)
        found.kill()
        for number in range(120):
            person.put(mail(number))
        for _ in range(6):
            found.start()
            time.sleep(chance.uniform(0.0, 0.4))
            found.kill()
        found.start()
        database = found.database
        _until(lambda: _ledger(database).ticketed == 120, found)
        _until(lambda: person.uids() == [], found)
        assert found.stop() == 0
        assert len(person.uids("Taken")) >= 120
        ledger = _ledger(database)
        assert (ledger.accepted, ledger.ticketed, ledger.balanced) == (120, 120, True)
        with database.read() as session:
            rows = spool.listed(session, None, 1000)
            assert sorted(spool.shown(session, row.id)[1] for row in rows) == sorted(map(mail, range(120)))
        database.close()


async def test_a_connection_that_breaks_anywhere(server: Dovecot, desk_database: Database) -> None:
    """A line that breaks after a random number of bytes, again and again: none of eighty mails is lost or doubled (F24, V029)."""
    chance, cuts = random.Random(7), 0

    async def relay(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal cuts
        left = chance.randrange(3000, 30_000)
        upstream, downstream = await asyncio.open_connection("127.0.0.1", server.tls)

        async def hand_on(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
            nonlocal left
            try:
                while left > 0 and (data := await source.read(min(left, 1000))):
                    left -= len(data)
                    sink.write(data)
                    await sink.drain()
            except OSError:
                pass
            finally:
                for one in (writer, downstream):
                    one.transport.abort()

        with suppress(asyncio.CancelledError):
            await asyncio.gather(hand_on(reader, downstream), hand_on(upstream, writer))
        cuts += 1

    proxy = await asyncio.start_server(relay, "127.0.0.1", 0)
    with server.person("cut") as person:
        async with watching(desk_database, server.imap("cut")) as watched:
            await watched.begun()
        for number in range(80):
            person.put(mail(number) + b"x" * chance.randrange(2000))
        async with watching(desk_database, server.imap("cut", port=proxy.sockets[0].getsockname()[1])) as watched:
            await watched.has(80)
    proxy.close()
    assert cuts > 5
    assert len(set(watched.kept())) == 80


async def test_a_server_that_goes_away_and_comes_back(desk_database: Database) -> None:
    """The daemon waits for it, and what came meanwhile comes in."""
    with dovecot() as server:
        async with watching(desk_database, server.imap("zoe")) as watched:
            await watched.begun()
            server.stop()
            await watched.failed(3)
            server.start()
            with server.person("zoe") as person:
                person.put(mail(1))
            await watched.has(1)


@pytest.mark.slow
def test_an_account_that_comes_and_goes_while_the_daemon_runs(server: Dovecot, tmp_path: Path) -> None:
    """It is fetched from as soon as desk.yaml names it, and left alone when it no longer does; named again, what came meanwhile comes in once (case 38)."""
    with service(tmp_path / "desk") as found, server.person("guest") as person:
        without = found.file.read_text(encoding="utf-8")
        found.start()
        database = found.database
        _account(found, server, "guest", "keep")
        assert control.ask(found.file.parent / "state", 60)["changed"]
        _until(lambda: b"account_ok" in found.log.read_bytes(), found)
        person.put(mail("first"))
        _until(lambda: _ledger(database).ticketed == 1, found)
        found.file.write_text(without, encoding="utf-8")
        assert control.ask(found.file.parent / "state", 60)["changed"]
        assert b"account_left" in found.log.read_bytes()
        person.put(mail("second"))
        _account(found, server, "guest", "flag")
        assert control.ask(found.file.parent / "state", 60)["changed"]
        _until(lambda: _ledger(database).ticketed == 2, found)
        assert found.stop() == 0
        assert _ledger(database).accepted == 2
        database.close()


_ANSWER = b"""From: Support <support@example.com>\r
To: zoefirst@example.org\r
Message-ID: <written-in-the-shared-mailbox@example.com>\r
In-Reply-To: <first@example.org>\r
Subject: Re: first\r
\r
It is mended.\r
"""


@pytest.mark.slow
def test_what_the_account_itself_sent(server: Dovecot, tmp_path: Path) -> None:
    """An answer out of the mailbox's own account stands on its ticket and ends the waiting; the desk's own letter beside it, and what lay there before, are known (case 3)."""
    with service(tmp_path / "desk") as found, server.person("shared") as person:
        person.client.create('"Envoy&AOk-s"')
        person.put(mail("before"), '"Envoy&AOk-s"')
        _account(found, server, "shared", "{move: Taken}, sent_folders: [Envoyés]")
        found.start()
        _until(lambda: found.log.read_bytes().count(b"folder_begun") == 2, found)
        person.put(mail("first"))
        _until(lambda: _ledger(found.database).ticketed == 1, found)
        with found.database.read() as session:
            asked = load_ticket(session, 1)
            own = session.execute(select(letter_bytes.c.data).join(letters, letters.c.id == letter_bytes.c.letter)).scalars().first()
        assert asked is not None
        assert asked.unanswered is not None
        for data in (_ANSWER, own):
            person.put(data, '"Envoy&AOk-s"')
        person.put(mail("second"))  # the server tells of this one at once, and all folders are looked at
        _until(lambda: _ledger(found.database).accepted == 4 and _ledger(found.database).waiting == 0, found)
        assert found.stop() == 0
        with found.database.read() as session:
            ticket, entries = load_ticket(session, 1), messages_of(session, 1)
            replies = session.execute(select(letters.c.id).where(letters.c.kind == "reply")).all()
        assert ticket is not None
        assert ticket.unanswered is None
        assert [(one.kind, one.author) for one in entries] == [("inbound", "zoefirst@example.org"), ("reply", "support@example.com")]
        assert replies == []
        assert (_ledger(found.database).ticketed, _ledger(found.database).ignored) == (3, 1)
        assert len(person.uids('"Envoy&AOk-s"')) == 3
        found.database.close()
