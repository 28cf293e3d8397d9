"""A mail as it came in, as it was read, and what was judged about it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from maildesk.errors import NOTHING
from maildesk.language import Said

# Ways in: from an account, from a folder where its server puts junk, and from one where it keeps what was sent by the account.
FETCHED, FETCHED_JUNK, FETCHED_SENT = "imap", "imap-junk", "imap-sent"
SAMPLED = "sample"  # a file to be explained whose recipients count as ours for the asking: what else they are nobody says


@dataclass(frozen=True, slots=True)
class Envelope:
    """What the transport said beside the mail (RFC 5321): never derived from its headers.

    `mail_from` is "" for the null sender and None where it is unknown (a file, an archive).
    `submitted_as` is the agent's address proven by SMTP AUTH. `conversation` is an id that an archive's mails of one
    conversation share, found by whoever read the whole archive.
    """

    mail_from: str | None = None
    rcpt_to: tuple[str, ...] = ()
    via: str = "file"
    peer: str = ""
    helo: str = ""
    tls: bool = False
    submitted_as: str | None = None
    conversation: str = ""

    @property
    def archived(self) -> bool:
        """Whether it is old mail out of an archive: it is filed, and nothing else follows from it."""
        return self.via == "archive"

    @property
    def fetched(self) -> bool:
        """Whether it lay in an account: the recipient is who owns the account, not whom the sender named."""
        return self.via in (FETCHED, FETCHED_JUNK, FETCHED_SENT)


@dataclass(frozen=True)
class RawMail:
    """Raw RFC 5322 bytes with their envelope, exactly as they arrived; `id` is the spool's, 0 before.

    `vouched` is who said of it, when it was held, that the agent in From wrote it: `challenge:anna@…` is that agent, by the answer
    to a challenge; anybody else is an actor, as `operator:root`.
    """

    data: bytes
    envelope: Envelope
    received: datetime
    id: int = 0
    vouched: str = ""

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


# What a person wrote, and no server on the way.
_WRITTEN = re.compile(rb"^(?:from|to|cc|subject|date|message-id)[ \t]*:[^\n]*(?:\n[ \t][^\n]*)*", re.IGNORECASE | re.MULTILINE)


def said_twice(one: bytes, other: bytes) -> bool:
    """Whether two mails are one that came by two ways: the same author, date, subject and body under other marks of servers, or a list's."""
    one, other = one.replace(b"\r\n", b"\n"), other.replace(b"\r\n", b"\n")
    return _said(one) == _said(other) or _listed(one, other) or _listed(other, one)


def _said(data: bytes) -> tuple[list[bytes], bytes]:
    head, _, body = data.partition(b"\n\n")
    return sorted(_WRITTEN.findall(head)), body.rstrip()


# What a list adds: its name in the subject, and below the text a rule and a few lines with its address.
_LIST_ID = re.compile(rb"^list-id[ \t]*:", re.IGNORECASE | re.MULTILINE)
_ADDRESSED = re.compile(rb"(?:to|cc)[ \t]*:", re.IGNORECASE)
_FROM, _ADDRESS = re.compile(rb"from[ \t]*:", re.IGNORECASE), re.compile(rb"[^\s<>(),;:\"]+@[^\s<>(),;:\"]+")
# Where a list that puts itself into From says who wrote the mail.
_AUTHORS = re.compile(rb"^(?:from|reply-to|cc|x-original-from|x-mailfrom|original-from)[ \t]*:[^\n]*(?:\n[ \t][^\n]*)*", re.IGNORECASE | re.MULTILINE)
_LIST_NAME = re.compile(rb"\[[^\]\n]{1,60}\] ?")
_LIST_FOOTER = re.compile(rb"\s*\n(?:_{20,}|-{40,}|#{20,}|-- ?)\n(?=[^\x00]{0,2000}(?:https?://|@))(?:[^\n]{0,300}(?:\n|\Z)){1,12}\Z")


def _listed(plain: bytes, listed: bytes) -> bool:
    """Whether the second is what a list made of the first. Words of more than a footer are another mail's."""
    if not _LIST_ID.search(listed.partition(b"\n\n")[0]) or _LIST_ID.search(plain.partition(b"\n\n")[0]):
        return False
    (head, body), (its_head, its_body) = _said(plain), _said(listed)
    if not its_body.startswith(body) or not _LIST_FOOTER.fullmatch(its_body[len(body) :] or b"\n-- \n@"):
        return False
    behind = _AUTHORS.findall(listed.partition(b"\n\n")[0])
    return _written(head, behind) == _written(its_head, behind)


