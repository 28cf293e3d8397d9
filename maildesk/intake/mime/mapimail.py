"""A message of Outlook's that stands inside another, written as the mail it was, so that whoever opens it reads who said what."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr

from maildesk.intake.header.words import decode_words
from maildesk.intake.mime import mapi
from maildesk.intake.mime.mapi import Values
from maildesk.intake.mime.packed import PackedFile

_LONGEST = 500
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)  # of Windows, whose moments count steps of a tenth of a microsecond


def as_mail(message: Values, subject: str, text: str, charset: str) -> PackedFile:
    """With its author, subject, day and words; what else it had are files beside it."""
    said = decode_words(mapi.text_of(message, mapi.SUBJECT, charset) or subject)[:_LONGEST]
    mail = EmailMessage(SMTP)
    if author := _author(message, charset):
        mail["From"] = author
    mail["Subject"] = said
    if sent := _moment(message.get(mapi.SENT_AT, b"")):
        mail["Date"] = sent
    mail.set_content(text, cte="base64")
    return PackedFile(f"{said.replace('/', '_')}.eml" if said else "", "message/rfc822", mail.as_bytes())


def _author(message: Values, charset: str) -> str:
    """Only with an address of the Internet: Exchange's own leads nowhere."""
    name, *addresses = (
        decode_words(mapi.text_of(message, one, charset))[:_LONGEST] for one in (mapi.SENDER_NAME, mapi.SENDER_SMTP, mapi.SENDER_ADDRESS)
    )
    address = next((one for one in addresses if one.isascii() and one.count("@") == 1 and " " not in one), "")
    return formataddr((name, address)) if address else ""


def _moment(steps: bytes) -> str:
    try:
        return format_datetime(_EPOCH + timedelta(microseconds=int.from_bytes(steps[:8], "little") // 10)) if any(steps) else ""
    except OverflowError:
        return ""
