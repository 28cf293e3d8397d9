"""What must stand in a text for a condition to hold at all: words that are found many times faster than a condition is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from maildesk.config.yamlfile import Data
from maildesk.rules.facts import NOTHING, Facts, Text
from maildesk.rules.patternwords import Words, either, fullest, words_of

Pick = Callable[[Facts], Text]


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
    found = either(map(fullest, ways))
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
