"""V004: what is said in clear behind STARTTLS is not said at all."""

from __future__ import annotations

import asyncio
import ssl
from pathlib import Path

import pytest
import trustme
import uvloop

from maildesk.config.ways import Listen
from maildesk.store.engine import Database
from tests.receiver import HELLO, MAIL, RCPT, config_of, receiving

AUTHORITY = trustme.CA()


@pytest.fixture
def listen(tmp_path: Path) -> Listen:
    """A place that offers STARTTLS with a certificate of our own authority."""
    made = AUTHORITY.issue_cert("desk.example.com")
    made.private_key_pem.write_to_path(tmp_path / "key.pem")
    made.cert_chain_pems[0].write_to_path(tmp_path / "cert.pem")
    return Listen(smtp="127.0.0.1:0", tls_certificate=tmp_path / "cert.pem", tls_key=tmp_path / "key.pem")


@pytest.fixture
def trusting() -> ssl.SSLContext:
    context = ssl.create_default_context()
    AUTHORITY.configure_trust(context)
    return context


@pytest.mark.parametrize("loop", [asyncio.new_event_loop, uvloop.new_event_loop], ids=["asyncio", "uvloop"])
def test_what_was_said_before_tls_is_forgotten(desk_database: Database, listen: Listen, trusting: ssl.SSLContext, loop: object) -> None:
    """Commands in the packet of STARTTLS get no answer; after the handshake the session begins anew, and a mail is marked as come by TLS."""

    async def play() -> None:
        async with receiving(desk_database, config_of(), listen) as receiver, receiver.client() as client:
            await client.begin()
            assert "250-STARTTLS" in await client.ask(HELLO)
            assert (await client.ask(b"STARTTLS\r\nNOOP\r\n" + MAIL)).startswith("220")
            await client.secure(trusting)
            assert (await client.ask(MAIL)).startswith("503 5.5.1 Say who you are")
            hello = await client.ask(HELLO)
            assert "STARTTLS" not in hello
            assert (await client.ask(b"STARTTLS\r\n")).startswith("503")
            for command in (MAIL, RCPT, b"DATA\r\n", b"Subject: safe\r\n\r\n.\r\n"):
                assert (await client.ask(command))[0] in "23"
            assert (await client.ask(b"QUIT\r\n")).startswith("221")
            with receiver.database.read() as session:
                assert session.exec_driver_sql("SELECT tls FROM mails").scalars().all() == [1]

    with asyncio.Runner(loop_factory=loop) as runner:  # type: ignore[arg-type]  # either of the two above
        runner.run(play())


@pytest.mark.parametrize("loop", [asyncio.new_event_loop, uvloop.new_event_loop], ids=["asyncio", "uvloop"])
def test_a_handshake_that_fails_obeys_nothing_and_frees_its_place(desk_database: Database, listen: Listen, loop: object) -> None:
    """Clear text after the answer to STARTTLS is no handshake: nothing of it is obeyed. Its place, and that of a client that
    leaves during the handshake, is free again."""

    async def play() -> None:
        async with receiving(desk_database, config_of(limits={"sessions": 1}), listen) as receiver:
            for _ in range(3):
                async with receiver.client() as client:
                    await client.begin(HELLO, b"STARTTLS\r\n")
                    client.send(b"NOOP\r\n" + MAIL)
                    assert await client.ended()
                async with receiver.client() as client:
                    await client.begin(HELLO, b"STARTTLS\r\n")
                    client.reset()
                await asyncio.sleep(0.05)

    with asyncio.Runner(loop_factory=loop) as runner:  # type: ignore[arg-type]  # either of the two above
        runner.run(play())
