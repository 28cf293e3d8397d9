"""Quoted lines that a relay broke: the mark stands before the first piece alone, and what is left of the line stands below it without one."""

from __future__ import annotations

from collections.abc import Sequence

from maildesk.threading.quoting.marks import is_marked

_SHORTEST_BROKEN = 60  # characters of a line that was too long for somebody
_FEWEST = 2  # of such pieces, before any is believed: one may be an answer that breaks into a sentence
_FINISHED = tuple('.?!:;,…)"”»。？！：')


def broken_pieces(lines: Sequence[str], quoted: Sequence[bool]) -> list[int]:
    """The places of such pieces; none where anything else stands between marked lines, for that is answered there."""
    pieces = [place for place in range(1, len(lines)) if not quoted[place] and lines[place].strip() and _goes_on(lines, quoted, place)]
    between = [place for place in pieces if _marks_again(lines, quoted, place)]
    if len(between) < _FEWEST:
        return []
    first, last = between[0], between[-1]
    known = set(between)
    others = any(not quoted[place] and lines[place].strip() for place in range(first, last) if place not in known)
    return [] if others else [place for place in pieces if place >= first]


def _goes_on(lines: Sequence[str], quoted: Sequence[bool], place: int) -> bool:
    """Whether a line begins small below a long marked line that is not finished."""
    above, said = lines[place - 1].rstrip(), lines[place].strip()
    if not quoted[place - 1] or not is_marked(above) or len(above) < _SHORTEST_BROKEN or above.endswith(_FINISHED):
        return False
    return said[0].islower() and len(said) < len(above) and not is_marked(lines[place])


def _marks_again(lines: Sequence[str], quoted: Sequence[bool], place: int) -> bool:
    return place + 1 < len(lines) and quoted[place + 1] and is_marked(lines[place + 1])
