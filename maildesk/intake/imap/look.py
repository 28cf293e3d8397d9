"""Looks at the newest mails of an IMAP folder and leaves everything there as it is: EXAMINE and BODY.PEEK, nothing else."""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import AsyncGenerator, AsyncIterator, Generator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pydantic import ValidationError

from maildesk.config.limits import Limits
from maildesk.config.secret import Secret
from maildesk.config.ways import Imap
from maildesk.errors import Refused, Unproven, Wrong
from maildesk.intake.imap import account as imap_account
from maildesk.intake.imap import folder as imap_folder
from maildesk.intake.imap.account import Part
from maildesk.intake.imap.connection import Connection, Patience, connect
from maildesk.intake.imap.folder import Listed
from maildesk.intake.imap.trouble import LoginRefused, NotTrusted, Rejected
from maildesk.language import Said
from maildesk.mail import FETCHED, Envelope
from maildesk.system.sockets import untrusted

_SCHEMES = {"imaps": "implicit", "imap": "starttls"}
_SHAPE = Said("write it like imaps://support@imap.example.com/INBOX")
_BATCH = 100  # UIDs in one command


@dataclass(frozen=True, slots=True)
class Place:
    """A folder of an account, as a URL names it; `clear` is a connection without TLS, to this machine alone."""

    imap: Imap
    folder: str
    clear: bool = False

    def name(self, uid: int) -> str:
        return f"{self.imap.account}/{self.folder};UID={uid}"


@dataclass(frozen=True, slots=True)
class Looked:
    """A mail as it is on the server, and what was written down of its envelope."""

    name: str
    data: bytes
    envelope: Envelope


def read_url(url: str, ca_file: Path | None = None, *, token: bool = False, clear: bool = False) -> Place:
    """The folder that `imaps://` (TLS) or `imap://` (STARTTLS) names; INBOX where it names none. Raises `Refused`, and never repeats a password."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Refused(Said("this is no URL of an IMAP folder; {shape}", shape=_SHAPE)) from None
    if parts.password is not None:
        raise Refused(
            Said(
                "a password never stands in a URL: the shell keeps it, and everybody on this machine can read it; "
                "take it out, and type it when you are asked, or write it into a file: --password-file FILE"
            )
        )
    if parts.scheme not in _SCHEMES or not parts.hostname or not parts.username or parts.query or parts.fragment:
        raise Refused(Said("this URL names no user and server; {shape}", shape=_SHAPE))
    if clear and not _here(parts.hostname):
        raise Refused(Said("{host} is another machine: a password goes there over TLS or not at all", host=parts.hostname))
    facts = {
        "host": parts.hostname,
        "port": port or (143 if clear else None),
        "tls": _SCHEMES[parts.scheme],
        "user": unquote(parts.username),
        "ca_file": ca_file,
    }
    try:
        imap = Imap.model_validate({**facts, "auth": "xoauth2" if token else "password", "credential": "typed"})
    except ValidationError as error:
        raise Refused(Said("this URL cannot be used: {why}", why=_fault(error))) from None
    folder = unquote(parts.path.strip("/")) or "INBOX"
    if not folder.isprintable():
        raise Refused(Said("a folder's name has no control characters"))
    return Place(imap, folder, clear)


def _fault(error: ValidationError) -> Said:
    first = error.errors()[0]
    fault = first.get("ctx", {}).get("error")
    return fault.said if isinstance(fault, Wrong) else Said.as_is(first["msg"])


def _here(host: str) -> bool:
    """Whether this is this machine under a name that nobody else can give an address."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def newest(place: Place, secret: Secret, last: int, limits: Limits) -> Generator[Looked]:
    """The `last` newest mails, oldest first, one after the other; of one that is too large or refused, what can be had, with a note.

    Raises `Refused` for a login or a folder that is refused, `Unproven` for a certificate, `TryLater` where the server is away.
    """
    with asyncio.Runner() as runner:
        mails = _newest(place, secret, last, limits)
        try:
            while (mail := runner.run(anext(mails, None))) is not None:
                yield mail
        finally:
            runner.run(mails.aclose())


@asynccontextmanager
async def _opened(place: Place, secret: Secret) -> AsyncIterator[Connection]:
    """The connection with the folder open; what asking again cannot change is said with what can."""
    try:
        async with connect(place.imap, Patience(), clear=place.clear) as connection:
            try:
                await imap_folder.log_in(connection, place.imap, secret)
                await imap_folder.select(connection, place.folder, command="EXAMINE")
            except LoginRefused as error:
                raise Refused(
                    Said("{account} is not let in: {error}; {right}", account=place.imap.account, error=error.text, right=_LET_IN)
                ) from None
            except Rejected as error:
                raise Refused(Said("the server says no: {error}", error=error.text)) from None
            yield connection
    except NotTrusted as error:
        wrong = untrusted(error, place.imap.host, "--ca-file FILE")
        raise Unproven(wrong.said if wrong else error.text) from None


_LET_IN = Said(
    "check the name in the URL and the password: many providers want one made for programs (an app password), or a token (--xoauth2), "
    "and some let IMAP in only after it is switched on"
)


async def _newest(place: Place, secret: Secret, last: int, limits: Limits) -> AsyncGenerator[Looked]:
    async with _opened(place, secret) as connection:
        uids = (await imap_folder.uids_from(connection, 1))[-last:]
        for batch in imap_account.in_batches(uids, _BATCH):
            there = await imap_folder.listed(connection, batch)
            for uid in batch:
                data = await _content(connection, place, there[uid], limits) if uid in there else None
                if data is not None:
                    yield Looked(place.name(uid), data, imap_account.envelope_of(data, place.imap, FETCHED))


async def _content(connection: Connection, place: Place, mail: Listed, limits: Limits) -> bytes | None:
    """A mail's bytes; what can be had with a note where it is larger than the desk takes, a note alone where the server refuses it; None where it is gone."""
    note = partial(imap_account.with_note, place=place.name(mail.uid), size=mail.size)
    seconds = connection.patience.command + mail.size / limits.slowest
    try:
        if mail.size <= limits.message:
            return await imap_folder.content(connection, mail.uid, "", limits.message, seconds)
        had = await imap_folder.head_and_beginning(connection, mail.uid, limits.message, seconds)
    except Rejected:
        return note(b"", part=Part.NOTHING)
    return note(had[0], part=Part.HEADERS, beginning=had[1]) if had else None
