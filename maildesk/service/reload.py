"""Has a running daemon take up its files when they change: all of them together, or none, and the last good ones stay."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from maildesk.clock import SystemClock
from maildesk.config.watch import Watch, look
from maildesk.edition import Edition, Files, Reading
from maildesk.errors import BadConfiguration, Place, Problem, TryLater
from maildesk.eventlog import EventLog
from maildesk.language import Said
from maildesk.system import systemd

_LOOK_EVERY = 2.0  # seconds
_SETTLES = 0.5  # seconds without a change until an edit is taken for whole

FIXED = ("database", "state", "user")


@dataclass(frozen=True)
class Reloaded:
    """What a look at the files came to: `changed` where something new is in use since, `problems` where it cannot be."""

    changed: bool
    problems: tuple[Problem, ...] = ()


class Daemon(Protocol):
    """Whom the files are for."""

    async def adopt(self, edition: Edition) -> None:
        """Goes by this edition as a whole from here on; or raises BadConfiguration, and nothing has changed."""

    async def tell(self, problems: tuple[Problem, ...]) -> None:
        """Writes to those who look after the desk that an edit is not in use; raises TryLater."""


class Reloader:
    """Looks at the files when told to and when they changed. `read` reads them, blocking."""

    def __init__(self, first: Reading, read: Callable[[], Reading], daemon: Daemon, log: EventLog) -> None:
        self._edition, self._watched, self._watch = first.right(), first.watched, Watch(first.seen)
        self._read, self._daemon, self._log = read, daemon, log
        self._asked: list[asyncio.Future[Reloaded]] = []
        self._answering: list[asyncio.Future[Reloaded]] = []
        self._called = asyncio.Event()
        self._told: tuple[Problem, ...] = ()
        self.problems: tuple[Problem, ...] = ()
        self.loaded = SystemClock().now()

    def call(self) -> asyncio.Future[Reloaded]:
        """Has the files read now; what is asked while they are being read is answered by the next look."""
        answer: asyncio.Future[Reloaded] = asyncio.get_running_loop().create_future()
        self._asked.append(answer)
        self._called.set()
        return answer

    async def run(self) -> None:
        """Never ends by itself; who asked and was not answered when it is ended hears that, by a cancelled future."""
        try:
            while True:
                await self._round()
        finally:
            for answer in (*self._answering, *self._asked):
                answer.cancel()

    async def _round(self) -> None:
        # Not wait_for: Python 3.11's forgets that it was cancelled where it is called at the same time.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_SETTLES if self._watch.unsettled else _LOOK_EVERY):
                await self._called.wait()
        if self._called.is_set() or self._watch.changed(await asyncio.to_thread(look, self._watched)):
            await self._look()
        await self._tell()

    async def _look(self) -> None:
        self._called.clear()
        self._answering, self._asked = self._asked, []
        systemd.reloading()
        outcome = await self._read_anew()
        systemd.notify("READY=1")
        for answer in self._answering:
            if not answer.done():
                answer.set_result(outcome)

    async def _read_anew(self) -> Reloaded:
        try:
            reading = await asyncio.to_thread(self._read)
        except OSError as error:  # a file that went away while it was read: whoever is at it puts it back, and that is a change
            place = Place(str(error.filename or self._watched[0]))
            return self._refused((Problem(place, Said("the file cannot be read: {why}", why=error.strerror or error)),))
        return await self._taken_up(reading)

    async def _taken_up(self, reading: Reading) -> Reloaded:
        self._watched = reading.watched
        self._watch.was_read(reading.seen)
        if reading.edition is None:
            return self._refused(reading.problems)
        reading.edition.desk.database.close()
        edition = replace(reading.edition, desk=replace(reading.edition.desk, database=self._edition.desk.database))
        try:
            _check_fixed(self._edition.files, edition.files)
            await self._daemon.adopt(edition)
        except BadConfiguration as error:
            return self._refused(error.problems)
        return self._accepted(edition)

    def _accepted(self, edition: Edition) -> Reloaded:
        changed = edition.files != self._edition.files
        if changed:
            self.loaded = SystemClock().now()
        if changed or self.problems or self._answering:
            self._log.reloaded(changed, mended=bool(self.problems))
        self._edition, self.problems = edition, ()
        return Reloaded(changed)

    def _refused(self, problems: tuple[Problem, ...]) -> Reloaded:
        if problems != self.problems:
            for problem in problems:
                self._log.edit_refused(str(problem.place), problem.wrong, problem.right)
        self.problems = problems
        return Reloaded(changed=False, problems=problems)

    async def _tell(self) -> None:
        """One letter for each set of problems that is another than the one before; after it was mended the same is news again."""
        if self.problems != self._told:
            with contextlib.suppress(TryLater):  # a busy database: the next round tries again
                if self.problems:
                    await self._daemon.tell(self.problems)
                self._told = self.problems


def _check_fixed(running: Files, fresh: Files) -> None:
    """What a daemon holds from its start to its end."""
    right = Said("restart the daemon for it, or write again what stood there")
    changed = [key for key in FIXED if getattr(running.config, key) != getattr(fresh.config, key)]
    if changed:
        raise BadConfiguration(
            [Problem(fresh.document.place((key,)), Said("{key} cannot change while the daemon runs", key=key), right) for key in changed]
        )
