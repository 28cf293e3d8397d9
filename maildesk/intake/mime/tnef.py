"""Unpacks Outlook's `winmail.dat` (MS-OXTNEF): its files under their own names, its text where the mail has no other.

What is taken out is cut out of the mail's own bytes, so it can never be larger than the mail; nothing is written anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass

from maildesk.config.limits import Limits
from maildesk.html.text import to_text
from maildesk.intake.charset.chain import charset_of_html, decode
from maildesk.intake.mime import mapi
from maildesk.intake.mime.mapi import Cursor, OutOfData, Values
from maildesk.intake.mime.mapimail import as_mail
from maildesk.intake.mime.packed import PackedFile
from maildesk.intake.mime.rtf import rtf_text
from maildesk.intake.mime.transfer import with_line_feeds

_SIGNATURE = 0x223E9F78
SIGNATURE = _SIGNATURE.to_bytes(4, "little")
# An attached message is packed once more; deeper than this nobody forwards.
_DEEPEST = 5
_TITLE, _DATA, _BEGIN, _PROPERTIES, _MESSAGE, _BODY, _CODEPAGE, _SUBJECT = 0x8010, 0x800F, 0x9002, 0x9005, 0x9003, 0x800C, 0x9007, 0x8004
_NESTED_HEADER = 16  # the interface identifier before a message inside


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What a winmail.dat holds: its files, its HTML body among them, and the words of its body in whatever form that has."""

    files: tuple[PackedFile, ...] = ()
    text: str = ""
    mail: PackedFile | None = None  # a message inside another, where it says anything


@dataclass(slots=True)
class _Open:
    """An attachment while its attributes come."""

    title: bytes = b""
    data: bytes = b""
    values: Values | None = None


def unpack(data: bytes, limits: Limits) -> Unpacked:
    """The files and the text; empty where it is no TNEF. One that breaks off gives what came before the break."""
    return _Reader(limits).read(memoryview(data), 0)


class _Reader:
    """Counts the files of the whole, those of messages inside with it."""

    def __init__(self, limits: Limits) -> None:
        self._limits, self._count = limits, 0
        self._room = limits.html  # for what was compressed, in the whole

    def read(self, data: memoryview, depth: int) -> Unpacked:
        attributes = _attributes(data)
        codepage = next((int.from_bytes(value[:4], "little") for name, value in attributes if name == _CODEPAGE), 0)
        charset = f"cp{codepage}" if codepage else ""
        message = next((mapi.read_properties(value) for name, value in attributes if name == _MESSAGE), {})
        plain = next((decode(bytes(value).rstrip(b"\0"), charset) for name, value in attributes if name == _BODY), "")
        html = message.get(mapi.BODY_HTML, b"").rstrip(b"\0")
        text = plain or self._words(message, html, charset)
        files = [file for one in _attachments(attributes) for file in self._files(one, charset, depth)]
        if html:
            files.append(PackedFile("message.html", "text/html", with_line_feeds(html), is_body=True))
        if not depth or not text.strip():
            return Unpacked(tuple(files), text)
        subject = next((decode(bytes(value).rstrip(b"\0"), charset) for name, value in attributes if name == _SUBJECT), "")
        return Unpacked(tuple(files), text, as_mail(message, subject, text[: self._limits.text], charset))

    def _words(self, message: Values, html: bytes, charset: str) -> str:
        """The body as text."""
        if html:
            return to_text(decode(html, charset_of_html(html) or charset), self._limits)
        if plain := mapi.text_of(message, mapi.BODY, charset):
            return plain
        rtf = mapi.decompressed_rtf(message.get(mapi.RTF_COMPRESSED, b""), self._room)
        self._room -= len(rtf)
        return rtf_text(rtf, charset)

    def _files(self, one: _Open, charset: str, depth: int) -> list[PackedFile]:
        values = one.values or {}
        nested = values.get(mapi.ATTACH_DATA, b"")
        inside = memoryview(nested)[_NESTED_HEADER:]
        if depth < _DEEPEST and inside[:4] == SIGNATURE:
            found = self.read(inside, depth + 1)
            return [*((found.mail,) if found.mail else ()), *found.files]
        self._count += 1
        content = one.data or nested
        if self._count > self._limits.parts or not content:
            return []
        name = mapi.text_of(values, mapi.ATTACH_LONG_FILENAME, charset) or mapi.text_of(values, mapi.DISPLAY_NAME, charset)
        name = name or mapi.text_of(values, mapi.ATTACH_FILENAME, charset) or decode(one.title.rstrip(b"\0"), charset)
        kind = mapi.text_of(values, mapi.ATTACH_MIME_TAG, charset).lower()
        return [PackedFile(name, kind, with_line_feeds(content), mapi.text_of(values, mapi.ATTACH_CONTENT_ID, charset).strip("<>"))]


def _attributes(data: memoryview) -> list[tuple[int, memoryview]]:
    """(name, value) in order (MS-OXTNEF §2.1.3); checksums are not asked: a careful reader wants what is there."""
    cursor, found = Cursor(data), list[tuple[int, memoryview]]()
    try:
        if cursor.number() != _SIGNATURE:
            return found
        cursor.take(2)
        while cursor.left:
            cursor.take(1)
            name = cursor.number() & 0xFFFF
            length = cursor.number()
            found.append((name, cursor.take(min(length, cursor.left))))  # of what was cut off, as much as came
            cursor.take(2)
    except OutOfData:
        pass
    return found


def _attachments(attributes: list[tuple[int, memoryview]]) -> list[_Open]:
    out: list[_Open] = []
    for name, value in attributes:
        if name == _BEGIN:
            out.append(_Open())
        elif not out:
            continue
        elif name == _TITLE:
            out[-1].title = bytes(value)
        elif name == _DATA:
            out[-1].data = bytes(value)
        elif name == _PROPERTIES:
            out[-1].values = mapi.read_properties(value)
    return out
