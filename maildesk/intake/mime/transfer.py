"""Content as it was before its way through the mail: transfer encodings undone however they are broken, and the line ends of files."""

from __future__ import annotations

import binascii
import re

from maildesk.intake.mime.contenttypes import meant_encoding

# What no text holds, and how files begin that look like text and know where each of their bytes stands.
_NO_TEXT = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f]")
_COUNTING = (b"%PDF", b"%!PS")


def with_line_feeds(data: bytes) -> bytes:
    """A text with line ends of the wire, with those of a file: they were never its own (RFC 2046 §4.1.1). What is no text stays as it is."""
    if data.startswith(_COUNTING) or data.count(b"\r\n") != data.count(b"\r") or _NO_TEXT.search(data):
        return data
    return data.replace(b"\r\n", b"\n")


_PADDED_BREAK = re.compile(rb"=[ \t]++(?=\r?\n)")  # what a gateway put at the end of a line is none of it (RFC 2045 §6.7)
_PADDING = re.compile(rb"=+")
_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="
_BASE64_AND_SPACE = _BASE64 + b" \t\r\n"
_FOR_LINKS = _BASE64_AND_SPACE.translate(None, b"+/") + b"-_"  # the alphabet of links (RFC 4648 §5)
_FROM_LINKS = bytes.maketrans(b"-_", b"+/")
_NOT_BASE64 = bytes(set(range(256)) - set(_BASE64))
_GAP, _LONGEST_FOOTER = re.compile(rb"\n[ \t\r]{0,20}\n|=[ \t\r]{0,20}\n"), 4096


def transfer_decoded(data: bytes, encoding: str) -> bytes:
    """The content under its Content-Transfer-Encoding; what cannot be decoded stays as it is (RFC 2045 §6)."""
    match meant_encoding(encoding):
        case "base64":
            return _base64(data)
        case "quoted-printable" if not _is_bare(data):
            return binascii.a2b_qp(_PADDED_BREAK.sub(b"=", data) if b"= " in data or b"=\t" in data else data)
        case "uuencode":
            return uu_decoded(data)
        case _:
            return data


def _is_bare(data: bytes) -> bool:
    """Whether quoted-printable was only said: marks of equality before a quote, as in any HTML, and none of them nor a line's end encoded."""
    return b'="' in data and b"=3D" not in data and b"=3d" not in data and not _SOFT_BREAK.search(data)


_SOFT_BREAK = re.compile(rb"=[ \t]{0,20}\r?\n")
_LEAST_UNSAID = 80
# How files begin that everybody sends (PDF, PNG, JPEG, GIF, ZIP and what is made of it, Office before 2007).
_FILES = (b"%PDF-", b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def unsaid_decoded(data: bytes) -> bytes:
    """Content without a word of its encoding: as it is, but for base64 from end to end that is a well-known file or sentences."""
    if len(data) < _LEAST_UNSAID or data[:_LEAST_UNSAID].translate(None, _BASE64 + b"\r\n") or data.translate(None, _BASE64 + b"\r\n"):
        return data
    content = _base64(data)
    return content if content.startswith(_FILES) or _is_sentences(content) else data


def _is_sentences(data: bytes) -> bool:
    """Whether it is UTF-8 without controls, with blanks between its words."""
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return _NO_TEXT.search(data) is None and data.count(b" ") * 30 > len(data)


def _base64(data: bytes) -> bytes:
    """Base64 as it comes: line noise is dropped, padding in the middle starts anew, a cut end loses its last bits; plain sentences are none."""
    if _is_written(data[:4096]):
        return data
    encoded, below = _without_words(data)
    if (b"-" in encoded or b"_" in encoded) and not encoded.translate(None, _FOR_LINKS):
        encoded = encoded.translate(_FROM_LINKS)
    clean = encoded.translate(None, _NOT_BASE64).rstrip(b"=")
    content = _base64_run(clean) if b"=" not in clean else b"".join(map(_base64_run, _PADDING.split(clean)))
    return content if _NO_TEXT.search(content) else content + below  # a file is not a list's to write in


def _without_words(data: bytes) -> tuple[bytes, bytes]:
    """Base64 and what a list wrote below it without encoding it: past an empty line or the padding, lines most of which no base64 is."""
    if not data.translate(None, _BASE64_AND_SPACE):
        return data, b""
    for gap in _GAP.finditer(data, max(0, len(data) - _LONGEST_FOOTER)):
        lines = [line for line in data[gap.end() :].split(b"\n") if line.strip()]
        if sum(bool(line.strip().translate(None, _BASE64)) for line in lines) * 2 > len(lines):
            return data[: gap.end()], b"\n" + data[gap.end() :]
    return data, b""


# How a page begins, and the header of a mail.
_BEGINS_WRITTEN = re.compile(
    rb"\s*(?:<[a-z!]|(?:from|to|subject|date|received|return-path|message-id|mime-version|content-[a-z-]{2,30}):\s)", re.IGNORECASE
)
# Signs that base64 does not have behind a word, or nothing but words in small letters.
_SENTENCE = re.compile(rb"[a-z][.,!?;:] |\A\s*+[A-Z]?[a-z]++(?: [a-z]++)++[.!?]?\s*+\Z")


def _is_written(data: bytes) -> bool:
    """Whether somebody only said that it is encoded: it begins as pages and mails do, or is words with blanks between them, or other letters."""
    if _BEGINS_WRITTEN.match(data) or (data.count(b" ") * 12 > len(data) and _SENTENCE.search(data)):
        return True
    return len(data.translate(None, _BASE64_AND_SPACE)) * 2 > len(data)


def _base64_run(run: bytes) -> bytes:
    if len(run) % 4 == 1:
        run = run[:-1]
    return binascii.a2b_base64(run + b"=" * (-len(run) % 4))


def uu_decoded(data: bytes) -> bytes:
    """The file between `begin` and `end`; what does not begin so is one only where each line holds as much as it says, and else stays as it is."""
    lines = data.splitlines()
    first = next((line for line in lines if line.strip()), b"")
    if not first.startswith(b"begin ") and not all(_is_counted(line) for line in lines if line.strip()):
        return data
    out = []
    for line in lines:
        if line.startswith(b"begin ") or not line.strip():
            continue
        if line.strip() == b"end":
            break
        out.append(uu_line(line))
    return b"".join(out)


def _is_counted(line: bytes) -> bool:
    """Whether a line is as long as its first sign says."""
    return len(line) == 1 + ((line[0] - 32) & 63) // -3 * -4 or line.strip() in (b"`", b"end")


def uu_line(line: bytes) -> bytes:
    """The bytes of one line; b"" where it is none."""
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:
        # Some programs pad the line beyond its own count, or end it with a sum.
        count = (((line[0] - 32) & 63) * 4 + 5) // 3
        try:
            return binascii.a2b_uu(line[:count])
        except binascii.Error:
            return b""
