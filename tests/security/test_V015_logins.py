"""V015, V147: whoever guesses passwords learns nothing, costs little, and keeps nobody else waiting."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from types import FrameType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maildesk.config.limits import Limits
from maildesk.config.secret import Secret
from maildesk.intake.smtp import passwords, replies
from maildesk.intake.smtp.logins import Logins, Pauses
from maildesk.intake.smtp.sasl import MECHANISMS, BadResponse, Credentials, decoded
from maildesk.store.engine import Database
from tests.receiver import AGENTS, CHEAP, HELLO, MAIL, RCPT, TRUSTING, config_of, give_password, receiving, submission

PASSWORD = "correct horse battery"
ANNA, BO = "anna@example.com", "bo@example.com"
AT_ONCE = Pauses(refusal=0, guessing=0)


def logins_of(database: Database, pauses: Pauses = AT_ONCE, **limits: int) -> Logins:
    give_password(database, ANNA, PASSWORD)
    return Logins(database, {ANNA, BO}, Limits.model_validate(limits), CHEAP, pauses)


def said(name: str, password: str) -> Credentials:
    return Credentials(name, Secret(password))


async def test_a_hundred_guesses_keep_nobody_else_waiting(desk_database: Database, tmp_path: Path) -> None:
    """Each session is over after three; meanwhile Anna logs in, and her mail is taken. Nothing of a password is in the log."""
    give_password(desk_database, ANNA, PASSWORD)

    async def guess() -> list[str]:
        async with receiver.client() as client:
            await client.secure(TRUSTING)
            await client.begin(HELLO)
            return [(await client.ask(b"AUTH PLAIN AGFubmFAZXhhbXBsZS5jb20AY2FuYXJ5\r\n"))[:9] for _ in range(3)]

    async with receiving(desk_database, config_of(agents=AGENTS), submission(tmp_path)) as receiver, receiver.client() as honest:
        guesses = [asyncio.create_task(guess()) for _ in range(10)]
        await honest.secure(TRUSTING)
        await honest.begin(HELLO, b"NOOP\r\n")
        while (answer := await honest.ask(b"AUTH PLAIN AGFubmFAZXhhbXBsZS5jb20AY29ycmVjdCBob3JzZSBiYXR0ZXJ5\r\n"))[:3] == "454":
            await asyncio.sleep(0.1)
        assert answer[:3] == "235"
        for command in (MAIL.replace(b"zoe@example.org", ANNA.encode()), RCPT, b"DATA\r\n", b"From: anna@example.com\r\n\r\nhello\r\n.\r\n"):
            assert (await honest.ask(command))[0] in "23"
        for answers in await asyncio.gather(*guesses):
            assert answers == ["535 5.7.8", "535 5.7.8", "421 4.7.0"]
        assert receiver.log.getvalue().count("login_refused") == 30
        assert "canary" not in receiver.log.getvalue()
        assert len(receiver.rows()) == 1


@pytest.mark.parametrize(
    "bad",
    [
        b"AUTH PLAIN %s" % (b"B" * 4000),
        b"AUTH PLAIN ====",
        b"AUTH PLAIN AA==",
        b"AUTH PLAIN /////w==",
        b"AUTH PLAIN AP8A/w==",
        b"AUTH LOGIN YQBi\r\nYQBi",
    ],
)
async def test_what_cannot_be_read_is_refused_and_nobody_suffers(desk_database: Database, tmp_path: Path, bad: bytes) -> None:
    """Too much, no base64, no two NULs or one too many, no UTF-8: the session lives on, and so do the others."""
    async with receiving(desk_database, config_of(agents=AGENTS), submission(tmp_path)) as receiver, receiver.client() as client:
        await client.secure(TRUSTING)
        await client.begin(HELLO)
        answer = await client.ask(bad + b"\r\n")
        assert (await client.reply() if answer.startswith("334") else answer)[:9] == "501 5.5.2"
        assert (await client.ask(b"NOOP\r\n"))[:3] == "250"


async def test_known_and_unknown_are_answered_alike(database: Database) -> None:
    """A wrong password, an agent without one, a stranger, an agent who is gone: one answer, and one hash is computed for each."""
    logins = logins_of(database)
    give_password(database, "gone@example.com", PASSWORD)
    for name, password in ((ANNA, "wrong"), (BO, PASSWORD), ("zoe@example.org", PASSWORD), ("gone@example.com", PASSWORD), ("", ""), ("\u212a", "x")):
        assert await logins.check("", said(name, password)) is replies.LOGIN_REFUSED
        assert _hashes(logins, said(name, password)) == 1
    assert await logins.check("", said("Anna@EXAMPLE.com", PASSWORD)) == ANNA
    assert _hashes(logins, said(ANNA, PASSWORD)) == 1
    logins.close()


def test_nobodys_password_costs_what_an_agents_does() -> None:
    """What a stranger's guess is held against is kept as a password is, at the same cost."""
    assert passwords.nobodys().rpartition("$")[0].rpartition("$")[0] == passwords.hashed("x", b"salt").rpartition("$")[0].rpartition("$")[0]


