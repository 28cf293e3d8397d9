"""The page's socket and its answers; uvicorn runs as a guest in the daemon's loop."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import time
from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime
from importlib.resources import files
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route
from uvicorn.protocols.http.h11_impl import H11Protocol

from maildesk.config.places import listen_address
from maildesk.config.schema import Mailbox
from maildesk.config.schema import StatusPage as PageConfig
from maildesk.desk import Desk
from maildesk.errors import Refused
from maildesk.eventlog import EventLog
from maildesk.language import Said, speaking, words
from maildesk.letter import TO_CUSTOMERS
from maildesk.statuspage import metrics, now, request
from maildesk.statuspage.guard import Bucket, Guard, hosts_of, nowhere
from maildesk.statuspage.standing import Observer, Standing
from maildesk.statuspage.words import preferred
from maildesk.store.letters import load_letters
from maildesk.store.progress import Progress, progress_of
from maildesk.system.sockets import unix_socket
from maildesk.tokens import TokenKind, letter_of

_REQUEST_BYTES = 8192
_CONNECTION_SECONDS = 10.0
_CONNECTIONS = 64
_REFUSED_AT_ONCE = 16
_RATE, _BURST = 50.0, 100.0  # of links followed, a second
_REFUSAL_SECONDS = 0.1  # every link that leads nowhere is answered after this, whatever is wrong with it

_ASSETS = {"style.css": "text/css", "icon.svg": "image/svg+xml", "icon-alarm.svg": "image/svg+xml"}
_TICKET = "/t/{token}"

Answer = Callable[[Request], Awaitable[Response]]


class StatusPage:
    """Serves *now*, *a ticket*, `/healthz` and `/metrics` of a desk."""

    def __init__(self, config: PageConfig, desk: Desk, observer: Observer, log: EventLog) -> None:
        self._config, self._desk, self._observer, self._log = config, desk, observer, log
        self._refused, self._bucket = 0, Bucket(_RATE, _BURST)
        seen = (Route(path, self._guarded(path, self._of_standing(make), failed)) for path, (make, failed) in _PAGES.items())
        health = Route("/healthz", self._guarded("/healthz", self._health, _in_a_word))
        ticket = Route(_TICKET, self._guarded(_TICKET, self._ticket, _in_person(request.unavailable)))
        application = Starlette(
            routes=[*seen, health, ticket, *(Route(f"/{name}", _asset(name, kind)) for name, kind in _ASSETS.items())],
            middleware=[Middleware(Guard, hosts=hosts_of(config), public=_is_public)],
            exception_handlers={404: _nowhere},
        )
        application.router.redirect_slashes = False
        self._server = _Guest(_settings(application))

    def listen(self) -> socket.socket:
        """The listening socket, before anything is served; raises `Refused` where the place is taken."""
        place = listen_address(self._config.listen)
        try:
            return unix_socket(place) if isinstance(place, Path) else _tcp(*place)
        except OSError as error:
            why = os.strerror(error.errno) if error.errno else str(error)
            raise Refused(
                Said(
                    "the status page cannot listen on {listen}: {why}; choose another place, or end what uses it", listen=self._config.listen, why=why
                )
            ) from None

    async def serve(self, ear: socket.socket) -> None:
        """Answers until `stop`; takes over the socket."""
        with ear:
            await self._server.serve(sockets=[ear])

    def stop(self) -> None:
        """Takes no further connection; `serve` returns when the open ones are answered."""
        self._server.leave()

    def _guarded(self, page: str, make: Answer, failed: Callable[[Request], Response]) -> Answer:
        async def answer(asked: Request) -> Response:
            try:
                return await make(asked)
            except Exception as error:  # noqa: BLE001 - whoever asks learns that something is wrong; what it is, the log learns
                self._log.page_failed(page, f"{type(error).__name__}: {str(error).partition(chr(10))[0]}")  # the lines below say what was asked for
                return failed(asked)

        return answer

    def _of_standing(self, make: Callable[[Request, Standing], Response]) -> Answer:
        async def answer(asked: Request) -> Response:
            return make(asked, await asyncio.to_thread(self._observer.standing))

        return answer

    async def _health(self, _: Request) -> Response:
        health = (await asyncio.to_thread(self._observer.pulse)).health
        return PlainTextResponse(f"{health}\n", 200 if health == "ok" else 503)

    async def _ticket(self, asked: Request) -> Response:
        """What is no link of ours never reaches the database; whoever guesses takes no time from those who have one."""
        began, letter = time.monotonic(), letter_of(self._desk.ring, TokenKind.PAGE, asked.path_params["token"])
        if letter is None:
            return await self._refusal(asked, began)
        if not self._bucket.take():
            return _too_many()
        found = await asyncio.to_thread(_followed, self._desk, letter, self._observer.clock.now())
        if found is None:
            return await self._refusal(asked, began)
        with speaking(words(found[1].language)):
            return HTMLResponse(request.html(*found))

    async def _refusal(self, asked: Request, began: float) -> Response:
        """The same after the same time, whatever is wrong; a few at once, so that a health check finds a place beside them."""
        if self._refused >= _REFUSED_AT_ONCE:
            return _too_many()
        self._refused += 1
        try:
            await asyncio.sleep(began + _REFUSAL_SECONDS - time.monotonic())
        finally:
            self._refused -= 1
        return nowhere(asked.headers)


def _followed(desk: Desk, number: int, at: datetime) -> tuple[Progress, Mailbox] | None:
    """What the link of a letter leads to; None where it no longer leads anywhere."""
    with desk.database.read() as session:
        letter = load_letters(session, (number,)).get(number)
        if letter is None or letter.expires <= at or letter.kind not in TO_CUSTOMERS:
            return None
        progress = progress_of(session, letter.ticket, letter.person)
    return (progress, desk.config.home(progress.ticket.mailbox)) if progress else None


def _too_many() -> Response:
    return PlainTextResponse("too many ask at once; try again in a moment\n", 503, {"retry-after": "2"})


def _now(asked: Request, standing: Standing) -> Response:
    language, refresh = preferred(asked.headers.get("accept-language", "")), _refresh(asked)
    with speaking(words(language)):
        return HTMLResponse(now.html(standing, language, refresh), headers={"refresh": str(refresh)} if refresh else None)


def _refresh(asked: Request) -> int | None:
    return next((seconds for seconds in now.REFRESHES if asked.query_params.get("refresh") == str(seconds)), None)


def _metrics(_: Request, standing: Standing) -> Response:
    return Response(metrics.exposition(standing), media_type=metrics.CONTENT_TYPE)


def _in_person(page: Callable[[str], str]) -> Callable[[Request], Response]:
    """What a person reads, in the browser's language, where the page cannot be made."""

    def answer(asked: Request) -> Response:
        language = preferred(asked.headers.get("accept-language", ""))
        with speaking(words(language)):
            return HTMLResponse(page(language), 503)

    return answer


