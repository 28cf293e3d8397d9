"""What programs write for the type and the encoding of a part, and what they mean by it."""

from __future__ import annotations

import re

# What is meant, and how it is written by programs that know no better.
_WRITTEN = {
    "text/plain": "plain/text text/text text/ascii text/us-ascii text/utf-8 text/plaintext text/simple text/txt x-text/plain application/text message/text",
    "text/html": "html html/text text/htm text/xhtml text/x-html text/html5 text/xhtml+xml application/html application/xhtml+xml application/xhtml",
    "text/calendar": "text/x-calendar text/x-vcalendar text/ics text/ical application/x-ical",
    "message/rfc822": "message/rfc-822 message/rfc2822 application/rfc822 application/x-rfc822",
    "application/octet-stream": "octet/stream application/octetstream application/octet application/binary binary/octet-stream",
}
_MEANT = {written: meant for meant, names in _WRITTEN.items() for written in names.split()}
_KNOWN = frozenset({"text/plain", "text/html", *_WRITTEN})
_NAME = re.compile(r"[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+")
_COMMENT = re.compile(r"\([^()]*\)")
_SIGNS = re.compile(r"[^a-z0-9]")
_ENCODINGS = {
    "base64": "base64",
    "b": "base64",
    "base64encoded": "base64",
    "mime64": "base64",
    "quotedprintable": "quoted-printable",
    "qp": "quoted-printable",
    "q": "quoted-printable",
    "xuuencode": "uuencode",
    "uuencode": "uuencode",
    "xuue": "uuencode",
    "uue": "uuencode",
    "7bit": "",
    "8bit": "",
    "7bits": "",
    "8bits": "",
}
_USUAL = {"": "", "7bit": "", "8bit": "", "quoted-printable": "quoted-printable", "base64": "base64"}


def meant_type(written: str, default: str) -> str:
    """`type/subtype`, in small letters as it came; the default where nothing of it can be read (RFC 2045 §5.2)."""
    if written in _KNOWN:
        return written
    found = _NAME.search(written)
    name = found[0] if found else written
    if name == "multipart":
        return default if default.startswith("multipart/") else "multipart/mixed"
    return _MEANT.get(name, name if found else default)


def meant_encoding(written: str) -> str:
    """`base64`, `quoted-printable`, `uuencode`, "" for what needs no decoding, and any other word as it came."""
    if written in _USUAL:
        return _USUAL[written]
    word = re.split(r"[,;(]", _COMMENT.sub("", written.lower()), maxsplit=1)[0]
    key = _SIGNS.sub("", word)
    return _ENCODINGS.get(key, key)
