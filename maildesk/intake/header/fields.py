"""A header block as its fields: unfolded, in order, bounded, and still undecoded."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from maildesk.config.limits import Limits
from maildesk.intake.charset.chain import decode

_BLANK = re.compile(rb"\n[ \t]*\r?\n")
_FIELD = re.compile(rb"([!-9;-~]+)[ \t]*:(.*)", re.DOTALL)
_FOLD = re.compile(rb"\r?\n(?=[ \t])")
_LINE = re.compile(rb"\r?\n")
# A first line that is no field still has a header block after it where one of these follows.
_KNOWN = re.compile(rb"(?im)^(?:from|to|subject|date|received|return-path|message-id|mime-version|content-type)[ \t]*:")
# What programs write in a header; with what is folded below it. Words may have a colon, too.
_HEADER = re.compile(
    rb"^(?:from|to|b?cc|subject|date|received|return-path|reply-to|sender|message-id|in-reply-to|references|mime-version|authentication-results"
    rb"|user-agent|auto-submitted|delivered-to|(?:content|x|dkim|arc|list|resent|thread)-[!-9;-~]{1,80})[ \t]*:[^\n]*(?:\n[ \t][^\n]*)*\n?",
    re.IGNORECASE | re.MULTILINE,
)
_BOM = b"\xef\xbb\xbf"
# What mailbox files and scripts leave above a header: blank lines, and the line that divides the mails of a file.
_ABOVE = re.compile(rb"(?:[ \t]*+\r?\n){0,20}+(?:>?From (?![ \t]*:)[^\n]{1,300}\n(?:[ \t]*+\r?\n){0,20}+)?+")
_PROSE = re.compile(rb"[^\s=;]+,? [^=]+")  # no value that a program broke without a blank: base64, or `charset=utf-8`


@dataclass(frozen=True, slots=True)
class Fields:
    """Names as written and values as text, encoded words still in them."""

    items: tuple[tuple[str, str], ...] = ()

    def first(self, name: str) -> str:
        """The first value under that name (lower case), or ""."""
        return next((value for key, value in self.items if key.lower() == name), "")

    def all(self, name: str) -> tuple[str, ...]:
        return tuple(value for key, value in self.items if key.lower() == name)


def header_start(data: bytes) -> int:
    """Where a mail's header begins: below what only stands above it, where at least two lines look like a header there."""
    begin = len(_BOM) if data.startswith(_BOM) else 0
    if data[begin : begin + 1] not in (b"\r", b"\n", b" ", b"\t", b">") and not data.startswith(b"From ", begin):
        return begin
    above = _ABOVE.match(data, begin)
    start = above.end() if above else begin
    first = _HEADER.match(data, start)
    return start if first and _HEADER.match(data, first.end()) else begin


def read_fields(data: bytes, start: int, end: int, limits: Limits, languages: Collection[str] = ()) -> tuple[Fields, int, tuple[str, ...]]:
    """The fields from `start` on, where the body begins, and what was wrong."""
    block_end, body = _block(data, start, end, limits.headers)
    block = data[start : min(block_end, start + limits.headers)]
    lines = _LINE.split(_FOLD.sub(b"", block))
    if _FIELD.match(lines[0]) is None and lines[0] and not _KNOWN.search(block):
        return Fields(), start, ("no-headers",)
    defects = ["headers-too-long"] if block_end - start > limits.headers else []
    return Fields(tuple((name, decode(value, languages=languages).strip()) for name, value in _items(lines, limits, defects))), body, tuple(defects)


def _block(data: bytes, start: int, end: int, longest: int) -> tuple[int, int]:
    """Where the header block ends and where the body begins: at the first empty line (RFC 5322 §2.1), or where one is missing."""
    for empty in (b"\n", b"\r\n"):
        if data.startswith(empty, start, end):
            return start, start + len(empty)
    found = _BLANK.search(data, start, end)
    # A line of blanks before another header is a fold (RFC 5322 §4.2), before words it was meant to be empty.
    while found and data[found.start() + 1] in b" \t" and _HEADER.match(data, found.end(), min(end, found.end() + longest)):
        found = _BLANK.search(data, found.end() - 1, end)
    stop = found.start() if found else end
    words = _words_below(data, start, min(stop, start + longest), closed=found is not None)
    if words is not None:
        return words, words
    return (found.start(), found.end()) if found else (end, end)


def _words_below(data: bytes, start: int, stop: int, *, closed: bool) -> int | None:
    """Where words begin right below the last header, with no empty line between; in what an empty line closes, only where they read like words."""
    headers = [found.end() for found in _HEADER.finditer(data, start, stop)]
    at = headers[-1] if headers else stop
    while at < stop:
        cut = data.find(b"\n", at, stop)
        line = data[at : cut if cut >= 0 else stop]
        if line.strip() and _FIELD.match(line) is None and line[:1] not in b" \t":
            return at if not closed or _PROSE.match(line) else None
        at += len(line) + 1
    return None


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
