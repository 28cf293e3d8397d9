"""What a terminal is given: every character seen, every table as wide as the screen (V138)."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo

from maildesk.eventlog import printable

_LONGEST_LINE = 10_000
_NARROWEST = 6  # columns a shrunk cell keeps
_GAP = "  "

# Spaces a person types without knowing are no trick: they are shown as the room they take.
_SPACES = {ord(c): " " for c in "\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f"} | {0x3000: "  "}


def visible(value: object) -> str:
    """A value as one line in which nothing hides: controls, escapes and direction marks are written out."""
    return "-" if value is None else printable(str(value).translate(_SPACES), _LONGEST_LINE)


def visible_lines(text: str) -> list[str]:
    """A text as lines in which nothing hides; tabs become spaces."""
    return [visible(line.expandtabs(4)) for line in text.splitlines()]


def when(moment: datetime | None, zone: tzinfo = UTC) -> str:
    """A moment for a person; its zone always stands beside it."""
    if moment is None:
        return "-"
    local = moment.astimezone(zone)
    # An offset says more than an abbreviation: CST is three zones.
    return local.strftime("%Y-%m-%d %H:%M " + ("UTC" if local.tzname() == "UTC" else "%z"))


def columns_of(text: str) -> int:
    """How many columns of a terminal a text takes: wide East Asian characters two, marks none (UAX #11)."""
    return sum(map(_width, text)) if not text.isascii() else len(text)


def _width(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def cut(text: str, columns: int) -> str:
    """The text in at most so many columns; a cut one ends in `…`."""
    if columns_of(text) <= columns:
        return text
    kept, used = [], 1
    for character in text:
        used += _width(character)
        if used > columns:
            break
        kept.append(character)
    return "".join(kept) + "…"


def fact(name: str, value: object, width: int) -> str:
    """A line of a list of facts: the name, which is ours, in so many columns, and the value, in which nothing hides."""
    return f"  {name}{' ' * (width - columns_of(name))} {visible(value)}".rstrip()


def table(headings: Sequence[str], rows: Sequence[Sequence[object]], columns: int | None) -> list[str]:
    """A table as lines, the headings first; shrunk to `columns` where they are given, its widest cells first."""
    cells = [list(headings), *([visible(value) for value in row] for row in rows)]
    widths = [max(map(columns_of, column)) for column in zip(*cells, strict=True)]
    if columns is not None:
        widths = _shrunk(widths, columns - len(_GAP) * (len(widths) - 1))
    return [_GAP.join(padded(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells]


def _shrunk(widths: Sequence[int], room: int) -> list[int]:
    """Takes columns from the widest until the row fits, or nothing more can be taken."""
    fitting = list(widths)
    while sum(fitting) > room and max(fitting) > _NARROWEST:
        widest = fitting.index(max(fitting))
        second = max([width for place, width in enumerate(fitting) if place != widest], default=0)
        least = max(second - 1, _NARROWEST, fitting[widest] - (sum(fitting) - room))
        fitting[widest] = min(least, fitting[widest] - 1)
    return fitting


def padded(cell: str, width: int) -> str:
    """The text in exactly so many columns; what is wider is cut."""
    text = cut(cell, width)
    return text + " " * (width - columns_of(text))
