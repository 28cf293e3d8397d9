"""A server that knows just enough IMAP to hand over mails, and says something else where a test wants it."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import trustme

from maildesk.config.ways import Imap

Twist = Callable[[str], bytes | None]  # of the tag; None cuts the connection


@dataclass
class FakeServer:
    """`twists` say what is answered to a command instead, by its first words; `cut_after` bytes of an answer the line breaks, once."""

    folder: Path
    greeting: bytes = b"* OK ready\r\n"
    capability: str = "IMAP4rev1 AUTH=PLAIN"
    mails: dict[int, bytes] = field(default_factory=dict)
    twists: Mapping[str, Twist] = field(default_factory=dict)
    cut_after: int | None = None
    tls: bool = True
    host: str = "localhost"
    newest_tls: ssl.TLSVersion = ssl.TLSVersion.TLSv1_3
    heard: list[str] = field(default_factory=list)
    connections: int = 0
    port: int = 0

    def account(self, **changes: object) -> Imap:
        secret = self.folder / "secret"
        secret.write_text("canary-secret")
        secret.chmod(0o600)
        values = {"host": "localhost", "port": self.port, "user": "zoe", "password_file": secret, "ca_file": self.folder / "ca.pem"}
        return Imap.model_validate(values | ({} if self.tls else {"tls": "starttls"}) | changes)

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        writer.write(self.greeting)
        while line := (await reader.readline()).decode("utf-8", "replace").strip():
            tag, _, command = line.partition(" ")
            self.heard.append(command)
            answer = self.answer(tag, command)
            if answer is not None and self.cut_after is not None and command.startswith("UID FETCH") and "BODY" in command:
                answer, self.cut_after = answer[: self.cut_after], None
                writer.write(answer)
                await writer.drain()
                return
            if answer is None:
                return
            writer.write(answer)
            await writer.drain()

    def answer(self, tag: str, command: str) -> bytes | None:
        for words, twist in self.twists.items():
            if command.startswith(words):
                return twist(tag)
        said = b"".join(b"* " + line + b"\r\n" for line in self._untagged(command))
        return said + f"{tag} OK done\r\n".encode()

    def _untagged(self, command: str) -> list[bytes]:
        if command.startswith("AUTHENTICATE"):
            return []
        if command == "CAPABILITY":
            return [f"CAPABILITY {self.capability} SASL-IR".encode()]
        if command.startswith(("SELECT", "EXAMINE")):
            return [b"%d EXISTS" % len(self.mails), b"OK [UIDVALIDITY 7] fine", b"OK [UIDNEXT 1] fine"]
        if command.startswith("UID SEARCH"):
            return [b"SEARCH " + b" ".join(b"%d" % uid for uid in self.mails)]
        if command.startswith("UID FETCH"):
            return list(self._fetched(command))
        return []

    def _fetched(self, command: str) -> list[bytes]:
        wanted = {int(uid) for uid in command.split()[2].split(",")}
        mails = [(uid, data) for uid, data in self.mails.items() if uid in wanted]
        if "RFC822.SIZE" in command:
            arrived = b'INTERNALDATE "05-Jan-2026 10:00:00 +0000"'
            return [b"%d FETCH (UID %d RFC822.SIZE %d %s)" % (uid, uid, len(data), arrived) for uid, data in mails]
        return [b"%d FETCH (UID %d BODY[] {%d}\r\n%s FLAGS ())" % (uid, uid, len(data), data) for uid, data in mails]


@asynccontextmanager
async def fake_server(server: FakeServer) -> AsyncIterator[FakeServer]:
    """The server on a port of its own; its authority is `ca.pem` in its folder."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(server.folder / "ca.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if server.newest_tls < ssl.TLSVersion.TLSv1_2:
        context.minimum_version = context.maximum_version = server.newest_tls
        context.set_ciphers("ALL:@SECLEVEL=0")
    authority.issue_cert(server.host).configure_cert(context)
    writers: set[asyncio.StreamWriter] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.add(writer)
        with suppress(ConnectionError, ssl.SSLError, asyncio.CancelledError):
            await server.talk(reader, writer)
        writer.close()

    listening = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context if server.tls else None)
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listening.close()
        for writer in writers:
            writer.close()