def _written(head: list[bytes], behind: Iterable[bytes]) -> list[bytes]:
    """The fields as their author wrote them: but for whom they were sent on to, folding, a list's name, and a list in the author's place.

    Such a list says in another field whose mail it is (`behind`): of two mails with the same id and words one more author is no difference.
    """
    named = {address.lower() for field in behind for address in _ADDRESS.findall(field)}
    fields = [field for field in head if not _ADDRESSED.match(field)]
    fields = [b"From: " if _FROM.match(field) and named & {one.lower() for one in _ADDRESS.findall(field)} else field for field in fields]
    return [_LIST_NAME.sub(b"", b" ".join(field.split()), count=1) for field in fields]


@dataclass(frozen=True, slots=True)
class Address:
    """A decoded display name and an addr-spec; either may be empty."""

    name: str
    address: str


class Left(StrEnum):
    """Which bound a file was over, so that it stays in the raw mail and goes no further (V056)."""

    TICKET = "ticket"  # limits.ticket_attachments
    DAY = "day"  # limits.daily_attachments


@dataclass(frozen=True)
class Attachment:
    """Everything in a mail that is neither the text nor the HTML shown."""

    filename: str
    content_type: str
    content: bytes
    inline: bool = False
    content_id: str = ""  # without angle brackets
    charset: str = ""  # of a text, as it was declared
    other_name: str = ""  # what a header called it too, where that differs: some programs open it by this one
    is_body: bool = False  # the mail's own text once more, in another form: it holds what the mail quotes, so it is sent to nobody
    beside: bool = False  # whoever passed the mail on put it there: it is no file of the customer's
    left: Left | None = None  # the bound over which it stays in the raw mail alone; None where it goes along

    @property
    def size(self) -> int:
        return len(self.content)

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


TOO_MANY_HOPS = "too-many-hops"  # the defect of a mail that more servers had than limits.hops allows: it goes round
SPAM_WRAPPED = "spam-wrapped"  # … that a spam filter handed on inside a report of its own
SIGNED_UNCHECKED = "signed-unchecked"  # … whose words stood inside a signature that is taken off and that nobody checked


@dataclass(frozen=True)
class ParsedMail:
    """What a careful person reads in a mail. Every field has a value whatever the bytes were.

    `from_` is the best-effort reading, for display; `sender` is the author for identity by one strict
    grammar, None where there is any doubt. `html` is decoded but not sanitised: it may only leave through
    `htmlclean`. Ids keep their angle brackets. `headers` are decoded once, unfolded, in order.
    """

    from_: Address | None = None
    sender: str | None = None
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    reply_to: tuple[Address, ...] = ()
    subject: str = ""
    date: datetime | None = None
    message_id: str | None = None
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    text: str = ""
    html: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    attachments: tuple[Attachment, ...] = ()
    calendar: Said = NOTHING  # its calendars in words, and what it has only a pointer to; where it says nothing else, that is its text
    events: tuple[str, ...] = ()  # the ids of its calendars' events
    invite: tuple[str, ...] = ()  # what its calendars want (request, cancel, reply …) and what their events are called
    content_type: str = "text/plain"  # of the whole mail, with report-type where there is one
    delivery_status: str = ""  # the text of a message/delivery-status part (RFC 3464)
    returned_headers: str = ""  # the header block of the mail a report gives back
    enclosed: Forwarded | None = None  # the mail attached to it
    reaction: bool = False  # Gmail says to programs that its author tapped a sign below a mail
    defects: tuple[str, ...] = ()

    def header(self, name: str) -> str:
        """The first header of that name, or ""."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), "")


@dataclass(frozen=True, slots=True)
class Forwarded:
    """A mail quoted inside another or attached to it, with the headers its quoter wrote down; `forwarded` is the one that it passes on itself.

    `others` stand in its From beside the first one. `message_id` and what its calendars say are known of an attached mail alone.
    """

    from_: Address | None = None
    others: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    subject: str = ""
    date: str = ""
    text: str = ""
    forwarded: Forwarded | None = None
    message_id: str = ""
    calendar: Said = NOTHING


class MailState(StrEnum):
    """Where a mail of the ledger stands; the last five are outcomes."""

    WAITING = "waiting"
    TICKETED = "ticketed"
    ANSWERED = "answered"
    IGNORED = "ignored"
    HELD = "held"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The one end of a mail: its state, the rule that named it (ours are `builtin:…`), its ticket."""

    state: MailState
    rule: str = ""
    ticket: int | None = None
    trace: tuple[Said, ...] = field(default=())
