"""A letter as bytes: MIME parts and headers from clean atoms, CRLF line ends, no line over 998 octets (RFC 5322, RFC 2045)."""

from __future__ import annotations

import hashlib
import re
from base64 import encodebytes
from binascii import b2a_qp
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

from maildesk.mail import Address, Attachment
from maildesk.outbound.atoms import (
    address_header,
    clean_filename,
    filename_parameters,
    folded,
    ids_header,
    sender_header,
    subject_header,
    text_header,
)

# Programs that write `Auto-Submitted` also get this: Exchange obeys nothing else.
SUPPRESS = b"X-Auto-Response-Suppress: All\r\n"
_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,60}/[a-z0-9][a-z0-9!#$&^_.+-]{0,100}", re.ASCII)
_CONTENT_ID = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.@-]{1,200}", re.ASCII)
_ASCII = bytes(range(128))
_ASCII_CONTROLS = bytes((*range(9), *range(11, 32), 127))
_TEXT_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f\x80-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that a letter's bytes are made of; `signer` speaks for the mailbox. `auto_submitted` is "" for a person's letter (RFC 3834 §5)."""

    from_: Address
    to: tuple[Address, ...]
    subject: str
    message_id: str
    date: datetime
    text: str
    signer: str = ""
    html: str = ""
    cc: tuple[Address, ...] = ()
    reply_to: Address | None = None
    topic: str = ""
    thread_index: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    auto_submitted: str = ""
    attachments: tuple[Attachment, ...] = ()


def wire(sheet: Sheet) -> bytes:
    """The whole letter. The same sheet gives the same bytes."""
    return _headers(sheet) + b"MIME-Version: 1.0\r\n" + body(sheet)


def _headers(sheet: Sheet) -> bytes:
    cc = address_header("Cc", sheet.cc) if sheet.cc else b""
    apart = sheet.reply_to is not None and sheet.reply_to.address != sheet.from_.address
    reply_to = sender_header("Reply-To", sheet.reply_to, sheet.signer) if sheet.reply_to and apart else b""
    robot = text_header("Auto-Submitted", sheet.auto_submitted) + SUPPRESS if sheet.auto_submitted else b""
    return b"".join(
        (
            sender_header("From", sheet.from_, sheet.signer),
            address_header("To", sheet.to) if sheet.to else b"To: undisclosed-recipients:;\r\n",
            cc,
            reply_to,
            subject_header(sheet.subject),
            f"Date: {format_datetime(sheet.date)}\r\n".encode("ascii"),
            ids_header("Message-ID", (sheet.message_id,)),
            ids_header("In-Reply-To", (sheet.in_reply_to,)),
            ids_header("References", sheet.references),
            text_header("Thread-Topic", sheet.topic) if sheet.topic else b"",
            folded("Thread-Index", (sheet.thread_index,)) if sheet.thread_index else b"",
            robot,
        )
    )


def body(sheet: Sheet) -> bytes:
    """The MIME tree: mixed(related(alternative(text, html), pictures), files), each level only where it is needed."""
    pictures = tuple(one for one in sheet.attachments if is_picture_of(one, sheet.html))
    files = tuple(one for one in sheet.attachments if one not in pictures)
    mark = "=_" + hashlib.sha256(repr((sheet.message_id, sheet.text, sheet.html)).encode("utf-8", "replace")).hexdigest()[:40]
    words = text_part(sheet.text, "plain")
    if sheet.html:
        related = text_part(sheet.html, "html")
        if pictures:
            related = multipart('related; type="text/html"', [related, *(_picture_part(one) for one in pictures)], mark + "r")
        words = multipart("alternative", [words, related], mark + "a")
    return multipart("mixed", [words, *(_file_part(one) for one in files)], mark + "m") if files else words


def is_picture_of(attachment: Attachment, html: str) -> bool:
    """Whether the HTML shows this attachment in its place."""
    return _CONTENT_ID.fullmatch(attachment.content_id) is not None and f"cid:{attachment.content_id}" in html


def multipart(kind: str, parts: Sequence[bytes], boundary: str) -> bytes:
    head = f'Content-Type: multipart/{kind};\r\n boundary="{boundary}"\r\n\r\n'.encode("ascii")
    between = f"--{boundary}\r\n".encode("ascii")
    return head + b"".join(between + part + b"\r\n" for part in parts) + f"--{boundary}--\r\n".encode("ascii")


def text_part(text: str, kind: str) -> bytes:
    """A text as quoted-printable, or base64 where most of it is not ASCII; it arrives as it was written (V123)."""
    content = _without_controls(text.replace("\r\n", "\n").replace("\r", "\n"))
    head = f'Content-Type: text/{kind}; charset="utf-8"\r\nContent-Transfer-Encoding: '
    if len(content.translate(None, _ASCII)) * 5 > len(content):
        return f"{head}base64\r\n\r\n".encode("ascii") + _base64(content.replace(b"\n", b"\r\n"))
    return f"{head}quoted-printable\r\n\r\n".encode("ascii") + _quoted_printable(content.removesuffix(b"\n"))


def _without_controls(text: str) -> bytes:
    """That there are none is seen in ASCII in a fifth of the time that looking for them takes."""
    content = text.encode("utf-8", "replace")
    if text.isascii() and len(content.translate(None, _ASCII_CONTROLS)) == len(content):
        return content
    return _TEXT_CONTROLS.sub(" ", text).encode("utf-8")


def _quoted_printable(content: bytes) -> bytes:
    """The whole text in one call: a line at a time costs ten times as much."""
    soft = b"\n" + b2a_qp(content.replace(b"\n", b"\r\n") + b"\r\n", quotetabs=False, istext=True)
    # Lines that some hop would change: mbox's From, and a dot that a careless relay takes for the end.
    return soft.replace(b"\n.", b"\n=2E").replace(b"\nFrom ", b"\n=46rom ")[1:]


def _base64(content: bytes) -> bytes:
    return encodebytes(content).replace(b"\n", b"\r\n")


def _picture_part(one: Attachment) -> bytes:
    return _attached(one, "inline", f"Content-ID: <{one.content_id}>\r\n")


def _file_part(one: Attachment) -> bytes:
    return _attached(one, "attachment", "")


def _attached(one: Attachment, disposition: str, extra: str) -> bytes:
    """A file byte for byte, under a name that is safe in a header (V120)."""
    parameters = "".join(f";\r\n {parameter}" for parameter in filename_parameters(clean_filename(one.filename)))
    head = f"Content-Type: {_content_type(one)}\r\nContent-Disposition: {disposition}{parameters}\r\n{extra}Content-Transfer-Encoding: base64\r\n\r\n"
    return head.encode("ascii") + _base64(one.content)


def _content_type(one: Attachment) -> str:
    kind = one.content_type.lower()
    # A nested mail may not be base64 (RFC 2046 §5.2.1), and only so does it arrive byte for byte.
    if not _TYPE.fullmatch(kind) or kind.startswith(("message/", "multipart/")):
        return "application/octet-stream"
    return f'{kind}; charset="utf-8"' if kind.startswith("text/") and _is_utf8(one.content) else kind


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
