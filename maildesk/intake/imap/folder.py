"""The few IMAP commands a desk needs, and what their answers mean; of a server's lines only the numbers asked for are read."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import Literal

from maildesk.config.secret import Secret
from maildesk.config.ways import Imap
from maildesk.intake.imap.connection import Connection
from maildesk.intake.imap.trouble import AccountFailed, LoginRefused, Rejected, TooLarge
from maildesk.language import Said

KEYWORD = "$Maildesk"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_BEGINNING = 64 << 10  # bytes of the body of a mail that is too large
_SLACK = 64 << 10  # bytes around a mail's own, for what else the server tells meanwhile

Lines = Sequence[bytes | bytearray]


@dataclass(frozen=True, slots=True)
class FolderState:
    """A folder as the server describes it when it is opened (RFC 3501 §2.3.1.1)."""

    uidvalidity: int
    uidnext: int


@dataclass(frozen=True, slots=True)
class Listed:
    """A mail on the server before it is fetched; `size` in bytes, `arrived` is its INTERNALDATE, None where it has none."""

    uid: int
    size: int
    arrived: datetime | None


async def log_in(connection: Connection, imap: Imap, secret: Secret) -> None:
    """Raises `LoginRefused` with the server's words."""
    owner = imap.mailbox or ""
    if imap.auth == "xoauth2":
        await connection.authenticate("XOAUTH2", _base64(f"user={owner or imap.user}\1auth=Bearer {secret.reveal()}\1\1"))
    elif "AUTH=PLAIN" in connection.capabilities:
        await connection.authenticate("PLAIN", _base64(f"{owner}\0{imap.user}\0{secret.reveal()}"))  # RFC 4616
    elif owner:
        raise LoginRefused(Said("this server has no AUTH=PLAIN, so nobody can open another's mailbox; take `mailbox` away"))
    else:
        await _plain_login(connection, imap.user, secret)


async def _plain_login(connection: Connection, user: str, secret: Secret) -> None:
    try:
        await connection.ask("LOGIN", quoted(user), quoted(secret.reveal()))
    except Rejected as error:
        raise LoginRefused(error.text) from None
    connection.logged_in()
    await connection.learn_capabilities()


def _base64(text: str) -> str:
    return b64encode(text.encode()).decode("ascii")


async def select(connection: Connection, folder: str, command: Literal["SELECT", "EXAMINE"] = "SELECT") -> FolderState:
    """Opens a folder, by EXAMINE for looking alone; raises `Rejected` where there is none of that name."""
    said = b"\n".join(line for line in await connection.ask(command, folder_name(folder)) if isinstance(line, bytes))
    connection.selected()
    uidvalidity = _number(rb"\[UIDVALIDITY (\d{1,10})\]", said)
    if uidvalidity is None:
        raise AccountFailed(Said("the server gives {folder} no UIDVALIDITY: nobody could tell there which mail is which", folder=folder))
    uidnext = _number(rb"\[UIDNEXT (\d{1,10})\]", said)
    return FolderState(uidvalidity, uidnext if uidnext is not None else max(await uids_from(connection, 1), default=0) + 1)


def _number(pattern: bytes, said: bytes) -> int | None:
    found = re.search(pattern, said, re.IGNORECASE)
    return int(found[1]) if found else None


async def uids_from(connection: Connection, first: int) -> list[int]:
    """The UIDs from this one on, in order. `n:*` names the last mail too where n is above it (RFC 3501 §6.4.8)."""
    return [uid for uid in await _search(connection, "UID", f"{first}:*") if uid >= first]


async def present(connection: Connection, uids: Collection[int]) -> frozenset[int]:
    """Those of the mails that the server says are there."""
    return frozenset(uids).intersection(await _search(connection, "UID", _set(uids)))


async def uids_since(connection: Connection, day: date) -> frozenset[int]:
    """The UIDs of mails that arrived on this day or later; the server counts days in its own time zone."""
    return frozenset(await _search(connection, "SINCE", f"{day.day}-{_MONTHS[day.month - 1]}-{day.year}"))


async def uids_named(connection: Connection, message_id: str) -> list[int]:
    """The mails that bear this Message-ID; none for an id that no server could be asked for."""
    return await _search(connection, "HEADER", "MESSAGE-ID", quoted(message_id)) if message_id.isascii() and message_id.isprintable() else []


async def _search(connection: Connection, *criteria: str) -> list[int]:
    lines = await connection.ask("SEARCH", *criteria, prefix="UID")
    return sorted({int(word) for line in lines for word in bytes(line).split() if word.isdigit() and len(word) <= 10})


async def listed(connection: Connection, uids: Collection[int]) -> dict[int, Listed]:
    """Size and arrival of each; one that is not in the answer is no longer there."""
    lines = await connection.ask("FETCH", _set(uids), "(UID RFC822.SIZE INTERNALDATE)", prefix="UID")
    found = filter(None, map(_listed, (line for line in lines if isinstance(line, bytes))))
    return {one.uid: one for one in found if one.uid in uids}


