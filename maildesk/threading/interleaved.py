"""Answers between the lines of our own letter: what stands there without quote marks is new, unless a program broke a line of ours."""

from __future__ import annotations

import re
from collections.abc import Sequence

from maildesk.threading.quotes import Kind, is_marked

_NO_LETTERS = re.compile(r"[\W_]+")
# Of an answer line, letters enough to know it by: programs break long lines.
_TELLING = 8
# How many letters on each side of a break are looked at first.
_AROUND = 6


def kinds_below(lines: Sequence[str], answer_lines: Sequence[str], letter: str) -> list[Kind]:
    """The kind of each line from where our letter is quoted; `letter` is that letter's text, "" where it is not known.

    Without it, or where the quote has no marks, nothing tells an answer from our own words, and those must never leave.
    """
    start = _first_marked(lines)
    if not letter or start == len(lines) or not _quotes_behind_marks(lines, answer_lines):
        return [Kind.QUOTED] * len(lines)
    ours = _Ours(_letters(letter))
    kinds, above = [Kind.QUOTED] * start, ""
    for line in lines[start:]:
        said = _letters(line)
        quoted = is_marked(line) or ours.goes_on(above, said)
        kinds.append(Kind.QUOTED if quoted else Kind.NEW)
        above = said if quoted else ""
    return kinds


class _Ours:
    """The letters of our own letter, and whether one line of it goes on in the next."""

    def __init__(self, letters: str) -> None:
        self._letters = letters
        self._joints: dict[int, set[str]] = {}

    def goes_on(self, above: str, said: str) -> bool:
        """Whether `said` is the rest of what a marked line `above` began. What stands around the break is asked first, which costs nothing."""
        joint = above[-_AROUND:] + said[:_AROUND]
        if not above or not said or joint not in self._of_length(len(joint)):
            return False
        return above + said in self._letters

    def _of_length(self, length: int) -> set[str]:
        if length not in self._joints:
            self._joints[length] = {self._letters[start : start + length] for start in range(len(self._letters) - length + 1)}
        return self._joints[length]


def _first_marked(lines: Sequence[str]) -> int:
    return next((index for index, line in enumerate(lines) if is_marked(line)), len(lines))


def _quotes_behind_marks(lines: Sequence[str], answer_lines: Sequence[str]) -> bool:
    """Whether the answer line itself, the first of our letter, has a mark."""
    starts = tuple(_letters(line)[:_TELLING] for line in answer_lines)
    first = next((line for line in lines if _letters(line).startswith(starts)), "")
    return is_marked(first)


def _letters(text: str) -> str:
    return _NO_LETTERS.sub("", text)
