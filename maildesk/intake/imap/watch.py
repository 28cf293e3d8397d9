"""Watches an IMAP account: fetches what is new, makes it durable, and keeps trying whatever the server does."""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial

from maildesk.clock import Clock
from maildesk.config.limits import Limits
from maildesk.config.secret import read_secret
from maildesk.config.ways import Imap, MoveTo
from maildesk.errors import BadConfiguration, TryLater
from maildesk.eventlog import EventLog
from maildesk.intake.imap import account as imap_account
from maildesk.intake.imap import folder as imap_folder
from maildesk.intake.imap import watermarks
from maildesk.intake.imap.account import Part, Waits, Watermark
from maildesk.intake.imap.connection import Connection, Patience, connect
from maildesk.intake.imap.folder import FolderState, Listed
from maildesk.intake.imap.trouble import AccountFailed, LoginRefused, Rejected
from maildesk.intake.imap.watermarks import Fetched, Folder, Overtaken
from maildesk.language import Said
from maildesk.mail import RawMail
from maildesk.store.engine import Database

_BATCH = 100  # UIDs in one command: more make the library, and some servers, stumble (DEPENDENCIES)
_COMMIT = 8 << 20  # bytes of mail fetched before they are made durable
_POLL = 60.0  # seconds between two looks where IDLE cannot tell of all folders


@dataclass(frozen=True)
class ImapService:
    """What all accounts of a desk share. `accepted` is called after each commit; `jitter` gives 0 ≤ x < 1; `holder`
    names this daemon among those that share the database, and is the same after a restart."""

    database: Database
    limits: Limits
    clock: Clock
    log: EventLog
    has_room: Callable[[], bool]
    accepted: Callable[[], None]
    jitter: Callable[[], float]
    holder: str
    patience: Patience = field(default_factory=Patience)
    waits: Waits = field(default_factory=Waits)
    poll: float = _POLL


