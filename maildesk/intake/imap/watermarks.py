"""Who fetches from an account, how far each folder of it is taken, and which mail of the spool was which on the server."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from maildesk.errors import TryLater
from maildesk.intake import spool
from maildesk.intake.imap.account import Watermark
from maildesk.language import Said
from maildesk.mail import RawMail
from maildesk.store.engine import Session
from maildesk.tables import imap_accounts, imap_folders, imap_mails


class Overtaken(TryLater):
    """Another daemon took mails of this folder meanwhile: what this one fetched must not be kept a second time."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of an account, by the names of desk.yaml."""

    account: str
    name: str

    @property
    def key(self) -> dict[str, str]:
        return {"account": self.account, "folder": self.name}


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a mail of the spool lay on its server when it was fetched."""

    account: str
    folder: str
    uidvalidity: int
    uid: int


@dataclass(frozen=True)
class Fetched:
    """A mail and its number on the server."""

    uid: int
    mail: RawMail


def hold(session: Session, account: str, holder: str, now: datetime, until: datetime) -> bool:
    """Whether the account is this daemon's alone until then; raises `Overtaken` where another took it in this moment."""
    mine = or_(imap_accounts.c.holder == holder, imap_accounts.c.lease <= now)
    if session.execute(update(imap_accounts).where(imap_accounts.c.account == account, mine).values(holder=holder, lease=until)).rowcount:
        return True
    if session.execute(select(imap_accounts.c.holder).filter_by(account=account)).first() is not None:
        return False
    try:
        session.execute(insert(imap_accounts).values(account=account, holder=holder, lease=until))
    except IntegrityError:
        raise Overtaken(Said("another daemon fetches from {account}", account=account)) from None
    return True


def let_go(session: Session, account: str, holder: str) -> None:
    """Leaves the account to whoever asks first."""
    session.execute(delete(imap_accounts).filter_by(account=account, holder=holder))


def watermark(session: Session, folder: Folder) -> Watermark | None:
    """How far a folder is taken, None before the first contact."""
    columns = (imap_folders.c[name] for name in Watermark.__dataclass_fields__)
    row = session.execute(select(*columns).filter_by(**folder.key)).first()
    return None if row is None else Watermark(row.uidvalidity, row.uid, row.old, bool(row.anew), row.began)


def begin(session: Session, folder: Folder, before: Watermark | None, after: Watermark) -> None:
    """Notes the first contact, or that the server counts anew; raises `Overtaken`."""
    if before is not None:
        _advance(session, folder, before, after)
        return
    try:
        session.execute(insert(imap_folders).values(**folder.key, **_values(after)))
    except IntegrityError:
        raise _overtaken(folder) from None


def _values(mark: Watermark) -> dict[str, object]:
    return {name: getattr(mark, name) for name in Watermark.__dataclass_fields__} | {"anew": int(mark.anew)}


def _advance(session: Session, folder: Folder, before: Watermark, after: Watermark) -> None:
    here = update(imap_folders).filter_by(**folder.key, uidvalidity=before.uidvalidity, uid=before.uid)
    if session.execute(here.values(**_values(after))).rowcount == 0:
        raise _overtaken(folder)


def _overtaken(folder: Folder) -> Overtaken:
    return Overtaken(Said("another daemon fetches from {name} of {account}", name=folder.name, account=folder.account))


def take(session: Session, folder: Folder, marks: tuple[Watermark, Watermark], fetched: Sequence[Fetched], tidy: bool) -> dict[int, int]:
    """Keeps mails in the spool and moves the watermark from the first mark to the second, both or neither (law 1).

    The same bytes from the same account are the same mail, moved or numbered anew: it is kept once (F26). Gives the spool's id
    for each UID that was new. `tidy` says that the server is to be told later. Raises `Overtaken`.
    """
    _advance(session, folder, *marks)
    known = _known(session, folder.account, {one.mail.sha256 for one in fetched})
    fresh: dict[str, Fetched] = {}
    for one in fetched:
        if one.mail.sha256 not in known:
            fresh.setdefault(one.mail.sha256, one)
    ids = dict(zip(fresh, spool.accept(session, [one.mail for one in fresh.values()]), strict=True))
    rows = [
        {**folder.key, "uidvalidity": marks[1].uidvalidity, "uid": one.uid, "sha256": sha, "mail": (known | ids)[sha], "tidied": int(not tidy)}
        for one in fetched
        for sha in (one.mail.sha256,)
    ]
    if rows:
        session.execute(insert(imap_mails), rows)
    return {one.uid: ids[sha] for sha, one in fresh.items()}


def origin_of(session: Session, mail: int) -> Origin | None:
    """None where the mail came in by another way."""
    columns = (imap_mails.c[name] for name in Origin.__dataclass_fields__)
    row = session.execute(select(*columns).where(imap_mails.c.mail == mail).limit(1)).first()
    return Origin(*row) if row else None


def _known(session: Session, account: str, hashes: Collection[str]) -> dict[str, int]:
    found = session.execute(select(imap_mails.c.sha256, imap_mails.c.mail).where(imap_mails.c.account == account, imap_mails.c.sha256.in_(hashes)))
    return {row.sha256: row.mail for row in found}


def untidied(session: Session, folder: Folder, uidvalidity: int, most: int) -> list[int]:
    """UIDs of mails that are safe here and not yet flagged or moved on the server, oldest first."""
    wanted = select(imap_mails.c.uid).filter_by(**folder.key, uidvalidity=uidvalidity).where(imap_mails.c.tidied == 0)
    return list(session.execute(wanted.order_by(imap_mails.c.uid).limit(most)).scalars())


def tidied(session: Session, folder: Folder, uidvalidity: int, uids: Collection[int]) -> None:
    """Notes that the server has been told; losing this only makes it be told again."""
    session.execute(update(imap_mails).filter_by(**folder.key, uidvalidity=uidvalidity).where(imap_mails.c.uid.in_(uids)).values(tidied=1))
