"""V006, V014: input without an end costs no memory, and is ended by us."""

from __future__ import annotations

import tracemalloc

import pytest

from maildesk.store.engine import Database
from tests.receiver import HELLO, MAIL, RCPT, Client, config_of, receiving


async def _pour(client: Client, block: bytes, blocks: int) -> None:
    """Sends blocks until all are sent or nobody takes them any more."""
    for _ in range(blocks):
        client.send(block)
        try:
            await client.drained()
        except ConnectionError:
            return


@pytest.mark.parametrize("commands", [(), (HELLO, MAIL, RCPT, b"DATA\r\n")], ids=["command", "data"])
async def test_an_endless_line_is_cut(desk_database: Database, commands: tuple[bytes, ...]) -> None:
    """A line of 64 MiB is refused after its first 64 KiB: what is kept of it stays small."""
    async with receiving(desk_database, config_of()) as receiver, receiver.client() as client:
        await client.begin(*commands)
        tracemalloc.start()
        await _pour(client, b"x" * (1 << 20), 64)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < 8 << 20
        assert (await client.reply())[:3] in ("500", "554", "")
        assert receiver.stored() == []


async def test_a_mail_over_the_limit_is_refused_and_the_session_goes_on(desk_database: Database) -> None:
    """552 comes at the end of the mail, where the client looks for it; the next mail of the session is taken (case 36)."""
    async with receiving(desk_database, config_of(limits={"message": 1 << 16})) as receiver, receiver.client() as client:
        await client.begin(HELLO, MAIL, RCPT, b"DATA\r\n")
        await _pour(client, (b"x" * 70 + b"\r\n") * 1000, 100)
        assert (await client.ask(b".\r\n")).startswith("552 5.3.4")
        for command in (MAIL, RCPT, b"DATA\r\n", b"Subject: small\r\n\r\n.\r\n"):
            assert (await client.ask(command))[0] in "23"
        assert receiver.stored() == [b"Subject: small\r\n\r\n"]


async def test_sixty_thousand_headers_are_kept_as_they_are(desk_database: Database) -> None:
    """A huge header under the size limit is accepted byte by byte; what it means is for the parser's limits."""
    content = b"".join(b"X-%d: y\r\n" % number for number in range(60_000)) + b"\r\n"
    async with receiving(desk_database, config_of()) as receiver, receiver.client() as client:
        await client.begin(HELLO, MAIL, RCPT, b"DATA\r\n")
        assert (await client.ask(content + b".\r\n")).startswith("250")
        assert receiver.stored() == [content]
