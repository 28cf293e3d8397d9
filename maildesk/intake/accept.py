"""Makes arriving mails durable, many in one commit: only after it may anybody be told that a mail is accepted."""

from __future__ import annotations

import asyncio
import os
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from maildesk.config.limits import Limits
from maildesk.errors import TryLater
from maildesk.intake import spool
from maildesk.language import Said
from maildesk.mail import RawMail
from maildesk.store.engine import Database, StorageFailed

_GROUP_MAILS = 500
_GROUP_BYTES = 64 << 20
_LOOK_EVERY = 1.0  # seconds between two looks at the free space


@dataclass(frozen=True, slots=True, eq=False)
class _Arrival:
    mail: RawMail
    answer: asyncio.Future[int]


class Acceptor:
    """Group commit for one event loop: what arrives while a commit is under way goes into the next one.

    `failed` gets an exception when the disk can no longer be trusted: the daemon watches it and ends (F06).
    `on_accept` is called after each commit, to wake the workers.
    """

    def __init__(self, database: Database, limits: Limits, on_accept: Callable[[], None]) -> None:
        self.database, self._limits, self._on_accept = database, limits, on_accept
        self._loop = asyncio.get_running_loop()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="accept")
        self._queue: deque[_Arrival] = deque()
        self._committing: asyncio.Task[None] | None = None
        self._room, self._look_again = True, 0.0
        self.failed: asyncio.Future[None] = self._loop.create_future()

    async def accept(self, mail: RawMail) -> int:
        """The id of the mail, once it is on disk. Raises `DiskFull`, `Busy`, `StorageFailed`; then nothing of it is kept.

        A caller that is cancelled leaves a commit under way alone; a mail not yet in one is forgotten, because
        its sender was told nothing and will send it again.
        """
        if self.failed.done():
            raise StorageFailed(Said("the database cannot be trusted"))
        arrival = _Arrival(mail, self._loop.create_future())
        self._queue.append(arrival)
        if self._committing is None:
            self._committing = self._loop.create_task(self._commit_all())
            self._committing.add_done_callback(self._ended)
        return await arrival.answer

    def adopt(self, limits: Limits) -> None:
        self._limits = limits

    def has_room(self) -> bool:
        """Whether the database's disk has the free space that is kept for finishing what was accepted (F08).

        Looked at once a second: the file system may answer slowly while it is busy with a commit.
        """
        if self.database.sqlite and self._loop.time() >= self._look_again:
            self._room = has_room(self.database, self._limits)
            self._look_again = self._loop.time() + _LOOK_EVERY
        return self._room

    async def close(self) -> None:
        """Ends after the commit under way and those already asked for."""
        while self._committing is not None:
            await asyncio.wait([self._committing])
        self._thread.shutdown()

    def _ended(self, task: asyncio.Task[None]) -> None:
        """A bug in the committing task would leave the queue waiting without a word: the daemon ends instead."""
        error = None if task.cancelled() else task.exception()
        if error is not None and not self.failed.done():
            self.failed.set_exception(error)

    async def _commit_all(self) -> None:
        try:
            while group := self._next_group():
                await self._commit_group(group)
        finally:
            self._committing = None

    def _next_group(self) -> list[_Arrival]:
        group: list[_Arrival] = []
        size = 0
        while self._queue and len(group) < _GROUP_MAILS and size < _GROUP_BYTES:
            arrival = self._queue.popleft()
            if not arrival.answer.done():
                group.append(arrival)
                size += len(arrival.mail.data)
        return group

    async def _commit_group(self, group: Sequence[_Arrival]) -> None:
        """Commits a group; a trouble nobody foresaw is pinned on the one mail that has it."""
        try:
            numbers = await self._loop.run_in_executor(self._thread, self._commit, [arrival.mail for arrival in group])
        except StorageFailed as error:
            _tell_all(group, error)
            if not self.failed.done():
                self.failed.set_exception(error)
        except TryLater as error:
            _tell_all(group, error)
        except Exception as error:  # noqa: BLE001 - the session answers 451 and logs it; its neighbours must not suffer
            if len(group) == 1:
                _tell_all(group, error)
                return
            for arrival in group:
                await self._commit_group([arrival])
        else:
            for arrival, number in zip(group, numbers, strict=True):
                if not arrival.answer.done():
                    arrival.answer.set_result(number)
            self._on_accept()

    def _commit(self, group: Sequence[RawMail]) -> list[int]:
        with self.database.write(durable=True) as session:
            return spool.accept(session, group)


def has_room(database: Database, limits: Limits) -> bool:
    """Whether the database's disk has the free space that is kept for finishing what was accepted (F08); a server looks after its own."""
    if not database.sqlite:
        return True
    found = os.statvfs(database.path.parent)
    return found.f_bavail * found.f_frsize >= limits.free_disk


def _tell_all(group: Sequence[_Arrival], error: Exception) -> None:
    for arrival in group:
        if not arrival.answer.done():
            arrival.answer.set_exception(error)
