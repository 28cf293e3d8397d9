"""How a rule's text is compared with a mail's.

Plain text and `*` are compared in linear time. A pattern of the admin's meets text of a stranger, so each search has a
time limit and all searches of a mail share a budget (V045, V046).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from time import perf_counter
from typing import Any

from maildesk.config.yamlfile import Data
from maildesk.errors import Wrong
from maildesk.expressions import compiled
from maildesk.language import Said
from maildesk.rules.facts import Text
from maildesk.rules.patternwords import words_of

LONGEST_SEARCH = 0.05  # seconds of CPU for one search; the library may take twice as long


class TooSlow(Exception):
    """A pattern took too long: whatever it was asked for, its rule misses."""


class Budget:
    """The seconds all patterns together may take on one mail."""

    def __init__(self, seconds: float) -> None:
        self._left = seconds

    def search(self, pattern: Any, text: str) -> bool:
        """Whether the pattern is found; raises TooSlow."""
        if self._left < 0:
            raise TooSlow(Said("the patterns before it used up the time for this mail"))
        started = perf_counter()
        try:
            return pattern.search(text, timeout=LONGEST_SEARCH) is not None
        except TimeoutError:
            raise TooSlow(Said("the pattern took too long")) from None
        finally:
            # The limit of a search counts CPU time; this clock does not, but is ten times cheaper. A stalled machine is charged little more.
            self._left -= min(perf_counter() - started, 2 * LONGEST_SEARCH)


Match = Callable[[Text, Budget], bool]

OPERATORS = {
    "is": "the whole text",
    "contains": "anywhere in the text",
    "begins": "at the beginning",
    "ends": "at the end",
    "matches": "a regular expression, anywhere in the text",
}


def whole(value: Data) -> Match:
    """For addresses and names: plain text is compared whole, `@example.com` is everybody there."""
    return _match(value, _whole_words)


def anywhere(value: Data) -> Match:
    """For subjects, bodies and headers: plain text is searched."""
    return _match(value, _contains)


def _match(value: Data, plain: Callable[[tuple[str, ...]], Match]) -> Match:
    """Any of the ways that are written; plain words are compared in one go."""
    items = value if isinstance(value, list) else [value]
    words: list[str] = []
    matches: list[Match] = []
    for item in items:
        if isinstance(item, dict):
            matches.append(_operator(item))
            continue
        text = _plain(_text(item))
        if len(text) > 2 and text[0] == text[-1] == "/":
            matches.append(_patterns((text[1:-1],)))
        elif "*" in text:
            matches.append(_glob(text))
        else:
            words.append(text)
    return _any_of([*([plain(tuple(words))] if words else []), *matches])


def _text(value: Data) -> str:
    if isinstance(value, str) and value:
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise Wrong(Said("a text is missing here"), Said('write a text, a list of texts, or {{contains: "…"}}'))


_FLAGGED = re.compile(r"/.+(/[gi]{1,2})\Z", re.DOTALL)
_CURLY = re.compile("[“„‘«].*[”“’»]\\Z", re.DOTALL)


def _plain(text: str) -> str:
    """The text, unless it was meant as something that it is not here: it would be compared as it stands, and never fit."""
    if flagged := _FLAGGED.match(text):
        raise Wrong(
            Said("a regular expression ends with its slash"),
            Said("take the letters behind it away: /{words}/; case never matters", words=text[1 : flagged.start(1)]),
        )
    if _CURLY.match(text):
        raise Wrong(
            Said("curly quotes are part of the text"),
            Said('write straight ones: "{words}"; where they are meant: {{contains: …}}', words=text[1:-1]),
        )
    return text


def _operator(value: dict[str, Data]) -> Match:
    name, operand = next(iter(value.items()), ("", None))
    if len(value) != 1 or name not in OPERATORS:
        raise Wrong(Said("{value} is no way to compare", value=", ".join(value) or "{}"), Said("write one of {known}", known=", ".join(OPERATORS)))
    operands = operand if isinstance(operand, list) and operand else [operand]
    return _BY_OPERATOR[name](tuple(_text(item) for item in operands))


def _any_of(matches: list[Match]) -> Match:
    if not matches:
        raise Wrong(Said("the list is empty"), Said("name at least one text"))
    if len(matches) == 1:
        return matches[0]
    return lambda text, budget: any(match(text, budget) for match in matches)


def _folded(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(word.casefold() for word in words)


def _whole_words(words: tuple[str, ...]) -> Match:
    domains = tuple(word for word in words if word.startswith("@"))
    others = tuple(word for word in words if word not in domains)
    return _any_of([*([_is(others)] if others else []), *([_ends(domains)] if domains else [])])


def _is(words: tuple[str, ...]) -> Match:
    wanted = frozenset(_folded(words))
    return lambda text, budget: not wanted.isdisjoint(text.folded)


# The next are plain loops: a generator for each of thousands of rules would cost more than the comparing.


def _contains(words: tuple[str, ...]) -> Match:
    wanted = _folded(words)

    def match(text: Text, budget: Budget) -> bool:
        for value in text.folded:
            for word in wanted:
                if word in value:
                    return True
        return False

    return match


def _begins(words: tuple[str, ...]) -> Match:
    wanted = _folded(words)

    def match(text: Text, budget: Budget) -> bool:
        for value in text.folded:  # noqa: SIM110 - see above
            if value.startswith(wanted):
                return True
        return False

    return match


def _ends(words: tuple[str, ...]) -> Match:
    wanted = _folded(words)

    def match(text: Text, budget: Budget) -> bool:
        for value in text.folded:  # noqa: SIM110 - see above
            if value.endswith(wanted):
                return True
        return False

    return match


def _glob(written: str) -> Match:
    """`*` stands for any text, nothing else is special: subjects hold question marks and brackets."""
    first, *middle, last = written.casefold().split("*")
    if not middle and not (first and last):
        return _begins((first,)) if first else _ends((last,))
    return lambda text, budget: any(_fits(value, first, middle, last) for value in text.folded)


def _fits(value: str, first: str, middle: list[str], last: str) -> bool:
    if not value.startswith(first) or not value.endswith(last):
        return False
    at, end = len(first), len(value) - len(last)
    for part in middle:
        found = value.find(part, at, end)
        if found < 0:
            return False
        at = found + len(part)
    return at <= end


def _patterns(written: tuple[str, ...]) -> Match:
    patterns = tuple((compiled(one), words_of(one)) for one in written)

    def match(text: Text, budget: Budget) -> bool:
        for value, folded in zip(text.values, text.folded, strict=True):
            for pattern, each in patterns:
                if all(any(word in folded for word in words) for words in each) and budget.search(pattern, value):
                    return True
        return False

    return match


_BY_OPERATOR: dict[str, Callable[[tuple[str, ...]], Match]] = {
    "is": _is,
    "contains": _contains,
    "begins": _begins,
    "ends": _ends,
    "matches": _patterns,
}
