"""The status page against what a browser, a rebound name and a hostile client can send it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from pydantic import ValidationError
from sqlalchemy import insert

from maildesk.config.schema import StatusPage as PageConfig
from maildesk.statuspage import DaemonFacts
from maildesk.store.engine import Database
from maildesk.tables import mails, tickets
from tests.pages import ask, exchange, parsed, serving

HOSTILE = '<script>alert(1)</script>"\\'
PATHS = ("/", "/metrics", "/healthz", "/style.css", "/nothing")


@pytest.fixture
async def port(sqlite_database: Database) -> AsyncIterator[int]:
    """A page over a desk whose every free text is hostile."""
    now = datetime.now(UTC)
    with sqlite_database.write() as session:
        ticket = {"mailbox": "support@example.com", "subject": HOSTILE, "requester": "eve@evil.example", "status": "open", "priority": "normal"}
        session.execute(insert(tickets).values(**ticket, created=now, updated=now, version=0))
        facts = {"sha256": "0", "size": 1, "rcpt_to": [HOSTILE], "via": "smtp", "peer": HOSTILE, "helo": HOSTILE, "tls": 0, "state": "quarantined"}
        session.execute(insert(mails).values(**facts, mail_from="eve@evil.example", rule=HOSTILE, error=HOSTILE, received=now))
    async with serving(sqlite_database, lambda: DaemonFacts(workers=1), "https://desk.example.com/") as number:
        yield number


@pytest.mark.parametrize("path", PATHS)
async def test_every_answer_bears_the_headers(port: int, path: str) -> None:
    """V153: no framing, no script, no sniffing, no cache, no cookie, no referrer; on errors too."""
    for answer in (await ask(port, path), await ask(port, path, host="evil.example"), await ask(port, path, method="POST")):
        assert answer.headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'")
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        assert "set-cookie" not in answer.headers
        assert "server" not in answer.headers


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"])
async def test_only_reading(port: int, method: str) -> None:
    """V153: every method that could mean a change is refused."""
    assert (await ask(port, "/", method=method)).status == 405


async def test_head_is_get_without_its_body(port: int) -> None:
    """HEAD answers like GET and sends nothing after the headers."""
    answer = await ask(port, "/", method="HEAD")
    assert (answer.status, answer.body) == (200, "")


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "evil.example:80", "localhost@evil.example", "", "[::1", "desk.example.com."]
)
async def test_a_rebound_name_is_not_served(port: int, host: str) -> None:
    """V153: a name that merely resolves to us gets 421."""
    assert (await ask(port, "/", host=host)).status == 421


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8080", "127.0.0.1:1", "[::1]:8080", "desk.example.com"])
async def test_our_own_names_are_served(port: int, host: str) -> None:
    """Loopback and the public name answer, at any port."""
    assert (await ask(port, "/", host=host)).status == 200


async def test_two_hosts_are_none(port: int) -> None:
    """V153: two Host headers are read differently by different programs, so they are refused."""
    assert (await ask(port, "/", more="Host: evil.example\r\n")).status in (400, 421)


@pytest.mark.parametrize("body", ["Content-Length: 5\r\n\r\nhello", "Transfer-Encoding: chunked\r\n\r\n0\r\n"])
async def test_no_body_is_read(port: int, body: str) -> None:
    """V154: a request with a body is refused whole."""
    assert (await ask(port, "/", more=body)).status == 400


async def test_a_smuggled_request_is_not_answered(port: int) -> None:
    """V154: one connection is one request, whatever follows it."""
    one = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
    answer = await exchange(port, one + b"GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert answer.count(b"HTTP/1.1 ") == 1
    assert b"maildesk_" not in answer


@pytest.mark.parametrize(
    "request_", [b"\0" * 40 + b"\r\n\r\n", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"GET / HTTP/1.1\r\nHost: localhost\r\n X\r\nA\0: b\r\n\r\n"]
)
async def test_garbage_is_refused_without_a_word_of_detail(port: int, request_: bytes, capfd: pytest.CaptureFixture[str]) -> None:
    """V154, V149: what is no HTTP is refused, and the log is no place to write to."""
    answer = await exchange(port, request_)
    assert parsed(answer).status in (400, 421, 505)
    assert b"Traceback" not in answer
    assert capfd.readouterr().err == ""


async def test_an_endless_header_ends(port: int) -> None:
    """V154: 8 KiB are enough for any request the page knows."""
    answer = await exchange(port, b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 100_000)
    assert answer == b"" or parsed(answer).status in (400, 431)


@pytest.mark.parametrize("path", [*PATHS, "/metrics?x=" + HOSTILE.replace(" ", "").replace("\\", ""), "/../etc/passwd", "//evil.example"])
async def test_nothing_of_a_mail_is_shown(port: int, path: str) -> None:
    """V155: no address, no subject, nothing a stranger chose, not even what the request said."""
    body = (await ask(port, path)).body
    for word in ("script", "alert", "eve@", "evil", "support@", "passwd"):
        assert word not in body


@pytest.mark.parametrize("place", ["0.0.0.0:8080", "192.0.2.1:8080", "[::]:8080", "example.com:8080"])
def test_it_listens_on_loopback_only(place: str) -> None:
    """V153: a page without passwords is not put on a network."""
    with pytest.raises(ValidationError):
        PageConfig(listen=place)
