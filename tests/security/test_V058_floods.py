"""V058: a flood is put off with 451 or 452, sender by sender, and not a mail that was accepted is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maildesk.clock import SystemClock
from maildesk.config.limits import Limits
from maildesk.intake import spool
from maildesk.intake.smtp import replies
from maildesk.intake.smtp.quota import Quota
from maildesk.mail import Envelope, RawMail
from maildesk.store.engine import Database
from tests.receiver import HELLO, RCPT, Client, config_of, receiving

LIMITS = {"mails_per_sender": 2, "mails_per_domain": 3, "mails_per_desk": 5}


async def _hand_in(client: Client, sender: str) -> str:
    """The answer to MAIL, and where it is good, a whole mail after it."""
    answer = await client.ask(f"MAIL FROM:<{sender}>\r\n".encode())
    for command in (RCPT, b"DATA\r\n", b"Subject: hello\r\n\r\n.\r\n") if answer[0] == "2" else ():
        assert (await client.ask(command))[0] in "23"
    return answer[:9]


async def test_each_sender_each_domain_and_all_of_them_have_a_bound(desk_database: Database) -> None:
    """Past it the answer is 451, the session goes on, others are still taken; case does not make another sender. All is in the log."""
    senders = ["a@x.example", "A@X.example", "a@x.example", "b@x.example", "c@x.example", "a@y.example", "", "b@y.example"]
    async with receiving(desk_database, config_of(limits=LIMITS, trusted_networks=())) as receiver, receiver.client() as client:
        await client.begin(HELLO)
        answers = [await _hand_in(client, sender) for sender in senders]
        assert answers == ["250 2.1.0", "250 2.1.0", "451 4.7.1", "250 2.1.0", "451 4.7.1", "250 2.1.0", "250 2.1.0", "451 4.7.1"]
        assert [row.mail_from for row in receiver.rows()] == ["a@x.example", "A@X.example", "b@x.example", "a@y.example", ""]
        for reply in (replies.TOO_MANY_OF_SENDER, replies.TOO_MANY_OF_DOMAIN, replies.TOO_MANY_MAILS):
            assert reply.text in receiver.log.getvalue()


@pytest.mark.sqlite_alone("several daemons may serve a PostgreSQL, each with bounds of its own")
async def test_a_restart_goes_on_counting(sqlite_database: Database) -> None:
    """What was taken in the hour before counts, with the moment it came; older mail and that of trusted networks does not."""
    config = config_of(limits=LIMITS, trusted_networks=("192.0.2.0/24",))
    now = SystemClock().now()
    older = [("a@x.example", "127.0.0.1", timedelta(minutes=61)), ("a@x.example", "192.0.2.7", timedelta(minutes=1))]
    with sqlite_database.write() as session:
        spool.accept(session, [RawMail(b"x", Envelope(sender, (), "smtp", peer), now - ago) for sender, peer, ago in older])
    answers = []
    for _start in range(2):
        async with receiving(sqlite_database, config) as receiver, receiver.client() as client:
            await client.begin(HELLO)
            answers += [await _hand_in(client, sender) for sender in ("a@x.example", "a@x.example")]
    assert answers == ["250 2.1.0", "250 2.1.0", "451 4.7.1", "451 4.7.1"]


async def test_a_server_in_front_of_us_has_no_such_bound(desk_database: Database) -> None:
    """What a trusted network hands on is other people's mail, bounded there."""
    async with receiving(desk_database, config_of(limits=LIMITS)) as receiver, receiver.client() as client:
        await client.begin(HELLO)
        assert {await _hand_in(client, "a@x.example") for _ in range(8)} == {"250 2.1.0"}
        assert len(receiver.rows()) == 8


@pytest.mark.sqlite_alone("a PostgreSQL is on a disk that only it can see")
async def test_a_disk_that_is_nearly_full_puts_everybody_off(desk_database: Database) -> None:
    """452 at MAIL, before a byte is sent, for trusted ones too (F08)."""
    async with receiving(desk_database, config_of(limits={"free_disk": 1 << 60})) as receiver, receiver.client() as client:
        await client.begin(HELLO)
        assert await _hand_in(client, "a@x.example") == "452 4.3.1"
        assert receiver.rows() == ()


@given(st.lists(st.tuples(st.sampled_from(["a@x", "b@x", "a@y", ""]), st.integers(0, 8000).map(lambda halves: halves / 2)), max_size=60))
def test_in_no_hour_more_than_the_bound_is_taken(attempts: list[tuple[str, float]]) -> None:
    """Whoever tries whenever: any hour holds at most the bound of each sender and of all, and who was put off is taken an hour later."""
    quota, limits = Quota(), Limits.model_validate(LIMITS)
    taken: list[tuple[str, float]] = []
    now = 0.0
    for sender, pause in attempts:
        now += pause
        if quota.refused(sender, limits, now) is None:
            quota.note(sender, now)
            taken.append((sender, now))
    for _, begin in taken:
        hour = [sender for sender, at in taken if begin <= at < begin + 3600]
        assert len(hour) <= limits.mails_per_desk
        assert all(hour.count(sender) <= limits.mails_per_sender for sender in ("a@x", "b@x", "a@y"))
        assert sum(sender.endswith("@x") for sender in hour) <= limits.mails_per_domain
    assert quota.refused("a@x", limits, now + 3600) is None


@pytest.mark.parametrize("sender", ["a@x.example", ""])
def test_what_is_forgotten_takes_no_memory(sender: str) -> None:
    """An hour after a flood nothing of it is held."""
    quota = Quota()
    for number in range(1000):
        quota.note(f"{number}{sender}", 0.0)
    quota.refused(sender, Limits(), 3601.0)

    assert not quota._taken._noted
    assert not quota._taken._many
