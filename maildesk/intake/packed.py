"""Files packed inside another part of a mail: what one is, those that old programs wrote into the text, and pictures that stand in the HTML itself."""

from __future__ import annotations

import binascii
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from itertools import islice

from maildesk.intake.mime import uu_line

MOST_FILES = 50
# Where a file begins in a text: uuencode in its two forms (POSIX), and yEnc.
_BEGIN = re.compile(
    rb"^(?:begin(?P<base64>-base64)? [0-7]{3,6} |=ybegin (?P<yenc>[^\r\n]{1,200}?)name=)(?P<name>[^\r\n]{1,200}?)[ \t]*\r?\n", re.MULTILINE
)
_END_OF_BASE64 = re.compile(rb"^====[ \t]*\r?$", re.MULTILINE)
_END_OF_YENC = re.compile(rb"^=yend [^\r\n]{0,200}\r?$", re.MULTILINE)
_YENC_PART, _YENC_SIZE = re.compile(rb"=ypart [^\r\n]{0,200}\r?\n"), re.compile(rb"\bsize=(\d{1,10})\b")
_YENC_BYTES = bytes((byte - 42) % 256 for byte in range(256))
_ESCAPED = re.compile(rb"=([^\r\n])", re.DOTALL)
# A picture as a URL of its own (RFC 2397); possessive, because it may be megabytes long.
_PICTURE = re.compile(
    rb"(src\s{0,3}=\s{0,3}([\"'])?)data:(image/(?:png|x-png|jpe?g|pjpeg|gif|webp|bmp|tiff))(?:;[a-z]{1,20}=[^;,\"'<>]{1,100})?;base64,"
    rb"((?(2)[A-Za-z0-9+/=\s]++|[A-Za-z0-9+/=]++))",  # in quotes it may be folded
    re.IGNORECASE,
)
_END = re.compile(rb"^(?:[`~ ][ \t]*\r?\n)?end[ \t]*\r?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class PackedFile:
    """One file as it was attached; the name may be "" and the type too."""

    name: str
    content_type: str
    content: bytes
    content_id: str = ""
    is_body: bool = False  # the message's own text, which is read as such too


def take_pictures(html: bytes) -> tuple[bytes, tuple[PackedFile, ...]]:
    """HTML with the pictures that stand in it as files it refers to, as any other picture of a mail."""
    if b"data:image/" not in html:
        return html, ()
    files: dict[str, PackedFile] = {}

    def taken(found: re.Match[bytes]) -> bytes:
        try:
            content = binascii.a2b_base64(found[4])
        except binascii.Error:
            return found[0]
        name = f"{hashlib.sha256(content).hexdigest()[:32]}@embedded"
        if name not in files and len(files) >= MOST_FILES:
            return found[0]
        files[name] = PackedFile("", found[3].decode("ascii").lower(), content, name)
        return found[1] + b"cid:" + name.encode("ascii")

    return _PICTURE.sub(taken, html), tuple(files.values())


def take_files(data: bytes) -> tuple[bytes, tuple[PackedFile, ...]]:
    """The text without the files that old programs wrote into it, and the files; what is not wholly one stays text."""
    if b"begin" not in data:
        return data, ()
    kept, files, position, done = list[bytes](), list[PackedFile](), 0, 0
    # So many are tried and no more: each of them is looked at to its end.
    for begin in islice(_BEGIN.finditer(data), MOST_FILES):
        if begin.start() < position:
            continue
        content, end = _content(data, begin)
        if content is None:
            continue
        name = begin["name"].decode("utf-8", "replace")
        files.append(PackedFile(name, mimetypes.guess_type(name)[0] or "", content))
        kept.append(data[done : begin.start()])
        position = done = end
    return b"".join([*kept, data[done:]]), tuple(files)


def _content(data: bytes, begin: re.Match[bytes]) -> tuple[bytes | None, int]:
    """The bytes of the file that begins there, None for a person's words; and where it ends. One that was cut off is read to the end of the mail."""
    ending = _END_OF_BASE64 if begin["base64"] else _END_OF_YENC if begin["yenc"] else _END
    end = ending.search(data, begin.end())
    block, after = data[begin.end() : end.start() if end else len(data)], end.end() if end else len(data)
    if begin["yenc"] is not None:
        return (_yenc_decoded(block, begin["yenc"]) if end else None), after
    if begin["base64"]:
        return (_base64_decoded(block) if end else None), after
    return _decoded(block), after


def _base64_decoded(block: bytes) -> bytes | None:
    try:
        return binascii.a2b_base64(b"".join(block.split()), strict_mode=True)
    except binascii.Error:
        return None


def _yenc_decoded(block: bytes, head: bytes) -> bytes | None:
    """The bytes, where they are as many as was said, or one part of more."""
    size, part = _YENC_SIZE.search(head), _YENC_PART.match(block)
    lines = block[part.end() if part else 0 :].translate(None, b"\r\n")
    content = _ESCAPED.sub(lambda found: bytes([(found[1][0] - 64) % 256]), lines).translate(_YENC_BYTES)
    return content if size and (part or int(size[1]) == len(content)) else None


def _decoded(block: bytes) -> bytes | None:
    """The bytes of a block in which every line is as long as it says; None for a person's text between two such words."""
    lines = [line.rstrip(b"\r") for line in block.split(b"\n")]
    lines = [line for line in lines if line.strip(b"` ")]
    if not lines or not all(_fits(line) for line in lines):
        return None
    return b"".join(map(uu_line, lines))


def _fits(line: bytes) -> bool:
    """Blanks at the end may have been lost on the way, and some programs add a letter."""
    wanted = 1 + ((line[0] - 32) & 63) // 3 * 4 + (4 if ((line[0] - 32) & 63) % 3 else 0)
    return 33 <= line[0] <= 96 and max(line) <= 96 and min(line) >= 32 and wanted - 4 <= len(line) <= wanted + 2