def _in_a_word(_: Request) -> Response:
    return PlainTextResponse("database\n", 503)


_PAGES: dict[str, tuple[Callable[[Request, Standing], Response], Callable[[Request], Response]]] = {
    "/": (_now, _in_person(now.unavailable)),
    "/metrics": (_metrics, _in_a_word),
}


def _asset(name: str, kind: str) -> Answer:
    data = (files(__package__) / name).read_bytes()

    async def answer(_: Request) -> Response:
        return Response(data, media_type=kind, headers=None)

    return answer


def _is_public(path: str) -> bool:
    """What a customer's browser asks for."""
    return path.startswith("/t/") or path.removeprefix("/") in _ASSETS


async def _nowhere(asked: Request, _: Exception) -> Response:
    return nowhere(asked.headers)


def _tcp(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, backlog=_CONNECTIONS)


class _OneRequest(H11Protocol):
    """A connection ends by itself soon, whether or not its client ever finishes its request (V154)."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn narrows it
        super().connection_made(transport)
        self._end = self.loop.call_later(_CONNECTION_SECONDS, transport.abort)

    def connection_lost(self, exc: Exception | None) -> None:
        self._end.cancel()
        super().connection_lost(exc)


class _Guest(uvicorn.Server):
    """The daemon keeps its own signals, and says when it is over: uvicorn would look for that ten times a second, and make dates we do not send."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._over = asyncio.Event()

    def leave(self) -> None:
        self._over.set()

    async def main_loop(self) -> None:
        await self._over.wait()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _settings(application: Starlette) -> uvicorn.Config:
    return uvicorn.Config(
        application,
        http=_OneRequest,
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="critical",  # what a stranger sends must not fill the log (V149); a page that fails is an event of ours
        access_log=False,
        server_header=False,
        date_header=False,
        proxy_headers=False,
        h11_max_incomplete_event_size=_REQUEST_BYTES,
        limit_concurrency=_CONNECTIONS,
        timeout_keep_alive=1,
        timeout_graceful_shutdown=3,
    )
