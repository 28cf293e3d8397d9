"""Files packed inside another part of a mail: what one is, those that old programs wrote into the text, and pictures that stand in the HTML itself."""

from __future__ import annotations

import binascii
import hashlib
import mimetypes
import re
from dataclasses import dataclass

from maildesk.intake.mime import uu_line

MOST_FILES = 50
_BEGIN = re.compile(rb"^begin [0-7]{3,4} ([^\r\n]{1,200}?)[ \t]*\r?\n", re.MULTILINE)
# A picture as a URL of its own (RFC 2397); possessive, because it may be megabytes long.
_PICTURE = re.compile(
    rb"(src\s{0,3}=\s{0,3}[\"']?)data:(image/(?:png|x-png|jpe?g|pjpeg|gif|webp|bmp|tiff))(?:;[a-z]{1,20}=[^;,\"'<>]{1,100})?;base64,([A-Za-z0-9+/=\s]++)",
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
            content = binascii.a2b_base64(found[3])
        except binascii.Error:
            return found[0]
        name = f"{hashlib.sha256(content).hexdigest()[:32]}@embedded"
        if name not in files and len(files) >= MOST_FILES:
            return found[0]
        files[name] = PackedFile("", found[2].decode("ascii").lower(), content, name)
        return found[1] + b"cid:" + name.encode("ascii")

    return _PICTURE.sub(taken, html), tuple(files.values())


def take_uuencoded(data: bytes) -> tuple[bytes, tuple[PackedFile, ...]]:
    """The text without the files in it, and the files; what is not wholly one stays text."""
    if b"\nend" not in data or b"begin " not in data:
        return data, ()
    kept, files, position = list[bytes](), list[PackedFile](), 0
    while len(files) < MOST_FILES and (begin := _BEGIN.search(data, position)) and (end := _END.search(data, begin.end())):
        content = _decoded(data[begin.end() : end.start()])
        if content is None:
            kept.append(data[position : begin.end()])
            position = begin.end()
            continue
        name = begin[1].decode("utf-8", "replace")
        files.append(PackedFile(name, mimetypes.guess_type(name)[0] or "", content))
        kept.append(data[position : begin.start()])
        position = end.end()
    return b"".join([*kept, data[position:]]), tuple(files)


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
