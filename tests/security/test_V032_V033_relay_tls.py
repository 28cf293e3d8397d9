"""The relay is who it says it is, and nothing leaves in clear (V032, V033)."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
import trustme

from maildesk.config import ways
from maildesk.config.secret import Secret
from maildesk.outbound.transport import Patience, SmtpTransport, Unavailable
from tests.nexthop import NextHop, next_hop, scripted


async def connect(port: int, ca_file: Path | None, tls: str = "required") -> None:
    config = ways.Relay.model_validate(
        {"host": "localhost", "port": port, "ca_file": ca_file, "tls": tls, "user": "desk", "password_file": "x"},
    )
    async with SmtpTransport(config, "desk.example.com", lambda: Secret("canary-secret"), Patience(3, 3, 3)).connect():
        raise AssertionError("it must not connect")


@pytest.mark.parametrize("tls", ["required", "implicit"])
async def test_an_unknown_authority_is_refused(tmp_path: Path, tls: str) -> None:
    """A self-made certificate is no proof, unless its authority is named in ca_file."""
    async with next_hop(tmp_path, tls=tls) as server:
        with pytest.raises(Unavailable, match=r"is of no authority that is trusted here .*: ca_file: FILE"):
            await connect(server.port, None, tls)
    assert not server.logins


@pytest.mark.parametrize("tls", ["required", "implicit"])
async def test_a_certificate_for_another_host_is_refused(tmp_path: Path, tls: str) -> None:
    """A right authority and a wrong name."""
    async with next_hop(tmp_path, NextHop(), tls, name="elsewhere.example") as server:
        with pytest.raises(Unavailable, match="the certificate of localhost is for other names"):
            await connect(server.port, server.ca_file, tls)
    assert not server.logins


async def test_a_pinned_authority_is_the_only_one(tmp_path: Path) -> None:
    """ca_file stands instead of the system's list: another authority's server is refused."""
    other = tmp_path / "other.pem"
    trustme.CA().cert_pem.write_to_path(str(other))
    async with next_hop(tmp_path) as server:
        with pytest.raises(Unavailable, match="certificate"):
            await connect(server.port, other)


async def test_without_starttls_nothing_but_a_greeting_is_said() -> None:
    """Somebody took STARTTLS out of the answer to EHLO: no sender, no password, no letter is told."""
    heard: list[bytes] = []

    async def stripped(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 hop.example\r\n")
        while line := await reader.readline():
            heard.append(line)
            writer.write(b"250-hop.example\r\n250 AUTH PLAIN LOGIN\r\n")

    async with scripted(stripped) as port:
        with pytest.raises(Unavailable, match="STARTTLS"):
            await connect(port, None)
    assert {line.split()[0] for line in heard} <= {b"EHLO", b"QUIT"}


def test_there_is_no_way_to_turn_verification_off() -> None:
    """No key of a relay says so, and a password in clear is refused."""
    assert not {"verify", "insecure", "validate"} & set(ways.Relay.model_fields)
    with pytest.raises(ValueError, match="never travels in clear"):
        ways.Relay(host="localhost", tls="off", user="desk", password_file=Path("x"))
