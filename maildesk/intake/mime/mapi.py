"""The properties of Outlook's messages and attachments (MS-OXTNEF §2.1.3.4), as far as they say names, types and bodies."""

from __future__ import annotations

import struct
from collections.abc import Mapping

from maildesk.intake.charset.chain import decode

# Property identifiers (MS-OXPROPS).
BODY, RTF_COMPRESSED, BODY_HTML = 0x1000, 0x1009, 0x1013
ATTACH_DATA, ATTACH_FILENAME, ATTACH_LONG_FILENAME, ATTACH_MIME_TAG, ATTACH_CONTENT_ID = 0x3701, 0x3704, 0x3707, 0x370E, 0x3712
DISPLAY_NAME = 0x3001
SUBJECT, SENT_AT, SENDER_NAME, SENDER_ADDRESS, SENDER_SMTP = 0x0037, 0x0039, 0x0C1A, 0x0C1F, 0x5D01

# Bytes a value of fixed size takes, padding included, by its type.
_FIXED = {0x01: 4, 0x02: 4, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0A: 4, 0x0B: 4, 0x14: 8, 0x40: 8, 0x48: 16}
_STRING8, _UNICODE, _BINARY, _OBJECT = 0x1E, 0x1F, 0x102, 0x0D
_VARIABLE = (_STRING8, _UNICODE, _BINARY, _OBJECT)
_MULTIPLE, _FIRST_NAMED = 0x1000, 0x8000
MOST_PROPERTIES = 2000

Values = Mapping[int, bytes]


class OutOfData(Exception):
    """A count or a length points beyond the block it stands in."""


class Cursor:
    """Reads forward through a block; raises `OutOfData` instead of reading beyond its end."""

    def __init__(self, block: memoryview) -> None:
        self._block, self.position = block, 0

    @property
    def left(self) -> int:
        return len(self._block) - self.position

    def take(self, count: int) -> memoryview:
        if count > self.left:
            raise OutOfData
        self.position += count
        return self._block[self.position - count : self.position]

    def number(self, size: int = 4) -> int:
        return int.from_bytes(self.take(size), "little")

    def padded(self, count: int) -> memoryview:
        """`count` bytes and what fills them up to a multiple of four; the last filling is sometimes left out."""
        found = self.take(count)
        self.position += min(-count % 4, self.left)
        return found


def read_properties(block: memoryview) -> dict[int, bytes]:
    """The first value of each unnamed property; a block that breaks off gives what came before."""
    cursor, found = Cursor(block), dict[int, bytes]()
    try:
        for _ in range(min(cursor.number(), MOST_PROPERTIES)):
            identifier, value = _property(cursor)
            if identifier < _FIRST_NAMED:
                found.setdefault(identifier, value)
    except OutOfData:
        pass
    return found


def _property(cursor: Cursor) -> tuple[int, bytes]:
    kind, identifier = cursor.number(2), cursor.number(2)
    if identifier >= _FIRST_NAMED:
        _skip_name(cursor)
    one = kind & ~_MULTIPLE
    count = cursor.number() if kind & _MULTIPLE or one in _VARIABLE else 1
    values = [_value(cursor, one) for _ in range(min(count, MOST_PROPERTIES))]
    return identifier, values[0] if values else b""


def _skip_name(cursor: Cursor) -> None:
    cursor.take(16)
    if cursor.number() == 0:
        cursor.take(4)
    else:
        cursor.padded(cursor.number())


def _value(cursor: Cursor, kind: int) -> bytes:
    """Text as UTF-8, all else as it stands."""
    if kind in _FIXED:
        return bytes(cursor.take(_FIXED[kind]))
    if kind not in _VARIABLE:
        raise OutOfData
    raw = bytes(cursor.padded(cursor.number()))
    if kind == _UNICODE:
        return raw.decode("utf-16-le", "replace").rstrip("\0").encode("utf-8", "replace")
    return raw.rstrip(b"\0") if kind == _STRING8 else raw


def text_of(values: Values, identifier: int, charset: str) -> str:
    """A property as text: UTF-8 where it was Unicode, else in the charset of the whole."""
    return decode(values.get(identifier, b""), charset).rstrip("\0")


# The dictionary every compressed RTF begins with (MS-OXRTFCP §2.1.2.1).
_PRELOAD = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans SerifSymbolArialTimes New Roman"
    rb"Courier{\colortbl\red0\green0\blue0" + b"\r\n" + rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
_WINDOW = 4096


def decompressed_rtf(data: bytes, most: int) -> bytes:
    """A body in compressed RTF (MS-OXRTFCP), at most `most` bytes of it; b"" where it is none."""
    if len(data) < 16:
        return b""
    _, size, magic, _ = struct.unpack_from("<IIII", data)
    if magic == 0x414C454D:  # “MELA”: not compressed
        return data[16 : 16 + min(size, most)]
    return _expanded(data[16:], min(size, most)) if magic == 0x75465A4C else b""


def _expanded(data: bytes, most: int) -> bytes:
    out = bytearray(_PRELOAD)
    end, position = len(_PRELOAD) + most, 0
    while position < len(data) and len(out) < end:
        control, position = data[position], position + 1
        for bit in range(8):
            if not control >> bit & 1:
                out += data[position : position + 1]
                position += 1
                continue
            pair = int.from_bytes(data[position : position + 2], "big")
            position += 2
            offset, length = pair >> 4, (pair & 15) + 2
            back = (len(out) - offset) % _WINDOW
            if back == 0 or back > len(out):
                return bytes(out[len(_PRELOAD) : end])  # the end mark points at where the next byte would go
            for _ in range(length):
                out.append(out[-back])
    return bytes(out[len(_PRELOAD) : end])
