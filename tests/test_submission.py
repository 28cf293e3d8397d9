"""Agents hand in their mail to a running desk, as their mail programs do it."""

from __future__ import annotations

import asyncio
import os
import signal
import smtplib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvloop

from maildesk.intake import spool
from maildesk.intake.smtp import passwords
from maildesk.store.engine import Database
from tests.desks import maildesk
from tests.receiver import AGENTS, AUTHORITY, HELLO, TRUSTING, config_of, give_password, receiving, submission
from tests.receiver import MAIL as MAIL_FROM
from tests.servers import free_port
from tests.service import Service, service

ANNA, PASSWORD = "anna@example.com", "correct horse battery"
MAIL = f"From: Anna <{ANNA}>\r\nTo: support@example.com\r\nSubject: The coffee machine\r\n\r\nIt is broken.\r\n".encode()


@contextmanager
def submitting(folder: Path) -> Iterator[tuple[Service, int, int]]:
    """A desk that is not served yet, and the ports for implicit TLS and for STARTTLS it will have."""
    implicit, starttls = free_port(), free_port()
    made = AUTHORITY.issue_cert("127.0.0.1")
    made.private_key_pem.write_to_path(str(folder / "key.pem"))
    made.cert_chain_pems[0].write_to_path(str(folder / "cert.pem"))
    keys = f"tls_certificate: {folder}/cert.pem, tls_key: {folder}/key.pem"
    ways = f'{{submission: "127.0.0.1:{implicit}", {keys}}}, {{submission: "127.0.0.1:{starttls}", tls: starttls, {keys}}}, '
    with service(folder / "desk") as found:
        found.file.write_text(found.file.read_text(encoding="utf-8").replace("listen: [", f"listen: [{ways}"), encoding="utf-8")
        yield found, implicit, starttls


def test_a_mail_programs_way_in(tmp_path: Path) -> None:
    """By both kinds of TLS a submitted mail is a ticket of the agent's own, on the strength of the password alone; with the agent's entry the password is gone."""
    with submitting(tmp_path) as (found, implicit, starttls):
        assert maildesk("agent", "passwd", ANNA, desk=found.file, typed=PASSWORD).code == 0
        found.start()
        with smtplib.SMTP_SSL("127.0.0.1", implicit, context=TRUSTING) as program:
            program.login(ANNA, PASSWORD)
            program.sendmail(ANNA, "support@example.com", MAIL)
            with pytest.raises(smtplib.SMTPRecipientsRefused):
                program.sendmail(ANNA, "bob@customer.example", MAIL)
        with smtplib.SMTP("127.0.0.1", starttls) as program:
            program.starttls(context=TRUSTING)
            program.login(ANNA, PASSWORD, initial_response_ok=False)
            program.sendmail(ANNA, "support@example.com", MAIL.replace(b"coffee", b"tea"))
        database = found.database
        until = time.monotonic() + 60
        while True:
            with database.read() as session:
                rows = spool.listed(session, None, 10)
            if len(rows) == 2 and all(row.state == "ticketed" for row in rows):
                break
            assert time.monotonic() < until, rows
            time.sleep(0.05)
        assert {row.via for row in rows} == {"submission"}
        found.file.write_text(found.file.read_text(encoding="utf-8").replace(ANNA, "bo@example.com"), encoding="utf-8")
        os.kill(found.sessions[-1], signal.SIGHUP)
        while _kept(database):
            assert time.monotonic() < until, found.log.read_text(encoding="utf-8")
            time.sleep(0.05)
        with smtplib.SMTP_SSL("127.0.0.1", implicit, context=TRUSTING) as program, pytest.raises(smtplib.SMTPAuthenticationError):
            program.login(ANNA, PASSWORD)
        assert found.stop() == 0
        assert PASSWORD not in found.log.read_text(encoding="utf-8")
        database.close()


def _kept(database: Database) -> str | None:
    with database.read() as session:
        return passwords.kept_for(session, ANNA)


@pytest.mark.parametrize("loop", [asyncio.new_event_loop, uvloop.new_event_loop], ids=["asyncio", "uvloop"])
def test_a_handshake_that_never_comes_takes_a_place_like_any_session(desk_database: Database, tmp_path: Path, loop: object) -> None:
    """Who says nothing is counted before TLS: past the limit newcomers are cut without a word, and who is silent makes room (V009)."""
    give_password(desk_database, ANNA, PASSWORD)
    config = config_of(limits={"sessions": 2}, agents=AGENTS)

    async def play() -> None:
        async with receiving(desk_database, config, submission(tmp_path)) as receiver, receiver.client() as one, receiver.client() as two:
            one.send(b"\x16\x03\x01")  # the beginning of a handshake
            await one.drained()
            async with receiver.client() as early:
                assert await early.closed()
            async with receiver.client() as plain:
                plain.send(HELLO)
                assert await plain.closed()
            await asyncio.sleep(2.1)
            async with receiver.client() as honest:
                await honest.secure(TRUSTING)
                await honest.begin(HELLO)
                assert await one.closed() or await two.closed()

    with asyncio.Runner(loop_factory=loop) as runner:  # type: ignore[arg-type]  # either of the two above
        runner.run(play())


@pytest.mark.parametrize("loop", [asyncio.new_event_loop, uvloop.new_event_loop], ids=["asyncio", "uvloop"])
def test_what_is_no_handshake_ends_without_a_word(desk_database: Database, tmp_path: Path, loop: object) -> None:
    """Clear text where TLS is expected, a client that goes away: nothing is said in clear, and the place is free again."""

    async def play() -> None:
        async with receiving(desk_database, config_of(limits={"sessions": 1}), submission(tmp_path)) as receiver:
            for _ in range(3):
                async with receiver.client() as client:
                    client.send(HELLO + MAIL_FROM)
                    assert await client.ended()
                async with receiver.client() as client:
                    client.reset()
                await asyncio.sleep(0.05)
            async with receiver.client() as honest:
                await honest.secure(TRUSTING)
                await honest.begin(HELLO)

    with asyncio.Runner(loop_factory=loop) as runner:  # type: ignore[arg-type]  # either of the two above
        runner.run(play())
