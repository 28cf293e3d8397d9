"""V005: who speaks before its turn does not read our answers, and is not heard."""

from __future__ import annotations

import pytest

from maildesk.store.engine import Database
from tests.receiver import HELLO, MAIL, RCPT, config_of, receiving


async def test_a_stranger_that_speaks_before_the_banner_is_left(desk_database: Database) -> None:
    """Commands that were sent without waiting for the greeting are not obeyed."""
    async with receiving(desk_database, config_of(trusted_networks=[])) as receiver, receiver.client() as client:
        assert (await client.ask(HELLO + MAIL)).startswith("554 5.5.1")
        assert await client.closed()


async def test_content_that_does_not_wait_for_354_is_not_taken(desk_database: Database) -> None:
    """DATA is the last command of a pipelined group (RFC 2920 §3.1); what follows it unasked is no mail."""
    async with receiving(desk_database, config_of()) as receiver, receiver.client() as client:
        await client.begin(HELLO, MAIL, RCPT)
        assert (await client.ask(b"DATA\r\nSubject: unasked\r\n\r\n.\r\n")).startswith("554 5.5.1")
        assert await client.closed()
        assert receiver.stored() == []


@pytest.mark.parametrize("line", [b"NOOP\n", b"NOOP\nQUIT\r\n", b"EHLO a\n"], ids=repr)
async def test_a_bare_line_feed_ends_the_session(desk_database: Database, line: bytes) -> None:
    """A command that other servers would read as two is not read at all."""
    async with receiving(desk_database, config_of()) as receiver, receiver.client() as client:
        await client.begin()
        assert (await client.ask(line)).startswith("554 5.5.2")
        assert await client.closed()


async def test_a_pipelined_group_is_answered_in_order(desk_database: Database) -> None:
    """What may be sent at once is answered one by one (RFC 2920)."""
    async with receiving(desk_database, config_of()) as receiver, receiver.client() as client:
        await client.begin(HELLO)
        client.send(MAIL + RCPT + b"RCPT TO:<nobody@example.com>\r\n" + b"DATA\r\n")
        assert [(await client.reply())[:3] for _ in range(4)] == ["250", "250", "550", "354"]
        assert (await client.ask(b"Subject: one\r\n\r\n.\r\n")).startswith("250")
