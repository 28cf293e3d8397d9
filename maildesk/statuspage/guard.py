"""What is checked before any page is made, and the headers every answer bears (V153, V154)."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
    "connection": "close",  # one request a connection: nothing can be smuggled behind it
}
METHODS = ("GET", "HEAD")
LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})

# RFC 3986 §3.2.2 without user information: a name, an IPv4 address or a bracketed IPv6 address.
_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::\d{1,5})?")


def hosts_of(public_url: str | None) -> frozenset[str]:
    """The host names the page answers to: loopback, and where the world sees it."""
    public = urlsplit(public_url or "").hostname
    return LOOPBACK | ({f"[{public}]" if ":" in public else public} if public else set())


class Guard:
    """Refuses a request the page has no use for; what passes gets the same headers as what does not."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str]) -> None:
        self._app, self._hosts = app, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        if scope["type"] != "http":
            return
        await (self._refusal(scope) or self._app)(scope, receive, with_headers)

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        headers = Headers(scope=scope)
        if scope["method"] not in METHODS:
            return PlainTextResponse("read only\n", 405, {"allow": ", ".join(METHODS)})
        if not self._is_ours(headers.getlist("host")):
            return PlainTextResponse("not served here\n", 421)
        if headers.get("content-length", "0") != "0" or "transfer-encoding" in headers:
            return PlainTextResponse("no body, please\n", 400)
        return None

    def _is_ours(self, hosts: list[str]) -> bool:
        """Whether exactly one Host names us: a name that only resolves to us is a rebound one."""
        found = _HOST.fullmatch(hosts[0].lower()) if len(hosts) == 1 else None
        return found is not None and found[1] in self._hosts
