"""A mail that a spam filter handed on inside a report of its own (SpamAssassin's `report_safe`): what its author wrote stands in an attachment."""

from __future__ import annotations

from dataclasses import replace

from maildesk.intake.mime.tree import Part
from maildesk.mail import SPAM_WRAPPED, ParsedMail

_LONGEST = 4 << 20  # beyond this it is a file


def original_of(root: Part) -> bytes | None:
    """The mail as it was before the filter, None where no filter wrapped it. Where it may break mail programs, it stands there as a text."""
    if root.content_type != "multipart/mixed":
        return None
    parts = (
        part for part in root.leaves() if part.content_type in ("message/rfc822", "text/plain") and part.type.get("x-spam-type").lower() == "original"
    )
    found = next(parts, None)
    return found.content if found is not None and len(found.raw) <= _LONGEST else None


def as_written(report: ParsedMail, original: ParsedMail) -> ParsedMail:
    """Who wrote it and what came with it on its way is as the report's own headers say; what it says and answers, as the mail inside does."""
    return replace(
        report,
        subject=original.subject or report.subject,
        in_reply_to=report.in_reply_to or original.in_reply_to,
        references=report.references or original.references,
        text=original.text,
        html=original.html,
        attachments=original.attachments,
        calendar=original.calendar,
        invite=original.invite,
        enclosed=original.enclosed,
        defects=tuple(dict.fromkeys((*report.defects, *original.defects, SPAM_WRAPPED))),
    )
