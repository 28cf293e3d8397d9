"""A mail without certain words: each of its texts is written anew where they stand, all else stays byte for byte. Pure."""

from __future__ import annotations

import base64
import binascii
import html
import re
from collections.abc import Iterator
from email.header import Header
from urllib.parse import unquote_to_bytes

from maildesk.config.limits import Limits
from maildesk.html.text import to_text
from maildesk.intake.charset.chain import charset_of_html, decode
from maildesk.intake.charset.names import codec_of
from maildesk.intake.header.words import decode_words
from maildesk.intake.mime.contenttypes import meant_encoding
from maildesk.intake.mime.parse import parse
from maildesk.intake.mime.tree import Part, TreeReader, with_whole_lines
from maildesk.mail import ParsedMail
from maildesk.verbs.redaction import HIDDEN, redacted

# Who wrote to whom, when, and by which way: people stand on the ticket by these, and threads hang on them.
_KEPT = frozenset(
    {"from", "to", "cc", "bcc", "sender", "reply-to", "date", "message-id", "in-reply-to", "references", "received", "return-path"}
    | {"delivered-to", "x-original-to", "authentication-results", "dkim-signature", "mime-version", "content-transfer-encoding", "content-id"}
)
_WITH_NAMES = ("content-type", "content-disposition")
_FOR_OTHERS = HIDDEN.translate({ord(HIDDEN[0]): "#"})  # where a charset has no such sign
_NO_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")  # 1B opens a charset of Japan's
_DEEPEST = 4  # mails inside mails


def masked(data: bytes, words: str, limits: Limits, depth: int = 0) -> bytes:
    """The same bytes where the words stand nowhere in it; raises `TimeoutError` where an expression takes too long."""
    reader = TreeReader(data, limits)
    root = reader.read()
    clean = with_whole_lines(data)
    for part in (*_containers(root), *root.leaves()):
        clean = _without_fields(clean, part, words)
    for leaf in root.leaves():
        raw = bytes(leaf.raw)
        fresh = _masked_leaf(leaf, raw, words, limits, depth)
        if fresh != raw:
            clean = clean.replace(raw, fresh)
    return _bare(root, parse(clean, limits), words) if depth == 0 and _says(clean, words, limits) else clean


def holds(data: bytes, words: str, limits: Limits) -> bool:
    """Whether the words stand in it."""
    return masked(data, words, limits) != data


def _containers(part: Part) -> Iterator[Part]:
    if part.children:
        yield part
    for child in part.children:
        yield from _containers(child)


def _without_fields(data: bytes, part: Part, words: str) -> bytes:
    """The fields of a part without the words, but for those that say whose mail it is."""
    for name, value in part.fields.items:
        if name.lower() not in _KEPT and _bears(name, value, words):
            line = re.compile(rb"(?im)^(" + re.escape(name.encode()) + rb"[ \t]*:)([^\n]*(?:\n[ \t][^\n]*)*)")
            data = line.sub(lambda found, name=name: _fresh(found, name, words), data)  # type: ignore[misc]
    return data


def _fresh(found: re.Match[bytes], name: str, words: str) -> bytes:
    value = decode(re.sub(rb"\r?\n(?=[ \t])", b"", found[2])).strip()
    if not _bears(name, value, words):
        return found[0]
    said = _renamed(value) if name.lower() in _WITH_NAMES else Header(redacted(_spoken(value), words), "utf-8").encode(linesep="\n")
    return found[1] + b" " + said.encode("utf-8", "replace") + (b"\r" if found[0].endswith(b"\r") else b"")


def _bears(name: str, value: str, words: str) -> bool:
    said = "\n".join(_names_in(value)) if name.lower() in _WITH_NAMES else _spoken(value)
    return redacted(said, words) != said


def _names_in(value: str) -> Iterator[str]:
    """The names that a field gives to a file; one that is written in several pieces, together."""
    given = [(one.partition("=")[0].strip().lower(), one.partition("=")[2].strip().strip('"')) for one in value.split(";")[1:]]
    for name in ("name", "filename"):
        yield _spoken("".join(text.rpartition("''")[2] for key, text in given if key.partition("*")[0] == name))


