"""One connection to an IMAP server: a command goes out, its lines come back, bounded in size and time."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from maildesk.config.ways import Imap
from maildesk.intake.imap.protocol import SMALL, Protocol
from maildesk.intake.imap.trouble import AccountFailed, LoginRefused, NotTrusted, Rejected, words_of
from maildesk.language import Said
from maildesk.system.sockets import no_authority, untrusted, why_unreached


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds; `idle` stays below the half hour after which a server may hang up (RFC 2177)."""

    connect: float = 30
    command: float = 60
    idle: float = 300


@asynccontextmanager
async def connect(imap: Imap, patience: Patience, *, clear: bool = False) -> AsyncIterator[Connection]:
    """A connection in verified TLS, not logged in. Nothing is said before the server has greeted well (V022, V024).

    `clear` goes without TLS: for a server on this machine, where a person asked for it.
    """
    context, protocol = _context(imap), Protocol(asyncio.get_running_loop())
    connection = Connection(protocol, patience)
    try:
        await connection.open(imap, None if clear else context)
        yield connection
    finally:
        protocol.end(AccountFailed(Said("we hung up")))


class Connection:
    """Commands and their answers, one at a time. After any trouble but `Rejected` it is closed: a late answer must not meet the next command."""

    def __init__(self, protocol: Protocol, patience: Patience) -> None:
        self._protocol, self.patience = protocol, patience
        self.capabilities: frozenset[str] = frozenset()

    async def open(self, imap: Imap, context: ssl.SSLContext | None) -> None:
        loop, implicit = asyncio.get_running_loop(), imap.tls == "implicit"
        port = imap.port or (993 if implicit else 143)
        try:
            async with asyncio.timeout(self.patience.connect):
                await loop.create_connection(lambda: self._protocol, imap.host, port, ssl=context if implicit else None)
                await self._protocol.greeted.wait()
        except (OSError, ValueError) as error:  # OSError: refused, unknown, TLS and time-out; ValueError: a host name nobody can have
            raise self._unreached(error, imap.host) from error
        self._check()
        if context is not None and not implicit:
            await self._start_tls(context, imap.host)
        await self.learn_capabilities()

    async def _start_tls(self, context: ssl.SSLContext, host: str) -> None:
        """Whatever comes in clear after the server's yes was slipped in by somebody else and ends the connection (V023)."""
        await self.ask("STARTTLS")
        self._check()
        protocol, loop = self._protocol, asyncio.get_running_loop()
        try:
            transport = await loop.start_tls(protocol.transport, protocol, context, server_hostname=host, ssl_handshake_timeout=self.patience.connect)
        except OSError as error:
            raise self._unreached(error, host) from error
        protocol.transport, protocol.clear_is_over = transport, False
        self._check()

    async def learn_capabilities(self) -> None:
        """What was said in clear does not count (RFC 3501 §6.2.1), and a server may offer more after the login."""
        words = b" ".join(line for line in await self.ask("CAPABILITY") if isinstance(line, bytes))
        self.capabilities = frozenset(words.decode("ascii", "replace").upper().split())

    def logged_in(self) -> None:
        self._protocol.logged_in()

    def selected(self) -> None:
        self._protocol.selected()

    async def ask(
        self, name: str, *arguments: str, prefix: str = "", answers: str = "", largest: int = SMALL, seconds: float | None = None
    ) -> list[bytes | bytearray]:
        """The lines of the answer, literals among them as bytearrays; `answers` is the name in them where it is another.

        `largest` is what the literals may come to. Raises `Rejected` with the server's words, `TooLarge`, `AccountFailed`.
        """
        self._check()
        self._protocol.expect(largest)
        try:
            command = self._protocol.command(name, *arguments, prefix=prefix, answers=answers or name)
            async with asyncio.timeout(seconds or self.patience.command):
                response = await self._protocol.carry_out(command)
        except (OSError, ValueError) as error:
            raise self._ended(error) from error
        except asyncio.CancelledError:
            self._protocol.end(AccountFailed(Said("we hung up")))
            raise
        if response.result != "OK":
            raise Rejected(Said("{name}: {result} {lines}", name=name, result=response.result, lines=words_of(bytes(response.lines[-1]))))
        return list(response.lines[:-1])

    async def authenticate(self, mechanism: str, response: str) -> None:
        """SASL with one response (base64); raises `LoginRefused` with the server's words."""
        at_once = "SASL-IR" in self.capabilities
        self._protocol.sasl = [] if at_once else [response]
        try:
            await self.ask("AUTHENTICATE", mechanism, *([response] if at_once else []))
        except Rejected as error:
            raise LoginRefused(error.text) from None
        self.logged_in()
        await self.learn_capabilities()

    async def idle(self, seconds: float) -> None:
        """Waits so long, or until the server has something to tell. Raises `Rejected`, `AccountFailed`."""
        self._check()
        protocol = self._protocol
        protocol.expect(SMALL)
        ends = asyncio.ensure_future(protocol.carry_out(protocol.idling()))
        told = asyncio.ensure_future(protocol.pushes.get())
        try:
            await asyncio.wait({ends, told}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
            if not ends.done():
                protocol.send("DONE")
            async with asyncio.timeout(self.patience.command):
                response = await ends
        except OSError as error:
            raise self._ended(error) from error
        finally:
            for task in (ends, told):
                task.cancel()
        if response.result != "OK":
            raise Rejected(Said.as_is(f"IDLE: {response.result} {words_of(bytes(response.lines[-1]))}"))

    def _check(self) -> None:
        if self._protocol.lost is not None:
            raise self._protocol.lost

    def _unreached(self, error: Exception, host: str) -> AccountFailed:
        wrong = untrusted(error, host)
        if wrong is None:
            return self._ended(error, why_unreached(error, host))
        self._protocol.end(NotTrusted(wrong.said))
        return self._protocol.lost or NotTrusted(wrong.said)

    def _ended(self, error: Exception, why: Said | None = None) -> AccountFailed:
        """Closes the connection and says why; the protocol's own reason comes before that of who waited for it."""
        silent = isinstance(error, TimeoutError)
        words = Said("the server does not answer") if silent else Said.as_is(words_of(str(error) or type(error).__name__))
        self._protocol.end(AccountFailed(why or words))
        assert self._protocol.lost is not None
        return self._protocol.lost


def _context(imap: Imap) -> ssl.SSLContext:
    """Verified, TLS 1.2 or newer; a `ca_file` is trusted instead of the system's list. There is no way to turn this off (V032)."""
    try:
        context = ssl.create_default_context(cafile=str(imap.ca_file) if imap.ca_file else None)
    except OSError as error:
        raise NotTrusted(no_authority(imap.ca_file, error)) from error
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
