"""The SMTP session: aiosmtpd's connections and command table, with our own reading, limits and answers.

What aiosmtpd does without a bound or line by line (commands, DATA, errors told to strangers) is done here instead;
nothing is parsed but the dialogue, and nothing is added to a mail.
"""

# ruff: noqa: N802 - aiosmtpd finds the commands by the names of their methods

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping
from typing import ClassVar, Protocol, cast

from aiosmtpd.smtp import SMTP

from maildesk.intake.smtp import replies
from maildesk.intake.smtp.conduct import Conduct
from maildesk.intake.smtp.data import DataReader
from maildesk.intake.smtp.paths import LONGEST_COMMAND, misspelt
from maildesk.intake.smtp.replies import Reply
from maildesk.intake.smtp.service import Service
from maildesk.intake.smtp.transaction import Transaction, begin
from maildesk.intake.smtp.wire import LineTooLong, Wire
from maildesk.mail import Envelope

_LONGEST_NAME = 255
_GREETING_PAUSE = 0.1  # seconds a stranger waits for our first word: who cannot wait does not read answers either (V005)
HANDSHAKE = 30.0  # seconds for TLS
_WATCH_EVERY = 1.0  # seconds between two looks at a session's times
# The commands with one answer whatever follows them, so that nobody learns an address from it (V021).
ONE_ANSWER = {
    "NOOP": replies.DONE,
    "HELP": replies.HELP,
    "VRFY": replies.CANNOT_VERIFY,
    "EXPN": replies.NOT_OFFERED,
    "AUTH": replies.NOT_OFFERED,
    **dict.fromkeys(("GET", "POST", "PUT", "HEAD", "OPTIONS", "CONNECT"), replies.WRONG_PROTOCOL),
}


class House(Protocol):
    """What a session is told about the other sessions of the desk."""

    service: Service  # the desk's files may change: a session asks for it anew at each MAIL
    in_flight: int  # bytes of mail that are read and not yet stored
    stopping: bool

    def enter(self, conversation: Conversation) -> Reply | None:
        """Why there is no room for it, None where it is let in."""

    def leave(self, conversation: Conversation) -> None:
        """The connection is gone, was it let in or not."""

    def trusts(self, peer: str) -> bool:
        """Whether the client is of a trusted network."""

    def client(self, peer: str) -> str:
        """The network the client is counted for, "" where it is not counted."""

    def has_enough_of(self, sender: str, peer: str) -> Reply | None:
        """Why no more mail of this sender is taken from this client in this hour; None where it is."""

    def took_from(self, sender: str, peer: str) -> None:
        """A mail of it is on disk."""

    def crowded(self) -> bool:
        """Whether more mail is under way than memory is set aside for."""


class _NoHooks:
    """aiosmtpd's handler, which we do without: it has nothing to be found."""

    def __dir__(self) -> tuple[str, ...]:
        return ()


_NO_HOOKS = _NoHooks()


