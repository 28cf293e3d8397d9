"""What mail programs put before each line they quote: “>” nearly always, which counts anywhere, and other signs, which only an introduction proves."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

_FIRST = re.compile(r"\A[ \t]*> ?")
# The signs of old and of Asian programs, and The Bat!'s initials (“RW>”) or names.
_OTHERS = (
    re.compile(r"[ \t]*(?:\|(?=[\s|]|\Z))+"),
    re.compile(r"[ \t]*(?::(?=[\s:]|\Z))+"),
    re.compile(r"[ \t]*(?:\}(?=[\s}]|\Z))+"),
    re.compile(r"[ \t]*[»＞]+"),
    re.compile(r"[ \t]*[^\W\d_][\w.-]{0,19}>{1,4}(?=\s|\Z)"),
)


# The Bat!'s mark where nothing introduces it. What is typed at a prompt looks the same.
_INITIALS = re.compile(r" ?([^\W\d_a-zà-ÿ]{2,4})>{1,4}(?:\s|\Z)")
_PROMPTS = frozenset({"SQL", "PS", "FTP", "DOS", "CMD", "IRB", "GDB", "TSO", "OK", "VMS", "RMAN"})
_COMPARES = re.compile(r">= ?\d{1,9}(?![\dA-F])")
_FEWEST, _FEWEST_UNKNOWN = 2, 3
_SENTENCE_ENDS = tuple(".?!。？！")


def with_initials(lines: Sequence[str], end: int, known: Container[str]) -> Sequence[str]:
    """The lines with common marks in the place of somebody's initials, where one person's stand before two lines at least.

    Those of nobody known count before more, where a sentence stands among them; two people in one mail are a talk that somebody copied.
    """
    found = [(match[1], line) for line in lines[:end] if line.find(">", 1, 7) > 0 and (match := _INITIALS.match(line))]
    initials = {who for who, _ in found}
    if len(initials) != 1 or len(found) < _FEWEST or not initials.isdisjoint(_PROMPTS):
        return lines
    (who,) = initials
    if who.casefold() not in known and (len(found) < _FEWEST_UNKNOWN or not any(line.rstrip().endswith(_SENTENCE_ENDS) for _, line in found)):
        return lines
    return in_common(lines, re.compile(rf" ?{who}>{{1,4}}(?=\s|\Z)"))


def is_marked(line: str) -> bool:
    """A line with a quote mark; “>>> look here <<<” is an ornament, and “>= 5” compares."""
    text = line.lstrip(" \t")
    return text.startswith(">") and not text.rstrip().endswith("<<<") and (text[1:2] != "=" or _COMPARES.match(text) is None)


def unmarked(line: str) -> str:
    """A quoted line without the outermost of its marks."""
    return _FIRST.sub("", line, count=1).rstrip()


def without_marks(text: str) -> str:
    """A text without all that programs put before a line that they quote."""
    bare = text.lstrip("> \t")
    return next((mark.sub("", bare, count=1) for mark in _OTHERS if mark.match(bare)), bare)


def other_mark(lines: Sequence[str], index: int, end: int) -> re.Pattern[str] | None:
    """The sign before the first line with words below an introduction, where it is one that only stands there for a quote."""
    while index < end and not lines[index].strip():
        index += 1
    return next((mark for mark in _OTHERS if mark.match(lines[index])), None) if index < end else None


def in_common(lines: Sequence[str], mark: re.Pattern[str]) -> list[str]:
    """The lines with the mark that all others know in the place of this one, as deep as it is."""
    return [mark.sub(_common, line, count=1) if mark.match(line) else line for line in lines]


def plainly(line: str) -> str:
    """A line that is known to be quoted, with the common mark in the place of any other."""
    mark = None if is_marked(line) else next((mark for mark in _OTHERS if mark.match(line)), None)
    return mark.sub(_common, line, count=1) if mark else line


def _common(found: re.Match[str]) -> str:
    return ">" * max(1, sum(found[0].count(sign) for sign in "|:}»＞>"))
