"""Brings a mail that was taken in part, because it is too large, whole from the account where it still lies: piece by piece, into a file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from maildesk.config.schema import DeskConfig
from maildesk.config.secret import Secret
from maildesk.config.ways import Imap, MoveTo
from maildesk.errors import Refused
from maildesk.intake import spool
from maildesk.intake.imap import folder as imap_folder
from maildesk.intake.imap.connection import Connection, Patience, connect
from maildesk.intake.imap.trouble import LoginRefused, Rejected
from maildesk.intake.imap.watermarks import Origin, origin_of
from maildesk.intake.mime.parse import parse
from maildesk.language import Said
from maildesk.store.engine import Session

_PIECE = 4 << 20  # bytes at a time: no film fits into memory
_SLACK = 64 << 10  # some servers guess at sizes


@dataclass(frozen=True, slots=True)
class Sought:
    """A mail on a server: where it lay when it was fetched, and its Message-ID, by which it is found where it was moved since."""

    imap: Imap
    origin: Origin
    message_id: str

    @property
    def folders(self) -> tuple[str, ...]:
        after = self.imap.after
        return tuple(dict.fromkeys((self.origin.folder, *((after.move,) if isinstance(after, MoveTo) else ()))))


def sought_of(session: Session, config: DeskConfig, mail: int) -> Sought:
    """Where a mail of the spool is to be looked for; raises `Refused` where it came by another way, or its account is not in desk.yaml any more."""
    _, data = spool.shown(session, mail)
    origin = origin_of(session, mail)
    if origin is None:
        raise Refused(Said("mail {mail} was not fetched from an account: all of it is here; see: maildesk spool show --raw {mail}", mail=mail))
    imap = next((way.imap for way in config.listen if way.imap and way.imap.account == origin.account), None)
    if imap is None:
        raise Refused(Said("mail {mail} lies on {account}, which desk.yaml does not name any more", mail=mail, account=origin.account))
    return Sought(imap, origin, parse(data, config.limits).message_id or "")


async def bring(sought: Sought, secret: Secret, file: Path, at_once: int = _PIECE) -> int:
    """Writes the whole mail into a new file, for its owner's eyes alone, and gives its size.

    Raises `Refused` where the mail or the account is gone or the file is there, `TryLater` where the server is away; what was begun is gone then.
    """
    async with connect(sought.imap, Patience()) as connection:
        try:
            await imap_folder.log_in(connection, sought.imap, secret)
        except LoginRefused as error:
            raise Refused(Said("{account} is not let in: {error}", account=sought.imap.account, error=error.text)) from None
        uid = await _uid(connection, sought)
        with _new(file) as target:
            return await _copied(connection, uid, target, at_once)


async def _uid(connection: Connection, sought: Sought) -> int:
    """The mail's number in the folder that is open now."""
    for folder in sought.folders:
        try:
            state = await imap_folder.select(connection, folder, command="EXAMINE")
            same = folder == sought.origin.folder and state.uidvalidity == sought.origin.uidvalidity
            there = await imap_folder.listed(connection, [sought.origin.uid]) if same else {}
            found = list(there) or await imap_folder.uids_named(connection, sought.message_id)
        except Rejected:
            continue
        if found:
            return found[0]
    raise Refused(Said("the mail is no more in {folders} of {account}", folders=", ".join(sought.folders), account=sought.imap.account))


@contextmanager
def _new(file: Path) -> Iterator[BinaryIO]:
    """A file that was not there; taken away again where it does not become whole."""
    try:
        opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise Refused(Said("{path} cannot be written: {why}", path=file, why=error.strerror)) from None
    try:
        with os.fdopen(opened, "wb") as target:
            yield target
    except BaseException:
        file.unlink(missing_ok=True)
        raise


async def _copied(connection: Connection, uid: int, target: BinaryIO, at_once: int) -> int:
    """Piece by piece until one is empty. A server that gives the beginning each time would never end: it counts as one that gives no pieces."""
    there = await imap_folder.listed(connection, [uid])
    said = there[uid].size if uid in there else 0
    most, size = 2 * said + _SLACK, 0
    while piece := await imap_folder.piece(connection, uid, size, at_once):
        size += target.write(piece)
        if size > most:
            raise Refused(Said("the server sends more than twice the {size} bytes that it says the mail has", size=said))
    return size
