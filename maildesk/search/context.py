"""The words around a hit, as they were written: pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from maildesk.search.document import LONGEST_MESSAGE
from maildesk.search.query import Query
from maildesk.search.segment import UNSPACED, units_of

_TOKEN = re.compile(rf"[{UNSPACED}]|[^\s{UNSPACED}]+")
_BEFORE = 30  # characters shown in front of a hit


def context(texts: Iterable[str], query: Query, width: int) -> str | None:
    """At most `width` characters of the first text that a word of the query stands in, on one line; None where none does."""
    for text in texts:
        flat = " ".join(text[:LONGEST_MESSAGE].split())
        places = [place for place in (_place(flat, units) for units in query.words) if place is not None]
        if places:
            return _around(flat, min(places), width)
    return None


def _place(text: str, units: Sequence[str]) -> int | None:
    """Where these units stand in a row for the first time."""
    begun: list[tuple[int, int]] = []  # where a row began, and how many of the units it has
    for unit, start in _placed(text):
        begun = [(where, many + 1) for where, many in (*begun, (start, 0)) if units[many] == unit]
        if begun and begun[0][1] == len(units):
            return begun[0][0]
    return None


def _placed(text: str) -> Iterator[tuple[str, int]]:
    for token in _TOKEN.finditer(text):
        for unit in units_of(token[0]):
            yield unit, token.start()


def _around(text: str, place: int, width: int) -> str:
    start = max(0, place - _BEFORE)
    if start > 0:
        start = text.find(" ", start, place) + 1 or start
    shown = text[start : start + width]
    return ("…" if start else "") + shown + ("…" if start + width < len(text) else "")
