"""How a letter's token is carried: in a reply address, in the envelope sender, in a Message-ID and in the address of a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

from maildesk.config.schema import Mailbox, ReplyTo
from maildesk.tokens import KeyRing, TokenKind, letter_of, looks_like_token, mint


def reply_address(ring: KeyRing, mailbox: Mailbox, letter: int, kind: TokenKind = TokenKind.REPLY) -> str:
    """The Reply-To of a letter: signed where the mailbox's provider carries it, else the bare address."""
    return _carrying(ring, mailbox, kind, letter)


def envelope_sender(ring: KeyRing, mailbox: Mailbox, letter: int, automatic: bool) -> str:
    """The return path: null for automatic mail (RFC 3834 §3.3), the bounce token where it comes back, else the mailbox."""
    if automatic:
        return ""
    return _carrying(ring, mailbox, TokenKind.BOUNCE, letter) if mailbox.verp else mailbox.address


def message_id(ring: KeyRing, mailbox: Mailbox, letter: int, kind: TokenKind = TokenKind.MESSAGE_ID) -> str:
    return f"<{mint(ring, kind, letter)}@{mailbox.address.rpartition('@')[2]}>"


def page_link(ring: KeyRing, public_url: str | None, letter: int) -> str:
    """Where whoever has the letter sees how its ticket stands; "" where the desk shows that to nobody."""
    return f"{public_url}/t/{mint(ring, TokenKind.PAGE, letter)}" if public_url else ""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A mail that whoever has a letter only has to send: what it is for, and the words that stand in it already."""

    kind: TokenKind
    subject: str
    body: str = ""


def tap_address(ring: KeyRing, mailbox: Mailbox, letter: int, mail: Prepared) -> str:
    """A prepared mail as an address to tap (RFC 6068). Where the mailbox's address carries no token, the subject does."""
    address = _carrying(ring, mailbox, mail.kind, letter)
    subject = mail.subject if mailbox.reply_to is not ReplyTo.PLAIN else f"{mail.subject} ({mint(ring, mail.kind, letter)})"
    body = f"&body={quote(mail.body, safe='')}" if mail.body else ""
    return f"mailto:{quote(address, safe='@')}?subject={quote(subject, safe='')}{body}"


def _carrying(ring: KeyRing, mailbox: Mailbox, kind: TokenKind, letter: int) -> str:
    local, _, domain = mailbox.address.rpartition("@")
    token = mint(ring, kind, letter)
    match mailbox.reply_to:
        case ReplyTo.PLUS:
            return f"{local}+{token}@{domain}"
        case ReplyTo.MINUS:
            return f"{local}-{token}@{domain}"
        case ReplyTo.SUBDOMAIN:
            return f"{token}@{local}.{domain}"
        case ReplyTo.PLAIN:
            return mailbox.address


def split_address(address: str, mailboxes: Iterable[Mailbox]) -> tuple[Mailbox, str] | None:
    """The mailbox an address belongs to and the extension it carries ("" for none); None where it is not ours.

    Domains are compared blind to case, and so are mailboxes; an extension is returned as it was written. Of two
    mailboxes the longer name has it: `support-de@` is a mailbox before it is `support@` with an extension.
    """
    local, _, domain = address.rpartition("@")
    found = [(mailbox, extension) for mailbox in mailboxes if (extension := _extension(local, domain.lower(), mailbox)) is not None]
    return max(found, key=lambda pair: len(pair[0].address), default=None)


def is_own(address: str, mailboxes: Iterable[Mailbox]) -> bool:
    """Whether a mailbox of ours writes and reads under this address; `support-anna@` may well be a person's, `support+x@` is nobody else's."""
    place = split_address(address, mailboxes)
    if place is None:
        return False
    own_local = place[0].address.rpartition("@")[0]
    return not place[1] or looks_like_token(place[1]) or address.lower().startswith(f"{own_local}+")


def _extension(local: str, domain: str, mailbox: Mailbox) -> str | None:
    own_local, _, own_domain = mailbox.address.rpartition("@")
    if domain == own_domain and local.lower() == own_local:
        return ""
    # Both separators are taken on the way in: letters sent before the setting changed must still find home.
    if domain == own_domain and local.lower().startswith((own_local + "+", own_local + "-")):
        return local[len(own_local) + 1 :]
    return local if domain == f"{own_local}.{own_domain}" and looks_like_token(local) else None


def letter_of_message_id(ring: KeyRing, identifier: str) -> int | None:
    """The letter that bears this Message-ID, or None where it is not one of ours."""
    return next((letter for _, letter in read_message_id(ring, identifier)), None)


def read_message_id(ring: KeyRing, identifier: str) -> Iterator[tuple[TokenKind, int]]:
    """What a Message-ID of ours says: the kind of its token, and the letter that bears it. The domain does not matter:
    some relays rewrite it, and the tag proves the rest."""
    token = identifier.strip().strip("<>").partition("@")[0]
    for kind in (TokenKind.MESSAGE_ID, TokenKind.CONFIRM):
        letter = letter_of(ring, kind, token)
        if letter is not None:
            yield kind, letter