class Conversation(SMTP):
    """One client's SMTP session. The methods in `commands` are what a client may ask for."""

    protocol_name = "smtp"
    greeting = "ESMTP"
    commands: tuple[str, ...] = ("smtp_HELO", "smtp_EHLO", "smtp_STARTTLS", "smtp_MAIL", "smtp_RCPT", "smtp_DATA", "smtp_RSET", "smtp_QUIT")
    one_answer: ClassVar[Mapping[str, Reply]] = ONE_ANSWER

    def __init__(self, house: House, tls: ssl.SSLContext | None) -> None:
        loop, service = asyncio.get_running_loop(), house.service
        super().__init__(_NO_HOOKS, hostname=service.hostname, timeout=_WATCH_EVERY, loop=loop)
        self._service, self._house, self._tls = service, house, tls
        self._wire = Wire()
        self._conduct = Conduct(service.limits, loop.time())
        self._transaction: Transaction | None = None
        self._closing = self._secured = False
        self.storing = False  # whether a mail of it is on its way to the disk
        self._name = self.peer = ""
        self._last = replies.DONE

    def __dir__(self) -> tuple[str, ...]:
        """aiosmtpd looks through this for each connection: it sees the commands, and none of its own that we do not answer."""
        return self.commands

    # -- the connection
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        address = transport.get_extra_info("peername")
        self.peer = address[0] if isinstance(address, tuple) else ""
        self._wire.transport = cast(asyncio.Transport, transport)  # uvloop's are not its children by name
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self._closing = True
        self._wire.ended()
        self._house.leave(self)
        super().connection_lost(error)

    def data_received(self, data: bytes) -> None:
        self._conduct.heard_of(len(data), self.loop.time())
        self._wire.received(data)

    def eof_received(self) -> bool:
        """What was sent before the end is still answered: aiosmtpd would forget it."""
        self._wire.ended()
        return not self._secured

    def pause_writing(self) -> None:
        self._wire.may_write(now=False)

    def resume_writing(self) -> None:
        self._wire.may_write(now=True)

    def _timeout_cb(self) -> None:
        """aiosmtpd's timer, used to look at the session's times every second."""
        overdue = None if self.storing else self._conduct.overdue(self.loop.time())
        if overdue is None:
            self._reset_timeout()
        else:
            self.dismiss(overdue)

    def silent_since(self) -> float | None:
        """The moment of the loop's clock it was last heard of; None where a mail is under way."""
        return None if self._transaction is not None or self._closing else self._conduct.heard

    def dismiss(self, reply: Reply) -> None:
        """Ends the session from outside with a last word, unless a mail of it is on its way to the disk: that one is
        answered first. What was not read to its end is not kept."""
        if self._closing or self.storing:
            return
        self._say(self._service.refused(self.peer, "session", reply))
        self._wire.close(refusing=True)

    def cut(self) -> None:
        """Ends the connection without a word."""
        if self._wire.transport is not None:
            self._wire.transport.abort()

    # -- the dialogue
    async def _handle_client(self) -> None:
        refused = self._house.enter(self)
        try:
            if refused is None:
                await self._converse()
            else:
                self._say(refused)
        except LineTooLong:
            self._say(replies.COMMAND_TOO_LONG)
        except ConnectionError:
            pass  # the client is gone; whatever it was not told 250 for, it still has
        except Exception as error:  # noqa: BLE001 - a bug of ours costs one session, and strangers are not told of it
            self._say(self._service.failed(self.peer, error))
        finally:
            self._closing = True
            self._wire.close(refusing=refused is None and self._last.code >= 400)

    async def _converse(self) -> None:
        await self._greet()
        while not self._closing:
            line = await self._wire.line(LONGEST_COMMAND)
            if line is None:
                return
            await self._obey(line)
            if self._house.stopping and not self._closing:
                self._say(replies.STOPPING)

    async def _greet(self) -> None:
        await asyncio.sleep(0)  # the loop begins to read a connection one turn after it was made …
        await asyncio.sleep(0 if self._house.trusts(self.peer) else _GREETING_PAUSE)  # … and hears it in the next
        early = bool(self._wire.inbox)
        self._say(replies.SPOKE_TOO_EARLY if early else replies.banner(self._service.hostname, self.greeting))

    async def _obey(self, line: bytes) -> None:
        reply = misspelt(line) or self._conduct.command(self._transaction is not None)
        if reply is not None:
            self._say(reply)
            return
        word, _, argument = line.decode().rstrip("\r\n").partition(" ")
        answer = await self._answer(word.upper(), argument.strip())
        if answer is not None:
            self._say(answer)

    async def _answer(self, word: str, argument: str) -> Reply | None:
        if word in self.one_answer:
            return self.one_answer[word]
        command = self._smtp_methods.get(word)
        return replies.UNKNOWN_COMMAND if command is None else await command(argument)

    def _say(self, reply: Reply) -> None:
        self._last = reply
        self._wire.write(reply.line)
        if reply.closes:
            self._closing = True
        elif reply.counts and (last := self._conduct.error()) is not None:
            self._say(last)

    # -- the commands
    async def smtp_EHLO(self, name: str) -> Reply | None:
        if not self._introduce(name):
            return replies.NEEDS_NAME
        words = "".join(f"250-{word}\r\n" for word in (self._service.hostname, *self._offers()))
        self._wire.write(words.encode("ascii") + b"250 ENHANCEDSTATUSCODES\r\n")
        return None

    def _offers(self) -> list[str]:
        """The extensions a client may use now."""
        tls = ["STARTTLS"] if self._tls is not None and not self._secured else []
        return ["PIPELINING", f"SIZE {self._service.limits.message}", "8BITMIME", "SMTPUTF8", *tls]

    async def smtp_HELO(self, name: str) -> Reply:
        return Reply(250, "", self._service.hostname) if self._introduce(name) else replies.NEEDS_NAME

    def _introduce(self, name: str) -> bool:
        """Notes who the client says it is, and begins anew; False where it says nothing."""
        if not 0 < len(name) <= _LONGEST_NAME:
            return False
        self._name, self._transaction = name, None
        return True

    async def smtp_STARTTLS(self, argument: str) -> Reply | None:
        if argument:
            return replies.NO_ARGUMENT
        if self._secured or self._tls is None:
            return replies.TLS_ALREADY if self._secured else replies.NOT_OFFERED
        self._say(replies.READY_FOR_TLS)
        self._wire.flush()
        await self._secure(self._tls)
        return None

    async def _secure(self, tls: ssl.SSLContext) -> None:
        clear = self._original_transport = self._wire.transport  # aiosmtpd closes it with the connection
        assert clear is not None
        try:
            secured = await self._handshake(clear, tls)
            if secured is None:
                raise ConnectionResetError("the connection was lost during the handshake")
        except OSError as error:
            self._service.failed(self.peer, error)
            self.connection_lost(error)  # asyncio does not say so of a reset during the handshake: its place would stay taken
            return
        self.transport = secured
        self._wire.secure(secured)
        self._secured, self._name, self._transaction = True, "", None

    async def _handshake(self, clear: asyncio.Transport, tls: ssl.SSLContext) -> asyncio.Transport | None:
        """What came in clear behind the command was not said by the one TLS stands for (RFC 3207 §6, V004)."""
        self._wire.inbox.clear()
        return await self.loop.start_tls(clear, self, tls, server_side=True, ssl_handshake_timeout=HANDSHAKE)

    async def smtp_MAIL(self, argument: str) -> Reply:
        if not self._name or self._transaction is not None:
            return replies.ONE_SENDER if self._name else replies.HELLO_FIRST
        # A server in front of us keeps its sessions: one that goes on must know the mailboxes of now.
        self._service = self._house.service
        begun = begin(argument, self._service.limits.message)
        if isinstance(begun, Reply):
            return self._service.refused(self.peer, "MAIL", begun)
        refused = self._sender_refused(begun.sender) or self._house.has_enough_of(begun.sender, self.peer)
        if refused is not None:
            return self._service.refused(self.peer, "MAIL", refused)
        self._transaction = begun
        return replies.SENDER_OK

    def _sender_refused(self, sender: str) -> Reply | None:
        return None if self._service.acceptor.has_room() else replies.NO_SPACE

    async def smtp_RCPT(self, argument: str) -> Reply:
        if self._transaction is None:
            return replies.SENDER_FIRST
        service = self._service
        return service.refused(self.peer, "RCPT", await self._transaction.add(argument, service.admission, self._conduct, service.foretold))

    async def smtp_RSET(self, argument: str) -> Reply:
        self._transaction = None
        return replies.NO_ARGUMENT if argument else replies.DONE

    async def smtp_QUIT(self, argument: str) -> Reply:
        return replies.NO_ARGUMENT if argument else replies.BYE

    # -- the mail
    async def smtp_DATA(self, argument: str) -> Reply | None:
        transaction = self._transaction
        if argument or transaction is None or not transaction.recipients:
            return replies.NO_ARGUMENT if argument else replies.RECIPIENT_FIRST
        if self._wire.inbox:
            return replies.SPOKE_TOO_EARLY
        self._say(replies.GO_AHEAD)
        reader = DataReader(self._service.limits)
        try:
            if not await self._read(reader):
                self._closing = True  # gone before the end of data: nothing is kept
                return None
            reply = reader.refused or await self._take(reader.content(), transaction)
        finally:
            self._house.in_flight -= reader.taken
        if reply.code == 250:
            self._conduct.mail_accepted()
            self._house.took_from(transaction.sender, self.peer)
        self._answer_mail(self._service.refused(self.peer, "DATA", reply), len(transaction.recipients))
        self._transaction = None
        return None

    def _answer_mail(self, reply: Reply, recipients: int) -> None:
        self._say(reply)

    async def _read(self, reader: DataReader) -> bool:
        """Reads to the end of data, or until the reader has had enough; False where the client is gone before it."""
        self._conduct.data_begins(self.loop.time())
        while not reader.done:
            block = await self._wire.block()
            if block is None:
                return False
            self._house.in_flight += len(block)
            if self._house.crowded():
                reader.refuse(replies.TOO_MUCH_AT_ONCE)
            reader.feed(block)
        self._conduct.data_ends()
        self._wire.inbox[:0] = reader.rest
        return True

    async def _take(self, content: bytes, transaction: Transaction) -> Reply:
        self.storing = True
        try:
            return await self._service.take(content, self._envelope(transaction))
        finally:
            self.storing = False

    def _envelope(self, transaction: Transaction) -> Envelope:
        return Envelope(transaction.sender, tuple(transaction.recipients), self.protocol_name, self.peer, self._name, self._secured)
