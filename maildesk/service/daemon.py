"""The daemon: opens the sockets, keeps the workers and the loops alive, and stops in three steps."""

from __future__ import annotations

import asyncio
import contextlib
import random
import signal
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from maildesk import __version__
from maildesk.clock import SystemClock
from maildesk.desk import Desk
from maildesk.edition import Edition, Reading
from maildesk.errors import BadConfiguration, Problem, Refused, TryLater, Wrong
from maildesk.eventlog import EventLog
from maildesk.intake import spool
from maildesk.intake.accept import Acceptor
from maildesk.intake.imap.watch import ImapService
from maildesk.intake.smtp import passwords
from maildesk.intake.smtp.listen import Door, SmtpIntake
from maildesk.moments.backlog import tell_backlog
from maildesk.moments.digest import write_digests
from maildesk.moments.hourly import tell_receipts
from maildesk.moments.junklist import list_junk
from maildesk.moments.later import leave_later
from maildesk.moments.timers import fire_timers
from maildesk.outbound import claims
from maildesk.outbound.outbox import post
from maildesk.recording.staffletters import letters_about_broken_edit
from maildesk.service.delivery import Delivery
from maildesk.service.fetching import Fetching
from maildesk.service.lookout import look_out
from maildesk.service.nursery import Nursery
from maildesk.service.reload import Reloader
from maildesk.service.renewal import renew_tokens
from maildesk.service.showing import Page, Showing
from maildesk.service.vital import Vital
from maildesk.service.workers import Workers
from maildesk.statuspage.standing import DaemonFacts, as_json
from maildesk.store import schema
from maildesk.store.alone import daemon_lock, only_daemon
from maildesk.store.engine import Database
from maildesk.store.notebook import Notes, note, notebook_path, read_notes
from maildesk.system import control, systemd, wake

_CHECKPOINT_EVERY = 1.0  # seconds
_A_DAY = timedelta(days=1)
_TELL_EVERY = 60.0  # seconds between two looks for what staff are to be told now
_NOTE_EVERY = 60.0  # seconds between two looks for lines of history that were written since
_CHECKPOINT_FROM = 4 << 20  # bytes of WAL
_PATIENCE = 15.0  # seconds for mails and letters in hand when the daemon stops: after the intake's 11, and systemd waits 30


async def serve(first: Reading, read: Callable[[], Reading], log: EventLog, nursery: Nursery) -> None:
    """Runs until SIGTERM or SIGINT; raises what killed one of its tasks, so that the service is started again (law 9).

    SIGHUP has the files read anew. Its processes inherit that they do not hear it: a terminal tells it to all of them.
    """
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with running(first, read, log, nursery) as daemon:
        loop.add_signal_handler(signal.SIGHUP, daemon.reloader.call)
        systemd.notify("READY=1")
        daemon.died.add_done_callback(lambda _: stop.set())
        await stop.wait()
        systemd.notify("STOPPING=1")
        if daemon.died.done():
            daemon.died.result()


@contextlib.asynccontextmanager
async def running(first: Reading, read: Callable[[], Reading], log: EventLog, nursery: Nursery) -> AsyncIterator[Daemon]:
    """A whole daemon for the length of the block; its future `died` fails when one of its tasks dies."""
    desk = first.right().desk
    desk.config.state.mkdir(mode=0o700, parents=True, exist_ok=True)
    desk.database.serve()
    with only_daemon(daemon_lock(desk.database, desk.config.state)):
        await asyncio.to_thread(_take_back, desk)
        daemon = Daemon(first, read, log, nursery)
        try:
            await daemon.start()
            yield daemon
        finally:
            await daemon.stop()


def _take_back(desk: Desk) -> None:
    """Checks the database and takes back what a daemon that died had claimed."""
    schema.check(desk.database)
    alone = desk.database.sqlite  # on PostgreSQL others may be at work: their leases end by themselves
    with desk.database.write() as session:
        if alone:
            spool.release(session)
        claims.recover(session, None if alone else SystemClock().now())
    _forget_passwords(desk)


def _forget_passwords(desk: Desk) -> None:
    with desk.database.write() as session:
        passwords.forget_all_but(session, {agent.address for agent in desk.config.agents})


@dataclass(frozen=True)
class _Places:
    """Where an edition wants to be reached: all of it is open, and nobody is answered there yet."""

    doors: Sequence[Door]
    page: Page | None


