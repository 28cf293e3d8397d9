"""Delivery to a real SMTP server: TLS, each recipient's own result, lost answers, garbage."""

from __future__ import annotations

import asyncio
import smtplib
from pathlib import Path

import pytest

from maildesk.config import ways
from maildesk.config.secret import Secret
from maildesk.outbound.capture import CaptureTransport
from maildesk.outbound.retry import Attempt, ResultKind
from maildesk.outbound.transport import Patience, SmtpTransport, Unavailable
from tests.letters import a_letter
from tests.nexthop import NextHop, next_hop, scripted


class Parcel:
    """A letter as the transport is handed it."""

    def __init__(self, *recipients: str, data: bytes = b"Subject: x\r\n\r\nHello\r\n", mail_from: str = "support@example.com") -> None:
        self.message_id, self.mail_from, self.recipients, self.data = "<1@example.com>", mail_from, recipients, data


BOB = Parcel("bob@customer.example")
QUICK = Patience(connect=3, command=3, done=3)


def relay_to(port: int, ca_file: Path | None = None, patience: Patience = QUICK, **other: object) -> SmtpTransport:
    values = {"host": "localhost", "port": port, "ca_file": ca_file} | other
    return SmtpTransport(ways.Relay.model_validate(values), "desk.example.com", lambda: Secret("secret"), patience)


async def sent(transport: SmtpTransport, *parcels: Parcel) -> list[Attempt]:
    async with transport.connect() as connection:
        return [await connection.send(parcel) for parcel in parcels]


@pytest.mark.parametrize("tls", ["required", "implicit"])
async def test_a_letter_arrives_in_tls_byte_for_byte(tmp_path: Path, tls: str) -> None:
    """Bytes, envelope sender and recipients are those of the outbox; the way there is TLS."""
    letter = a_letter(recipients=("bob@customer.example", "carol@customer.example"))
    async with next_hop(tmp_path, tls=tls) as server:
        [attempt] = await sent(
            relay_to(server.port, server.ca_file, tls=tls), Parcel(*letter.recipients, data=letter.data, mail_from=letter.mail_from)
        )
    [received] = server.received
    assert received.data == letter.data
    assert (received.mail_from, received.recipients) == ("support@example.com", ["bob@customer.example", "carol@customer.example"])
    assert received.tls or tls == "implicit"
    assert set(attempt.of(ResultKind.SENT)) == set(letter.recipients)


async def test_one_of_three_recipients_is_refused(tmp_path: Path) -> None:
    """Each recipient has a result of their own; the refused one does not keep the letter from the others."""
    does = NextHop(recipients={"b@x.example": "550 5.1.1 no such user", "c@x.example": "451 4.2.1 busy"})
    async with next_hop(tmp_path, does) as server:
        [attempt] = await sent(relay_to(server.port, server.ca_file), Parcel("a@x.example", "b@x.example", "c@x.example"))
    assert [(address, result.kind, result.code) for address, result in attempt.results.items()] == [
        ("a@x.example", ResultKind.SENT, 250),
        ("b@x.example", ResultKind.REFUSED, 550),
        ("c@x.example", ResultKind.LATER, 451),
    ]
    assert server.received[0].recipients == ["a@x.example"]


async def test_a_drop_after_the_final_dot_is_neither_yes_nor_no(tmp_path: Path) -> None:
    """The relay has the letter, its answer is lost: the attempt says so and counts nobody as reached."""
    async with next_hop(tmp_path, NextHop(data="", keeps_when_dropping=True)) as server:
        [attempt] = await sent(relay_to(server.port, server.ca_file), BOB)
    assert attempt.ambiguous
    assert attempt.of(ResultKind.LATER) == ("bob@customer.example",)
    assert len(server.received) == 1


@pytest.mark.parametrize(
    ("does", "kind"),
    [
        (NextHop(mail="451 4.3.0 later"), ResultKind.LATER),
        (NextHop(mail="550 5.7.1 not you"), ResultKind.REFUSED),
        (NextHop(recipients={"bob@customer.example": "450 greylisted"}), ResultKind.LATER),
        (NextHop(recipients={"bob@customer.example": "550 gone"}), ResultKind.REFUSED),
        (NextHop(data="452 4.3.1 full"), ResultKind.LATER),
        (NextHop(data="554 5.7.1 spam"), ResultKind.REFUSED),
    ],
)
async def test_4xx_waits_and_5xx_is_for_ever(tmp_path: Path, does: NextHop, kind: ResultKind) -> None:
    """Whatever command the answer came to; and the connection takes the next letter after it (F17)."""
    async with next_hop(tmp_path, does) as server:
        attempts = await sent(relay_to(server.port, server.ca_file), BOB, Parcel("carol@customer.example"))
    assert attempts[0].of(kind) == ("bob@customer.example",)
    assert not attempts[0].ambiguous
    assert server.connections == 1
    assert attempts[1].results


