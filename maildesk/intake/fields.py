"""A header block as its fields: unfolded, in order, bounded, and still undecoded."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from maildesk.config.limits import Limits
from maildesk.intake.charset import decode

_BLANK = re.compile(rb"\n[ \t]*\r?\n")
_FIELD = re.compile(rb"([!-9;-~]+)[ \t]*:(.*)", re.DOTALL)
_FOLD = re.compile(rb"\r?\n(?=[ \t])")
_LINE = re.compile(rb"\r?\n")
# A first line that is no field still has a header block after it where one of these follows.
_KNOWN = re.compile(rb"(?im)^(?:from|to|subject|date|received|return-path|message-id|mime-version|content-type)[ \t]*:")


@dataclass(frozen=True, slots=True)
class Fields:
    """Names as written and values as text, encoded words still in them."""

    items: tuple[tuple[str, str], ...] = ()

    def first(self, name: str) -> str:
        """The first value under that name (lower case), or ""."""
        return next((value for key, value in self.items if key.lower() == name), "")

    def all(self, name: str) -> tuple[str, ...]:
        return tuple(value for key, value in self.items if key.lower() == name)


def read_fields(data: bytes, start: int, end: int, limits: Limits, languages: Collection[str] = ()) -> tuple[Fields, int, tuple[str, ...]]:
    """The fields from `start` on, where the body begins, and what was wrong."""
    block_end, body = _block(data, start, end)
    block = data[start : min(block_end, start + limits.headers)]
    lines = _LINE.split(_FOLD.sub(b"", block))
    if _FIELD.match(lines[0]) is None and lines[0] and not _KNOWN.search(block):
        return Fields(), start, ("no-headers",)
    defects = ["headers-too-long"] if block_end - start > limits.headers else []
    return Fields(tuple((name, decode(value, languages=languages).strip()) for name, value in _items(lines, limits, defects))), body, tuple(defects)


def _block(data: bytes, start: int, end: int) -> tuple[int, int]:
    """Where the header block ends and where the body begins: at the first empty line (RFC 5322 §2.1)."""
    for empty in (b"\n", b"\r\n"):
        if data.startswith(empty, start, end):
            return start, start + len(empty)
    found = _BLANK.search(data, start, end)
    return (found.start(), found.end()) if found else (end, end)


def _items(lines: list[bytes], limits: Limits, defects: list[str]) -> list[tuple[str, bytes]]:
    items: list[tuple[str, bytes]] = []
    for line in lines:
        found = _FIELD.match(line)
        if found is None:
            if line.strip() and not line.startswith((b"From ", b">From ")):
                defects.append("bad-header-line")
        elif len(items) >= limits.header_count:
            defects.append("too-many-headers")
            break
        else:
            items.append((found[1].decode("ascii"), _value(found[2], limits, defects)))
    return items


def _value(raw: bytes, limits: Limits, defects: list[str]) -> bytes:
    if len(raw) > limits.header:
        defects.append("header-too-long")
        raw = raw[: limits.header]
    return raw
