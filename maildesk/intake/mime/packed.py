"""Files packed inside another part of a mail: what one is, those that old programs wrote into the text, and pictures that stand in the HTML itself."""

from __future__ import annotations

import binascii
import hashlib
import html as markup
import mimetypes
import re
from dataclasses import dataclass
from itertools import islice, zip_longest

from maildesk.intake.mime.transfer import uu_line

MOST_FILES, _MOST_TRIED = 50, 500
# Where a file begins in a text: uuencode in its two forms (POSIX), and yEnc.
_BEGIN = re.compile(
    rb"^(?P<indent>[ \t]{0,8})(?:begin(?P<base64>-base64)? [0-7]{3,6} |=ybegin (?P<yenc>[^\r\n]{1,200}?)name=)(?P<name>[^\r\n]{1,200}?)[ \t]*\r?\n",
    re.MULTILINE,
)
_LINE = re.compile(rb"[^\r\n]+")
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
_END = re.compile(rb"^[ \t]{0,8}(?:[`~ ][ \t]*\r?\n[ \t]{0,8})?end[ \t]*\r?$", re.MULTILINE)
# The same in a page, whose lines end as those of its source or at a tag.
_BEGIN_ON_PAGE = re.compile(rb"(?:\A|[\n>])[ \t]{0,8}(?=begin [0-7]{3,6} [^\r\n<]{1,200}(?:\r?\n|<))")
_END_ON_PAGE = re.compile(rb"[\n>][ \t]{0,8}end[ \t]*(?=\r?\n|<|\Z)")
_LINE_END, _TAG = re.compile(rb"<(?:br|/?p|/?div)\b[^<>]{0,200}>", re.IGNORECASE), re.compile(rb"<[^<>]{0,200}>")
_BLANK_LINES = re.compile(rb"\n[ \t\r]*(?=\n)")


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


def take_files_on_page(html: bytes) -> tuple[bytes, tuple[PackedFile, ...]]:
    """HTML without the uuencoded files that stand between its words, and the files; what is not wholly one stays."""
    if b"begin " not in html:
        return html, ()
    kept, files, done, ends = list[bytes](), list[PackedFile](), 0, _Ends(html)
    begins = [found.end() for found in islice(_BEGIN_ON_PAGE.finditer(html), MOST_FILES)]
    for begin, following in zip_longest(begins, begins[1:], fillvalue=len(html)):
        end = ends.after(begin, _END_ON_PAGE)
        if end is None or end.start() > following:
            continue
        words, found = take_files(_as_lines(html[begin : end.end()]))
        if len(found) == 1 and not words.strip():
            files += found
            kept.append(html[done:begin])
            done = end.end()
    return b"".join([*kept, html[done:]]), tuple(files)


def _as_lines(html: bytes) -> bytes:
    """A stretch of a page as the lines that are seen there."""
    text = markup.unescape(_TAG.sub(b"", _LINE_END.sub(b"\n", html)).decode("latin-1")).replace("\xa0", " ")
    return _BLANK_LINES.sub(b"", text.encode("utf-8", "replace")) + b"\n"


def take_files(data: bytes) -> tuple[bytes, tuple[PackedFile, ...]]:
    """The text without the files that old programs wrote into it, and the files; what is not wholly one stays text."""
    if b"begin" not in data:
        return data, ()
    kept, files, done, ends = list[bytes](), list[PackedFile](), 0, _Ends(data)
    begins = list(islice(_BEGIN.finditer(data), _MOST_TRIED))
    for begin, following in zip_longest(begins, begins[1:]):
        if begin.start() < done:
            continue
        content, end = _content(data, begin, ends, following.start() if following else len(data))
        if content is None or len(files) == MOST_FILES:
            continue
        name = begin["name"].decode("utf-8", "replace")
        files.append(PackedFile(name, mimetypes.guess_type(name)[0] or "", content))
        kept.append(data[done : begin.start()])
        done = end
    return b"".join([*kept, data[done:]]), tuple(files)


class _Ends:
    """Where the next end of each kind stands; looked for once, however often it is asked for."""

    def __init__(self, data: bytes) -> None:
        self._data, self._found = data, dict[re.Pattern[bytes], re.Match[bytes] | None]()

    def after(self, position: int, kind: re.Pattern[bytes]) -> re.Match[bytes] | None:
        known = self._found.get(kind)
        if kind not in self._found or (known and known.start() < position):
            known = self._found[kind] = kind.search(self._data, position)
        return known


def _content(data: bytes, begin: re.Match[bytes], ends: _Ends, following: int) -> tuple[bytes | None, int]:
    """The bytes of the file that begins there, None for a person's words; and where it ends. A uuencode that was cut off goes on to the end of the mail.

    `following` is where the next file may begin: each byte is looked at for one of them.
    """
    first = data[begin.end() : begin.end() + 200].split(b"\n", 1)[0].rstrip(b"\r").removeprefix(begin["indent"])
    kind = _END_OF_BASE64 if begin["base64"] else _END_OF_YENC if begin["yenc"] is not None else _END
    end = ends.after(begin.end(), kind)
    if (kind is _END and not (first and _fits(first))) or (kind is not _END and (end is None or end.start() > following)):
        return None, 0
    block, after = data[begin.end() : end.start() if end else len(data)], end.end() if end else len(data)
    if kind is _END:
        return _decoded(block, begin["indent"]), after
    return (_base64_decoded(block) if begin["base64"] else _yenc_decoded(block, begin["yenc"])), after


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


def _decoded(block: bytes, indent: bytes) -> bytes | None:
    """The bytes of a block in which every line is as long as it says; None for a person's text between two such words."""
    decoded = []
    for found in _LINE.finditer(block):
        line = found[0].removeprefix(indent)
        if not line.strip(b"` "):
            continue
        if not _fits(line):
            return None
        decoded.append(uu_line(line))
    return b"".join(decoded) if decoded else None


def _fits(line: bytes) -> bool:
    """Blanks at the end may have been lost on the way, and some programs add a letter."""
    wanted = 1 + ((line[0] - 32) & 63) // 3 * 4 + (4 if ((line[0] - 32) & 63) % 3 else 0)
    return 33 <= line[0] <= 96 and max(line) <= 96 and min(line) >= 32 and wanted - 4 <= len(line) <= wanted + 2
