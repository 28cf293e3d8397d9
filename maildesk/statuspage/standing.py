"""How the desk stands at one moment, read at most once a second however often the page is asked."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Annotated, Generic, TypeVar
from zoneinfo import ZoneInfo

from pydantic import PlainSerializer, PlainValidator, TypeAdapter

from maildesk import __version__
from maildesk.clock import Clock
from maildesk.config.schema import DeskConfig
from maildesk.config.secret import expires, read_secret
from maildesk.config.ways import Imap, Relay
from maildesk.desk import Desk
from maildesk.errors import BadConfiguration, Problem
from maildesk.eventlog import Contact, Trouble
from maildesk.intake.accept import has_room
from maildesk.store.overview import Overview, overview, ready

_Value = TypeVar("_Value")
_Problem = Annotated[Problem, PlainSerializer(Problem.plain), PlainValidator(Problem.from_plain)]

_GOOD_FOR = 1.0  # seconds
_AT_MOST = 0.1  # of the time: on a desk so large that reading takes long, it is read the more seldom
_OLD, _IDLE = timedelta(minutes=15), timedelta(minutes=5)


@dataclass(frozen=True)
class DaemonFacts:
    """What only the running process knows; counts and contacts are since its start."""

    workers: int = 0
    worker_deaths: int = 0
    relays: Mapping[str, Contact] = field(default_factory=dict)  # by the relay's name in desk.yaml
    accounts: Mapping[str, Contact] = field(default_factory=dict)  # of IMAP
    troubles: tuple[Trouble, ...] = ()  # the latest first
    worked: datetime | None = None  # when a worker last finished a mail, or the start
    loaded: datetime | None = None  # since when the desk.yaml, rules and templates count that are in use
    problems: tuple[_Problem, ...] = ()  # of an edit made since, which is not in use because of them


def as_json(facts: DaemonFacts) -> dict[str, object]:
    """The facts as plain values, for another process of this program."""
    found: dict[str, object] = TypeAdapter(DaemonFacts).dump_python(facts, mode="json")
    return found


def from_json(found: Mapping[str, object]) -> DaemonFacts:
    """What `as_json` wrote."""
    return TypeAdapter(DaemonFacts).validate_python(found)


@dataclass(frozen=True)
class Pulse:
    """Whether mail is worked on: `ready` is since when the oldest mail waits that a worker could take now, `room` whether the disk has any."""

    at: datetime
    ready: datetime | None
    room: bool
    daemon: DaemonFacts

    @property
    def health(self) -> str:
        """`ok`, or in one word what is not: `workers` are gone, the `disk` is full, the `spool` does not move."""
        if not self.daemon.workers:
            return "workers"
        if not self.room:
            return "disk"
        return "spool" if self._stands_still else "ok"

    @property
    def _stands_still(self) -> bool:
        """Whether mail waits and none has been finished: a long queue that moves is only long."""
        worked = self.daemon.worked
        return self.ready is not None and self.at - self.ready > _OLD and (worked is None or self.at - worked > _IDLE)


@dataclass(frozen=True)
class Standing:
    """All that the page shows; every word in it is ours or the admin's, none came from a mail (V130, V155)."""

    overview: Overview
    daemon: DaemonFacts
    config: DeskConfig
    room: bool = True  # whether the disk has the space that is kept free
    version: str = __version__
    tokens: Mapping[str, datetime] = field(default_factory=dict)  # by account or relay: when the token that lies there now runs out

    @property
    def at(self) -> datetime:
        return self.overview.at

    def since(self, moment: datetime | None) -> float:
        """Seconds since a moment; 0 where there is none."""
        return max(0.0, (self.at - moment).total_seconds()) if moment else 0.0

    @property
    def relays(self) -> dict[str, Contact]:
        """The SMTP servers that desk.yaml names now, used or not, each with how it has answered."""
        named = (name for name, relay in self.config.relays.items() if relay.capture is None)
        return {name: self.daemon.relays.get(name, Contact()) for name in named}

    @property
    def zone(self) -> ZoneInfo:
        """Whose day it is: that of the first mailbox."""
        return self.config.zone

    @property
    def pulse(self) -> Pulse:
        return Pulse(self.at, self.overview.ready, self.room, self.daemon)


def tokens_of(config: DeskConfig, environ: Mapping[str, str]) -> Mapping[str, datetime]:
    """When each token runs out that says so itself; one that cannot be read is told of by whoever needs it."""
    accounts = {way.imap.account: way.imap for way in config.listen if way.imap}
    servers: dict[str, Imap | Relay] = {**accounts, **config.relays}
    found: dict[str, datetime] = {}
    for name, server in servers.items():
        if server.auth == "xoauth2":
            with contextlib.suppress(BadConfiguration):
                until = expires(read_secret(server, environ))
                found |= {name: until} if until else {}
    return found


class Observer:
    """Reads the standing; blocking, for a thread. Many callers at once cost one reading.

    `facts` tells what only the daemon knows; it is called in that thread.
    """

    def __init__(self, desk: Desk, clock: Clock, facts: Callable[[], DaemonFacts]) -> None:
        self._desk, self.clock, self._facts = desk, clock, facts
        self._standing, self._pulse = _Kept(self._read_standing), _Kept(self._read_pulse)

    def standing(self) -> Standing:
        """How the desk stands, about a second old at most; raises what the database raises."""
        return self._standing.get()

    def pulse(self) -> Pulse:
        """What a health check asks every second: it costs the same on a desk of any size."""
        return self._pulse.get()

    def _read_standing(self) -> Standing:
        now, config = self.clock.now(), self._desk.config
        with self._desk.database.read() as session:
            seen = overview(session, now, midnight(now, config.zone))
        return Standing(seen, self._facts(), config, self._has_room(), tokens=tokens_of(config, os.environ))

    def _read_pulse(self) -> Pulse:
        now = self.clock.now()
        with self._desk.database.read() as session:
            waits = ready(session, now)
        return Pulse(now, waits, self._has_room(), self._facts())

    def _has_room(self) -> bool:
        return has_room(self._desk.database, self._desk.config.limits)


class _Kept(Generic[_Value]):
    """A reading that is good for a second, or for as much longer as it takes long."""

    def __init__(self, read: Callable[[], _Value]) -> None:
        self._read = read
        self._lock = threading.Lock()
        self._last: _Value | None = None
        self._good_until = 0.0

    def get(self) -> _Value:
        with self._lock:
            began = time.monotonic()
            if self._last is None or began >= self._good_until:
                self._last = self._read()
                ended = time.monotonic()
                self._good_until = ended + max(_GOOD_FOR, (ended - began) / _AT_MOST)
            return self._last


def midnight(now: datetime, zone: ZoneInfo) -> datetime:
    """The end of today."""
    return (now.astimezone(zone) + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
