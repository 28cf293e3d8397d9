"""The two directions of one connection, buffered: lines and blocks in, answers out in as few packets as may be."""

from __future__ import annotations

import asyncio

_READ_AHEAD = 256 << 10  # bytes taken from a client before it is made to wait
_LAST_WORD = 3.0  # seconds a client has for reading it, then the connection is cut


class LineTooLong(Exception):
    """The client sends a line without an end."""


class Wire:
    """Fed by a protocol's callbacks, read by its task. Answers wait until more is wanted, so that a pipelined
    group of commands gets one packet (RFC 2920 §3.2)."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport | None = None
        self.inbox = bytearray()
        self._outbox = bytearray()
        self._heard: asyncio.Future[None] | None = None
        self._writable = asyncio.Event()
        self._writable.set()
        self._ended = self._held_back = self._closed = False

    def received(self, data: bytes) -> None:
        if self._closed:
            return
        self.inbox += data
        if len(self.inbox) > _READ_AHEAD and self.transport is not None and not self._held_back:
            self._held_back = True
            self.transport.pause_reading()
        self._wake()

    def ended(self) -> None:
        """Nothing more will come; what came is still there to be read."""
        self._ended = True
        self._writable.set()
        self._wake()
        if self._closed and self.transport is not None:
            self.transport.close()

    def may_write(self, now: bool) -> None:
        if now:
            self._writable.set()
        else:
            self._writable.clear()

    def _wake(self) -> None:
        if self._heard is not None and not self._heard.done():
            self._heard.set_result(None)

    async def more(self) -> bool:
        """Waits for more from the client, who first gets what it is owed; False where nothing more will come."""
        self.flush()
        await self._writable.wait()
        if self._ended:
            return False
        self._read_on()
        self._heard = asyncio.get_running_loop().create_future()
        await self._heard
        return bool(self.inbox)

    def _read_on(self) -> None:
        if self._held_back and self.transport is not None:
            self._held_back = False
            self.transport.resume_reading()

    async def line(self, longest: int) -> bytes | None:
        """The next line with its end, None at the end of the connection; raises `LineTooLong`."""
        searched = 0
        while (end := self.inbox.find(b"\n", searched)) < 0:
            searched = len(self.inbox)
            if searched > longest:
                raise LineTooLong
            if not await self.more():
                return None
        line = bytes(self.inbox[: end + 1])
        del self.inbox[: end + 1]
        return line

    async def block(self) -> bytearray | None:
        """All that has come, at least one byte of it; None at the end of the connection."""
        if not self.inbox and not await self.more():
            return None
        taken, self.inbox = self.inbox, bytearray()
        return taken

    def write(self, data: bytes) -> None:
        self._outbox += data

    def flush(self) -> None:
        if self._outbox and self.transport is not None:
            self.transport.write(bytes(self._outbox))
        self._outbox.clear()

    def secure(self, transport: asyncio.Transport) -> None:
        """Goes on over TLS: of what came in clear nothing is left, and it reads at once."""
        self.transport, self._held_back = transport, False

    def close(self, refusing: bool = False) -> None:
        """Ends the connection after the last word; a client that does not read it does not keep us.

        A client that is refused may be in the middle of talking: closing at once would throw our words away with
        its own (a reset), so it is heard out, deaf, for a moment.
        """
        self.flush()
        if self.transport is None or self._closed:
            return
        self._closed = True
        self.inbox.clear()
        if not (refusing and self._turned_deaf(self.transport)):
            self.transport.close()
        if refusing or not self._writable.is_set():
            asyncio.get_running_loop().call_later(_LAST_WORD, self.transport.abort)

    def _turned_deaf(self, transport: asyncio.Transport) -> bool:
        """Whether we stopped talking and let the client finish; False where it is gone, or TLS has no such thing."""
        if self._ended or not transport.can_write_eof():
            return False
        self._read_on()
        self._ended = True
        self._wake()
        try:
            transport.write_eof()
        except OSError:
            return False
        return True