def _renamed(value: str) -> str:
    first, *given = value.split(";")
    kept = [one for one in given if one.partition("=")[0].strip().lower().partition("*")[0] not in ("name", "filename")]
    return ";".join((first, *kept, f' {"name" if "/" in first else "filename"}="{_FOR_OTHERS}"'))


def _spoken(value: str) -> str:
    """A field as a person reads it: encoded words, and what RFC 2231 writes in percents."""
    return unquote_to_bytes(decode_words(value)).decode("utf-8", "replace")


def _masked_leaf(leaf: Part, raw: bytes, words: str, limits: Limits, depth: int) -> bytes:
    """The bytes of a leaf as they stand in the mail, its encoding still about them."""
    if _named_so(leaf, words):  # who hides a file's whole name means the file
        return _encoded(leaf, raw, b"")
    content = leaf.content
    if leaf.content_type.startswith("message/") and depth < _DEEPEST:
        return _encoded(leaf, raw, masked(content, words, limits, depth + 1), content)
    if not leaf.content_type.startswith("text/") and _NO_TEXT.search(content):
        return raw
    charset = codec_of(leaf.type.get("charset") or (charset_of_html(content) if leaf.content_type == "text/html" else "")) or "utf-8"
    text = decode(content, charset)
    clean = redacted(text, words)
    if leaf.content_type == "text/html":
        clean = _markup(clean, words, limits)
    return raw if clean == text else _encoded(leaf, raw, _written(clean, charset), content)


def _named_so(leaf: Part, words: str) -> bool:
    return any(name and redacted(decode_words(name), words) == HIDDEN for name in leaf.names)


def _markup(source: str, words: str, limits: Limits) -> str:
    """Markup in which no reader finds the words: where tags or entities stand in them, the text is all that stays."""
    shown = to_text(source, limits)
    clean = redacted(shown, words)
    return source if clean == shown else f"<pre>{html.escape(clean)}</pre>"


def _written(text: str, charset: str) -> bytes:
    try:
        return text.encode(charset)
    except (UnicodeError, LookupError):
        return text.replace(HIDDEN, _FOR_OTHERS).encode(charset, "replace")


def _encoded(leaf: Part, raw: bytes, content: bytes, before: bytes | None = None) -> bytes:
    """The content under the leaf's transfer encoding, the line end behind it as it was."""
    if content == before:
        return raw
    tail = re.search(rb"(?:\r?\n)*\Z", raw)
    ending = tail[0] if tail else b""
    match meant_encoding(leaf.fields.first("content-transfer-encoding")):
        case "base64":
            return base64.encodebytes(content).rstrip(b"\n") + ending
        case "quoted-printable":
            return binascii.b2a_qp(content.rstrip(b"\r\n"), istext=True) + ending
        case "uuencode":
            lines = [binascii.b2a_uu(content[start : start + 45]) for start in range(0, len(content), 45)]
            return b"begin 644 file\n" + b"".join(lines) + b"`\nend" + ending
        case _:
            return content.rstrip(b"\r\n") + ending


def _says(data: bytes, words: str, limits: Limits) -> bool:
    """Whether a reader still finds the words."""
    mail = parse(data, limits)
    files = (text for one in mail.attachments for text in (one.filename, one.other_name))
    texts = (
        mail.subject,
        mail.text,
        mail.html,
        to_text(mail.html, limits) if mail.html else "",
        *mail.invite,
        mail.calendar,
        mail.delivery_status,
        *files,
    )
    return any(redacted(text, words) != text for text in texts)


def _bare(root: Part, mail: ParsedMail, words: str) -> bytes:
    """What is left where they cannot be taken out of their place, as of a text in an opaque signature: the mail as plain text, without files."""
    kept = [f"{name}: {value}" for name, value in root.fields.items if name.lower() in _KEPT and not name.lower().startswith(("mime-", "content-"))]
    subject = Header(redacted(mail.subject, words), "utf-8").encode(linesep="\n")
    head = [*kept, f"Subject: {subject}", "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64"]
    text = base64.encodebytes(redacted(mail.text, words).encode("utf-8", "replace")).decode()
    return "\n".join((*head, "", text)).encode("utf-8", "surrogateescape")