async def test_several_letters_share_a_connection(tmp_path: Path) -> None:
    """Ten letters, one connection."""
    async with next_hop(tmp_path) as server:
        attempts = await sent(relay_to(server.port, server.ca_file), *[BOB] * 10)
    assert server.connections == 1
    assert len(server.received) == 10
    assert all(attempt.of(ResultKind.SENT) for attempt in attempts)


async def test_a_password_reaches_the_server_only_in_tls(tmp_path: Path) -> None:
    """LOGIN or PLAIN with the secret of the configuration, after STARTTLS."""
    async with next_hop(tmp_path) as server:
        await sent(relay_to(server.port, server.ca_file, user="desk", password_file="x"), BOB)
    assert server.logins == [("desk", b"secret")]


async def test_a_refused_password_puts_the_letters_off(tmp_path: Path) -> None:
    """A wrong password is a condition of the relay, not of a letter: nothing is sent, nothing given up, no secret shown."""
    async with next_hop(tmp_path) as server:
        transport = SmtpTransport(
            ways.Relay(host="localhost", port=server.port, ca_file=server.ca_file, user="desk", password_file=Path("x")),
            "desk.example.com",
            lambda: Secret("wrong-password"),
            QUICK,
        )
        with pytest.raises(Unavailable) as refused:
            await sent(transport, BOB)
    assert str(refused.value).startswith("desk is not let in: ")
    assert "an app password" in str(refused.value)
    assert "wrong-password" not in str(refused.value)
    assert not server.received


async def test_a_dead_relay_is_unavailable(free_port: int) -> None:
    """Nobody listens: a clear reason, no traceback."""
    with pytest.raises(Unavailable, match="refuses the connection"):
        await sent(relay_to(free_port), BOB)


async def test_a_silent_relay_frees_the_line() -> None:
    """A server that accepts and never says a word is given up after the connect timeout (F20)."""

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()

    async with scripted(silent) as port:
        with pytest.raises(Unavailable):
            await sent(relay_to(port, patience=Patience(0.3, 0.3, 0.3)), BOB)


async def test_a_letter_is_captured_once(tmp_path: Path) -> None:
    """The Maildir holds the envelope and the bytes; handing the letter over again changes nothing."""
    transport = CaptureTransport(tmp_path / "outgoing")
    letter = a_letter()
    for _ in range(2):
        async with transport.connect() as connection:
            attempt = await connection.send(Parcel(*letter.recipients, data=letter.data))
        assert attempt.of(ResultKind.SENT) == ("bob@customer.example",)
    [kept] = (tmp_path / "outgoing" / "new").iterdir()
    assert kept.read_bytes() == b"Return-Path: <support@example.com>\r\nDelivered-To: bob@customer.example\r\n" + letter.data
    assert not list((tmp_path / "outgoing" / "tmp").iterdir())


async def test_a_folder_that_cannot_be_written_puts_the_letters_off(tmp_path: Path) -> None:
    """The capture transport fails like a dead server: the letter waits."""
    (tmp_path / "outgoing").write_text("a file, no folder")
    with pytest.raises(Unavailable, match="cannot be made"):
        async with CaptureTransport(tmp_path / "outgoing").connect():
            raise AssertionError("it must not open")


def test_the_next_hop_is_a_real_server(tmp_path: Path) -> None:
    """The tests' server answers a client that is not ours, too."""

    async def talk() -> None:
        async with next_hop(tmp_path, tls="off") as server:
            await asyncio.to_thread(_by_smtplib, server.port)
            assert server.received[0].recipients == ["bob@customer.example"]

    asyncio.run(talk())


def _by_smtplib(port: int) -> None:
    with smtplib.SMTP("127.0.0.1", port) as client:
        client.sendmail("a@b.example", ["bob@customer.example"], "Subject: x\r\n\r\nHello\r\n")
