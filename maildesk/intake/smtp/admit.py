"""Who may send to whom: pure decisions at MAIL and RCPT, from the desk's mailboxes and keys alone."""

from __future__ import annotations

import re
from dataclasses import dataclass

from maildesk.carriers import split_address
from maildesk.config.schema import Mailbox
from maildesk.intake.smtp import replies
from maildesk.intake.smtp.replies import Reply
from maildesk.plainaddress import is_plain_address
from maildesk.tokens import TAPS, KeyRing, TokenKind, letter_of, looks_like_token

# The kinds of token that stand in an address; a Message-ID's or a page's opens no way in.
_ADDRESS_KINDS = (TokenKind.REPLY, TokenKind.BOUNCE, TokenKind.CONFIRM, *sorted(TAPS))

# Wider than the grammar of RFC 5321 §4.1.2, because honest senders have dots at odd places and underscores in hosts;
# it names nobody and opens nothing, it must only be safe to keep, to show and to write into a command again.
_SENDER = re.compile(
    r"""(?: [^\s"(),:;<>@\[\\\]]+ | "(?:[^"<>\\\r\n]|\\[^<>\r\n])*" )
        @ (?: [^\W_](?:[\w.-]*[^\W_])?\.? | \[[0-9A-Za-z:.]+\] )""",
    re.VERBOSE,
)
_LITERAL = re.compile(r"[^\s\"<>@]+@\[[0-9A-Za-z:.]+\]")
_LONGEST = 254  # octets, RFC 5321 §4.5.3.1.3 without the brackets


def sender_refused(address: str, utf8: bool) -> Reply | None:
    """Why mail from this envelope sender is not taken; None where it is. "" is the null sender."""
    if not address:
        return None
    if not utf8 and not address.isascii():
        return replies.NEEDS_SMTPUTF8
    if len(address.encode()) > _LONGEST or not address.isprintable() or not _SENDER.fullmatch(address):
        return replies.BAD_SENDER
    return None


@dataclass(frozen=True, slots=True)
class Admission:
    """The addresses this desk takes mail for."""

    mailboxes: tuple[Mailbox, ...]
    ring: KeyRing

    def recipient_refused(self, address: str) -> Reply | None:
        """Why mail to this address is not taken; None where it is. No look-up, so all answers take equally long (V021)."""
        if not is_plain_address(address):
            return replies.NO_RELAY if _LITERAL.fullmatch(address) else replies.BAD_RECIPIENT
        found = split_address(address, self.mailboxes)
        if found is not None:
            return replies.NO_MAILBOX if self._is_forged(found[1]) else None
        return replies.NO_MAILBOX if self._is_our_domain(address) else replies.NO_RELAY

    def tap(self, address: str) -> tuple[TokenKind, int] | None:
        """What the address behind a link is for, and the letter it stands in; None for any other address."""
        found = split_address(address, self.mailboxes)
        extension = found[1] if found else ""
        tokens = ((kind, letter_of(self.ring, kind, extension)) for kind in sorted(TAPS)) if looks_like_token(extension) else ()
        return next(((kind, letter) for kind, letter in tokens if letter is not None), None)

    def _is_forged(self, extension: str) -> bool:
        """Whether it has the shape of a token but is none of ours; what people put after a plus is theirs."""
        return looks_like_token(extension) and all(letter_of(self.ring, kind, extension) is None for kind in _ADDRESS_KINDS)

    def _is_our_domain(self, address: str) -> bool:
        domain = address.rpartition("@")[2].lower()
        return any(domain in (own.partition("@")[2], own.replace("@", ".")) for own in (mailbox.address for mailbox in self.mailboxes))