def _listed(line: bytes) -> Listed | None:
    uid, size = _number(rb"[( ]UID (\d{1,10})", line), _number(rb"[( ]RFC822\.SIZE (\d{1,18})", line)
    if uid is None or size is None:
        return None
    arrived = re.search(rb'INTERNALDATE "([^"]{1,40})"', line, re.IGNORECASE)
    return Listed(uid, size, _moment(arrived[1].decode("ascii", "replace")) if arrived else None)


def _moment(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text.strip())
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


async def content(connection: Connection, uid: int, section: str, largest: int, seconds: float) -> bytes | None:
    """A mail (`section` "") or its HEADER, as it is there, without marking it as read; None where it is gone.

    Raises `TooLarge` before anything above `largest` is read.
    """
    return await _fetched(connection, uid, f"[{section}]", largest, seconds)


async def head_and_beginning(connection: Connection, uid: int, largest: int, seconds: float) -> tuple[bytes, bytes] | None:
    """Of a mail that is too large its header, and the beginning of its body, where programs put the text; None where it is gone."""
    head = await _fetched(connection, uid, "[HEADER]", largest, seconds)
    if head is None:
        return None
    try:
        return head, await _fetched(connection, uid, f"[TEXT]<0.{_BEGINNING}>", _BEGINNING, seconds) or b""
    except (Rejected, TooLarge):
        return head, b""


async def piece(connection: Connection, uid: int, start: int, count: int) -> bytes:
    """So many bytes of a mail from there on; empty behind its end, and where it is gone."""
    return await _fetched(connection, uid, f"[]<{start}.{count}>", count, connection.patience.command) or b""


async def _fetched(connection: Connection, uid: int, part: str, largest: int, seconds: float) -> bytes | None:
    lines = await connection.ask("FETCH", str(uid), f"(UID BODY.PEEK{part})", prefix="UID", largest=largest + _SLACK, seconds=seconds)
    return next((data for found, data in _bodies(lines) if found == uid), None)


def _bodies(lines: Lines) -> Iterator[tuple[int | None, bytes]]:
    """Each literal or quoted string that is a body with its UID, which stands before or after it."""
    for number, line in enumerate(lines):
        if isinstance(line, bytearray):
            before, after = lines[number - 1], lines[number + 1] if number + 1 < len(lines) else b""
            yield _uid_of(before, after), bytes(line)
        elif quotation := re.search(rb'BODY\[[A-Z]*\](?:<\d+>)? "((?:[^"\\]|\\.)*)"', line):
            yield _uid_of(line), re.sub(rb"\\(.)", rb"\1", quotation[1])


def _uid_of(*around: bytes | bytearray) -> int | None:
    return next(filter(None, (_number(rb"[( ]UID (\d{1,10})", bytes(line)) for line in around if len(line) < _SLACK)), None)


async def flag(connection: Connection, uids: Collection[int]) -> None:
    """Gives mails a keyword of ours; never \\Seen, which is people's."""
    await connection.ask("STORE", _set(uids), "+FLAGS.SILENT", f"({KEYWORD})", prefix="UID", answers="FETCH")


async def move(connection: Connection, uids: Collection[int], folder: str) -> None:
    """Moves mails to a folder, which is made where it is missing. Those already gone are no trouble."""
    try:
        await _moved(connection, _set(uids), folder_name(folder))
    except Rejected as error:
        if "TRYCREATE" not in str(error).upper():
            raise
        await connection.ask("CREATE", folder_name(folder))
        await _moved(connection, _set(uids), folder_name(folder))


async def _moved(connection: Connection, uids: str, folder: str) -> None:
    """Without MOVE by hand; without UIDPLUS nothing is expunged, because that would end what people have marked as deleted."""
    if "MOVE" in connection.capabilities:
        await connection.ask("MOVE", uids, folder, prefix="UID")
        return
    await connection.ask("COPY", uids, folder, prefix="UID")
    await connection.ask("STORE", uids, "+FLAGS.SILENT", r"(\Deleted)", prefix="UID", answers="FETCH")
    if "UIDPLUS" in connection.capabilities:
        await connection.ask("EXPUNGE", uids, prefix="UID")


def _set(uids: Iterable[int]) -> str:
    return ",".join(map(str, sorted(uids)))


def quoted(text: str) -> str:
    """A quoted string (RFC 3501 §4.3)."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def folder_name(folder: str) -> str:
    """A folder's name for the wire: modified UTF-7 (RFC 3501 §5.1.3), quoted."""
    return quoted(re.sub(r"[^\x20-\x7e]+|&", _shifted, folder))


def _shifted(found: re.Match[str]) -> str:
    if found[0] == "&":
        return "&-"
    return "&" + b64encode(found[0].encode("utf-16-be")).decode("ascii").rstrip("=").replace("/", ",") + "-"
