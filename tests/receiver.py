"""A desk's SMTP and LMTP intake on real sockets, and a client that speaks to it byte by byte."""

from __future__ import annotations

import asyncio
import io
import socket
import ssl
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import trustme

from maildesk.clock import SystemClock
from maildesk.config.schema import DeskConfig, Mailbox
from maildesk.config.ways import Listen
from maildesk.eventlog import EventLog
from maildesk.intake import spool
from maildesk.intake.accept import Acceptor
from maildesk.intake.smtp import passwords
from maildesk.intake.smtp.listen import SmtpIntake
from maildesk.intake.smtp.passwords import Cost
from maildesk.store.engine import Database
from maildesk.tokens import KeyRing

RING = KeyRing("a", {"a": bytes(range(32))})
MAILBOXES = (
    Mailbox(address="support@example.com", name="Support", reply_to="plus"),
    Mailbox(address="sales@example.com", name="Sales", reply_to="subdomain"),
)
AGENTS = ({"address": "anna@example.com", "name": "Anna"}, {"address": "bo@example.com", "name": "Bo"})
AUTHORITY = trustme.CA()
TRUSTING = ssl.create_default_context()
AUTHORITY.configure_trust(TRUSTING)
CHEAP = Cost(ln=4, p=1)  # what is tested is not how dear a try is
HELLO = b"EHLO client.example.org\r\n"
MAIL = b"MAIL FROM:<zoe@example.org>\r\n"
RCPT = b"RCPT TO:<support@example.com>\r\n"


def config_of(**changes: object) -> DeskConfig:
    """A desk of two mailboxes whose disk is never short of space."""
    limits = {"free_disk": 0, **changes.pop("limits", {})}  # type: ignore[dict-item]  # a mapping of limits
    return DeskConfig.model_validate({"mailboxes": MAILBOXES, "hostname": "desk.example.com", "limits": limits, **changes})


def submission(folder: Path, tls: str = "implicit") -> Listen:
    """A place where agents hand in their mail, with a certificate of our own authority."""
    made = AUTHORITY.issue_cert("desk.example.com")
    made.private_key_pem.write_to_path(str(folder / "key.pem"))
    made.cert_chain_pems[0].write_to_path(str(folder / "cert.pem"))
    keys = {"tls_certificate": folder / "cert.pem", "tls_key": folder / "key.pem"}
    return Listen.model_validate({"submission": "127.0.0.1:0", "tls": tls, **keys})


def give_password(database: Database, agent: str, password: str) -> None:
    with database.write() as session:
        passwords.keep(session, agent, passwords.hashed(password, b"salt", CHEAP), SystemClock().now())


class Client:
    """Says what it is told to, and hears whole replies. Nothing is made right on the way."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    def send(self, data: bytes) -> None:
        self._writer.write(data)

    async def reply(self) -> str:
        """The next reply, its lines joined by ` | `; "" where the connection is closed."""
        lines = []
        while True:
            try:
                line = (await asyncio.wait_for(self._reader.readline(), 15)).decode().removesuffix("\r\n")
            except ConnectionError:
                line = ""
            lines.append(line)
            if line[3:4] != "-":
                return " | ".join(lines)

    async def ask(self, data: bytes) -> str:
        self.send(data)
        await self._writer.drain()
        return await self.reply()

    async def begin(self, *commands: bytes) -> None:
        """Hears the banner and has each command answered well."""
        assert (await self.reply()).startswith("220 ")
        for command in commands:
            answer = await self.ask(command)
            assert answer[0] in "23", (command, answer)

    async def closed(self) -> bool:
        """Whether the other side ends the connection without another word."""
        return await self.reply() == ""

    async def ended(self) -> bool:
        """Whether the connection ends, whatever bytes come before (a TLS alert, say) containing no reply to a command."""
        try:
            heard = await asyncio.wait_for(self._reader.read(), 15)
        except ConnectionError:
            return True
        return b"250" not in heard

    async def secure(self, context: ssl.SSLContext) -> None:
        await self._writer.start_tls(context, server_hostname="desk.example.com")

    def end(self) -> None:
        self._writer.write_eof()

    async def drained(self) -> None:
        await self._writer.drain()

    def close(self) -> None:
        self._writer.close()

    def reset(self) -> None:
        """Goes without a goodbye: the other side hears a reset (RST)."""
        self._writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._writer.transport.abort()


@dataclass
class Receiver:
    """A running intake; `log` is what its operator reads."""

    intake: SmtpIntake
    acceptor: Acceptor
    database: Database
    log: io.StringIO
    place: tuple[str, int] | Path

    @asynccontextmanager
    async def client(self) -> AsyncIterator[Client]:
        if isinstance(self.place, Path):
            reader, writer = await asyncio.open_unix_connection(str(self.place))
        else:
            reader, writer = await asyncio.open_connection(*self.place)
        client = Client(reader, writer)
        try:
            yield client
        finally:
            client.close()

    def stored(self) -> list[bytes]:
        """The bytes of all mails in the database, oldest first."""
        with self.database.read() as session:
            return [spool.shown(session, row.id)[1] for row in spool.listed(session, None, 10_000)]

    def rows(self) -> tuple[spool.SpoolRow, ...]:
        with self.database.read() as session:
            return spool.listed(session, None, 10_000)


@asynccontextmanager
async def receiving(database: Database, config: DeskConfig, listen: Listen | None = None, ring: KeyRing = RING) -> AsyncIterator[Receiver]:
    """An intake that listens on a free port, or where it is told, for the length of the block."""
    log = io.StringIO()
    acceptor = Acceptor(database, config.limits, on_accept=lambda: None)
    intake = SmtpIntake(config, ring, acceptor, EventLog(SystemClock(), log), SystemClock())
    await intake.remember()
    server = await intake.serve(listen or Listen(smtp="127.0.0.1:0"))
    address = server.sockets[0].getsockname()
    try:
        yield Receiver(intake, acceptor, database, log, Path(address) if isinstance(address, str) else address[:2])
    finally:
        await intake.stop()
        await acceptor.close()
