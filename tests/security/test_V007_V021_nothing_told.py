"""V007, V015, V021: strangers learn neither what went wrong inside nor who has a mailbox, and cannot log in."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from maildesk.store.engine import Database
from tests.receiver import HELLO, MAIL, RCPT, config_of, receiving

ERRORS = [RuntimeError("db password=hunter2 locked"), OSError(5, "hunter2"), RecursionError("hunter2"), MemoryError("hunter2")]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
async def test_a_failure_of_ours_is_451_and_no_word_more(desk_database: Database, error: Exception) -> None:
    """Whatever is raised while a mail is stored, the answer is the same temporary one, the log has the cause, and the session goes on."""
    broken = [False]

    def raise_it(*_: object) -> None:
        if broken[0]:
            raise error

    event.listen(desk_database.engine, "before_cursor_execute", raise_it)
    async with receiving(desk_database, config_of()) as receiver, receiver.client() as client:
        await client.begin(HELLO, MAIL, RCPT, b"DATA\r\n")
        broken[0] = True
        assert await client.ask(b"Subject: one\r\n\r\n.\r\n") == "451 4.3.0 Temporary trouble on our side, try again later"
        assert type(error).__name__ in receiver.log.getvalue()
        broken[0] = False
        for command in (MAIL, RCPT, b"DATA\r\n", b"Subject: one\r\n\r\n.\r\n"):
            assert (await client.ask(command))[0] in "23"


async def test_vrfy_and_expn_say_the_same_of_everybody(desk_database: Database) -> None:
    """Known or not, an address gets one answer."""
    async with receiving(desk_database, config_of(limits={"errors": 50})) as receiver, receiver.client() as client:
        await client.begin(HELLO)
        for command in ("VRFY", "EXPN"):
            answers = {await client.ask(f"{command} {name}\r\n".encode()) for name in ("support@example.com", "nobody@example.com", "zoë", "")}
            assert len(answers) == 1
            assert answers.pop()[:3] in ("252", "502")


async def test_a_login_is_not_offered_and_guessing_ends(desk_database: Database) -> None:
    """There is no AUTH on this port, however often and however badly it is tried; other sessions do not notice (V015)."""
    async with receiving(desk_database, config_of()) as receiver, receiver.client() as client, receiver.client() as other:
        await other.begin(HELLO)
        await client.begin()
        assert "AUTH" not in await client.ask(HELLO)
        for secret in (b"PLAIN ====", b"LOGIN", b"PLAIN", *[b"PLAIN AGEAYg=="] * 7):
            assert (await client.ask(b"AUTH " + secret + b"\r\n")).startswith("502 5.5.1")
        assert (await client.reply()).startswith("421 4.7.0")
        assert (await other.ask(MAIL)).startswith("250")
