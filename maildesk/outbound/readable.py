"""The texts in an attached file that a person can read, in every way its bytes may be meant. Pure."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from email import message_from_bytes

from maildesk.mail import Attachment

# A mail program sends any of these as application/octet-stream, and the reader's opens it by its name.
_TEXT_NAMES = (".txt", ".text", ".md", ".log", ".htm", ".html", ".xhtml", ".xml", ".csv", ".tsv", ".ics", ".vcf", ".json", ".yaml", ".yml")
_MAIL_NAMES = (".eml", ".mht", ".mhtml", ".mbox")

# UTF-32 stands first: its mark begins with that of UTF-16.
_MARKS = ((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_WITH_NULS = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
_NO_CHARSET = frozenset({"", "idna", "punycode"})  # Python's codecs for names of domains are slow on a whole text


def texts_in(one: Attachment) -> tuple[str, ...]:
    """What the file says: text of any kind by type or name, and the parts of mails forwarded as a file; () where it is no text."""
    name = one.filename.lower()
    if one.content_type == "message/rfc822" or name.endswith(_MAIL_NAMES):
        return (*_readings(one.content, one.charset), *_parts(one.content))
    if one.content_type.startswith("text/") or name.endswith(_TEXT_NAMES):
        return _readings(one.content, one.charset)
    return ()


def _parts(data: bytes) -> Iterator[str]:
    for part in message_from_bytes(data).walk():
        content = part.get_payload(decode=True)
        if isinstance(content, bytes) and part.get_content_maintype() == "text":
            yield from _readings(content, part.get_content_charset(""))


def _readings(content: bytes, declared: str) -> tuple[str, ...]:
    """Programs differ in what they believe, the declaration, the mark or their eyes: a secret must stand in none of the readings."""
    marked = next((codec for mark, codec in _MARKS if content.startswith(mark)), "")
    guessed = _WITH_NULS if b"\0" in content and not marked else ()
    meant = dict.fromkeys(("utf-8", *filter(None, (marked, _codec(declared))), *guessed))
    return tuple(dict.fromkeys(content.decode(codec, "replace") for codec in meant))


def _codec(declared: str) -> str:
    """The name Python gives a charset; "" for what reads no text."""
    name = declared.strip().strip("\"'").lower()
    try:
        b"a".decode(name, "replace")
    except (LookupError, ValueError):
        return ""
    return "" if name in _NO_CHARSET else name
