"""What really goes over the wire: line ends, dots, and recipients byte for byte."""

from __future__ import annotations

import asyncio

from maildesk.config import ways
from maildesk.outbound.claims import Due
from maildesk.outbound.retry import ResultKind
from maildesk.outbound.transport import Patience, SmtpTransport
from tests.letters import NOW, answered, reply_of
from tests.nexthop import Talk, scripted


def listener(heard: list[bytes], refused: str = "") -> Talk:
    """A plain server that keeps every octet it hears."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 hop.example\r\n")
        while line := await reader.readline():
            heard.append(line)
            if line == b"DATA\r\n":
                writer.write(b"354 go\r\n")
                heard.append(await reader.readuntil(b"\r\n.\r\n"))
                writer.write(b"250 taken\r\n")
            else:
                writer.write(b"550 no\r\n" if refused and refused.encode() in line else b"250 fine\r\n")

    return talk


def due(data: bytes, recipients: tuple[str, ...] = ("bob@customer.example",)) -> Due:
    letter = reply_of(answered())
    return Due(
        1, letter.letter.kind, 4711, "x", "default", letter.mail_from, letter.letter.message_id, data, recipients, 1, 1, NOW, NOW, False, False
    )


async def deliver(parcel: Due, refused: str = "") -> tuple[list[bytes], dict[str, ResultKind]]:
    heard: list[bytes] = []
    async with scripted(listener(heard, refused)) as port:
        transport = SmtpTransport(ways.Relay(host="localhost", port=port, tls="off"), "desk.example.com", None, Patience(3, 3, 3))
        async with transport.connect() as connection:
            attempt = await connection.send(parcel)
    return heard, {address: result.kind for address, result in attempt.results.items()}


async def test_only_crlf_leaves_and_dots_are_stuffed() -> None:
    """V003, V123: an agent's text cannot end our DATA early at a weak next hop, and arrives as it was made."""
    letter = reply_of(answered("one\n.\r\ntwo\r.\rthree\n.\nRCPT TO:<victim@x.example>\x00 end"))
    heard, _ = await deliver(due(letter.data))
    [body] = [line for line in heard if line.endswith(b"\r\n.\r\n")]
    assert b"\n" not in body.replace(b"\r\n", b"")
    assert b"\r" not in body.replace(b"\r\n", b"")
    assert body.count(b"\r\n.\r\n") == 1
    assert body.removesuffix(b".\r\n").replace(b"\r\n..", b"\r\n.") == letter.data
    assert [line for line in heard if line.startswith(b"RCPT")] == [b"RCPT TO:<bob@customer.example>\r\n"]


async def test_the_wires_recipients_are_the_outboxes() -> None:
    """V119, V122: each stored address, byte for byte, in one RCPT of its own; one refusal is one result."""
    addresses = ("o'brien+tag@x.example", "a.b-c_d=e@sub.x.example", "gone@x.example")
    heard, results = await deliver(due(b"Subject: x\r\n\r\nx\r\n", addresses), refused="gone@x.example")
    assert [line for line in heard if line.startswith(b"RCPT")] == [f"RCPT TO:<{address}>\r\n".encode() for address in addresses]
    assert list(results.values()) == [ResultKind.SENT, ResultKind.SENT, ResultKind.REFUSED]
