"""One connection to an IMAP server (aioimaplib only here): a command goes out, its lines come back, bounded in size and time."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from aioimaplib.aioimaplib import AUTH, CONNECTED, NONAUTH, SELECTED, AioImapException, Command, IdleCommand, IMAP4ClientProtocol, IncompleteRead

from maildesk.config.ways import Imap
from maildesk.errors import TryLater
from maildesk.eventlog import printable
from maildesk.language import Said
from maildesk.system.sockets import no_authority, untrusted, why_unreached

_CRLF = b"\r\n"
_LONGEST_LINE = 4 << 20  # a SEARCH of half a million mails
_MOST_LINES = 8 << 20  # bytes of lines in answer to one command
_SMALL = 64 << 10  # bytes of literals where no mail is asked for


class AccountFailed(TryLater):
    """The connection cannot be used; it is closed, and a new one may do better."""


class NotTrusted(AccountFailed):
    """The server's certificate proves nothing to us, or the authority that we were told of cannot be read."""


class LoginRefused(AccountFailed):
    """The server knows us not by this name and secret."""


class TooLarge(AccountFailed):
    """The server began to send more than it was asked for; nothing of it was kept."""


class Rejected(AccountFailed):
    """The server says no to one command; the connection is still good."""


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
    context, protocol = _context(imap), _Protocol(asyncio.get_running_loop())
    connection = Connection(protocol, patience)
    try:
        await connection.open(imap, None if clear else context)
        yield connection
    finally:
        protocol.end(AccountFailed(Said("we hung up")))


