"""Whom a person would take for the author of a mail: for showing, never for identity."""

from __future__ import annotations

import re

from maildesk.intake.header.addresses import read_addresses
from maildesk.intake.header.fields import Fields
from maildesk.mail import Address

# “Bob via Support”: a list or group put itself in the author's place, because of DMARC.
_VIA = re.compile(r"(?P<name>.{1,200}?)['\"’]?\s+\(?(?:via|über|par|por|tramite|przez|через|經由|经由|通过|経由)\s+\S.*\Z")
# Where the author went then, the surest first.
ORIGINALS = ("x-original-from", "x-google-original-from", "x-original-sender", "x-mailfrom", "reply-to")
# Where From says nothing.
OTHERS = ("sender", "reply-to", "return-path")
# Addresses that forwarders rewrote: the first one's host and name stand in the local part.
_SRS = re.compile(
    r"(?:SRS0[=+-][^=]{1,40}=[^=]{1,10}|SRS1[=+-][^=]{1,40}=[^=]{1,250}==[^=]{1,40}=[^=]{1,10})=(?P<host>[^=@]{1,250})=(?P<name>[^@]{1,64})@",
    re.IGNORECASE,
)
_MOST_COPIED = 20  # of those a list's author may be among, where it wants answers itself
_SIGNED = re.compile(r"(?:prvs|btv1)=+[^=@]{1,40}=+(?P<address>[^@]+@.+)\Z", re.IGNORECASE)


def read_author(fields: Fields, authors: tuple[Address, ...]) -> Address | None:
    """The author; `authors` are those of the first From field."""
    usable = next((entry for entry in authors if "@" in entry.address), None)
    if usable is None:
        return _author_elsewhere(fields) or (authors[0] if authors else None)
    via = _VIA.match(usable.name)
    return _original(fields, usable, via["name"]) if via else _before_forwarding(fields, usable)


def through_a_list(shown: Address) -> bool:
    """Whether From says that its author wrote by way of a list, as in “Bob via Support”."""
    return _VIA.match(shown.name) is not None


def _before_forwarding(fields: Fields, shown: Address) -> Address:
    """The person whose place a forwarder took: the envelope that it rewrote names him, and so does another header or what it made his name."""
    rewritten = as_written_first(shown.address)
    if rewritten != shown.address:
        return Address(shown.name, rewritten)
    envelope = fields.first("return-path").strip().strip("<>")
    munged = next((entry for entry in _originals(fields) if _stands_in(entry.address, shown.address)), None) if "=" in shown.address else None
    if munged:
        return Address(munged.name or shown.name, munged.address)
    author = as_written_first(envelope)
    if author == envelope or author.lower() == shown.address.lower():
        return shown
    known = [
        (Address("", shown.name) if "@" in shown.name else shown),
        *_originals(fields),
    ]
    return next((Address(entry.name, author) for entry in known if entry.address.lower() == author.lower()), shown)


def _original(fields: Fields, shown: Address, name: str) -> Address:
    """The person whose place a list took; as shown where the mail does not say who that is."""
    name = name.strip(" '\"’")
    copied = (entry for entry in read_addresses(fields.first("cc"), _MOST_COPIED) if entry.name.casefold() == name.casefold())
    for entry in (*_originals(fields), *copied):
        if "@" in entry.address and entry.address.lower() != shown.address.lower():
            return Address(entry.name or name, entry.address)
    return shown


def _originals(fields: Fields) -> list[Address]:
    """Who is named where an author goes whose place was taken; beside the list itself, where it wants answers, too."""
    return [entry for field in ORIGINALS for entry in read_addresses(fields.first(field), 2)]


def _stands_in(address: str, other: str) -> bool:
    """Whether a forwarder made one address a part of the other, as `tom=home.example@dmarc.list.example`."""
    name, _, host = address.lower().partition("@")
    local = other.lower().rpartition("@")[0]
    return bool(name and host) and re.search(rf"(?:\A|[+=-]){re.escape(name)}=(?:40)?{re.escape(host)}\Z", local) is not None


def _author_elsewhere(fields: Fields) -> Address | None:
    """Where the first From names nobody: a second one, then the next best header."""
    values = (*fields.all("from")[1:], *(fields.first(name) for name in OTHERS))
    found = (entry for value in values for entry in read_addresses(value, 1) if "@" in entry.address)
    first = next(found, None)
    return Address(first.name, as_written_first(first.address)) if first else None


def as_written_first(address: str) -> str:
    """An envelope address before forwarders (SRS) or its own server (BATV) rewrote it."""
    rewritten = _SRS.match(address)
    if rewritten:
        return f"{rewritten['name']}@{rewritten['host']}"
    signed = _SIGNED.match(address)
    return signed["address"] if signed else address
