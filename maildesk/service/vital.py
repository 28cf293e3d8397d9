"""The tasks a daemon lives by: one that ends before it is told to takes the daemon with it (law 9)."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from functools import partial

from maildesk.errors import MaildeskError
from maildesk.eventlog import EventLog
from maildesk.language import Said


class Vital:
    """`died` fails with what ended one of them; whoever stops the daemon cancels it first."""

    def __init__(self, log: EventLog) -> None:
        self._log = log
        self._tasks: set[asyncio.Task[None]] = set()
        self.died: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def start(self, name: str, work: Coroutine[object, object, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def guard(self, name: str, failed: asyncio.Future[None]) -> None:
        """The same for a future that only ever fails."""
        failed.add_done_callback(partial(self._over, name))

    async def end(self, *tasks: asyncio.Task[None], cancel: bool = True) -> None:
        """Has tasks end, and waits for it; what one of them raises while it does is no death."""
        self._tasks.difference_update(tasks)
        for task in tasks if cancel else ():
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def end_all(self) -> None:
        await self.end(*self._tasks)

    def _ended(self, task: asyncio.Task[None]) -> None:
        if task in self._tasks:
            self._tasks.discard(task)
            self._over(task.get_name(), task)

    def _over(self, name: str, done: asyncio.Future[None]) -> None:
        if done.cancelled():
            return
        error = done.exception()  # of a second death too: asyncio tells with a traceback of one that nobody looked at
        if self.died.done():
            return
        self._log.task_died(name, repr(error) if error else "it ended")
        self.died.set_exception(error or MaildeskError(Said("the daemon's task “{name}” ended", name=name)))
