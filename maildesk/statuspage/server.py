"""The page's socket and its three answers; uvicorn runs as a guest in the daemon's loop."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route
from uvicorn.protocols.http.h11_impl import H11Protocol

from maildesk.config.schema import StatusPage as PageConfig
from maildesk.config.schema import listen_address
from maildesk.errors import Refused
from maildesk.eventlog import EventLog
from maildesk.sockets import unix_socket
from maildesk.statuspage import metrics, page
from maildesk.statuspage.guard import Guard, hosts_of
from maildesk.statuspage.standing import Observer, Standing

_REQUEST_BYTES = 8192
_CONNECTION_SECONDS = 10.0
_CONNECTIONS = 20

Answer = Callable[[Request], Awaitable[Response]]


class StatusPage:
    """Serves `/`, `/healthz` and `/metrics` of what the observer sees."""

    def __init__(self, config: PageConfig, observer: Observer, log: EventLog) -> None:
        self._config, self._observer, self._log = config, observer, log
        application = Starlette(
            routes=[*(Route(path, self._answer(make)) for path, make in _PAGES.items()), Route("/style.css", _style)],
            middleware=[Middleware(Guard, hosts=hosts_of(config.public_url))],
        )
        self._server = _Guest(_settings(application))

    def listen(self) -> socket.socket:
        """The listening socket, before anything is served; raises `Refused` where the place is taken."""
        place = listen_address(self._config.listen)
        try:
            return unix_socket(place) if isinstance(place, Path) else _tcp(*place)
        except OSError as error:
            raise Refused(f"the status page cannot listen on {self._config.listen}: {error.strerror or error}") from None

    async def serve(self, ear: socket.socket) -> None:
        """Answers until `stop`; takes over the socket."""
        with ear:
            await self._server.serve(sockets=[ear])

    def stop(self) -> None:
        """Takes no further connection; `serve` returns when the open ones are answered."""
        self._server.should_exit = True

    def _answer(self, make: Callable[[Standing], Response]) -> Answer:
        async def answer(request: Request) -> Response:
            try:
                return make(await asyncio.to_thread(self._observer.standing))
            except Exception as error:  # noqa: BLE001 - whoever asks learns that something is wrong; what it is, the log learns
                self._log.page_failed(request.url.path, f"{type(error).__name__}: {error}")
                return PlainTextResponse("unavailable\n", 503)

        return answer


def _health(standing: Standing) -> Response:
    return PlainTextResponse("ok\n") if standing.daemon.workers else PlainTextResponse("unavailable\n", 503)


def _metrics(standing: Standing) -> Response:
    return Response(metrics.exposition(standing), media_type=metrics.CONTENT_TYPE)


_PAGES: dict[str, Callable[[Standing], Response]] = {
    "/": lambda standing: HTMLResponse(page.html(standing)),
    "/healthz": _health,
    "/metrics": _metrics,
}


async def _style(_: Request) -> Response:
    return Response(page.STYLE, media_type="text/css")


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
    """The daemon keeps its own signals."""

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
