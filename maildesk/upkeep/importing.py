"""Files an archive's mails: accepts them into the spool already claimed, and has each processed by a process that may be killed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from maildesk.clock import Clock, SystemClock
from maildesk.desk import Desk
from maildesk.errors import NOTHING, Overtaken, Refused
from maildesk.intake import spool
from maildesk.intake.accept import has_room
from maildesk.intake.spool import Claimed
from maildesk.language import Said
from maildesk.mail import Envelope, MailState, Outcome, RawMail
from maildesk.pipeline import process_one
from maildesk.service.killable import Killable, Killed
from maildesk.store.engine import Database, DiskFull, StorageFailed
from maildesk.system import wake
from maildesk.upkeep.survey import Planned

_CLAIMER = "import"
_BATCH_MAILS, _BATCH_BYTES = 100, 16 << 20  # accepted in one commit
_LONG_WAL = 16 << 20  # bytes


@dataclass(frozen=True, slots=True)
class Filed:
    """What became of a mail: its ticket, or why it still waits (`trouble`) or was not taken."""

    planned: Planned
    state: MailState | None
    ticket: int | None
    trouble: Said = NOTHING


def file_all(desk: Desk, build: Callable[[], Desk], planned: Sequence[Planned], rcpt_to: tuple[str, ...]) -> Iterator[Filed]:
    """Files the mails in their order and tells of each; what the desk has already is left alone.

    A mail that cannot be processed waits in the spool, where the daemon tries it again. Stopped at any point, nothing is
    lost or doubled: the rest of a batch waits, and the next import goes on.
    """
    clock = SystemClock()
    with closing(Killable(build, file_one, desk.config.limits)) as clerk:
        for batch in _batches(planned):
            yield from _File(desk, clerk, clock, rcpt_to).batch(batch)
            _shorten(desk.database)
    wake.tell(desk.config.state)


def file_one(desk: Desk, claimed: Claimed) -> Outcome | str:
    """The outcome of one mail, or what went wrong with it."""
    try:
        return process_one(desk, claimed, SystemClock().now())
    except (MemoryError, StorageFailed):
        raise
    except Exception as error:  # noqa: BLE001 - whatever a mail causes is told beside its name; it stays in the spool
        return f"{type(error).__name__}: {error}"


@dataclass(frozen=True)
class _File:
    """One batch's way into the desk."""

    desk: Desk
    clerk: Killable[Claimed, Outcome | str]
    clock: Clock
    rcpt_to: tuple[str, ...]

    def batch(self, planned: Sequence[Planned]) -> Iterator[Filed]:
        taken: list[tuple[Planned, RawMail]] = []
        for one in planned:
            try:
                taken.append((one, self._mail(one)))
            except Refused as error:
                yield Filed(one, None, None, error.text)
        waiting = self._accept([mail for _, mail in taken])
        try:
            for one, _ in taken:
                yield self._filed(one, waiting[0])
                del waiting[0]
        finally:
            for claimed in waiting:
                self._put_back(claimed, Said("the import was stopped"), counted=False)

    def _mail(self, one: Planned) -> RawMail:
        envelope = Envelope(None, self.rcpt_to, via="archive", conversation=one.conversation)
        return RawMail(one.found.place.read(), envelope, self.clock.now())

    def _accept(self, mails: Sequence[RawMail]) -> list[Claimed]:
        if not has_room(self.desk.database, self.desk.config.limits):
            raise DiskFull(Said("the disk is nearly full; make room and start the import again, it goes on where it stopped"))
        until = self.clock.now() + self.desk.config.limits.worker_deadline * (len(mails) + 1)
        with self.desk.database.write() as session:
            return spool.accept_claimed(session, mails, _CLAIMER, until)

    def _filed(self, one: Planned, claimed: Claimed) -> Filed:
        answer = self.clerk.ask(claimed)
        if isinstance(answer, Outcome):
            return Filed(one, answer.state, answer.ticket)
        why = Said("it was too much for its worker: {why}", why=answer.why) if isinstance(answer, Killed) else Said.as_is(answer)
        self._put_back(claimed, why, counted=True)
        return Filed(one, MailState.WAITING, None, why)

    def _put_back(self, claimed: Claimed, why: str, counted: bool) -> None:
        with suppress(Overtaken), self.desk.database.write() as session:
            spool.fail(session, claimed.mail.id, claimed.fence, why, self.clock.now(), self.desk.config.limits, counted)


def _batches(planned: Sequence[Planned]) -> Iterator[list[Planned]]:
    batch: list[Planned] = []
    size = 0
    for one in planned:
        if batch and (len(batch) == _BATCH_MAILS or size + one.found.size > _BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(one)
        size += one.found.size
    if batch:
        yield batch


def _shorten(database: Database) -> None:
    """Where no daemon runs nobody else moves the WAL into the database; the two keep out of each other's way."""
    wal = Path(f"{database.path}-wal")
    if database.sqlite and wal.exists() and wal.stat().st_size > _LONG_WAL:
        database.checkpoint()
