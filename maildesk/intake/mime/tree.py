"""The tree of a mail's parts, by offset: linear in its size, bounded in number and depth, and total.

The standard library's reader recurses for each level and is quadratic in the number of parts (V035, V036);
this one copies nothing before a leaf is asked for its content.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

from maildesk.config.limits import Limits
from maildesk.intake.header.fields import Fields, header_start, read_fields
from maildesk.intake.header.parameters import Parameters, read_parameters
from maildesk.intake.mime.contenttypes import meant_encoding, meant_type
from maildesk.intake.mime.sealed import compressed_content, may_be_signed, signed_content
from maildesk.intake.mime.transfer import transfer_decoded, unsaid_decoded
from maildesk.mail import SIGNED_UNCHECKED

_DEEPEST_SIGNATURE = 4
_MOST_TYPES, _MOST_TWINS = 3, 3  # each one is a look over the body
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
        return self.names[0] or self.names[1]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """What its disposition and what its type call it, and what either says besides; some programs say the one in the words of the other,
        and a form calls its fields so.
        """
        field = self.disposition.value == "form-data"
        shown = self.disposition.get("filename") or ("" if field else self.disposition.get("name"))
        return shown, self.type.get("name") or self.type.get("filename"), *self.disposition.besides("filename"), *self.type.besides("name")

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
        encoding = self.fields.first("content-transfer-encoding")
        return transfer_decoded(bytes(self.raw), encoding) if encoding else unsaid_decoded(bytes(self.raw))

    def leaves(self) -> Iterator[Part]:
        if not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()


# A field that a stray blank made the end of the one above it.
_GLUED = re.compile(r"[;\s]+(?=(?:content-(?:type|transfer-encoding|disposition|id)|mime-version):\s)", re.IGNORECASE)


def _told_apart(fields: Fields) -> Fields:
    """The fields of the content each by itself."""
    if not any(": " in value and name.lower().startswith("content-") for name, value in fields.items):
        return fields
    pieces = ([f"{name}: {value}"] if not name.lower().startswith("content-") else _GLUED.split(f"{name}: {value}") for name, value in fields.items)
    pairs = (piece.partition(":") for several in pieces for piece in several)
    return Fields(tuple((name, value.strip()) for name, _, value in pairs))


def _untyped(fields: Fields) -> Fields:
    return Fields(tuple(field for field in fields.items if field[0].lower() != "content-type"))


# What programs say of a mail that they know by its name alone, and how one begins.
_UNKNOWN = ("application/octet-stream", "application/eml", "application/x-eml", "application/x-message")
_HEADER = re.compile(rb"\s{0,20}(?:[A-Za-z][A-Za-z0-9-]{1,60}+:[^\n]{0,2000}\n(?:[ \t][^\n]{0,2000}\n){0,50}+){2}")


def _as_mail(leaf: Part) -> Part:
    """A mail that came under no type of its own, as what it is."""
    if leaf.content_type not in _UNKNOWN or not _HEADER.match(leaf.content):
        return leaf
    _, _, rest = leaf.fields.first("content-type").partition(";")
    return Part(Fields((("Content-Type", f"message/rfc822;{rest}"), *_untyped(leaf.fields).items)), leaf.raw)


class TreeReader:
    """Reads one mail; what was wrong with it gathers in `defects`."""

    def __init__(self, data: bytes, limits: Limits, languages: Collection[str] = ()) -> None:
        self._data = with_whole_lines(data)
        self._limits, self._languages, self._parts = limits, languages, 0
        self._twins = 0
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
        leaf = Part(self._with_type(_told_apart(fields), body, end), memoryview(self._data)[body:end], default_type=default_type)
        if depth == 0 and not leaf.is_multipart and self._holds_parts(leaf, body, end):
            leaf = Part(_untyped(leaf.fields), leaf.raw, default_type="multipart/mixed")  # whose header lost its type on the way
        if not leaf.is_multipart:
            if leaf.name.lower().endswith(".eml"):
                return _as_mail(leaf)
            if depth == 0 and leaf.content_type == "message/partial" and leaf.type.get("number") == "1":
                return Part(leaf.fields, leaf.raw, (self._entity((body, end), depth + 1, "text/plain"),))  # the first piece of a mail that was split
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

    def _holds_parts(self, leaf: Part, body: int, end: int) -> bool:
        """Whether what is said to be something else, or nothing, begins with the line between parts that its header names, or with any."""
        named = leaf.type.get("boundary")
        found = _DELIMITER.match(self._data, body, end) if named or not leaf.type.value else None
        return found is not None and (not leaf.type.value or found[1] == named.encode("utf-8", "surrogateescape"))

    def _with_type(self, fields: Fields, body: int, end: int) -> Fields:
        """Of several types the one of a container first whose parts are there; the first counts otherwise."""
        written = fields.all("content-type")
        if len(written) < 2:
            return fields
        boundaries = ((value, read_parameters(value).get("boundary")) for value in written[:_MOST_TYPES] if "multipart/" in value.lower())
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
        if begun is None:
            return
        glued = self._glued_end(b"--" + boundary + b"--", begun, end)
        if glued is None:
            self._note("no-closing-boundary")
        if begun < end:
            yield begun, end if glued is None else glued

    def _glued_end(self, line: bytes, begun: int, end: int) -> int | None:
        """Where the last line stands that a script wrote right behind the content of the last part."""
        below = self._data[max(begun, end - len(line) - 80) : end]
        return end - len(below) + below.rfind(line) if below.rstrip().endswith(line) else None

    def _belongs_inside(self, boundary: bytes, begun: int, end: int) -> bool:
        """Whether a line that would close a container is a delimiter of the one inside it: the innermost is asked first."""
        fields, _, _ = read_fields(self._data, begun, end, self._limits)
        return read_parameters(fields.first("content-type")).get("boundary").encode("utf-8", "surrogateescape") == boundary

    def _begins_twin(self, boundary: bytes, begun: int, end: int) -> bool:
        """Whether all that stands there is the header of a container with this boundary: scripts use one for both."""
        if self._twins >= _MOST_TWINS or self._data.find(boundary, begun, end) < 0:
            return False
        fields, body, _ = read_fields(self._data, begun, end, self._limits)
        kind = read_parameters(fields.first("content-type"))
        bears = "multipart/" in kind.value and kind.get("boundary").encode("utf-8", "surrogateescape") == boundary
        found = bears and not self._data[body:end].strip()
        self._twins += found
        return found

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
