"""Introductions that are a name and no sentence: known by whom the mail answers, or by who signed what is quoted below."""

from __future__ import annotations

from collections.abc import Sequence

from maildesk.threading.quoting.attributions import has_year, is_moment
from maildesk.threading.quoting.marks import is_marked, unmarked
from maildesk.threading.quoting.reported import Parties
from maildesk.threading.signature.prose import leads_on

_MARKS = " >|*_\t"
_LONGEST_NAME, _MOST_QUOTED = 60, 60  # characters, lines that are looked at for a signature


def named_height(lines: Sequence[str], index: int, end: int, parties: Parties) -> int:
    """How many lines introduce a quote with a name alone: “Tom Lang:” above marks, or the name above the line that says when; 0 where none does."""
    said = lines[index].strip(_MARKS)
    if not 1 < len(said) <= _LONGEST_NAME:
        return 0
    if said[-1] in ":：":
        return int(_is_above_marks(lines, index + 1, end) and _is_whose(lines, index, end, said[:-1].strip(_MARKS), parties))
    if index + 2 >= end or lines[index + 2].strip() or not parties.begin(said) or leads_on(_above(lines, index)):
        return 0
    when = lines[index + 1].strip()
    return 2 if is_moment(when) and has_year(when) else 0


def _is_above_marks(lines: Sequence[str], index: int, end: int) -> bool:
    below = next((place for place in range(index, min(end, index + 2)) if lines[place].strip()), end)
    return below < end and is_marked(lines[below])


def _is_whose(lines: Sequence[str], index: int, end: int, name: str, parties: Parties) -> bool:
    if parties.called(name):
        return True
    if " " not in name:
        return False
    ending = (line for line in lines[index + 1 : min(end, index + _MOST_QUOTED)] if line.rstrip().endswith(name))
    return any(is_marked(line) and unmarked(line.lstrip()).strip() == name for line in ending)


def _above(lines: Sequence[str], index: int) -> str:
    return next((line for line in reversed(lines[max(0, index - 4) : index]) if line.strip(_MARKS)), "")
