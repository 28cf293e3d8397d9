"""The parts that are neither text nor HTML, as attachments: what Outlook and old programs packed together is taken apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count

from maildesk.config.limits import Limits
from maildesk.intake.header.words import decode_words
from maildesk.intake.mime import binhex
from maildesk.intake.mime.bodies import Other
from maildesk.intake.mime.filenames import default_name, given_names, numbered, safe_name
from maildesk.intake.mime.packed import PackedFile, take_files
from maildesk.intake.mime.tnef import SIGNATURE, unpack
from maildesk.intake.mime.transfer import with_line_feeds
from maildesk.intake.mime.tree import Part
from maildesk.mail import Attachment

_UUENCODED = frozenset({"application/x-uuencode", "application/x-uue", "application/uuencode", "text/x-uuencode", "application/x-yenc"})
_BESIDE = "application/applefile"  # what a Macintosh knows of a file, which bears its name, too (RFC 1740)
_WIRE_FORMATS = frozenset({"text/calendar", "text/vcard", "text/x-vcard", "text/directory"})


@dataclass(frozen=True, slots=True)
class Files:
    """The attachments of a mail in order, and the text that stood in none but one of them."""

    attachments: tuple[Attachment, ...]
    text: str = ""


def read_files(others: Iterable[Other], packed: Sequence[PackedFile], limits: Limits) -> Files:
    """`packed` are files found inside the text."""
    found: list[Attachment] = []
    texts: list[str] = []
    room = limits.message  # for what grows as it is unpacked
    for other in others:
        opened = unpack(other.part.content, limits) if _is_tnef(other.part) else None
        if opened is not None and (opened.files or opened.text):
            found += [_packed(file, limits) for file in opened.files]
            texts.append(opened.text)
        elif other.part.content_type in binhex.TYPES and (file := binhex.converted(other.part.content, room)):
            room -= len(file.content)
            found.append(_packed(file, limits))
        elif other.part.content_type in _UUENCODED and (inside := take_files(other.part.content)[1]):
            found += [_packed(file, limits) for file in inside]
        else:
            found.append(_attachment(other, limits))
    found += [_packed(file, limits) for file in packed]
    return Files(_named(found), "\n\n".join(filter(None, texts)))


def _is_tnef(part: Part) -> bool:
    """By what it is: gateways give it any type and any name."""
    return not part.content_type.startswith(("text/", "image/", "message/")) and part.content.startswith(SIGNATURE)


def _attachment(other: Other, limits: Limits) -> Attachment:
    part = other.part
    content_id = decode_words(part.fields.first("content-id")).strip().strip("<>").strip()
    disposition = part.disposition.value
    name, other_name = given_names(part, limits)
    return Attachment(
        filename=name,
        content_type=part.content_type,
        content=_as_file(part),
        inline=disposition == "inline"
        or (disposition != "attachment" and bool(content_id) and (other.related or part.content_type.startswith("image/"))),
        content_id=content_id,
        charset=part.type.get("charset"),
        other_name=other_name,
        is_body=other.is_body,
    )


def _as_file(part: Part) -> bytes:
    """The bytes as a file here; mails, calendars and cards keep the line ends their formats prescribe (RFC 5322, 5545, 6350)."""
    if part.is_encoded or part.content_type.startswith("message/") or part.content_type in _WIRE_FORMATS:
        return part.content
    return with_line_feeds(part.content)


def _packed(file: PackedFile, limits: Limits) -> Attachment:
    content_type = file.content_type if file.content_type.count("/") == 1 else "application/octet-stream"
    return Attachment(safe_name(file.name, limits.filename), content_type, file.content, bool(file.content_id), file.content_id, is_body=file.is_body)


def _named(found: Sequence[Attachment]) -> tuple[Attachment, ...]:
    """Each with a name of its own, so that none replaces another where they are saved; those without one are called after their kind."""
    given = {one.filename for one in found}
    taken: set[str] = set()
    numbers: defaultdict[str, Iterator[int]] = defaultdict(lambda: count(1))
    out: dict[int, Attachment] = {}
    for place, one in sorted(enumerate(found), key=lambda entry: entry[1].content_type == _BESIDE):
        name = plain = one.filename or default_name(one.content_type)
        # A name made here never takes the place of one that another file was given.
        while name in taken or (name in given and name != one.filename):
            name = numbered(plain, next(numbers[plain]))
        taken.add(name)
        out[place] = replace(one, filename=name, other_name=one.other_name or (one.filename if one.filename != name else ""))
    return tuple(out[place] for place in range(len(found)))
