"""The daemon: opens the sockets, keeps the workers and the loops alive, and stops in three steps."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import os
import random
import signal
import socket
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from functools import partial
from pathlib import Path

from maildesk import __version__, systemd, wake
from maildesk.clock import SystemClock
from maildesk.delivery import Delivery
from maildesk.desk import Desk
from maildesk.errors import MaildeskError, Refused, TryLater
from maildesk.eventlog import EventLog
from maildesk.intake import spool
from maildesk.intake.accept import Acceptor
from maildesk.intake.imap_watch import AccountWatch, ImapService
from maildesk.intake.listen import SmtpIntake
from maildesk.outbound import claims
from maildesk.statuspage.server import StatusPage
from maildesk.statuspage.standing import DaemonFacts, Observer
from maildesk.store import schema
from maildesk.store.engine import Database
from maildesk.workers import Workers

_CHECKPOINT_EVERY = 1.0  # seconds
_CHECKPOINT_FROM = 4 << 20  # bytes of WAL
_PATIENCE = 15.0  # seconds for mails and letters in hand when the daemon stops: after the intake's 11, and systemd waits 30


async def serve(desk: Desk, build: Callable[[], Desk], log: EventLog) -> None:
    """Runs until SIGTERM or SIGINT; raises what killed one of its tasks, so that the service is started again (law 9)."""
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with running(desk, build, log) as died:
        systemd.notify("READY=1")
        died.add_done_callback(lambda _: stop.set())
        await stop.wait()
        systemd.notify("STOPPING=1")
        if died.done():
            died.result()


@contextlib.asynccontextmanager
async def running(desk: Desk, build: Callable[[], Desk], log: EventLog) -> AsyncIterator[asyncio.Future[None]]:
    """A whole daemon for the length of the block; the future fails when one of its tasks dies."""
    with only_daemon(lock_of(desk)):
        await asyncio.to_thread(_take_back, desk)
        daemon = _Daemon(desk, build, log)
        try:
            await daemon.start()
            yield daemon.died
        finally:
            await daemon.stop()


def lock_of(desk: Desk) -> Path:
    """The file whose lock says that a daemon is at work: beside an SQLite database, whichever desk.yaml led to it."""
    desk.config.state.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Path(f"{desk.database.path.resolve()}-daemon") if desk.database.sqlite else desk.config.state / "daemon.lock"


@contextlib.contextmanager
def only_daemon(path: Path) -> Iterator[None]:
    """Holds the lock; a second daemon on the same SQLite database, or the same state directory, is refused."""
    lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.truncate(lock, 0)
        os.write(lock, f"{os.getpid()}\n".encode())
        yield
    except BlockingIOError:
        raise Refused(f"another maildesk serves this desk (process {os.pread(lock, 20, 0).decode().strip()}); stop it first") from None
    finally:
        os.close(lock)


def _take_back(desk: Desk) -> None:
    """Checks the database and takes back what a daemon that died had claimed."""
    schema.check(desk.database)
    alone = desk.database.sqlite  # on PostgreSQL others may be at work: their leases end by themselves
    with desk.database.write() as session:
        if alone:
            spool.release(session)
        claims.recover(session, None if alone else SystemClock().now())


class _Daemon:
    """The parts of a running daemon, started from the inside out and stopped from the outside in."""

    def __init__(self, desk: Desk, build: Callable[[], Desk], log: EventLog) -> None:
        limits = desk.config.limits
        self._desk, self._log = desk, log
        self.died: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._delivery = Delivery(desk, log)
        self._workers = Workers(desk, build, log, self._delivery.wake)
        self._acceptor = Acceptor(desk.database, limits, self._workers.wake)
        self._intake = SmtpIntake(desk.config, desk.ring, self._acceptor, log, SystemClock())
        chance, room = random.SystemRandom().random, self._acceptor.has_room
        holder = f"{socket.gethostname()} {desk.config.state}"
        self._imap = ImapService(desk.database, limits, SystemClock(), log, room, self._workers.wake, chance, holder)
        self._tasks: list[asyncio.Task[None]] = []
        self._fetching: list[asyncio.Task[None]] = []
        self._page: StatusPage | None = None
        self._ear: socket.socket | None = None

    async def start(self) -> None:
        self._log.started(__version__, str(self._desk.config.state.parent))
        self._acceptor.failed.add_done_callback(partial(self._over, "acceptor"))
        self._workers.failed.add_done_callback(partial(self._over, "workers"))
        await self._workers.start()
        self._watch("delivery", self._delivery.run())
        if self._desk.database.sqlite:
            self._watch("checkpoint", _checkpoint(self._desk.database))
        self._ear = wake.listen(self._desk.config.state)
        if self._ear is not None:
            asyncio.get_running_loop().add_reader(self._ear, self._woken)
        self._open_page()
        self._watch("watchdog", _watchdog())
        await self._open_ways_in()

    async def _open_ways_in(self) -> None:
        for listen in self._desk.config.listen:
            if listen.imap is not None:
                self._fetching.append(self._watch(f"imap {listen.imap.account}", AccountWatch(self._imap, listen.imap).run()))
                continue
            await self._intake.serve(listen)
            self._log.listening("smtp" if listen.smtp else "lmtp", listen.smtp or listen.lmtp or "")

    def _woken(self) -> None:
        """Another process wrote: it may have put a mail back or posted a letter."""
        with contextlib.suppress(BlockingIOError):
            while self._ear is not None:
                self._ear.recv(1)
        self._workers.wake()
        self._delivery.wake()

    def _open_page(self) -> None:
        config = self._desk.config.status_page
        if config is None:
            return
        self._page = StatusPage(config, Observer(self._desk.database, SystemClock(), self._facts), self._log)
        ear = self._page.listen()
        self._log.listening("http", config.listen)
        self._watch("page", self._page.serve(ear))

    def _facts(self) -> DaemonFacts:
        return DaemonFacts(self._workers.alive(), self._workers.deaths, dict(self._log.relay_failures), dict(self._log.accounts))

    def _watch(self, name: str, work: Coroutine[object, object, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work, name=name)
        task.add_done_callback(partial(self._over, name))
        self._tasks.append(task)
        return task

    def _over(self, name: str, done: asyncio.Future[None]) -> None:
        """A task that ends before it is told to has died, and takes the daemon with it."""
        if self.died.done() or done.cancelled():
            return
        error = done.exception()
        self._log.task_died(name, repr(error) if error else "it ended")
        self.died.set_exception(error or MaildeskError(f"the daemon's task “{name}” ended"))

    async def stop(self) -> None:
        """Three steps: take nothing more, finish what is in hand, let go."""
        self.died.cancel()  # from here on a task that ends was told to
        self._log.stopping("no more mail is taken")
        for task in self._fetching:
            task.cancel()
        await self._intake.stop()
        await asyncio.gather(*self._fetching, return_exceptions=True)
        await self._acceptor.close()
        self._log.stopping("finishing what is in hand")
        await asyncio.gather(self._workers.stop(_PATIENCE), self._delivery.stop(_PATIENCE))
        self._log.stopping("done")
        if self._page is not None:
            self._page.stop()
        if self._ear is not None:
            asyncio.get_running_loop().remove_reader(self._ear)
            self._ear.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._desk.database.close()


async def _checkpoint(database: Database) -> None:
    """The one checkpointer: keeps the WAL short while writers wait their turn (docs/decisions/0003)."""
    wal = Path(f"{database.path}-wal")
    while True:
        await asyncio.sleep(_CHECKPOINT_EVERY)
        if wal.exists() and wal.stat().st_size > _CHECKPOINT_FROM:
            with contextlib.suppress(TryLater):  # a full disk: the WAL keeps everything until there is room
                await asyncio.to_thread(database.checkpoint)


async def _watchdog() -> None:
    """Tells systemd that the loop still turns; where nobody asked, it just turns."""
    pause = systemd.watchdog_pause()
    while True:
        await asyncio.sleep(pause or 3600)
        systemd.notify("WATCHDOG=1")
