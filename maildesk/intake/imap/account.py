"""What is decided about fetched mail: which mails are ours to take, how, and when to try again. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import IntEnum
from hashlib import sha256
from typing import TypeVar

from maildesk.config.ways import Imap
from maildesk.intake.imap.folder import FolderState, Listed
from maildesk.intake.imap.trouble import AccountFailed, Rejected, TooLarge
from maildesk.mail import FETCHED, FETCHED_JUNK, FETCHED_SENT, Envelope

_CLOCKS_DIFFER = timedelta(minutes=10)  # the server's clock and ours

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Watermark:
    """How far a folder is taken: up to `uid` of this `uidvalidity`.

    Up to `old` it was there at the first contact (`began`), or, where the server counts `anew`, when it began to.
    """

    uidvalidity: int
    uid: int
    old: int
    anew: bool
    began: datetime


def first_contact(folder: FolderState, since: date | None, now: datetime) -> Watermark:
    """What is there belongs to the time before us: it is left alone, or with `since` gone through as an archive."""
    there = folder.uidnext - 1
    return Watermark(folder.uidvalidity, there if since is None else 0, there, False, now)


def renumbered(before: Watermark, folder: FolderState) -> Watermark:
    """The server counts anew (RFC 3501 §2.3.1.1): all is looked at again, and what was here already is known by its bytes (V030)."""
    return replace(before, uidvalidity=folder.uidvalidity, uid=0, old=folder.uidnext - 1, anew=True)


def via_of(imap: Imap, folder: str, mail: Listed, mark: Watermark, recent: frozenset[int]) -> str | None:
    """The way in of a mail, or None where it is not for us: of junk only what comes from now on. `recent` are the UIDs since the day an archive begins."""
    via = _via(mail, mark, recent, imap.since_in(folder))
    if via != FETCHED:
        return via
    return FETCHED_JUNK if folder in imap.junk_folders else FETCHED_SENT if folder in imap.sent_folders else via


def _via(mail: Listed, mark: Watermark, recent: frozenset[int], since: date | None) -> str | None:
    """Where the server counts anew, mails from before our time stand among the others: only their arrival tells them apart."""
    if mail.uid > mark.old:
        return FETCHED
    if not mark.anew:
        return "archive" if mail.uid in recent else None
    if mail.arrived is None or mail.arrived >= mark.began - _CLOCKS_DIFFER:
        return FETCHED
    return "archive" if since is not None and mail.arrived.date() >= since else None


class Part(IntEnum):
    """How much of a mail is fetched."""

    ALL, HEADERS, NOTHING = 0, 1, 2


# A mail that the server will not give must not hide those behind it. What fails with the connection may be the line's fault,
# so it takes long; a refusal or an endless mail is the mail's own.
_REFUSAL, _ENDLESS = 4, 12
_TROUBLE_FOR_HEADERS, _TROUBLE_FOR_NOTHING = 12, 24


def trouble_of(error: AccountFailed) -> int:
    """How much a failure while a mail was fetched speaks against the mail."""
    if isinstance(error, TooLarge):
        return _ENDLESS
    return _REFUSAL if isinstance(error, Rejected) else 1


def part_of(size: int, trouble: int, largest: int) -> Part:
    """How much to fetch of a mail of that size that has made that much trouble."""
    if trouble >= _TROUBLE_FOR_NOTHING:
        return Part.NOTHING
    return Part.HEADERS if size > largest or trouble >= _TROUBLE_FOR_HEADERS else Part.ALL


_BODY_FIELDS = re.compile(rb"^(?:content-[\w-]+|mime-version):.*(?:\r?\n[ \t].*)*\r?\n?", re.IGNORECASE | re.MULTILINE)


def with_note(headers: bytes, place: str, size: int, part: Part, beginning: bytes = b"") -> bytes:
    """A mail of which only the headers are here, and perhaps the beginning of its body, with words that say where the rest is."""
    why = "is larger than this desk takes, or the server did not hand it over"
    note = f"[This mail of {size} bytes {why}. It is still on the mail server: {place}.]\r\n"
    if part is Part.NOTHING:
        headers = b"Subject: a mail that could not be fetched\r\n"
    headers = headers.rstrip(b"\r\n") + b"\r\n"
    kept = _BODY_FIELDS.sub(b"", headers) + b"MIME-Version: 1.0\r\n"
    if not beginning:
        return kept + _NOTE + note.encode()
    mark = b"rest-%b" % sha256(beginning).hexdigest()[:32].encode()  # it cannot stand in what it is made of
    cut = b"[Only its beginning is here; files in it may be cut off.]\r\n"
    described = b"".join(field[0] for field in _BODY_FIELDS.finditer(headers) if not field[0].lower().startswith(b"mime-version"))
    parts = b"\r\n--".join((b"--" + mark + b"\r\n" + _NOTE + note.encode() + cut, mark + b"\r\n" + described + b"\r\n" + beginning, mark + b"--\r\n"))
    return kept + b'Content-Type: multipart/mixed; boundary="%b"\r\n\r\n' % mark + parts


_NOTE = b"Content-Type: text/plain; charset=utf-8\r\n\r\n"
_RETURN_PATH = re.compile(rb"^return-path:[ \t]*<([^<>\r\n]{0,320})>[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)


def envelope_of(data: bytes, imap: Imap, via: str) -> Envelope:
    """What the server wrote down of the envelope when it delivered the mail (RFC 5321 §4.4); the recipients it did not, but desk.yaml may say it."""
    headers = re.split(rb"\r?\n\r?\n", data[: 256 << 10], maxsplit=1)[0]
    found = _RETURN_PATH.search(headers)
    sender = found[1].decode("utf-8", "replace").strip() if found else None
    return Envelope(sender, (imap.desk_mailbox,) if imap.desk_mailbox else (), via, imap.account, tls=True)


def in_batches(items: Sequence[_Item], size: int) -> Iterator[Sequence[_Item]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


@dataclass(frozen=True, slots=True)
class Waits:
    """Seconds until an account is tried again. A server that sees a wrong password too often locks the account."""

    first: float = 2
    first_after_refusal: float = 60
    longest: float = 900


def wait_after(failures: int, refused: bool, waits: Waits, jitter: float) -> float:
    """How long to leave a server alone after that many failures in a row; `jitter` is a random number of 0 ≤ jitter < 1."""
    first = waits.first_after_refusal if refused else waits.first
    return min(first * 2.0 ** min(failures - 1, 20), waits.longest) * (0.8 + 0.4 * jitter)
