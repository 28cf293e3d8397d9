"""Which files of a mail may be sent on, which only came back with the quote of our letter, and which are too much. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from maildesk.config.limits import Limits
from maildesk.mail import Attachment, Left, ParsedMail
from maildesk.newwords import SplitText

# Proofs of the mail itself: they prove nothing about a letter that is made from it.
_PROOFS = frozenset({"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"})


# The bound in desk.yaml that each names.
LIMITS = {Left.TICKET: "ticket_attachments", Left.DAY: "daily_attachments"}


@dataclass(frozen=True, slots=True)
class Brought:
    """Bytes of files that were taken out of mails so far: for a ticket, and of a sender in the last 24 hours."""

    ticket: int = 0
    day: int = 0


def files_to_send(mail: ParsedMail) -> tuple[Attachment, ...]:
    """The files of a mail without its own body, whose quotes are split away before anything leaves (law 7), its signature, and what is over a bound."""
    return tuple(one for one in mail.attachments if not one.is_body and one.left is None and not is_proof(one, mail))


def is_proof(one: Attachment, mail: ParsedMail) -> bool:
    """Whether it is the signature of the whole mail; one that was sent along for a file is a file itself."""
    return one.content_type in _PROOFS and mail.content_type == "multipart/signed"


MAILS = frozenset({"message/rfc822", "message/global"})


def with_beside(mail: ParsedMail) -> tuple[Attachment, ...]:
    """The files of a mail that is passed on. Where it came as a file, what stands beside that is its bearer's own; inline nobody can tell whose a file is."""
    if mail.enclosed is None:
        return mail.attachments
    return tuple(one if one.content_type in MAILS or one.is_body or is_proof(one, mail) else replace(one, beside=True) for one in mail.attachments)


def within_bounds(mail: ParsedMail, brought: Brought, limits: Limits) -> ParsedMail:
    """The mail with each file marked that does not fit into what its ticket and its sender may still bring, in their order (V056).

    A file that fits is taken though one before it did not: a film does not keep the invoice out.
    """
    room = {Left.TICKET: limits.ticket_attachments - brought.ticket, Left.DAY: limits.daily_attachments - brought.day}
    bounded = []
    for one in mail.attachments:
        over = next((bound for bound in room if one.size > room[bound]), None)
        bounded.append(one if over is None else replace(one, left=over))
        if over is None:
            room = {bound: left - one.size for bound, left in room.items()}
    return replace(mail, attachments=tuple(bounded))


def own_files(mail: ParsedMail, split: SplitText) -> tuple[Attachment, ...]:
    """The files and pictures that belong to the new words; where it is not sure, a picture is taken for the author's."""
    return tuple(one for one in files_to_send(mail) if one.content_type not in _PROOFS and not _came_back(one, mail.html, split))


def _came_back(one: Attachment, whole: str, split: SplitText) -> bool:
    shown = f"cid:{one.content_id}"
    if one.content_id and shown in split.reply_html:
        return False
    return one.sha256 in split.quoted_files or bool(split.reply_html and one.inline and one.content_id and shown in whole)
