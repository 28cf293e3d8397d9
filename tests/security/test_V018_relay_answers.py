"""What a remote server says is opaque text: kept bounded and printable, never obeyed (V018, F22)."""

from __future__ import annotations

import asyncio

import pytest

from maildesk.config import ways
from maildesk.outbound.retry import Attempt, ResultKind
from maildesk.outbound.transport import LONGEST_ANSWER, Patience, SmtpTransport, Unavailable
from tests.nexthop import Talk, scripted
from tests.security.test_V003_V119_V122_V123_wire import due

EVIL = b"]]> {{7*7}} \x1b[2J\x9b \xe2\x80\xae <script> " + b"x" * 4000


def says(answers: dict[bytes, bytes]) -> Talk:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(answers.get(b"HELLO", b"220 hop.example\r\n"))
        while line := await reader.readline():
            verb = line.split()[0].upper()
            writer.write(answers.get(verb, b"354 go\r\n" if verb == b"DATA" else b"250 fine\r\n"))
            if verb == b"DATA" and verb not in answers:
                await reader.readuntil(b"\r\n.\r\n")
                writer.write(answers.get(b".", b"250 taken\r\n"))

    return talk


async def attempt(answers: dict[bytes, bytes]) -> Attempt:
    async with scripted(says(answers)) as port:
        transport = SmtpTransport(ways.Relay(host="localhost", port=port, tls="off"), "desk.example.com", None, Patience(2, 1, 1))
        async with transport.connect() as connection:
            return await connection.send(due(b"Subject: x\r\n\r\nx\r\n"))


@pytest.mark.parametrize("verb", [b"MAIL", b"RCPT", b"DATA", b"."])
@pytest.mark.parametrize("code", [b"450", b"550"])
async def test_answers_are_bounded_and_printable(verb: bytes, code: bytes) -> None:
    """Several lines, escapes, markup: one short printable line is kept, and the code decides."""
    found = await attempt({verb: code + b"-" + EVIL + b"\r\n" + code + b" second line\r\n"})
    [result] = found.results.values()
    assert result.kind is (ResultKind.LATER if code == b"450" else ResultKind.REFUSED)
    assert result.text.isprintable()
    assert len(result.text) <= LONGEST_ANSWER
    assert "{{7*7}}" in result.text


@pytest.mark.parametrize("garbage", [b"what?\r\n", b"\x00\xff\r\n", b"999 odd\r\n", b"250-" * 20_000, b"100 x\r\n", b"-50 x\r\n"])
@pytest.mark.parametrize("verb", [b"MAIL", b"RCPT", b"DATA"])
async def test_garbage_is_no_yes_and_no_no(verb: bytes, garbage: bytes) -> None:
    """The letter waits; nobody is reached or refused on the strength of nonsense."""
    found = await attempt({verb: garbage})
    assert not found.of(ResultKind.SENT)
    assert not found.of(ResultKind.REFUSED)
    assert len(found.error) <= LONGEST_ANSWER


async def test_garbage_after_the_dot_is_unknown() -> None:
    """The relay may have taken it."""
    assert (await attempt({b".": b"what?\r\n"})).ambiguous


@pytest.mark.parametrize("hello", [b"what?\r\n", b"554 go away\r\n", b"220-" + b"x" * 100_000, b"220-a\r\n" * 100_000])
async def test_a_strange_greeting_makes_the_relay_unavailable(hello: bytes) -> None:
    """An endless or refusing greeting is bounded, and all letters wait."""
    with pytest.raises(Unavailable) as refused:
        await attempt({b"HELLO": hello})
    assert len(str(refused.value)) <= LONGEST_ANSWER
