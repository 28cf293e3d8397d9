"""Reads what a mail says about the ticket it belongs to; believes nothing of it that is not under a tag."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from maildesk.carriers import is_own, letter_of_message_id, split_address
from maildesk.config.schema import Mailbox
from maildesk.mail import Envelope, ParsedMail
from maildesk.subject import read_subject
from maildesk.tokens import KeyRing, TokenKind, letter_of, looks_like_token, tokens_in

_LAST_REFERENCES = 50  # SECURITY V098: no sender makes us check tags without end
_MOST_ADDRESSES = 200
_ADDRESS_KINDS = (TokenKind.REPLY, TokenKind.BOUNCE, TokenKind.ACTION)
_MOST_IN_SUBJECT = 3
# Where a mailbox is fetched there is no envelope; the provider may have left the recipient here. Only a tag makes it count.
_RECIPIENT_HEADERS = ("Delivered-To", "X-Original-To", "Envelope-To")


class Where(StrEnum):
    """Where a token stood, nearest clue first."""

    RECIPIENT = "recipient address"
    SUBJECT = "subject"  # of a prepared mail, where the mailbox's address carries no token
    IN_REPLY_TO = "In-Reply-To"
    REFERENCES = "References"
    RETURNED = "returned mail"  # inside a report: names what it is about, joins nothing


@dataclass(frozen=True, slots=True)
class TokenClue:
    """A token of ours with a valid tag."""

    kind: TokenKind
    letter: int
    where: Where


@dataclass(frozen=True, slots=True)
class Clues:
    """What a mail says about its place.

    `addressed` is False where our address stands in neither To nor Cc (Bcc). `ids` are the mail's own Message-ID
    and all it refers to, `parents` the same without its own, newest first. `own_id`: we wrote this mail;
    `from_ourselves`: a mailbox of ours stands in From. `label` is a hint, never a credential.
    """

    mailbox: Mailbox
    addressed: bool = False
    tokens: tuple[TokenClue, ...] = ()
    own_id: bool = False
    from_ourselves: bool = False
    ids: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    label: int | None = None
    forward: bool = False
    archived: bool = False
    base_subject: str = ""
    defects: tuple[str, ...] = ()

    @property
    def message_id(self) -> str | None:
        """The mail's own id, None where it has none."""
        return self.ids[0] if len(self.ids) > len(self.parents) else None

    @property
    def leads(self) -> tuple[str, ...]:
        """The ids that lead to a ticket; in an archive an answer may be filed before the mail it answers."""
        return self.ids if self.archived else self.parents


def read_clues(mail: ParsedMail, envelope: Envelope, ring: KeyRing, mailboxes: Sequence[Mailbox]) -> Clues:
    """All clues of a mail; total. `mailboxes` are the desk's, at least one."""
    shown = [address.address for address in (*mail.to, *mail.cc)][:_MOST_ADDRESSES]
    recipients = list(envelope.rcpt_to)
    if not recipients or envelope.via == "imap":  # an account's mailbox stands for an envelope, and knows no token
        recipients += [*shown, *_delivered_to(mail)]
    tokens = _deduplicated((*_address_tokens(recipients, ring, mailboxes), *_subject_tokens(mail, ring), *_id_tokens(mail, ring)))
    parents = _parents(mail, envelope.conversation)
    own = _identifier(mail.message_id or "")
    subject = read_subject(mail.subject)
    return Clues(
        mailbox=_mailbox(recipients, ring, mailboxes) or _mailbox(shown, ring, mailboxes) or mailboxes[0],
        addressed=any(is_own(address, mailboxes) for address in shown),
        tokens=tokens,
        own_id=own is not None and letter_of_message_id(ring, own) is not None,
        from_ourselves=any(is_own(address, mailboxes) for address in _authors(mail)),
        ids=((own,) if own else ()) + parents,
        parents=parents,
        label=subject.label,
        forward=subject.forward,
        archived=envelope.archived,
        base_subject=subject.base,
        defects=_defects(mail, recipients, tokens),
    )


def _delivered_to(mail: ParsedMail) -> list[str]:
    return [mail.header(name).strip().strip("<>") for name in _RECIPIENT_HEADERS]


