"""Answers between the lines of our own letter: what stands there without quote marks is new, unless a program broke a line of ours."""

from __future__ import annotations

import re
from collections.abc import Sequence

from maildesk.threading.quotes import Kind, is_marked

_NO_LETTERS = re.compile(r"[\W_]+")
# Of an answer line, letters enough to know it by: programs break long lines.
_TELLING = 8


def kinds_below(lines: Sequence[str], answer_lines: Sequence[str], letter: str) -> list[Kind]:
    """The kind of each line from where our letter is quoted; `letter` is that letter's text, "" where it is not known.

    Without it, or where the quote has no marks, nothing tells an answer from our own words, and those must never leave.
    """
    start = _first_marked(lines)
    if not letter or start == len(lines) or not _quotes_behind_marks(lines, answer_lines):
        return [Kind.QUOTED] * len(lines)
    whole = _letters(letter)
    kinds, above = [Kind.QUOTED] * start, ""
    for line in lines[start:]:
        said = _letters(line)
        quoted = is_marked(line) or bool(above and said and above + said in whole)
        kinds.append(Kind.QUOTED if quoted else Kind.NEW)
        above = said if quoted else ""
    return kinds


def _first_marked(lines: Sequence[str]) -> int:
    return next((index for index, line in enumerate(lines) if is_marked(line)), len(lines))


def _quotes_behind_marks(lines: Sequence[str], answer_lines: Sequence[str]) -> bool:
    """Whether the answer line itself, the first of our letter, has a mark."""
    starts = tuple(_letters(line)[:_TELLING] for line in answer_lines)
    first = next((line for line in lines if _letters(line).startswith(starts)), "")
    return is_marked(first)


def _letters(text: str) -> str:
    return _NO_LETTERS.sub("", text)
