"""The mail that is passed on as an attachment (message/rfc822): who wrote it, to whom, when and what."""

from __future__ import annotations

from itertools import islice

from maildesk.config.limits import Limits
from maildesk.intake.header.addresses import read_addresses
from maildesk.intake.header.author import read_author
from maildesk.intake.header.words import decode_words
from maildesk.intake.mime.attachments import read_files
from maildesk.intake.mime.bodies import read_bodies, text_of_files
from maildesk.intake.mime.calendars import read_events, said_events
from maildesk.intake.mime.sealed import without_armour
from maildesk.intake.mime.tree import Part, TreeReader
from maildesk.mail import Address, Forwarded

_MAILS = ("message/rfc822", "message/global")
# Beyond this it is a file, not something that is read; each level is decoded anew.
_LONGEST, _DEEPEST, _MOST = 1 << 20, 2, 4


def enclosed_mail(root: Part, limits: Limits) -> Forwarded | None:
    """The first mail a person attached; reports and digests carry mails too, but nobody passes those on."""
    return None if root.content_type in ("multipart/report", "multipart/digest") else _first_inside(root, limits, 1)


def _first_inside(root: Part, limits: Limits, depth: int) -> Forwarded | None:
    mails = list(islice((part for part in root.leaves() if part.content_type in _MAILS), _MOST))
    if not mails or depth > _DEEPEST or len(mails[0].raw) > _LONGEST:
        return None
    inner = TreeReader(mails[0].content, limits).read()
    fields = inner.fields
    authors = read_addresses(fields.first("from"), limits.addresses)
    bodies = read_bodies(inner, limits)
    text = without_armour(bodies.text or text_of_files(bodies, limits)) or read_files(bodies.others, bodies.packed, limits).text
    beside = (_author(part, limits) for part in mails[1:] if len(part.raw) <= _LONGEST)
    return Forwarded(
        from_=read_author(fields, authors),
        others=(*authors[1:], *filter(None, beside)),
        to=read_addresses(fields.first("to"), limits.addresses),
        cc=read_addresses(fields.first("cc"), limits.addresses),
        subject=decode_words(fields.first("subject")),
        date=decode_words(fields.first("date")),
        text=text,
        forwarded=_first_inside(inner, limits, depth + 1),
        message_id=fields.first("message-id").strip(),
        calendar=said_events(read_events(bodies.calendars), text),
    )


def _author(mail: Part, limits: Limits) -> Address | None:
    """Who wrote another mail that is attached beside the first."""
    fields = TreeReader(mail.content, limits).read().fields
    return read_author(fields, read_addresses(fields.first("from"), limits.addresses))
