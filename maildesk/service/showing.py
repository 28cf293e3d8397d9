"""The daemon's status page: shown at its socket, and put in the place of the one before when the desk's files change."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from maildesk.clock import SystemClock
from maildesk.config.places import listen_address
from maildesk.config.schema import StatusPage as PageConfig
from maildesk.desk import Desk
from maildesk.eventlog import EventLog
from maildesk.service.vital import Vital
from maildesk.statuspage.server import StatusPage
from maildesk.statuspage.standing import DaemonFacts, Observer


@dataclass(frozen=True)
class Page:
    """A page with an open socket, whether or not it is shown there yet."""

    config: PageConfig
    page: StatusPage
    ear: socket.socket


class Showing:
    """`facts` tells what only the daemon knows."""

    def __init__(self, vital: Vital, log: EventLog, facts: Callable[[], DaemonFacts]) -> None:
        self._vital, self._log, self._facts = vital, log, facts
        self._page: Page | None = None
        self._task: asyncio.Task[None] | None = None

    def prepare(self, desk: Desk) -> Page | None:
        """The page a desk wants, at the socket of the one shown where that stays; raises `Refused` where the place is taken."""
        config = desk.config.status_page
        if config is None:
            return None
        page = StatusPage(config, desk, Observer(desk, SystemClock(), self._facts), self._log)
        kept = self._page is not None and self._page.config.listen == config.listen
        return Page(config, page, self._page.ear if self._page is not None and kept else page.listen())

    async def adopt(self, page: Page | None) -> None:
        """Shows this page alone; what the one before was asked, it still answers."""
        before, task, self._page = self._page, self._task, page
        if page is not None:
            if before is None or page.ear is not before.ear:
                self._log.listening("http", page.config.listen)
            self._task = self._vital.start("page", page.page.serve(page.ear.dup()))
        if before is not None and task is not None:
            before.page.stop()
            await self._vital.end(task, cancel=False)
        self.give_up(before)

    def give_up(self, page: Page | None) -> None:
        """Closes the socket of a page that is not shown."""
        if page is None or (self._page is not None and page.ear is self._page.ear):
            return
        page.ear.close()
        place = listen_address(page.config.listen)
        if isinstance(place, Path):
            place.unlink(missing_ok=True)

    async def stop(self) -> None:
        await self.adopt(None)
