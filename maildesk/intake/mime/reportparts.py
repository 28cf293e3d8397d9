"""The two machine parts of a report (RFC 6522): the delivery status, and the headers of the mail it gives back."""

from __future__ import annotations

from maildesk.config.limits import Limits
from maildesk.intake.charset.chain import decode
from maildesk.intake.mime.tree import Part, TreeReader

_LONGEST, _LONGEST_WRAPPED = 256 << 10, 1 << 20
_STATUS = ("message/delivery-status", "message/global-delivery-status")
_RETURNED = ("text/rfc822-headers", "message/rfc822-headers", "message/rfc822", "message/global", "message/global-headers")


def unwrapped(root: Part, limits: Limits) -> Part:
    """The mail that a gateway wrapped whole to add words of its own, known by the Message-ID that both have; else the mail itself."""
    if root.content_type != "multipart/mixed":
        return root
    inside = next((part for part in root.leaves() if part.content_type == "message/rfc822"), None)
    name = root.fields.first("message-id")
    if inside is None or not name or len(inside.raw) > _LONGEST_WRAPPED:
        return root
    mail = TreeReader(inside.content, limits).read()
    return mail if mail.fields.first("message-id") == name else root


def delivery_status(root: Part) -> str:
    """The text of the first delivery status, "" where the mail has none."""
    return next((_text(part) for part in root.leaves() if part.content_type in _STATUS), "")


def returned_headers(root: Part) -> str:
    """The header block of the mail a report gives back, "" where it is no report or gives nothing back."""
    if root.content_type not in ("multipart/report", "multipart/mixed"):
        return ""
    if root.content_type == "multipart/mixed" and not delivery_status(root):
        return ""
    returned = next((_text(part) for part in root.leaves() if part.content_type in _RETURNED), "")
    return returned.split("\n\n", 1)[0]


def _text(part: Part) -> str:
    return decode(part.content[:_LONGEST]).replace("\r\n", "\n").lstrip("\n")
