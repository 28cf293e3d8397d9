"""The status page against what a browser, a rebound name and a hostile client can send it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from pydantic import ValidationError

from maildesk.config.schema import StatusPage as PageConfig
from maildesk.config.ways import Relay
from maildesk.errors import Place, Problem
from maildesk.eventlog import Contact, Trouble
from maildesk.statuspage import DaemonFacts, now
from maildesk.statuspage.standing import Standing
from maildesk.store.engine import Database
from maildesk.store.overview import Age, Burden, Load, Overview, TicketLine
from maildesk.ticket import Status
from tests.blank import write_blank
from tests.pages import a_desk, ask, exchange, parsed, serving
from tests.showcase import HOSTILE, NOW, TEAM, fill

together = pytest.mark.asyncio(loop_scope="module")
PATHS = ("/", "/metrics", "/healthz", "/style.css", "/icon.svg", "/nothing", "/t/nothing")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def port(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[int]:
    """A page over a desk whose every free text is hostile; one for all, since nothing they ask can change it."""
    path = tmp_path_factory.mktemp("hostile") / "desk.db"
    write_blank(path)
    database = Database(f"sqlite:///{path}")
    fill(database, NOW)
    async with serving(a_desk(database, TEAM), lambda: DaemonFacts(workers=1), "https://desk.example.com/") as number:
        yield number
    database.close()


@together
@pytest.mark.parametrize("path", PATHS)
async def test_every_answer_bears_the_headers(port: int, path: str) -> None:
    """V153: no framing, no script, no sniffing, no cache, no cookie, no referrer; on errors too."""
    for answer in (await ask(port, path), await ask(port, path, host="evil.example"), await ask(port, path, method="POST")):
        assert answer.headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'; img-src 'self'")
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        assert "set-cookie" not in answer.headers
        assert "server" not in answer.headers


@together
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"])
async def test_only_reading(port: int, method: str) -> None:
    """V153: every method that could mean a change is refused."""
    assert (await ask(port, "/", method=method)).status == 405


@together
async def test_head_is_get_without_its_body(port: int) -> None:
    """HEAD answers like GET and sends nothing after the headers."""
    answer = await ask(port, "/", method="HEAD")
    assert (answer.status, answer.body) == (200, "")


@together
@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "evil.example:80", "localhost@evil.example", "", "[::1", "desk.example.com."]
)
async def test_a_rebound_name_is_not_served(port: int, host: str) -> None:
    """V153: a name that merely resolves to us gets 421."""
    assert (await ask(port, "/", host=host)).status == 421


@together
@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8080", "127.0.0.1:1", "[::1]:8080", "desk.example.com"])
async def test_our_own_names_are_served(port: int, host: str) -> None:
    """Loopback and the public name answer, at any port."""
    assert (await ask(port, "/style.css", host=host)).status == 200


@together
@pytest.mark.parametrize("path", ["/", "/?refresh=30", "/metrics", "/healthz", "/t", "//", "/./metrics", "/t/../metrics", "/%6detrics", "/t/%2e%2e/"])
async def test_the_public_name_shows_nothing_of_the_desk(port: int, path: str) -> None:
    """V155: where customers follow their links, every other address leads nowhere, in the same words as a link that is wrong."""
    nowhere = await ask(port, "/t/x", host="desk.example.com")
    answer = await ask(port, path, host="desk.example.com")
    assert (answer.status, answer.body) == (nowhere.status, nowhere.body) == (404, answer.body)


@together
async def test_whoever_stands_before_it_gains_nothing_by_headers(port: int) -> None:
    """V153: what a client says of itself is not believed, whatever a web server in front is called."""
    more = "X-Forwarded-Host: localhost\r\nX-Forwarded-For: 127.0.0.1\r\nForwarded: host=localhost\r\nX-Original-URL: /metrics\r\n"
    assert (await ask(port, "/metrics", host="desk.example.com", more=more)).status == 404


@together
@pytest.mark.parametrize("header", ["X-Forwarded-For: 192.0.2.1", "Forwarded: for=192.0.2.1", "Via: 1.1 proxy", "X-Real-IP: 192.0.2.1"])
async def test_a_web_server_that_hides_who_was_asked_gets_nothing(port: int, header: str) -> None:
    """V153, V155: a proxy that asks under a loopback name, as Apache and nginx do until they are told otherwise, would show strangers the whole desk."""
    answers = [await ask(port, path, more=f"{header}\r\n") for path in ("/", "/metrics", "/t/x")]
    answers.append(parsed(await exchange(port, b"GET / HTTP/1.0\r\nHost: 127.0.0.1:8080\r\n\r\n")))
    assert {(answer.status, "pass on the Host" in answer.body) for answer in answers} == {(421, True)}
    assert (await ask(port, "/style.css", host="desk.example.com", more=f"{header}\r\n")).status == 200


@together
async def test_two_hosts_are_none(port: int) -> None:
    """V153: two Host headers are read differently by different programs, so they are refused."""
    assert (await ask(port, "/", more="Host: evil.example\r\n")).status in (400, 421)


@together
@pytest.mark.parametrize("body", ["Content-Length: 5\r\n\r\nhello", "Transfer-Encoding: chunked\r\n\r\n0\r\n"])
async def test_no_body_is_read(port: int, body: str) -> None:
    """V154: a request with a body is refused whole."""
    assert (await ask(port, "/", more=body)).status == 400


@together
async def test_a_smuggled_request_is_not_answered(port: int) -> None:
    """V154: one connection is one request, whatever follows it."""
    one = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
    answer = await exchange(port, one + b"GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert answer.count(b"HTTP/1.1 ") == 1
    assert b"maildesk_" not in answer


@together
@pytest.mark.parametrize(
    "request_", [b"\0" * 40 + b"\r\n\r\n", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"GET / HTTP/1.1\r\nHost: localhost\r\n X\r\nA\0: b\r\n\r\n"]
)
async def test_garbage_is_refused_without_a_word_of_detail(port: int, request_: bytes, capfd: pytest.CaptureFixture[str]) -> None:
    """V154, V149: what is no HTTP is refused, and the log is no place to write to."""
    answer = await exchange(port, request_)
    assert parsed(answer).status in (400, 421, 505)
    assert b"Traceback" not in answer
    assert capfd.readouterr().err == ""


@together
async def test_an_endless_header_ends(port: int) -> None:
    """V154: 8 KiB are enough for any request the page knows."""
    answer = await exchange(port, b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 100_000)
    assert answer == b"" or parsed(answer).status in (400, 431)


@together
@pytest.mark.parametrize("path", [*PATHS, "/metrics?x=" + HOSTILE.replace(" ", "").replace("\\", ""), "/../etc/passwd", "//evil.example"])
async def test_nothing_of_a_mail_is_shown(port: int, path: str) -> None:
    """V155: no subject, nobody's address, nothing a stranger chose, not even what the request said; staff by their names."""
    body = (await ask(port, path)).body
    for word in ("script", "alert", "eve@", "evil", "anna@", "passwd"):
        assert word not in body


