"""Files packed inside another part of a mail: what one is, and those that old programs wrote into the text (uuencode, POSIX)."""

from __future__ import annotations

import mimetypes
import re
from dataclasses import dataclass

from maildesk.intake.mime import uu_line

MOST_FILES = 50
_BEGIN = re.compile(rb"^begin [0-7]{3,4} ([^\r\n]{1,200}?)[ \t]*\r?\n", re.MULTILINE)
_END = re.compile(rb"^(?:[`~ ][ \t]*\r?\n)?end[ \t]*\r?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class PackedFile:
    """One file as it was attached; the name may be "" and the type too."""

    name: str
    content_type: str
    content: bytes
    content_id: str = ""
    is_body: bool = False  # the message's own text, which is read as such too


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
