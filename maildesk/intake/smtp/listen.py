"""The listening sockets of the desk, and how many may talk to it at once."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import ipaddress
import socket
import ssl
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from maildesk.clock import Clock
from maildesk.config.places import listen_address
from maildesk.config.schema import DeskConfig
from maildesk.config.ways import Listen
from maildesk.errors import Refused
from maildesk.eventlog import EventLog
from maildesk.intake import spool
from maildesk.intake.accept import Acceptor
from maildesk.intake.smtp import replies
from maildesk.intake.smtp.admit import Admission
from maildesk.intake.smtp.foretold import Foretold
from maildesk.intake.smtp.lmtp import LmtpConversation
from maildesk.intake.smtp.logins import Logins
from maildesk.intake.smtp.quota import Quota
from maildesk.intake.smtp.replies import Reply
from maildesk.intake.smtp.service import Service
from maildesk.intake.smtp.session import Conversation
from maildesk.intake.smtp.submission import ImplicitTlsConversation, SubmissionConversation
from maildesk.language import Said
from maildesk.store.engine import Database
from maildesk.system.sockets import unix_socket
from maildesk.tokens import KeyRing

_BACKLOG = 512
_HOUR = timedelta(hours=1)
_IN_FLIGHT = 256 << 20  # bytes of mail under way in all sessions: past it newcomers are asked to come again
_STALE = 2.0  # seconds of silence after which an idle session makes room for a new one when all places are taken
_PATIENCE = 10.0  # seconds for the mails that are on their way to the disk when the desk stops
_FAREWELL = 1.0  # seconds for the others to hear that it does

# What the system says when a place to listen cannot be had, and what would help.
_NO_PLACE = {
    errno.EADDRINUSE: Said("is in use by another program; stop it or choose another place in `listen`"),
    errno.EACCES: Said("is not allowed to this user; ports below 1024 need CAP_NET_BIND_SERVICE"),
    errno.EADDRNOTAVAIL: Said("is no address of this machine"),
}


@dataclass(frozen=True)
class Door:
    """A place to listen; `fresh` says that it was not open before. What is spoken there may change while it stays open."""

    listen: Listen
    tls: ssl.SSLContext | None
    server: asyncio.Server
    fresh: bool

    @property
    def where(self) -> str:
        return self.listen.place

    @property
    def protocol(self) -> str:
        return self.listen.protocol


class SmtpIntake:
    """All SMTP and LMTP sessions of the desk: each `serve` adds a place to listen, `stop` ends them all."""

    def __init__(self, config: DeskConfig, ring: KeyRing, acceptor: Acceptor, log: EventLog, clock: Clock) -> None:
        self._acceptor, self._log, self._clock = acceptor, log, clock
        self._logins = Logins(acceptor.database, frozenset(), config.limits)
        self._doors: dict[str, Door] = {}
        self._spoken: dict[str, Door] = {}  # and those closed since: who was let in a moment before is still spoken to
        self._heed(config, ring)
        self._open: dict[Conversation, str] = {}  # and whom each is counted for
        self._clients: Counter[str] = Counter()
        self._quota = Quota()
        self.in_flight = 0
        self.stopping = False

    def _heed(self, config: DeskConfig, ring: KeyRing) -> None:
        hostname = config.hostname or socket.gethostname()
        self._limits = config.limits
        agents = {agent.address for agent in config.agents if not agent.disabled}
        self._logins.adopt(agents, config.limits)
        admission = Admission(config.served, ring)
        foretold = Foretold(self._acceptor.database, admission, agents, self._clock)
        self.service = Service(hostname, config.limits, admission, foretold, self._acceptor, self._logins, self._log, self._clock)
        self._trusted = tuple(map(ipaddress.ip_network, config.trusted_networks))

    async def remember(self) -> None:
        """Counts on from where the daemon before this one stopped: a flood does not begin anew with each restart (V058).

        On PostgreSQL several daemons may serve the desk, each with bounds of its own, and which of them took a mail is not kept: there it begins anew.
        """
        database = self._acceptor.database
        if not database.sqlite:
            return
        now, ticks = self._clock.now(), asyncio.get_running_loop().time()
        for sender, peer, received in await asyncio.to_thread(_lately, database, now - _HOUR):
            if not self.trusts(peer):
                self._quota.note(sender, ticks - max(0.0, (now - received).total_seconds()))

    async def serve(self, listen: Listen) -> asyncio.Server:
        """Listens at one more place; raises `Refused` with one line where that is not possible."""
        door = await self.open(listen)
        self._doors[door.where] = self._spoken[door.where] = door
        await door.server.start_serving()
        return door.server

    async def open(self, listen: Listen) -> Door:
        """A door that answers nobody yet, or the one that is there with what this line says of it; raises `Refused`."""
        known, tls = self._doors.get(listen.place), _tls(listen)
        if known is not None:
            return Door(listen, tls, known.server, fresh=False)
        where = listen.place
        try:
            server = await self._bound(where)
        except OSError as error:
            raise Refused(Said("cannot listen: {where} {why}", where=where, why=self._why_not(where, error))) from None
        return Door(listen, tls, server, fresh=True)

    async def _bound(self, where: str) -> asyncio.Server:
        loop, place = asyncio.get_running_loop(), listen_address(where)

        def conversation() -> Conversation:
            door = self._spoken[where]
            return _kind(door.listen)(self, door.tls)

        if isinstance(place, Path):
            return await loop.create_unix_server(conversation, sock=unix_socket(place), backlog=_BACKLOG, start_serving=False)
        return await loop.create_server(conversation, place[0] or None, place[1], backlog=_BACKLOG, start_serving=False)

    def _why_not(self, where: str, error: OSError) -> Said:
        port = where.rpartition(":")[2]
        ours = next((door for door in self._doors if error.errno == errno.EADDRINUSE and door.endswith(f":{port}")), None)
        if ours is not None:
            return Said("has the port that this daemon listens at as {ours}; such a change takes a restart", ours=ours)
        return _NO_PLACE.get(error.errno or 0, Said("({why})", why=error.strerror or error))

    async def adopt(self, config: DeskConfig, ring: KeyRing, doors: Sequence[Door]) -> None:
        """Goes by these files from the next MAIL on, and listens at these doors alone; no session is ended."""
        self._heed(config, ring)
        closed = [door for where, door in self._doors.items() if where not in {one.where for one in doors}]
        self._doors = {door.where: replace(door, fresh=False) for door in doors}
        self._spoken |= self._doors
        self.give_up(closed)
        for door in closed:
            self._log.closed(door.protocol, door.where)
        for door in doors:
            if door.fresh:
                await door.server.start_serving()
                self._log.listening(door.protocol, door.where)

    def give_up(self, doors: Iterable[Door]) -> None:
        """Listens there no longer; the sessions that came in by them go on."""
        for door in doors:
            door.server.close()
            place = listen_address(door.where)
            if isinstance(place, Path):
                place.unlink(missing_ok=True)

    async def stop(self) -> None:
        """Hears no new client, tells those there are, and answers the mails that are on their way to the disk."""
        self.stopping = True
        self.give_up(self._doors.values())
        for conversation in list(self._open):
            conversation.dismiss(replies.STOPPING)
        await _until(lambda: not any(conversation.storing for conversation in self._open), _PATIENCE)
        await _until(lambda: not self._open, _FAREWELL)
        for conversation in list(self._open):
            conversation.cut()
        self._logins.close()

    # -- what a session asks (see `House`)
    def enter(self, conversation: Conversation) -> Reply | None:
        client = self._open[conversation] = self.client(conversation.peer)
        self._clients[client] += 1
        if self.stopping:
            return replies.STOPPING
        if client and self._clients[client] > self._limits.sessions_per_client:
            return replies.TOO_MANY_FROM_YOU
        if len(self._open) > self._limits.sessions and not self._made_room():
            return replies.TOO_MANY_SESSIONS
        return None

    def leave(self, conversation: Conversation) -> None:
        client = self._open.pop(conversation, None)
        if client is None:
            return
        self._clients[client] -= 1
        if not self._clients[client]:
            del self._clients[client]

    def trusts(self, peer: str) -> bool:
        if not peer:
            return True  # a unix socket: who may open it is the file's mode
        address = ipaddress.ip_address(peer.partition("%")[0])
        return any(address in network for network in self._trusted)

    def has_enough_of(self, sender: str, peer: str) -> Reply | None:
        now = asyncio.get_running_loop().time()
        return None if self.trusts(peer) else self._quota.refused(sender, self._limits, now)

    def took_from(self, sender: str, peer: str) -> None:
        if not self.trusts(peer):
            self._quota.note(sender, asyncio.get_running_loop().time())

    def crowded(self) -> bool:
        return self.in_flight > max(_IN_FLIGHT, 2 * self._limits.message)

    def client(self, peer: str) -> str:
        """Whom the sessions of an address are counted for: an IPv6 client owns a whole /64. "" is not counted."""
        if self.trusts(peer):
            return ""
        if ":" not in peer:
            return peer
        return str(ipaddress.ip_network(f"{peer.partition('%')[0]}/64", strict=False))

    def _made_room(self) -> bool:
        """Ends the session that has been silent the longest, so that idle ones cannot keep honest mail out (V009)."""
        silent = [(since, one) for one in self._open if (since := one.silent_since()) is not None]
        since, quietest = min(silent, key=lambda pair: pair[0], default=(0.0, None))
        if quietest is None or asyncio.get_running_loop().time() - since < _STALE:
            return False
        quietest.dismiss(replies.TOO_MANY_SESSIONS)
        return True


def _lately(database: Database, since: datetime) -> tuple[tuple[str, str, datetime], ...]:
    with database.read() as session:
        return spool.lately(session, since)


async def _until(over: Callable[[], bool], seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while not over():
                await asyncio.sleep(0.01)


def _kind(listen: Listen) -> type[Conversation]:
    if listen.submission:
        return ImplicitTlsConversation if listen.tls == "implicit" else SubmissionConversation
    return Conversation if listen.smtp else LmtpConversation


def _tls(listen: Listen) -> ssl.SSLContext | None:
    if listen.tls_certificate is None or listen.tls_key is None:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(listen.tls_certificate, listen.tls_key)
    except OSError as error:
        names = f"{listen.tls_certificate} and {listen.tls_key}"
        raise Refused(
            Said("cannot use the certificate {names}: {why}; both are PEM files of one key", names=names, why=error.strerror or error)
        ) from None
    return context
