"""A mailbox of ours that is a list or a group itself: the marks that it puts on each mail are none of its author's."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace

from maildesk.mail import SAMPLED, Envelope, ParsedMail

# RFC 2369, RFC 2919, and what such servers put beside.
LIST_HEADERS = (
    "list-id",
    "list-post",
    "list-help",
    "list-subscribe",
    "list-owner",
    "list-archive",
    "list-unsubscribe",
    "mailing-list",
    "x-mailing-list",
)
_MARKS = frozenset(LIST_HEADERS)
_PRECEDENCE = frozenset({"precedence", "x-precedence"})
_IDENTIFIER = re.compile(r"<([^<>]{1,250})>\s*\Z")


def as_it_was_sent(mail: ParsedMail, envelope: Envelope, own_addresses: Collection[str]) -> tuple[ParsedMail, Envelope]:
    """The mail as its author sent it to a mailbox of ours that is a list; any other as it is.

    RFC 3834 §2 has machines say nothing to lists, lest all their members read it. Here its author wrote to us, and to him alone we answer.
    """
    ours = our_list(mail, envelope, own_addresses)
    if not ours:
        return mail, envelope
    kept = tuple((name, value) for name, value in mail.headers if not _is_mark(name.lower(), value))
    local, _, domain = (envelope.mail_from or "").lower().rpartition("@")
    bounces_to_us = f"{re.split(r'[+-]', local, maxsplit=1)[0]}@{domain}" in ours
    author = mail.from_.address if mail.from_ else None
    return replace(mail, headers=kept), replace(envelope, mail_from=author) if bounces_to_us else envelope


def our_list(mail: ParsedMail, envelope: Envelope, own_addresses: Collection[str]) -> frozenset[str]:
    """The mailboxes that the mail came through as lists, as their List-Id says."""
    named = set(_named(mail)) if envelope.via != SAMPLED else set()
    return frozenset(address for address in own_addresses if address.replace("@", ".") in named) if named else frozenset()


def _named(mail: ParsedMail) -> Iterator[str]:
    for name, value in mail.headers:
        found = _IDENTIFIER.search(value[:1000]) if name.lower() == "list-id" else None
        if found:
            yield found[1].strip().lower()


def _is_mark(name: str, value: str) -> bool:
    return name in _MARKS or (name in _PRECEDENCE and value.strip().lower() == "list")
