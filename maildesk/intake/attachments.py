"""The parts that are neither text nor HTML, as attachments with names that are safe to show and to store."""

from __future__ import annotations

import mimetypes
import re

from maildesk.config.schema import Limits
from maildesk.intake.fields import read_fields
from maildesk.intake.mime import Part
from maildesk.intake.words import decode_words
from maildesk.mail import Attachment

# Controls, marks that turn the direction of writing, and signs without width (V134).
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")
_UNSAFE = re.compile(r'[<>:"|?*\\/]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?\Z", re.IGNORECASE)
_LONGEST_EXTENSION = 20
_EXTENSIONS = {
    "message/rfc822": ".eml",
    "message/global": ".eml",
    "text/calendar": ".ics",
    "text/vcard": ".vcf",
    "text/x-vcard": ".vcf",
    "text/plain": ".txt",
    "text/html": ".html",
    "image/jpeg": ".jpg",
    "application/octet-stream": ".bin",
}


def attachment(part: Part, related: bool, number: int, limits: Limits) -> Attachment:
    """One attachment; `number` names it where the mail gives no name, `related` says that the HTML may show it."""
    content_id = decode_words(part.fields.first("content-id")).strip().strip("<>").strip()
    disposition = part.disposition.value
    name = part.disposition.get("filename") or part.type.get("name") or _described(part, limits)
    return Attachment(
        filename=safe_name(name, limits.filename) or f"part-{number}{_extension(part.content_type)}",
        content_type=part.content_type,
        content=part.content,
        inline=disposition == "inline" or (disposition != "attachment" and bool(content_id) and (related or part.content_type.startswith("image/"))),
        content_id=content_id,
    )


def safe_name(name: str, longest: int) -> str:
    """The last path part of a name without what disguises it or what a file system treats in a way of its own; "" if nothing is left."""
    name = _UNSEEN.sub("", decode_words(name)).replace("\\", "/").rstrip("/").rpartition("/")[2]
    name = _UNSAFE.sub("_", name).strip().rstrip(". ")
    name = name.lstrip(".") if not name.strip("._") else re.sub(r"^\.+", "_", name)
    if _RESERVED.match(name):
        name = "_" + name
    return _shortened(name, longest)


def _shortened(name: str, longest: int) -> str:
    if len(name) <= longest:
        return name
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension) > _LONGEST_EXTENSION:
        return name[:longest]
    return stem[: longest - len(extension) - 1] + dot + extension


def _described(part: Part, limits: Limits) -> str:
    """A nested mail is called by its subject."""
    if not part.content_type.startswith("message/") or part.content_type == "message/delivery-status":
        return ""
    head = part.content[: limits.headers]
    fields, _, _ = read_fields(head, 0, len(head), limits)
    subject = decode_words(fields.first("subject"))
    return f"{subject.replace('/', '_')}.eml" if subject else ""


def _extension(content_type: str) -> str:
    return _EXTENSIONS.get(content_type) or mimetypes.guess_extension(content_type) or ".bin"
