"""What must stand in a text for a condition to hold at all: words that are found many times faster than a condition is asked."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

# The tree that the standard library makes of a pattern, the same since Python 2: its names are private, and nothing else reads patterns.
from re import _parser  # type: ignore[attr-defined]
from typing import Any

from maildesk.config.yamlfile import Data
from maildesk.rules.facts import NOTHING, Facts, Text

Pick = Callable[[Facts], Text]
Words = frozenset[str]  # casefolded


@dataclass(frozen=True, slots=True)
class Need:
    """Where the condition holds, one word of each of `each` stands in what `of` picks."""

    of: Pick
    each: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class HeaderNamed:
    """Picks a header; two of one name are equal."""

    name: str  # in small letters

    def __call__(self, facts: Facts) -> Text:
        return facts.headers.get(self.name, NOTHING)


def need_of(pick: Pick) -> Callable[[Data], Need | None]:
    """For a condition that compares what is picked with what the admin wrote."""

    def needs(value: Data) -> Need | None:
        each = tuple(words_in(value))
        return Need(pick, each) if each else None

    return needs


def header_need(value: Data) -> Need | None:
    """Of several headers, which are all wanted, the first says enough."""
    name, written = next(iter(value.items())) if isinstance(value, dict) else ("", None)
    return need_of(HeaderNamed(name.lower()))(written)


def words_in(value: Data) -> list[Words]:
    """Of any text that one of these ways to compare fits, one word of each is a part; none where there is nothing to say."""
    ways = [way for item in (value if isinstance(value, list) else [value]) for way in _ways(item)]
    if len(ways) == 1:
        return ways[0]
    found = _either(map(_best, ways))
    return [found] if found else []


def _ways(item: Data) -> list[list[Words]]:
    if isinstance(item, dict):
        [(operator, operand)] = item.items()
        operands = [str(one) for one in (operand if isinstance(operand, list) else [operand])]
        return [words_of(one) if operator == "matches" else _words([one]) for one in operands]
    text = str(item)
    if len(text) > 2 and text[0] == text[-1] == "/":
        return [words_of(text[1:-1])]
    return [_words(text.split("*"))]


def _words(texts: Iterable[str]) -> list[Words]:
    return [frozenset({text.casefold()}) for text in texts if text]


def _best(each: Iterable[Words]) -> Words | None:
    """Whatever says most."""
    return max(each, key=lambda words: min(map(len, words)), default=None)


def _either(ways: Iterable[Words | None]) -> Words | None:
    found: set[str] = set()
    for way in ways:
        if not way:
            return None
        found |= way
    return frozenset(found)


# Where the library that searches reads on and the standard library does not, as in `a{e<=1}` for “nearly a”.
_ELSEWHERE = re.compile(r"\{[^\d,]|\\\d")


def words_of(pattern: str) -> list[Words]:
    """Of any text a regular expression is found in, one word of each is a part; none where there is nothing to say."""
    if _ELSEWHERE.search(pattern):
        return []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # it would be read as something else than the other library reads
            return list(_of_parts(_parser.parse(pattern, re.IGNORECASE)))
    except (re.error, Warning, OverflowError, RecursionError):
        return []


# With case aside, the library takes these for one letter; they fold to several.
_UNLIKE = frozenset("iI\u0130\u0131")


def _of_parts(parts: Any) -> Iterator[Words]:
    word = ""
    for kind, what in parts:
        if str(kind) == "LITERAL" and chr(what) not in _UNLIKE:
            word += chr(what)
            continue
        if word:
            yield frozenset({word.casefold()})
        word = ""
        if inside := _inside(str(kind), what):
            yield inside
    if word:
        yield frozenset({word.casefold()})


def _inside(kind: str, what: Any) -> Words | None:
    match kind:
        case "SUBPATTERN":
            return _best(_of_parts(what[-1]))
        case "MAX_REPEAT" | "MIN_REPEAT" if what[0]:
            return _best(_of_parts(what[-1]))
        case "BRANCH":
            return _either(_best(_of_parts(way)) for way in what[1])
        case _:
            return None