class Connection:
    """Commands and their answers, one at a time. After any trouble but `Rejected` it is closed: a late answer must not meet the next command."""

    def __init__(self, protocol: _Protocol, patience: Patience) -> None:
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
        self._protocol.state = AUTH

    def selected(self) -> None:
        self._protocol.state = SELECTED

    async def ask(
        self, name: str, *arguments: str, prefix: str = "", answers: str = "", largest: int = _SMALL, seconds: float | None = None
    ) -> list[bytes | bytearray]:
        """The lines of the answer, literals among them as bytearrays; `answers` is the name in them where it is another.

        `largest` is what the literals may come to. Raises `Rejected` with the server's words, `TooLarge`, `AccountFailed`.
        """
        self._check()
        self._protocol.expect(largest)
        try:
            command = Command(name, self._protocol.new_tag(), *arguments, prefix=prefix, untagged_resp_name=answers or name, loop=self._protocol.loop)
            async with asyncio.timeout(seconds or self.patience.command):
                response = await self._protocol.execute(command)
        except (AioImapException, OSError, ValueError) as error:
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
        protocol.expect(_SMALL)
        command = IdleCommand(protocol.new_tag(), protocol.pushes, loop=protocol.loop)
        ends = asyncio.ensure_future(protocol.execute(command))
        told = asyncio.ensure_future(protocol.pushes.get())
        try:
            await asyncio.wait({ends, told}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
            if not ends.done():
                protocol.send("DONE")
            async with asyncio.timeout(self.patience.command):
                response = await ends
        except (AioImapException, OSError) as error:
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


class _Protocol(IMAP4ClientProtocol):  # type: ignore[misc]  # the library has no types
    """aioimaplib's reader with its holes closed: no recursion, no endless line or literal, and a lost connection fails what waits for it."""

    incomplete_line: bytes
    current_command: Command | None

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(loop)
        self.greeted = asyncio.Event()
        self.pushes: asyncio.Queue[list[bytes]] = asyncio.Queue()
        self.lost: AccountFailed | None = None
        self.clear_is_over = False
        self.sasl: list[str] = []
        self._literals_left = self._lines_left = _SMALL
        self._farewell = ""

    def expect(self, largest: int) -> None:
        """What the next answer may come to; what was pushed before it is known by now."""
        self._literals_left, self._lines_left = largest, _MOST_LINES
        while not self.pushes.empty():
            self.pushes.get_nowait()

    def send(self, line: str, scrub: str | None = None) -> None:
        """The library's own writes what it sends into its log, secrets too (V149)."""
        self.transport.write(line.encode() + _CRLF)

    def data_received(self, data: bytes) -> None:
        if self.lost is not None:
            return
        try:
            self._handle_responses(self.incomplete_line + data, self._handle_line, self.current_command)
            self.incomplete_line, self.current_command = b"", None
        except IncompleteRead as rest:
            self.incomplete_line, self.current_command = rest.data, rest.cmd
            if len(self.incomplete_line) > _LONGEST_LINE:
                self.end(TooLarge(Said("the server sends a line without an end")))
        except AccountFailed as error:
            self.end(error)
        except (AioImapException, ValueError) as error:
            self.end(AccountFailed(Said("the server makes no sense: {error}", error=words_of(str(error)))))

    def _handle_responses(
        self, data: bytes, line_handler: Callable[[bytes, Command | None], Command | None], current_cmd: Command | None = None
    ) -> None:
        """All whole lines and literals of a chunk; the library does this by recursion and fails silently at a thousand lines (V028)."""
        at, command = 0, current_cmd
        while at < len(data):
            if self.clear_is_over:
                raise AccountFailed(Said("something was said in clear after STARTTLS"))
            if command is not None and command.wait_literal_data():
                end = at + command._expected_size - len(command._resp_literal_data)
                command.append_literal_data(data[at:end])
                if command.wait_literal_data():
                    raise IncompleteRead(command)
                at = end
                continue
            end = data.find(_CRLF, at)
            if end < 0:
                raise IncompleteRead(command, data[at:])
            line, at = data[at:end], end + 2
            command = self._opened_literal(line, line_handler(line, command))
        if command is not None:
            raise IncompleteRead(command)
        if self.pending_sync_command is not None:
            self.pending_sync_command.flush()

    def _opened_literal(self, line: bytes, command: Command | None) -> Command | None:
        """The command a literal announced at the end of a line is for, None where there is none; too large a one is not begun (V025)."""
        size = line[line.rfind(b"{") + 1 : -1] if line.endswith(b"}") else b""
        if not size.isdigit():
            return None
        if len(size) > 10 or int(size) > self._literals_left:
            raise TooLarge(Said("the server announces {size} bytes, more than it was asked for", size=words_of(size[:30])))
        self._literals_left -= int(size)
        taker: Command = command if command is not None else Command("NIL", "unused", loop=self.loop)
        taker.begin_literal_data(int(size))
        return taker

    def _handle_line(self, line: bytes, current_cmd: Command | None) -> Command | None:
        self._lines_left -= len(line) + 50
        if self._lines_left < 0:
            raise TooLarge(Said("the server's answer has no end"))
        if self.state == CONNECTED:
            self._hear_greeting(line)
            return None
        if line[:5].upper() == b"* BYE":
            self._farewell = words_of(line[2:])
        found: Command | None = super()._handle_line(line, current_cmd)
        return found

    def _untagged_response(self, line: bytes) -> Command | None:
        """Whom a line is for. The library's own takes every "* " out of it, in the middle of a mail too."""
        text = line[2:]
        if self.pending_sync_command is not None:
            self.pending_sync_command.append_to_resp(text)
            return self.pending_sync_command
        first, _, rest = text.partition(b" ")
        name = rest.partition(b" ")[0] if first.isdigit() else first
        command: Command | None = self.pending_async_commands.get(name.decode("ascii", "replace").upper())
        if command is not None:
            command.append_to_resp(text if first.isdigit() else rest)
        return command

    def _hear_greeting(self, line: bytes) -> None:
        """PREAUTH would have us talk in clear, or for nobody knows whom (V022)."""
        if line[:5].upper() != b"* OK ":
            raise AccountFailed(Said("the server greets with: {line}", line=words_of(line) or "–"))
        self.state = NONAUTH
        self.greeted.set()

    def _response_done(self, line: bytes) -> None:
        command = self.pending_sync_command
        super()._response_done(line)
        if command is not None and command.name == "STARTTLS" and command.response.result == "OK":
            self.clear_is_over = True

    def _continuation(self, line: bytes) -> None:
        """A refused token is told as one more challenge, to be answered with nothing (RFC 7628 §3.2.3)."""
        command = self.pending_sync_command
        if command is not None and command.name == "AUTHENTICATE":
            self.send(self.sasl.pop() if self.sasl else "")
        else:
            super()._continuation(line)

    def connection_lost(self, exc: Exception | None) -> None:
        why = words_of(str(exc)) if exc else self._farewell
        closed = Said("the server closed the connection")
        self.end(AccountFailed(Said("{closed}: {why}", closed=closed, why=why) if why else closed))

    def end(self, error: AccountFailed) -> None:
        """Closes the connection for one reason, the first; whoever waits for an answer gets it."""
        if self.lost is None:
            self.lost = error
        for command in (self.pending_sync_command, *self.pending_async_commands.values()):
            if command is not None and not command._event.is_set():
                command._exception = self.lost
                command._event.set()
        self.greeted.set()
        if self.transport is not None:
            with suppress(OSError):
                self.transport.abort()


def _context(imap: Imap) -> ssl.SSLContext:
    """Verified, TLS 1.2 or newer; a `ca_file` is trusted instead of the system's list. There is no way to turn this off (V032)."""
    try:
        context = ssl.create_default_context(cafile=str(imap.ca_file) if imap.ca_file else None)
    except OSError as error:
        raise NotTrusted(no_authority(imap.ca_file, error)) from error
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def words_of(said: bytes | str) -> str:
    """A server's words as one harmless line (V018)."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return printable(" ".join(text.split()), 300)
