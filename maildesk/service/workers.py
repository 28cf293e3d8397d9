"""Keeps the worker processes: starts and replaces them, kills the one that takes too long, and settles what it left."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from multiprocessing.connection import Connection

from maildesk.clock import SystemClock
from maildesk.desk import Desk
from maildesk.edition import Edition
from maildesk.errors import Overtaken, TryLater
from maildesk.eventlog import EventLog
from maildesk.intake import spool
from maildesk.language import Said
from maildesk.outbound.outbox import post
from maildesk.recording.staffletters import letters_about_quarantine
from maildesk.service.nursery import Child, Nursery
from maildesk.store.engine import StorageFailed

_AGAIN = 1.0  # seconds until a database that had no time is asked again
_NO_SPIN = 0.5  # seconds before a worker that died without a mail is started again


@dataclass(eq=False)
class _Worker:
    name: str
    child: Child
    channel: Connection
    idle: bool = False
    mail: int | None = None
    fence: int = 0
    deadline: asyncio.TimerHandle | None = None
    gone: asyncio.Future[None] | None = None  # of one that was told to leave: done when it has
    born: float = field(default_factory=time.monotonic)


class Workers:
    """Keeps the workers alive, kills the one that takes too long, and settles what a dead one left."""

    def __init__(self, edition: Edition, nursery: Nursery, log: EventLog, on_done: Callable[[], None]) -> None:
        self._desk, self._build, self._nursery, self._log, self._on_done = edition.desk, edition.build, nursery, log, on_done
        self._workers: dict[str, _Worker] = {}
        self._leaving: set[_Worker] = set()
        self._starting = asyncio.Lock()  # or one that died and one that is replaced would both get a successor
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopping = False
        self.deaths = 0
        self.failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def start(self) -> None:
        self._nursery.listen()
        self._nursery.failed.add_done_callback(self._unborn)
        for name in self._names():
            await self._start(name)

    def _names(self) -> list[str]:
        return [f"worker-{number}" for number in range(1, self._desk.config.limits.workers + 1)]

    async def adopt(self, desk: Desk, build: Callable[[], Desk]) -> None:
        """Puts workers with this desk in the place of the others; ends when no mail is begun with the old one any more.

        Each new worker is there before the old one leaves, which finishes the mail in its hands with the desk it began with.
        """
        self._desk, self._build = desk, build
        async with self._starting:
            before = dict(self._workers)
            for name in self._names():
                await self._start(name)
                self._dismiss(before.pop(name, None))
            for name, worker in before.items():
                del self._workers[name]
                self._dismiss(worker)
        while self._leaving:
            await asyncio.wait([worker.gone for worker in self._leaving if worker.gone])

    def _dismiss(self, worker: _Worker | None) -> None:
        """Tells a worker to leave after the mail in its hands; one that is dead is being buried."""
        if worker is None or worker.channel.closed:
            return
        worker.gone = asyncio.get_running_loop().create_future()
        self._leaving.add(worker)
        with contextlib.suppress(OSError):
            worker.channel.send("stop")

    def _has_left(self, worker: _Worker) -> None:
        if worker.gone is not None and not worker.gone.done():
            self._leaving.discard(worker)
            worker.gone.set_result(None)

    async def _start(self, name: str) -> None:
        child, channel = await self._nursery.bear(self._build, name)
        worker = self._workers[name] = _Worker(name, child, channel)
        self._log.worker_started(name, child.pid)
        asyncio.get_running_loop().add_reader(channel.fileno(), self._hear, worker)

    def wake(self) -> None:
        """Tells the idle workers that there is mail; the busy ones look by themselves when they are done."""
        for worker in self._workers.values():
            if worker.idle:
                worker.idle = False
                with contextlib.suppress(OSError):
                    worker.channel.send("wake")

    def _hear(self, worker: _Worker) -> None:
        try:
            message = worker.channel.recv()
        except (EOFError, OSError):
            self._gone(worker)
            return
        _HEARD[message[0]](self, worker, *message[1:])

    def _idle(self, worker: _Worker) -> None:
        worker.idle = True

    def _begun(self, worker: _Worker, mail: int, fence: int) -> None:
        worker.idle, worker.mail, worker.fence = False, mail, fence
        seconds = self._desk.config.limits.worker_deadline.total_seconds()
        worker.deadline = asyncio.get_running_loop().call_later(seconds, worker.child.kill)

    def _finished(self, worker: _Worker) -> None:
        worker.mail = None
        if worker.deadline is not None:
            worker.deadline.cancel()
            worker.deadline = None

    def _done(self, worker: _Worker, mail: int, state: str, rule: str, ticket: int | None) -> None:
        self._finished(worker)
        self._log.mail_done(mail, state, rule, ticket)
        self._on_done()

    def _failed(self, worker: _Worker, mail: int, attempt: int, why: str, later: bool) -> None:
        self._finished(worker)
        self._log.mail_failed(mail, attempt, why)
        self._soon(self._settle(mail, worker.fence, why, later))

    def _broken(self, worker: _Worker, mail: int | None, why: str) -> None:
        """The disk failed under a worker: no fault of the mail, and nobody may go on writing (F06)."""
        self._finished(worker)
        if mail is not None:
            self._log.mail_failed(mail, 0, why)
        if not self.failed.done():
            self.failed.set_exception(StorageFailed(Said.as_is(why)))

    def _unindexed(self, worker: _Worker, why: str) -> None:
        self._log.index_failed(worker.name, why)

    def _overtaken(self, worker: _Worker, mail: int) -> None:
        self._finished(worker)
        self._log.mail_failed(mail, 0, "another worker took it over")

    def _gone(self, worker: _Worker) -> None:
        asyncio.get_running_loop().remove_reader(worker.channel.fileno())
        worker.channel.close()
        mail = worker.mail
        self._finished(worker)
        if not self._stopping:
            left = worker.gone is not None and mail is None
            self._soon(self._see_off(worker) if left else self._bury(worker, mail))

    async def _see_off(self, worker: _Worker) -> None:
        """A worker that left when it was told to."""
        await worker.child.ended
        self._has_left(worker)

    async def _bury(self, worker: _Worker, mail: int | None) -> None:
        why = _cause_of_death(await worker.child.ended)
        self.deaths += 1
        self._log.worker_died(worker.name, worker.child.pid, why, mail)
        if mail is not None:
            await self._settle(mail, worker.fence, f"the worker was ended: {why}", later=False)
        elif time.monotonic() - worker.born < _NO_SPIN * 4:
            await asyncio.sleep(_NO_SPIN)
        self._has_left(worker)
        async with self._starting:
            if not self._stopping and self._workers.get(worker.name) is worker:
                await self._start(worker.name)

    async def _settle(self, mail: int, fence: int, why: str, later: bool) -> None:
        """Puts a mail that failed back, or into the quarantine; a condition that passes by itself is no fault of the mail."""
        while not self._stopping:
            try:
                if await asyncio.to_thread(self._put_back, mail, fence, why, later):
                    self._log.mail_quarantined(mail, why)
            except Overtaken:
                return
            except TryLater:
                await asyncio.sleep(_AGAIN)
                continue
            return

    def _put_back(self, mail: int, fence: int, why: str, later: bool) -> bool:
        now = SystemClock().now()
        with self._desk.database.write() as session:
            quarantined = spool.fail(session, mail, fence, why, now, self._desk.config.limits, counted=not later)
            if quarantined:
                letters, unwritten = letters_about_quarantine(session, self._desk, mail, why, now)
                post(session, letters)
                spool.trace(session, mail, unwritten)
        return quarantined

    def _unborn(self, nursery: asyncio.Future[None]) -> None:
        if not nursery.cancelled() and nursery.exception() and not self.failed.done():
            self.failed.set_exception(nursery.exception() or RuntimeError(nursery))

    def _soon(self, work_to_do: Coroutine[object, object, None]) -> None:
        task = asyncio.create_task(work_to_do)
        self._tasks.add(task)
        task.add_done_callback(self._over)

    def _over(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() and not self.failed.done():
            self.failed.set_exception(task.exception() or RuntimeError(task))

    def alive(self) -> int:
        return sum(not worker.child.ended.done() for worker in self._workers.values())

    async def stop(self, patience: float) -> None:
        """Lets each finish the mail in its hands, then ends it; what is cut off is rolled back and waits."""
        self._stopping = True
        everybody = [*self._workers.values(), *self._leaving]
        for worker in everybody:
            with contextlib.suppress(OSError):
                worker.channel.send("stop")
        ends = [worker.child.ended for worker in everybody]
        if ends:
            await asyncio.wait(ends, timeout=patience)
        for worker in everybody:
            worker.child.kill()
        if ends:
            await asyncio.wait(ends)
        self._nursery.leave()
        for task in list(self._tasks):
            task.cancel()


_HEARD: dict[str, Callable[..., None]] = {
    "idle": Workers._idle,
    "begin": Workers._begun,
    "done": Workers._done,
    "failed": Workers._failed,
    "storage": Workers._broken,
    "overtaken": Workers._overtaken,
    "unindexed": Workers._unindexed,
}


def _cause_of_death(exitcode: int) -> str:
    if exitcode >= 0:
        return f"it ended by itself ({exitcode})"
    name = signal.Signals(-exitcode).name
    return {"SIGXCPU": "too much CPU (SIGXCPU)", "SIGKILL": "killed (deadline passed, or memory)"}.get(name, name)