class Daemon:
    """The parts of a running daemon, started from the inside out and stopped from the outside in."""

    def __init__(self, first: Reading, read: Callable[[], Reading], log: EventLog, nursery: Nursery) -> None:
        self._edition, self._log = first.right(), log
        desk = self._edition.desk
        self._vital = Vital(log)
        self._delivery = Delivery(desk, log)
        self._workers = Workers(self._edition, nursery, log, self._delivery.wake)
        self._acceptor = Acceptor(desk.database, desk.config.limits, self._workers.wake)
        self._intake = SmtpIntake(desk.config, desk.ring, self._acceptor, log, SystemClock())
        self._fetching = Fetching(self._vital)
        self._showing = Showing(self._vital, log, self._facts)
        self._started = SystemClock().now()
        self.reloader = Reloader(first, read, self, log)
        self._ear: socket.socket | None = None
        self._control: list[asyncio.Server | None] = []
        self._reloading: asyncio.Task[None] | None = None

    @property
    def died(self) -> asyncio.Future[None]:
        return self._vital.died

    async def start(self) -> None:
        config, database = self._edition.files.config, self._edition.desk.database
        self._log.started(__version__, str(config.state.parent))
        self._vital.guard("acceptor", self._acceptor.failed)
        self._vital.guard("workers", self._workers.failed)
        await self._workers.start()
        self._vital.start("delivery", self._delivery.run())
        self._vital.start("lookout", look_out(lambda: self._edition.desk.database, self._workers.wake, self._delivery.wake))
        self._vital.start("telling", self._tell_what_is_due())
        self._vital.start("ends", self._note_ends())
        self._vital.start("renewal", renew_tokens(lambda: self._edition.desk.config, SystemClock(), self._log))
        if database.sqlite:
            self._vital.start("checkpoint", _checkpoint(database))
        self._vital.start("watchdog", _watchdog())
        self._listen_to_cli(wake.listen(config.state))
        await self._intake.remember()
        try:
            await self._open(await self._places_of(self._edition), self._edition)
        except BadConfiguration as error:
            raise Refused(error.text) from None
        self._control = [await control.listen(config.state, self._reload), await control.listen(config.state, self._tell, control.FACTS)]
        self._reloading = self._vital.start("reload", self.reloader.run())

    # -- other files
    async def adopt(self, edition: Edition) -> None:
        """Goes by another edition as a whole: new mail at once, a mail or letter in hand is finished with the one before.

        Raises BadConfiguration where it wants a place that cannot be had; then nothing has changed.
        """
        places = await self._places_of(edition)
        changed, self._edition = edition.files != self._edition.files, edition
        await self._open(places, edition)
        if changed:
            await self._workers.adopt(edition.desk, edition.build)
            with contextlib.suppress(TryLater):  # who is named no longer cannot log in anyway, and the next start forgets it
                await asyncio.to_thread(_forget_passwords, edition.desk)

    async def _places_of(self, edition: Edition) -> _Places:
        config, document = edition.files.config, edition.files.document
        doors: list[Door] = []
        problems: list[Problem] = []
        page = None
        for number, listen in enumerate(config.listen):
            try:
                doors += [] if listen.imap else [await self._intake.open(listen)]
            except Refused as error:
                problems.append(Problem(document.place(("listen", number)), error.text))
        try:
            page = self._showing.prepare(edition.desk)
        except Refused as error:
            problems.append(Problem(document.place(("status_page", "listen")), error.text))
        if problems:
            self._intake.give_up([door for door in doors if door.fresh])
            self._showing.give_up(page)
            raise BadConfiguration(problems)
        return _Places(doors, page)

    async def _open(self, places: _Places, edition: Edition) -> None:
        """Nothing in here can fail: up to the first socket that is new, all of it happens at once."""
        config = edition.files.config
        self._acceptor.adopt(config.limits)
        self._delivery.adopt(edition.desk)
        await self._intake.adopt(config, edition.files.ring, places.doors)
        await self._showing.adopt(places.page)
        await self._fetching.adopt(self._imap(edition.desk), [listen.imap for listen in config.listen if listen.imap])

    def _imap(self, desk: Desk) -> ImapService:
        chance, room = random.SystemRandom().random, self._acceptor.has_room
        holder = f"{socket.gethostname()} {desk.config.state}"
        return ImapService(desk.database, desk.config.limits, SystemClock(), self._log, room, self._workers.wake, chance, holder)

    async def _reload(self) -> dict[str, object]:
        outcome = await self.reloader.call()
        return {"changed": outcome.changed, "problems": [problem.plain() for problem in outcome.problems]}

    async def tell(self, problems: tuple[Problem, ...]) -> None:
        """One letter for each of those who look after the desk."""
        written = await asyncio.to_thread(self._write, problems)
        self._log.edit_told(written)
        self._delivery.wake()

    def _write(self, problems: tuple[Problem, ...]) -> int:
        desk, now = self._edition.desk, SystemClock().now()
        where = (socket.gethostname(), self._edition.files.document.file)
        with desk.database.write() as session:
            letters = letters_about_broken_edit(session, desk, where, problems, now)
            post(session, letters)
        return len(letters)

    async def _tell_what_is_due(self) -> None:
        while True:
            for tell in (fire_timers, tell_backlog, list_junk, write_digests, leave_later, tell_receipts, _wake_overslept):
                with contextlib.suppress(TryLater):  # a busy or absent database: it is all still there
                    if await asyncio.to_thread(tell, self._edition.desk, SystemClock().now()):
                        self._delivery.wake()
            await asyncio.sleep(_TELL_EVERY)

    async def _note_ends(self) -> None:
        """Notes down where histories end. A file that cannot be used is left as it is: it may be the proof of something."""
        notes: Notes | None = None
        while True:
            try:
                notes = await asyncio.to_thread(self._noted, notes)
            except Wrong as error:
                self._log.ends_not_noted(str(notebook_path(self._edition.desk.config.state)), error.wrong)
                await asyncio.Event().wait()
            except OSError as error:
                self._log.ends_not_noted(str(notebook_path(self._edition.desk.config.state)), error.strerror or str(error))
            except TryLater:
                pass  # a busy or absent database
            await asyncio.sleep(_NOTE_EVERY)

    def _noted(self, notes: Notes | None) -> Notes:
        desk = self._edition.desk
        path = notebook_path(desk.config.state)
        before = read_notes(path, desk.ring) if notes is None else notes
        with desk.database.read() as session:
            return note(session, path, before, desk.ring)

    # -- the rest
    def _listen_to_cli(self, ear: socket.socket | None) -> None:
        self._ear = ear
        if ear is not None:
            asyncio.get_running_loop().add_reader(ear, self._woken)

    def _woken(self) -> None:
        """Another process wrote: it may have put a mail back or posted a letter."""
        with contextlib.suppress(BlockingIOError):
            while self._ear is not None:
                self._ear.recv(1)
        self._workers.wake()
        self._delivery.wake()

    async def _tell(self) -> dict[str, object]:
        return as_json(self._facts())

    def _facts(self) -> DaemonFacts:
        return DaemonFacts(
            self._workers.alive(),
            self._workers.deaths,
            dict(self._log.relays),
            dict(self._log.accounts),
            self._log.troubles,
            self._log.worked or self._started,
            self.reloader.loaded,
            self.reloader.problems,
        )

    async def stop(self) -> None:
        """Three steps: take nothing more, finish what is in hand, let go."""
        self.died.cancel()  # from here on a task that ends was told to
        self._log.stopping("no more mail is taken")
        if self._reloading is not None:
            await self._vital.end(self._reloading)
        await asyncio.gather(self._intake.stop(), self._fetching.stop())
        await self._acceptor.close()
        self._log.stopping("finishing what is in hand")
        await asyncio.gather(self._workers.stop(_PATIENCE), self._delivery.stop(_PATIENCE))
        self._log.stopping("done")
        for server in filter(None, self._control):
            server.close()
        await self._showing.stop()
        if self._ear is not None:
            asyncio.get_running_loop().remove_reader(self._ear)
            self._ear.close()
        await self._vital.end_all()
        self._edition.desk.database.close()


def _wake_overslept(desk: Desk, now: datetime) -> int:
    """What was put off while the clock stood far ahead waits no longer than it would have; gives how many letters did."""
    with desk.database.write() as session:
        spool.wake_overslept(session, now)
        return claims.wake_overslept(session, now, max(_A_DAY, desk.config.limits.retry_longest * 2))


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
