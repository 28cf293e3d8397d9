"""Files of old Macintoshes (BinHex 4.0, RFC 1741): their data under their own name; the resources beside it are for that machine alone."""

from __future__ import annotations

import binascii
import mimetypes
import re

from maildesk.intake.mime.packed import PackedFile

TYPES = ("application/mac-binhex40", "application/mac-binhex", "application/binhex", "application/x-binhex40")
_SIGNS = b"!\"#$%&'()*+,-012345689@ABCDEFGHIJKLMNPQRSTUVXYZ[`abcdefhijklmpqr"
_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_TO_BASE64 = bytes.maketrans(_SIGNS, _BASE64)
_WHITE = b" \t\r\n"
# In a text the line that says what it is stands above; a part's type says it otherwise.
_SAID = re.compile(rb"^\(This file must be converted with BinHex[^\r\n]{0,40}\r?\n(?:[ \t]*\r?\n){0,9}:", re.MULTILINE | re.IGNORECASE)
_BEGIN = re.compile(rb"(?:\A|\n)[ \t]{0,9}:(?=[^\s:])")
_RUN = re.compile(rb"\x90(.)", re.DOTALL)
_BEHIND_NAME = 21  # version, type, creator, flags, two lengths and a sum
# What the Finder calls a file's kind, for names that have no ending.
_KINDS = {b"TEXT": "text/plain", b"ttro": "text/plain", b"JPEG": "image/jpeg", b"GIFf": "image/gif", b"PNGf": "image/png", b"PDF ": "application/pdf"}


def converted(data: bytes, most: int) -> PackedFile | None:
    """The file in a part of one of `TYPES`; None where it is not whole, is longer than `most`, or has resources alone."""
    begin = _SAID.search(data) or _BEGIN.search(data)
    end = data.find(b":", begin.end()) if begin else -1
    return _file(data[begin.end() : end], most) if begin and end >= 0 else None


def take_converted(data: bytes, most: int) -> tuple[bytes, tuple[PackedFile, ...]]:
    """The text without such files written into it, and the files, `most` bytes of them together; what is not wholly one stays text."""
    kept, files, done = list[bytes](), list[PackedFile](), 0
    while (begin := _SAID.search(data, done)) is not None and (end := data.find(b":", begin.end())) >= 0:
        found = _file(data[begin.end() : end], most)
        kept.append(data[done : end + 1] if found is None else data[done : begin.start()])
        if found is not None:
            files.append(found)
            most -= len(found.content)
        done = end + 1
    return b"".join([*kept, data[done:]]), tuple(files)


def _file(encoded: bytes, most: int) -> PackedFile | None:
    signs = encoded.translate(None, _WHITE)
    if signs.translate(None, _SIGNS):
        return None
    bits = signs.translate(_TO_BASE64)
    raw = _expanded(binascii.a2b_base64(bits[: len(bits) - (len(bits) % 4 == 1)] + b"=" * (-len(bits) % 4)), most + 1024)
    if raw is None or not raw:
        return None
    head = 1 + raw[0] + _BEHIND_NAME
    if len(raw) < head or binascii.crc_hqx(raw[: head - 2], 0) != int.from_bytes(raw[head - 2 : head], "big"):
        return None
    length = int.from_bytes(raw[head - 10 : head - 6], "big")
    if not 0 < length <= min(most, len(raw) - head):
        return None
    name, kind = raw[1 : 1 + raw[0]].decode("mac_roman"), raw[raw[0] + 2 : raw[0] + 6]
    return PackedFile(name, mimetypes.guess_type(name)[0] or _KINDS.get(kind, ""), raw[head : head + length])


def _expanded(data: bytes, most: int) -> bytes | None:
    """Runs of one byte written out (RFC 1741 appendix A); None where they come to more than `most`."""
    out, done = bytearray(), 0
    for run in _RUN.finditer(data):
        out += data[done : run.start()]
        times = run[1][0]
        if times and not out:
            return None
        out += out[-1:] * (times - 1) if times else b"\x90"
        done = run.end()
        if len(out) > most:
            return None
    out += data[done:]
    return bytes(out) if len(out) <= most else None