class AccountWatch:
    """One account. Any trouble with the server is waited out; only a disk that cannot be trusted ends it, and with it the daemon."""

    def __init__(self, service: ImapService, imap: Imap) -> None:
        self._service, self._imap = service, imap
        self._failures = 0
        self._well = False
        self._trouble: Counter[tuple[str, int, int]] = Counter()  # of folder, UIDVALIDITY and UID
        self._absent: set[str] = set()
        self._seen: dict[str, int] = {}  # of each folder, what its next mail was to be called when it was looked into
        self._untidy: set[str] = set()

    async def run(self) -> None:
        """Never ends by itself."""
        try:
            while True:
                await self._try()
        finally:
            await asyncio.to_thread(self._let_go)

    async def _try(self) -> None:
        """Until something fails; then it waits as long as that wants."""
        try:
            await self._hold()
            await self._connected()
        except Overtaken:
            await asyncio.sleep(self._service.poll)
        except (TryLater, BadConfiguration) as error:
            refused = isinstance(error, LoginRefused | BadConfiguration)
            self._failures += 1
            wait = imap_account.wait_after(self._failures, refused, self._service.waits, self._service.jitter())
            self._well = False
            self._service.log.account_failed(self._imap.account, str(error), wait)
            await asyncio.sleep(wait)

    async def _hold(self) -> None:
        """Raises `Overtaken` where another daemon fetches from the account; a dead one's lease ends soon after its longest wait."""
        now, patience = self._service.clock.now(), self._service.patience
        until = now + timedelta(seconds=patience.idle + 2 * patience.command)
        if not await asyncio.to_thread(self._held, now, until):
            raise Overtaken(Said("another daemon fetches from {account}", account=self._imap.account))

    def _held(self, now: datetime, until: datetime) -> bool:
        with self._service.database.write() as session:
            return watermarks.hold(session, self._imap.account, self._service.holder, now, until)

    def _let_go(self) -> None:
        with self._service.database.write() as session:
            watermarks.let_go(session, self._imap.account, self._service.holder)

    async def _connected(self) -> None:
        async with connect(self._imap, self._service.patience) as connection:
            await imap_folder.log_in(connection, self._imap, await asyncio.to_thread(read_secret, self._imap, os.environ))
            while True:
                await self._hold()
                for name in self._imap.watched:
                    await self._folder(connection, name)
                self._works()
                await self._rest(connection)

    def _works(self) -> None:
        self._failures = 0
        if not self._well:
            self._well = True
            self._service.log.account_ok(self._imap.account)

    async def _rest(self, connection: Connection) -> None:
        """Until there may be something new. IDLE tells of the folder that is open: with several, the others wait for the next look."""
        if "IDLE" not in connection.capabilities or self._absent:
            await asyncio.sleep(self._service.poll)
            return
        alone = len(self._imap.watched) == 1
        if not alone:
            first = self._imap.watched[0]
            if (await imap_folder.select(connection, first)).uidnext != self._seen.get(first):
                return  # something came while we looked into the others
        try:
            await connection.idle(self._service.patience.idle if alone else self._service.poll)
        except Rejected:
            await asyncio.sleep(self._service.poll)

    async def _folder(self, connection: Connection, name: str) -> None:
        """Takes what is new in a folder; one that is not there is told of once and holds up no other (F25)."""
        try:
            state = await imap_folder.select(connection, name)
        except Rejected as error:
            if name not in self._absent:
                self._absent.add(name)
                self._service.log.folder_absent(self._imap.account, name, str(error))
            return
        self._absent.discard(name)
        self._seen[name] = state.uidnext
        if not self._service.has_room():
            raise TryLater(Said("the disk is nearly full; mail waits on the server"))
        folder = Folder(self._imap.account, name)
        mark = await asyncio.to_thread(self._mark, folder, state)
        uids = await imap_folder.uids_from(connection, mark.uid + 1)
        recent = await self._recent(connection, folder, mark)
        for batch in imap_account.in_batches(uids, _BATCH):
            mark = await self._batch(connection, folder, mark, batch, recent)
        await self._tidy(connection, folder, state)

    async def _recent(self, connection: Connection, folder: Folder, mark: Watermark) -> frozenset[int]:
        since = self._imap.since_in(folder.name)
        if mark.anew or mark.uid >= mark.old or since is None:
            return frozenset()
        return await imap_folder.uids_since(connection, since)

    def _mark(self, folder: Folder, state: FolderState) -> Watermark:
        """The folder's watermark, set now where we see it for the first time or where the server counts anew."""
        with self._service.database.read() as session:
            known = watermarks.watermark(session, folder)
        if known is not None and known.uidvalidity == state.uidvalidity:
            return known
        if known is None:
            mark = imap_account.first_contact(state, self._imap.since_in(folder.name), self._service.clock.now())
        else:
            mark = imap_account.renumbered(known, state)
        with self._service.database.write() as session:
            watermarks.begin(session, folder, known, mark)
        self._service.log.folder_begun(folder.account, folder.name, state.uidvalidity, mark.uid)
        return mark

    async def _batch(self, connection: Connection, folder: Folder, mark: Watermark, uids: Sequence[int], recent: frozenset[int]) -> Watermark:
        """Fetches mails one by one and commits them by the lot; the last commit moves the watermark past what is not for us.

        What was fetched before a failure is kept: one bad mail does not hold up those before it.
        """
        await self._hold()
        there = await imap_folder.listed(connection, uids)
        untold = await self._untold(connection, [uid for uid in uids if uid not in there])
        fetched: list[Fetched] = []
        try:
            for uid in uids:
                found = there.get(uid) or (self._not_described(folder, mark, uid) if uid in untold else None)
                via = imap_account.via_of(self._imap, folder.name, found, mark, recent) if found else None
                if found is None or via is None:
                    continue
                if fetched and found.size + sum(len(one.mail.data) for one in fetched) > _COMMIT:
                    mark, fetched = await self._take(folder, mark, fetched[-1].uid, fetched), []
                data = await self._fetch(connection, folder, mark, found)
                if data is not None:
                    envelope = imap_account.envelope_of(data, self._imap, via)
                    fetched.append(Fetched(uid, RawMail(data, envelope, self._service.clock.now())))
        except AccountFailed:
            if fetched:
                await self._take(folder, mark, fetched[-1].uid, fetched)
            raise
        return await self._take(folder, mark, uids[-1], fetched)

    async def _untold(self, connection: Connection, uids: Sequence[int]) -> frozenset[int]:
        """Those of the mails, of which the server's list says nothing, that it has all the same."""
        return await imap_folder.present(connection, uids) if uids else frozenset()

    def _not_described(self, folder: Folder, mark: Watermark, uid: int) -> Listed:
        """Raises `Rejected` until it is clear that the server never will describe the mail; then a note is to stand for it."""
        key, refused = (folder.name, mark.uidvalidity, uid), Rejected(Said("the server does not describe the mail of UID {uid}", uid=uid))
        if imap_account.part_of(0, self._trouble[key], self._service.limits.message) is not Part.NOTHING:
            self._trouble[key] += imap_account.trouble_of(refused)
            raise refused
        return Listed(uid, 0, None)

    async def _take(self, folder: Folder, mark: Watermark, uid: int, fetched: Sequence[Fetched]) -> Watermark:
        after = replace(mark, uid=uid)
        taken = await asyncio.to_thread(self._commit, folder, (mark, after), fetched)
        for one in fetched:
            if one.uid in taken:
                self._service.log.mail_accepted(taken[one.uid], len(one.mail.data), one.mail.envelope.via, folder.account, 0)
        if taken:
            self._failures = 0  # it gets on: several bad mails in a row must not add up to hours
            self._service.accepted()
        return after

    def _commit(self, folder: Folder, marks: tuple[Watermark, Watermark], fetched: Sequence[Fetched]) -> dict[int, int]:
        with self._service.database.write(durable=True) as session:
            return watermarks.take(session, folder, marks, fetched, tidy=self._imap.after != "keep" and not self._imap.leaves(folder.name))

    async def _fetch(self, connection: Connection, folder: Folder, mark: Watermark, mail: Listed) -> bytes | None:
        """A mail's bytes, or what can be had of one that is too large or that the server will not give; None where it is gone."""
        key, largest = (folder.name, mark.uidvalidity, mail.uid), self._service.limits.message
        part = imap_account.part_of(mail.size, self._trouble[key], largest)
        note = partial(imap_account.with_note, place=f"{folder.account}, {folder.name}, UID {mail.uid}", size=mail.size, part=part)
        if part is Part.NOTHING:
            return note(b"")
        seconds = self._service.patience.command + mail.size / self._service.limits.slowest
        section = "HEADER" if part is Part.HEADERS else ""
        try:
            if mail.size > largest:
                had = await imap_folder.head_and_beginning(connection, mail.uid, largest, seconds)
                return note(had[0], beginning=had[1]) if had else None
            data = await imap_folder.content(connection, mail.uid, section, largest, seconds)
            if not data and mail.size and await self._untold(connection, [mail.uid]):
                raise Rejected(Said("the server gives nothing of the mail of UID {uid}", uid=mail.uid))
        except AccountFailed as error:
            self._trouble[key] += imap_account.trouble_of(error)
            raise
        return note(data) if data is not None and part is Part.HEADERS else data

    async def _tidy(self, connection: Connection, folder: Folder, state: FolderState) -> None:
        """A later step, which holds up no mail: a server that refuses it is told of once, and asked again at each look."""
        try:
            await self._tidied_up(connection, folder, state)
        except Rejected as error:
            if folder.name not in self._untidy:
                self._service.log.folder_untidy(folder.account, folder.name, str(error))
            self._untidy.add(folder.name)
        else:
            self._untidy.discard(folder.name)

    async def _tidied_up(self, connection: Connection, folder: Folder, state: FolderState) -> None:
        """Flags or moves what is safe here, as desk.yaml wants it."""
        after = self._imap.after
        while after != "keep" and (uids := await asyncio.to_thread(self._untidied, folder, state)):
            if isinstance(after, MoveTo):
                await imap_folder.move(connection, uids, after.move)
            else:
                await imap_folder.flag(connection, uids)
            await asyncio.to_thread(self._tidied, folder, state, uids)

    def _untidied(self, folder: Folder, state: FolderState) -> list[int]:
        with self._service.database.read() as session:
            return watermarks.untidied(session, folder, state.uidvalidity, _BATCH)

    def _tidied(self, folder: Folder, state: FolderState, uids: Sequence[int]) -> None:
        with self._service.database.write() as session:
            watermarks.tidied(session, folder, state.uidvalidity, uids)
