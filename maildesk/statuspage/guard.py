"""What is checked before any page is made, and the headers every answer bears (V153, V154)."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from maildesk.config.schema import StatusPage as PageConfig
from maildesk.language import speaking, words
from maildesk.statuspage import request
from maildesk.statuspage.words import preferred

HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "x-robots-tag": "noindex, nofollow",
    "cache-control": "no-store",
    "vary": "accept-language",
    "connection": "close",  # one request a connection: nothing can be smuggled behind it
}
METHODS = ("GET", "HEAD")
LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})

_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-server", "x-real-ip", "via")

# RFC 3986 §3.2.2 without user information: a name, an IPv4 address or a bracketed IPv6 address.
_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::\d{1,5})?")


@dataclass(frozen=True, slots=True)
class Hosts:
    """The names the page answers to: `inside` sees all of it, `public` only what strangers may ask for."""

    inside: frozenset[str]
    public: frozenset[str]


def hosts_of(config: PageConfig) -> Hosts:
    """Loopback and `staff_url` are inside; where customers follow their links, nothing else is served."""
    inside = LOOPBACK | _named(config.staff_url)
    return Hosts(inside, _named(config.public_url) - inside)


def _named(url: str | None) -> frozenset[str]:
    host = urlsplit(url or "").hostname
    return frozenset({f"[{host}]" if ":" in host else host}) if host else frozenset()


def nowhere(headers: Headers) -> Response:
    """The one answer to every address that leads nowhere, so that it tells nothing about why."""
    language = preferred(headers.get("accept-language", ""))
    with speaking(words(language)):
        return HTMLResponse(request.refused(language), 404)


class Guard:
    """Refuses a request the page has no use for; what passes gets the same headers as what does not."""

    def __init__(self, app: ASGIApp, hosts: Hosts, public: Callable[[str], bool]) -> None:
        self._app, self._hosts, self._public = app, hosts, public

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        if scope["type"] != "http":
            return
        await (self._refusal(scope) or self._app)(scope, receive, with_headers)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        if scope["method"] not in METHODS:
            return PlainTextResponse("read only\n", 405, {"allow": ", ".join(METHODS)})
        host = _host(headers.getlist("host"))
        if host not in self._hosts.inside | self._hosts.public:
            return PlainTextResponse("not served here\n", 421)
        if host in LOOPBACK and _came_through(scope, headers):
            return PlainTextResponse("the web server in front has to pass on the Host it was asked for (docs/operators.md)\n", 421)
        if headers.get("content-length", "0") != "0" or "transfer-encoding" in headers:
            return PlainTextResponse("no body, please\n", 400)
        return nowhere(headers) if host in self._hosts.public and not self._public(scope["path"]) else None


def _came_through(scope: Scope, headers: Headers) -> bool:
    """Whether a web server asks on somebody's behalf: under a name of its own, strangers would see what only this machine may.

    Apache and most others say whom they ask for; nginx says nothing unless it is told to, but speaks HTTP/1.0 then, as no browser does.
    """
    return scope["http_version"] == "1.0" or any(name in headers for name in _FORWARDED)


def _host(hosts: list[str]) -> str | None:
    """The one host a request names; a name that only resolves to us is a rebound one."""
    found = _HOST.fullmatch(hosts[0].lower()) if len(hosts) == 1 else None
    return found[1] if found else None


class Bucket:
    """Lets `rate` requests a second through, and `burst` at once after a rest."""

    def __init__(self, rate: float, burst: float) -> None:
        self._rate, self._burst = rate, burst
        self._left, self._looked = burst, time.monotonic()

    def take(self) -> bool:
        now = time.monotonic()
        self._left = min(self._burst, self._left + (now - self._looked) * self._rate)
        self._looked = now
        if self._left < 1:
            return False
        self._left -= 1
        return True
