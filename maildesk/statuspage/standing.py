"""How the desk stands at one moment, read at most once a second however often the page is asked."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from maildesk import __version__
from maildesk.clock import Clock
from maildesk.errors import Problem
from maildesk.letter import OutboxState
from maildesk.mail import MailState
from maildesk.store.engine import Database
from maildesk.store.overview import Overview, Pile, overview

_GOOD_FOR = 1.0  # seconds
_NOTHING = Pile(0)


@dataclass(frozen=True)
class DaemonFacts:
    """What only the running process knows; the counts are since its start."""

    workers: int = 0
    worker_deaths: int = 0
    relay_failures: Mapping[str, int] = field(default_factory=dict)  # by the relay's name in desk.yaml
    accounts: Mapping[str, bool] = field(default_factory=dict)  # IMAP accounts, and whether the last try with each went well
    loaded: datetime | None = None  # since when the desk.yaml, rules and templates count that are in use
    problems: tuple[Problem, ...] = ()  # of an edit made since, which is not in use because of them


@dataclass(frozen=True)
class Standing:
    """The numbers of the page; every word in it is ours or the admin's, none came from a mail (V130, V155)."""

    version: str
    at: datetime
    overview: Overview
    daemon: DaemonFacts

    @property
    def waited(self) -> timedelta:
        """How long the oldest waiting mail has waited."""
        return self._since(self.overview.mails.get(MailState.WAITING, _NOTHING).oldest)

    @property
    def queued(self) -> timedelta:
        """How long the oldest letter of the outbox has been there."""
        return self._since(self.overview.outbox.get(OutboxState.QUEUED, _NOTHING).oldest)

    def _since(self, moment: datetime | None) -> timedelta:
        return max(self.at - moment, timedelta()) if moment else timedelta()


class Observer:
    """Reads the standing; blocking, for a thread. Many callers at once cost one reading.

    `facts` tells what only the daemon knows; it is called in that thread.
    """

    def __init__(self, database: Database, clock: Clock, facts: Callable[[], DaemonFacts]) -> None:
        self._database, self._clock, self._facts = database, clock, facts
        self._lock = threading.Lock()
        self._last: tuple[float, Standing] | None = None

    def standing(self) -> Standing:
        """How the desk stands, at most a second old; raises what the database raises."""
        with self._lock:
            if self._last and time.monotonic() - self._last[0] < _GOOD_FOR:
                return self._last[1]
            standing = self._read()
            self._last = (time.monotonic(), standing)
            return standing

    def _read(self) -> Standing:
        now = self._clock.now()
        tonight = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
        with self._database.read() as session:
            seen = overview(session, now, tonight)
        return Standing(__version__, now, seen, self._facts())
