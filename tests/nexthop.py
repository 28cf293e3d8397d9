"""A real SMTP server for the tests of delivery: it speaks TLS, refuses whom it is told to, and can drop or babble."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import trustme
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session


@dataclass
class Received:
    mail_from: str
    recipients: list[str]
    data: bytes
    tls: bool


@dataclass
class NextHop:
    """What a server does with each command, and what it got. An answer of "" drops the connection there."""

    mail: str = "250 2.1.0 fine"
    recipients: Mapping[str, str] = field(default_factory=dict)
    data: str = "250 2.0.0 taken"
    keeps_when_dropping: bool = False
    password: bytes = b"secret"
    received: list[Received] = field(default_factory=list)
    logins: list[tuple[str, bytes]] = field(default_factory=list)
    connections: int = 0
    port: int = 0
    ca_file: Path = Path()

    async def handle_MAIL(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:  # noqa: N802 - aiosmtpd's name
        envelope.mail_from = address
        return self._or_drop(server, self.mail)

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:  # noqa: N802 - aiosmtpd's name
        answer = self.recipients.get(address, "250 2.1.5 fine")
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return self._or_drop(server, answer)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        if self.data.startswith("2") or self.keeps_when_dropping:
            assert isinstance(envelope.content, bytes)
            self.received.append(Received(envelope.mail_from or "", list(envelope.rcpt_tos), envelope.content, session.ssl is not None))
        return self._or_drop(server, self.data)

    def authenticate(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object) -> AuthResult:
        login, password = getattr(data, "login", b""), getattr(data, "password", b"")
        self.logins.append((login.decode(), password))
        return AuthResult(success=password == self.password, handled=False)

    @staticmethod
    def _or_drop(server: SMTP, answer: str) -> str:
        if not answer:
            server.transport.abort()
        return answer or "421 gone"


@asynccontextmanager
async def next_hop(folder: Path, does: NextHop | None = None, tls: str = "required", name: str = "localhost") -> AsyncIterator[NextHop]:
    """A listening server; `tls` is required (STARTTLS), implicit or off, `name` the one its certificate is for."""
    does = does or NextHop()
    authority = trustme.CA()
    does.ca_file = folder / "ca.pem"
    authority.cert_pem.write_to_path(str(does.ca_file))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(name).configure_cert(context)

    def session() -> SMTP:
        does.connections += 1
        starttls = context if tls == "required" else None
        return SMTP(does, hostname="hop.example", tls_context=starttls, authenticator=does.authenticate, auth_require_tls=tls == "required")

    server = await asyncio.get_running_loop().create_server(session, "127.0.0.1", 0, ssl=context if tls == "implicit" else None)
    does.port = server.sockets[0].getsockname()[1]
    try:
        yield does
    finally:
        server.close()
        await server.wait_closed()


Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def scripted(talk: Talk) -> AsyncIterator[int]:
    """A server that says whatever `talk` says; gives its port."""
    open_talks: set[asyncio.Task[None]] = set()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        open_talks.add(task)
        try:
            await talk(reader, writer)
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            open_talks.discard(task)
            writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for task in tuple(open_talks):
            task.cancel()
        await server.wait_closed()
