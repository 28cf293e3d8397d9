"""V008, V009, V010: who wants too much is bounded, who is only slow is served."""

from __future__ import annotations

import asyncio

import pytest

from maildesk.config.limits import Limits
from maildesk.intake.smtp import replies
from maildesk.intake.smtp.conduct import Conduct
from maildesk.store.engine import Database
from tests.receiver import HELLO, MAIL, RCPT, config_of, receiving


async def test_recipients_past_the_limit_are_put_off_and_the_others_served(desk_database: Database) -> None:
    """Of 10,000 recipients the first hundred get the mail; each of the others hears 452 (V008)."""
    async with receiving(desk_database, config_of()) as receiver, receiver.client() as client:
        await client.begin(HELLO, MAIL)
        client.send(RCPT * 10_000)
        answers = [await client.reply() for _ in range(10_000)]
        assert [answer[:3] for answer in answers] == ["250"] * 100 + ["452"] * 9_900
        assert (await client.ask(b"DATA\r\n")).startswith("354")
        assert (await client.ask(b"Subject: many\r\n\r\n.\r\n")).startswith("250")
        assert len(receiver.rows()[0].rcpt_to) == 100


async def test_a_client_has_its_share_of_the_sessions(desk_database: Database) -> None:
    """A stranger's third session is refused where two are its share; when one ends there is a place again (V009)."""
    config = config_of(trusted_networks=[], limits={"sessions_per_client": 2})
    async with receiving(desk_database, config) as receiver, receiver.client() as one:
        await one.begin()
        async with receiver.client() as two, receiver.client() as three:
            await two.begin()
            assert (await three.reply()).startswith("421 4.7.0")
            assert await three.closed()
            assert (await two.ask(b"QUIT\r\n")).startswith("221")
            assert await two.closed()
        async with receiver.client() as four:
            await four.begin(HELLO)


async def test_idle_sessions_make_room_for_an_honest_mail(desk_database: Database) -> None:
    """With all places taken by clients that say nothing, the most silent one goes, and a newcomer's mail is taken (V009)."""
    async with receiving(desk_database, config_of(limits={"sessions": 2})) as receiver, receiver.client() as one, receiver.client() as two:
        await one.begin()
        await two.begin()
        async with receiver.client() as early:
            assert (await early.reply()).startswith("421 4.3.2")
        await asyncio.sleep(2.1)
        async with receiver.client() as honest:
            await honest.begin(HELLO, MAIL, RCPT, b"DATA\r\n")
            assert (await honest.ask(b"Subject: honest\r\n\r\n.\r\n")).startswith("250")
            assert (await one.reply()).startswith("421 4.3.2")


async def test_commands_that_lead_to_no_mail_end(desk_database: Database) -> None:
    """A session of NOOPs is over after a hundred commands; one that sends mails may go on."""
    async with receiving(desk_database, config_of()) as receiver, receiver.client() as client:
        await client.begin(HELLO)
        for _ in range(60):
            for command in (b"NOOP\r\n", MAIL, RCPT, b"DATA\r\n", b".\r\n"):
                assert (await client.ask(command))[0] in "23"
        answers = [await client.ask(b"NOOP\r\n") for _ in range(101)]
        assert [answer[:3] for answer in answers] == ["250"] * 100 + ["421"]
        assert await client.closed()


async def test_a_silent_client_is_left(desk_database: Database) -> None:
    """Past the idle time the session is ended in words."""
    async with receiving(desk_database, config_of(limits={"idle": "1s"})) as receiver, receiver.client() as client:
        await client.begin(HELLO, MAIL)
        assert (await client.reply()).startswith("421 4.4.2")
        assert await client.closed()


@pytest.mark.parametrize(("rate", "seconds", "answer"), [(10_240, 2560, None), (501, 3600, None), (10, 31, replies.TOO_SLOW), (10, 29, None)])
def test_a_slow_mail_is_taken_and_a_drip_is_not(rate: int, seconds: int, answer: object) -> None:
    """25 MiB at 10 KiB a second take 43 minutes and are taken; ten bytes a second are cut after the first half minute (V010)."""
    conduct = Conduct(Limits(), now=0.0)
    conduct.data_begins(0.0)
    for second in range(1, seconds + 1):
        conduct.heard_of(rate, float(second))

    assert conduct.overdue(float(seconds)) is answer


def test_a_session_without_a_mail_under_way_has_an_end() -> None:
    """Half an hour is enough for any dialogue."""
    conduct = Conduct(Limits(), now=0.0)
    conduct.heard_of(1, 1799.0)
    assert conduct.overdue(1800.0) is None
    conduct.heard_of(1, 1801.0)
    assert conduct.overdue(1801.0) is replies.SESSION_TOO_LONG
