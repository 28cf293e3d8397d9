"""The tree of a mail's parts, by offset: linear in its size, bounded in number and depth, and total.

The standard library's reader recurses for each level and is quadratic in the number of parts (V035, V036);
this one copies nothing before a leaf is asked for its content.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

from maildesk.config.limits import Limits
from maildesk.intake.header.fields import Fields, header_start, read_fields
from maildesk.intake.header.parameters import Parameters, read_parameters
from maildesk.intake.mime.contenttypes import meant_encoding, meant_type
from maildesk.intake.mime.sealed import compressed_content, may_be_signed, signed_content
from maildesk.mail import SIGNED_UNCHECKED

_DEEPEST_SIGNATURE = 4
# A delimiter line by what stands below it, with nothing above it but blank lines or the words for programs without MIME.
_DELIMITER = re.compile(
    rb"(?>[ \t]*+\r?\n|[^\r\n]{0,100}\bMIME\b[^\r\n]{0,100}\r?\n){0,8}+--([^\r\n]{0,200}?)[ \t]{0,20}\r?\nContent-[a-z-]{1,40}[ \t]*:", re.IGNORECASE
)


@dataclass(frozen=True)
class Part:
    """One entity of RFC 2045; a leaf has no children."""

    fields: Fields
    raw: memoryview
    children: tuple[Part, ...] = ()
    default_type: str = "text/plain"

    @cached_property
    def type(self) -> Parameters:
        return read_parameters(self.fields.first("content-type"))

    @cached_property
    def content_type(self) -> str:
        """`type/subtype` in lower case; what its container says where there is none that can be read (RFC 2045 §5.2)."""
        return meant_type(self.type.value, self.default_type)

    @cached_property
    def disposition(self) -> Parameters:
        return read_parameters(self.fields.first("content-disposition"))

    @property
    def name(self) -> str:
        """The name it bears, as it was written; "" where it has none."""
        shown, typed = self.names
        return shown or typed

    @property
    def names(self) -> tuple[str, str]:
        """What its disposition and what its type call it; some programs say the one in the words of the other, and a form calls its fields so."""
        field = self.disposition.value == "form-data"
        shown = self.disposition.get("filename") or ("" if field else self.disposition.get("name"))
        return shown, self.type.get("name") or self.type.get("filename")

    @property
    def is_encoded(self) -> bool:
        """Whether its bytes came as they were, under an encoding; all else was lines of text for the way."""
        return meant_encoding(self.fields.first("content-transfer-encoding")) != ""

    @property
    def is_multipart(self) -> bool:
        return self.content_type.startswith("multipart/")

    @cached_property
    def content(self) -> bytes:
        """The bytes after transfer decoding; never raises."""
        return transfer_decoded(bytes(self.raw), self.fields.first("content-transfer-encoding"))

    def leaves(self) -> Iterator[Part]:
        if not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()


class TreeReader:
    """Reads one mail; what was wrong with it gathers in `defects`."""

    def __init__(self, data: bytes, limits: Limits, languages: Collection[str] = ()) -> None:
        self._data = with_whole_lines(data)
        self._limits, self._languages, self._parts = limits, languages, 0
        self._room = limits.message  # for what was compressed, in the whole mail
        self.defects: list[str] = []

    def read(self) -> Part:
        return self._entity((header_start(self._data), len(self._data)), 0, "text/plain")

    def _entity(self, span: tuple[int, int], depth: int, default_type: str) -> Part:
        start, end = span
        self._parts += 1
        fields, body, defects = read_fields(self._data, start, end, self._limits, self._languages)
        for defect in defects:
            self._note(defect)
        leaf = Part(self._with_type(fields, body, end), memoryview(self._data)[body:end], default_type=default_type)
        if depth == 0 and not leaf.type.value and _DELIMITER.match(self._data, body, end):
            leaf = Part(leaf.fields, leaf.raw, default_type="multipart/mixed")  # whose header lost its type on the way
        if not leaf.is_multipart:
            return self._opened(leaf, depth) if leaf.content_type.startswith("application/") and may_be_signed(leaf.content_type, leaf.name) else leaf
        boundary = self._boundary(leaf, body, end)
        if boundary is None:
            return self._encoded_whole(leaf, depth)
        if depth >= self._limits.depth:
            self._note("too-deep")
            return leaf
        # The parts of a digest are mails where they do not say otherwise (RFC 2046 §5.1.5).
        inner = "message/rfc822" if leaf.content_type == "multipart/digest" else "text/plain"
        children = tuple(self._entity(found, depth + 1, inner) for found in self._children(boundary, body, end))
        # Where nothing says what they are to each other, a letter and its HTML are one letter.
        both = leaf.type.value in ("", "multipart") and [child.content_type for child in children] == ["text/plain", "text/html"]
        return Part(leaf.fields, leaf.raw, children, "multipart/alternative" if both else leaf.default_type)

    def _with_type(self, fields: Fields, body: int, end: int) -> Fields:
        """Of several types the one of a container first whose parts are there; the first counts otherwise."""
        written = fields.all("content-type")
        if len(written) < 2:
            return fields
        boundaries = ((value, read_parameters(value).get("boundary")) for value in written if "multipart/" in value.lower())
        meant = next((value for value, name in boundaries if name and self._stands(name, body, end)), None)
        ours = [("Content-Type", meant)] if meant else []
        return Fields((*ours, *(field for field in fields.items if field not in ours)))

    def _stands(self, boundary: str, body: int, end: int) -> bool:
        return next(self._delimiters(b"--" + boundary.encode("utf-8", "surrogateescape"), body, end), None) is not None

    def _boundary(self, leaf: Part, body: int, end: int) -> bytes | None:
        """What stands between the parts: as the container says, else as one sees, which may be nothing but the dashes; None where there are none."""
        named = leaf.type.get("boundary").rstrip().encode("utf-8", "surrogateescape")
        if named and next(self._delimiters(b"--" + named, body, end), None) is not None:
            return named
        self._note("boundary-not-found" if named else "no-boundary")
        seen = _DELIMITER.match(self._data, body, end)
        return seen[1] if seen else None

    def _opened(self, leaf: Part, depth: int) -> Part:
        """An opaque signature, or what is compressed, with the entity it wraps; a few levels only, because each one copies its content."""
        if depth >= _DEEPEST_SIGNATURE or self._parts >= self._limits.parts:
            return leaf
        inner = signed_content(leaf.content)
        if inner is not None:
            child = self._inside(inner, depth)
            self._note(SIGNED_UNCHECKED)
            return Part(leaf.fields, leaf.raw, (child,))
        inner = compressed_content(leaf.content, self._room)
        if inner is None:
            return leaf
        self._room -= len(inner)
        return Part(leaf.fields, leaf.raw, (self._inside(inner, depth),))

    def _encoded_whole(self, leaf: Part, depth: int) -> Part:
        """A container that was encoded as a whole, which none may be (RFC 2045 §6.4), with its parts."""
        if not leaf.is_encoded or depth >= _DEEPEST_SIGNATURE or self._parts >= self._limits.parts:
            return leaf
        head = b"Content-Type: " + leaf.fields.first("content-type").encode("utf-8", "replace") + b"\r\n\r\n"
        return Part(leaf.fields, leaf.raw, self._inside(head + leaf.content, depth).children)

    def _inside(self, data: bytes, depth: int) -> Part:
        """An entity that stood encoded in this one, as part of the same tree."""
        reader = TreeReader(data, self._limits, self._languages)
        reader._parts, reader._room = self._parts, self._room
        found = reader._entity((0, len(data)), depth + 1, "text/plain")
        self._parts, self._room = reader._parts, reader._room
        for defect in reader.defects:
            self._note(defect)
        return found

    def _children(self, boundary: bytes, body: int, end: int) -> Iterator[tuple[int, int]]:
        for span in self._spans(boundary, body, end):
            if self._parts >= self._limits.parts:
                self._note("too-many-parts")
                return
            yield span

    def _spans(self, boundary: bytes, body: int, end: int) -> Iterator[tuple[int, int]]:
        """Where the parts between the delimiter lines stand; a missing last delimiter ends with the container."""
        begun: int | None = None
        twin = False
        for line_start, after, closing in self._delimiters(b"--" + boundary, body, end):
            if begun is not None and closing and not twin and self._belongs_inside(boundary + b"--", begun, line_start):
                continue
            # Where the container inside bears the same boundary, the parts up to the next last line, and that line, are its own.
            twin = twin or (begun is not None and self._begins_twin(boundary, begun, line_start))
            if twin and not closing:
                continue
            if begun is not None:
                yield begun, max(begun, after if twin else line_start)
            twin = False
            # What begins with the same line behind the last one would be lost: two containers of one boundary, or a program that goes on.
            begun = None if closing else after
        if begun is not None:
            self._note("no-closing-boundary")
            if begun < end:
                yield begun, end

    def _belongs_inside(self, boundary: bytes, begun: int, end: int) -> bool:
        """Whether a line that would close a container is a delimiter of the one inside it: the innermost is asked first."""
        fields, _, _ = read_fields(self._data, begun, end, self._limits)
        return read_parameters(fields.first("content-type")).get("boundary").encode("utf-8", "surrogateescape") == boundary

    def _begins_twin(self, boundary: bytes, begun: int, end: int) -> bool:
        """Whether all that stands there is the header of a container with this boundary: scripts use one for both."""
        if self._data.find(boundary, begun, end) < 0:
            return False
        fields, body, _ = read_fields(self._data, begun, end, self._limits)
        return (
            self._belongs_inside(boundary, begun, end) and not self._data[body:end].strip() and "multipart/" in fields.first("content-type").lower()
        )

    def _delimiters(self, line: bytes, body: int, end: int) -> Iterator[tuple[int, int, bool]]:
        """(where the line break before it starts, where the next line starts, whether it closes) of each delimiter line."""
        data, position = self._data, body
        while (found := data.find(line, position, end)) >= 0:
            position = found + len(line)
            if found > body and data[found - 1] not in b"\r\n":
                continue
            stop = data.find(b"\n", position, end)
            stop = end if stop < 0 else stop + 1
            rest = data[position : min(stop, position + 200)].strip(b"\r\n" if line == b"--" else None)  # “-- ” stands above a signature
            if rest not in (b"", b"--"):
                continue
            before = found - (1 if found > body else 0)
            if before > body and data[before - 1 : before + 1] == b"\r\n":
                before -= 1
            yield before, stop, rest == b"--"
            position = stop

    def _note(self, defect: str) -> None:
        if defect not in self.defects:
            self.defects.append(defect)


def with_whole_lines(data: bytes) -> bytes:
    """The same where its lines end as an old Macintosh ends them, without one line feed, or with the first half of each end doubled."""
    if b"\n" not in data:
        return data.replace(b"\r", b"\n")
    return data.replace(b"\r\r\n", b"\r\n") if b"\r\r\n" in data and data.count(b"\r\r\n") == data.count(b"\n") else data


# What no text holds, and how files begin that look like text and know where each of their bytes stands.
_NO_TEXT = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f]")
_COUNTING = (b"%PDF", b"%!PS")


def with_line_feeds(data: bytes) -> bytes:
    """A text with line ends of the wire, with those of a file: they were never its own (RFC 2046 §4.1.1). What is no text stays as it is."""
    if data.startswith(_COUNTING) or data.count(b"\r\n") != data.count(b"\r") or _NO_TEXT.search(data):
        return data
    return data.replace(b"\r\n", b"\n")


_PADDING = re.compile(rb"=+")
_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="
_BASE64_AND_SPACE = _BASE64 + b" \t\r\n"
_NOT_BASE64 = bytes(set(range(256)) - set(_BASE64))
_GAP, _LONGEST_FOOTER = re.compile(rb"\n[ \t\r]{0,20}\n|=[ \t\r]{0,20}\n"), 4096


def transfer_decoded(data: bytes, encoding: str) -> bytes:
    """The content under its Content-Transfer-Encoding; what cannot be decoded stays as it is (RFC 2045 §6)."""
    match meant_encoding(encoding):
        case "base64":
            return _base64(data)
        case "quoted-printable":
            return binascii.a2b_qp(data)
        case "uuencode":
            return uu_decoded(data)
        case _:
            return data


def _base64(data: bytes) -> bytes:
    """Base64 as it comes: line noise is dropped, padding in the middle starts anew, a cut end loses its last bits; plain sentences are none."""
    if _is_written(data[:4096]):
        return data
    encoded, below = _without_words(data)
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


def _is_written(data: bytes) -> bool:
    """Whether somebody only said that it is encoded: it begins as pages and mails do, or is words with blanks between them, and signs that base64 does not have."""
    if _BEGINS_WRITTEN.match(data):
        return True
    return data.count(b" ") * 12 > len(data) and re.search(rb"[a-z][.,!?;:] ", data) is not None


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
