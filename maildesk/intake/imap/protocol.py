"""The reader of an IMAP connection (aioimaplib only here), with bounds on all that a server may send."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress

from aioimaplib.aioimaplib import (
    AUTH,
    CONNECTED,
    NONAUTH,
    SELECTED,
    AioImapException,
    Command,
    IdleCommand,
    IMAP4ClientProtocol,
    IncompleteRead,
    Response,
)

from maildesk.intake.imap.trouble import AccountFailed, TooLarge, words_of
from maildesk.language import Said

_CRLF = b"\r\n"
_LONGEST_LINE = 4 << 20  # a SEARCH of half a million mails
_MOST_LINES = 8 << 20  # bytes of lines in answer to one command
SMALL = 64 << 10  # bytes of literals where no mail is asked for


class Protocol(IMAP4ClientProtocol):  # type: ignore[misc]  # the library has no types
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
        self._literals_left = self._lines_left = SMALL
        self._farewell = ""

    def logged_in(self) -> None:
        self.state = AUTH

    def selected(self) -> None:
        self.state = SELECTED

    def command(self, name: str, *arguments: str, prefix: str, answers: str) -> Command:
        return Command(name, self.new_tag(), *arguments, prefix=prefix, untagged_resp_name=answers, loop=self.loop)

    def idling(self) -> Command:
        """What the server says while it is under way comes as `pushes`."""
        return IdleCommand(self.new_tag(), self.pushes, loop=self.loop)

    async def carry_out(self, command: Command) -> Response:
        """The server's answer; raises `ConnectionError` where none can be had, or the reason for which the connection was closed."""
        try:
            return await self.execute(command)
        except AioImapException as error:
            raise ConnectionError(str(error) or type(error).__name__) from error

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
