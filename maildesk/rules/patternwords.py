"""The words that stand in every text a regular expression is found in: a small reader, which says nothing of an expression it does not know whole."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

Words = frozenset[str]  # casefolded

# One piece of an expression, with how often it stands. What is none of these (flags, names of letters, what was found before, “nearly”, …) is not known.
_PIECE = re.compile(
    r"""(?P<looks>\(\?<?[=!])                                   # what only looks ahead or back
    |   (?P<opens>\((?:\?:|\?P?<\w+>)?(?![?*]))                 # a group
    |   (?P<bar>\|)
    |   \(\?i\)                                                 # case never matters
    |   (?: (?P<closes>\))
        |   \\(?P<escaped>[^\w\s]|\ )
        |   (?P<letter>[^\\\[(){}*+?|.^$])
        |   \[(?!\^?\])\^?(?:[^\[\]\\]|\\.)+\]                  # any letter of some
        |   \\[dDsSwWbBAZnrt] | [.^$]
        )
        (?P<times>(?:[*+?]|\{(?:\d+,?\d*|,\d+)\})[+?]?)?
    """,
    re.VERBOSE,
)
_PERHAPS_NONE = re.compile(r"[*?]|\{0*[,}]")
# With case aside, the library that searches takes these for one letter; they fold to several.
_UNLIKE = frozenset("iI\u0130\u0131")


@dataclass(slots=True)
class _Group:
    """A part of an expression while it is read: its ways before the last bar, and of the way behind it the words and the one that is under way."""

    looks: bool = False
    ways: list[list[Words]] = field(default_factory=list)
    way: list[Words] = field(default_factory=list)
    word: str = ""

    def ends_word(self) -> None:
        if self.word:
            self.way.append(frozenset({self.word.casefold()}))
        self.word = ""

    def ends_way(self) -> None:
        self.ends_word()
        self.ways.append(self.way)
        self.way = []

    def words(self) -> list[Words]:
        """One of each stands in the text, whichever way was gone."""
        self.ends_way()
        if len(self.ways) == 1:
            return self.ways[0]
        found = either(map(fullest, self.ways))
        return [found] if found else []


def words_of(pattern: str) -> list[Words]:
    """Of any text a regular expression is found in, one word of each is a part; none where there is nothing to say."""
    groups, at = [_Group()], 0
    while at < len(pattern):
        piece = _PIECE.match(pattern, at)
        if piece is None or (piece["closes"] and len(groups) == 1):
            return []
        at = piece.end()
        _read(piece, groups)
    return groups[0].words() if len(groups) == 1 else []


def _read(piece: re.Match[str], groups: list[_Group]) -> None:
    """What one piece adds to the group it stands in, the last of these."""
    needed, letter = not _PERHAPS_NONE.match(piece["times"] or ""), piece["escaped"] or piece["letter"]
    if letter and needed and letter not in _UNLIKE:
        groups[-1].word += letter
        if not piece["times"]:
            return
    groups[-1].ends_word()
    if piece["bar"]:
        groups[-1].ends_way()
    elif piece["opens"] or piece["looks"]:
        groups.append(_Group(looks=piece["looks"] is not None))
    elif piece["closes"]:
        inside = groups.pop()
        if needed and not inside.looks:
            groups[-1].way += inside.words()


def fullest(each: Iterable[Words]) -> Words | None:
    """Whatever says most."""
    return max(each, key=lambda words: min(map(len, words)), default=None)


def either(ways: Iterable[Words | None]) -> Words | None:
    """A word of one way or of another; None where one says nothing."""
    found: set[str] = set()
    for way in ways:
        if not way:
            return None
        found |= way
    return frozenset(found)