def _hashes(logins: Logins, credentials: Credentials) -> int:
    """How often scrypt is computed to judge these: counted, because times say nothing on a busy machine."""
    seen = 0

    def count(frame: FrameType, event: str, function: object) -> None:
        nonlocal seen
        seen += event == "c_call" and getattr(function, "__name__", "") == "scrypt"

    sys.setprofile(count)
    try:
        logins._agent(credentials)
    finally:
        sys.setprofile(None)
    return seen


async def test_a_network_that_guesses_is_heard_one_at_a_time(desk_database: Database) -> None:
    """After the guesses of an hour its logins wait, one at a time; other networks and trusted ones do not, and the right password still counts."""
    logins = logins_of(desk_database, Pauses(refusal=0, guessing=0.3), refused_logins_per_client=2)
    for _ in range(2):
        assert await logins.check("192.0.2.7", said(ANNA, "wrong")) is replies.LOGIN_REFUSED
    waits = asyncio.create_task(logins.check("192.0.2.7", said(ANNA, PASSWORD)))
    await asyncio.sleep(0)
    assert await logins.check("192.0.2.7", said(ANNA, PASSWORD)) is replies.LOGINS_BUSY
    assert await logins.check("198.51.100.1", said(ANNA, PASSWORD)) == ANNA
    assert await logins.check("", said(ANNA, PASSWORD)) == ANNA
    assert not waits.done()
    assert await waits == ANNA
    logins.close()


async def test_the_line_of_those_who_wait_is_bounded(desk_database: Database) -> None:
    """Four of one network, and some dozens in all: the others are told at once to come again."""
    logins = logins_of(desk_database, Pauses(refusal=0))
    one = await asyncio.gather(*(logins.check("192.0.2.7", said(ANNA, PASSWORD)) for _ in range(6)))
    many = await asyncio.gather(*(logins.check(f"192.0.2.{number}", said(ANNA, PASSWORD)) for number in range(40)))
    assert [one.count(ANNA), one.count(replies.LOGINS_BUSY)] == [4, 2]
    assert [many.count(ANNA), many.count(replies.LOGINS_BUSY)] == [32, 8]
    logins.close()


async def test_a_login_that_finds_the_database_away_may_come_again() -> None:
    """It is no refusal: a mail program that hears one asks its person for another password."""
    logins = Logins(Database("postgresql://nobody@127.0.0.1:1/nothing"), {ANNA}, Limits(), CHEAP, AT_ONCE)
    assert await logins.check("", said(ANNA, PASSWORD)) is replies.LOGINS_BUSY
    logins.close()


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60), st.binary(min_size=1, max_size=16))
def test_a_password_opens_its_own_hash_alone(password: str, salt: bytes) -> None:
    """Whatever it is made of; and what is kept holds nothing of it."""
    kept = passwords.hashed(password, salt, CHEAP)

    assert passwords.matches(password, kept)
    assert not passwords.matches(password + "x", kept)
    assert not passwords.matches(password, passwords.nobodys(CHEAP))
    assert not passwords.matches(password, kept[:-1])


def test_an_accent_typed_on_another_keyboard_is_the_same() -> None:
    """Composed or not (RFC 8265)."""
    assert passwords.matches("cafe\u0301 au lait", passwords.hashed("caf\xe9 au lait", b"salt", CHEAP))


@given(st.text(max_size=200))
def test_any_response_is_read_or_refused(response: str) -> None:
    """Nothing else is raised."""
    for mechanism in MECHANISMS.values():
        try:
            mechanism.read([decoded(response)] * len(mechanism.challenges))
        except BadResponse:
            continue