def _authors(mail: ParsedMail) -> Iterator[str]:
    if mail.sender:
        yield mail.sender
    if mail.from_:
        yield mail.from_.address


def _mailbox(addresses: Iterable[str], ring: KeyRing, mailboxes: Sequence[Mailbox]) -> Mailbox | None:
    """The mailbox these addresses name: one with a valid token first, then a bare one, then one with any extension."""
    found = [place for address in addresses if (place := split_address(address, mailboxes))]
    signed = [box for box, extension in found if letter_of(ring, TokenKind.REPLY, extension) is not None]
    bare = [box for box, extension in found if not extension]
    return next(iter((*signed, *bare, *(box for box, _ in found))), None)


def _address_tokens(recipients: Iterable[str], ring: KeyRing, mailboxes: Sequence[Mailbox]) -> Iterator[TokenClue]:
    for address in recipients:
        place = split_address(address, mailboxes)
        for kind in _ADDRESS_KINDS if place else ():
            letter = letter_of(ring, kind, place[1]) if place else None
            if letter is not None:
                yield TokenClue(kind, letter, Where.RECIPIENT)


def _subject_tokens(mail: ParsedMail, ring: KeyRing) -> Iterator[TokenClue]:
    for token in tokens_in(mail.subject)[:_MOST_IN_SUBJECT]:
        letter = letter_of(ring, TokenKind.ACTION, token)
        if letter is not None:
            yield TokenClue(TokenKind.ACTION, letter, Where.SUBJECT)


def _id_tokens(mail: ParsedMail, ring: KeyRing) -> Iterator[TokenClue]:
    places = (
        (Where.IN_REPLY_TO, mail.in_reply_to[:_LAST_REFERENCES]),
        (Where.REFERENCES, reversed(mail.references[-_LAST_REFERENCES:])),
        (Where.RETURNED, _returned_ids(mail)),
    )
    for where, identifiers in places:
        for identifier in identifiers:
            letter = letter_of_message_id(ring, identifier)
            if letter is not None:
                yield TokenClue(TokenKind.MESSAGE_ID, letter, where)


_RETURNED_ID = re.compile(r"^[ \t>]{0,10}message-id:[ \t]*(?:\r?\n[ \t]+)?(<[^<>\s]{1,998}>)", re.IGNORECASE | re.MULTILINE)
_LONGEST_REPORT = 64_000  # characters of a text that may give back a mail's headers, as qmail's reports do


def _returned_ids(mail: ParsedMail) -> list[str]:
    found = _RETURNED_ID.search(mail.returned_headers) or _RETURNED_ID.search(mail.text[:_LONGEST_REPORT])
    return [found[1]] if found else []


def _deduplicated(tokens: Iterable[TokenClue]) -> tuple[TokenClue, ...]:
    """Each letter once for a kind, where it stood nearest."""
    nearest: dict[tuple[TokenKind, int], TokenClue] = {}
    for token in tokens:
        nearest.setdefault((token.kind, token.letter), token)
    return tuple(nearest.values())


def _parents(mail: ParsedMail, conversation: str) -> tuple[str, ...]:
    """The ids a mail refers to, newest first, without its own."""
    named = (*mail.in_reply_to[:_LAST_REFERENCES], *reversed(mail.references[-_LAST_REFERENCES:]), conversation)
    found = dict.fromkeys(filter(None, map(_identifier, named)))
    found.pop(_identifier(mail.message_id or "") or "", None)
    return tuple(found)


def _identifier(text: str) -> str | None:
    """An id as the mail wrote it; None for one that is empty and would make strangers of us all kin."""
    return text.strip() if text.strip("<> \t\r\n") else None


def _defects(mail: ParsedMail, recipients: Iterable[str], tokens: Sequence[TokenClue]) -> tuple[str, ...]:
    shaped = sum(looks_like_token(re.split(r"[+-]", address.rpartition("@")[0], maxsplit=1)[-1]) for address in recipients)
    valid = sum(token.where is Where.RECIPIENT for token in tokens)
    found = {"token-not-ours": shaped > valid, "references-cut": len(mail.references) > _LAST_REFERENCES}
    return tuple(name for name, there in found.items() if there)