def test_every_dynamic_value_is_escaped() -> None:
    """V130: what is not markup of ours is text, wherever it stands; the admin's own words too."""
    place = Problem(Place(HOSTILE), HOSTILE, HOSTILE)
    contact = Contact(failing=NOW, failed=NOW, failures=1)
    facts = DaemonFacts(1, 0, {HOSTILE: contact}, {HOSTILE: contact}, (Trouble("relay_failed", HOSTILE, NOW, NOW),), problems=(place,))
    config = TEAM.model_copy(update={"relays": {HOSTILE: Relay(host="localhost")}})
    line = TicketLine(1, NOW, HOSTILE, HOSTILE, HOSTILE, "high")
    seen = Overview(NOW, {}, (Load(HOSTILE, HOSTILE, Status.OPEN, dict.fromkeys(Age, 1)),), (Burden(HOSTILE, 1, 1, NOW),), (line,), (line,))
    shown = now.html(Standing(seen, facts, config), "en", None)
    assert shown.count("&lt;script&gt;") >= 10
    assert "<script" not in shown
    assert 'alert(1)</script>"' not in shown


@pytest.mark.parametrize(
    "url", ["https://desk.example.com?x", "https://u:p@desk.example.com", "javascript:alert(1)", "https://desk.example.com/a b", "desk.example.com"]
)
def test_the_page_is_only_where_a_link_can_lead(url: str) -> None:
    """V120: what stands in every letter is an address that no mail program breaks or reads in another way."""
    with pytest.raises(ValidationError, match=r"write it like https://desk\.example\.com"):
        PageConfig(public_url=url)


def test_customers_and_staff_have_names_of_their_own() -> None:
    """V155: one name for both would show the desk to every customer."""
    with pytest.raises(ValidationError, match="host names of their own"):
        PageConfig(public_url="https://desk.example.com/t", staff_url="https://desk.example.com:8443")


@pytest.mark.parametrize("place", ["0.0.0.0:8080", "192.0.2.1:8080", "[::]:8080", "example.com:8080"])
def test_it_listens_on_loopback_only(place: str) -> None:
    """V153: a page without passwords is not put on a network."""
    with pytest.raises(ValidationError):
        PageConfig(listen=place)
