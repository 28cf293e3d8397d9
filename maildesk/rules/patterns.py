"""How a rule's text is compared with a mail's; the one file that knows the `regex` library.

Plain text and `*` are compared in linear time. A pattern of the admin's meets text of a stranger, so each search has a
time limit and all searches of a mail share a budget (V045, V046).
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from time import process_time
from typing import Any

import regex

from maildesk.config.yamlfile import Data
from maildesk.rules.facts import Text

LONGEST_SEARCH = 0.05  # seconds of CPU for one search; the library may take twice as long


class TooSlow(Exception):
    """A pattern took too long: whatever it was asked for, its rule misses."""


class Wrong(ValueError):
    """A value of a rule file cannot be used; says what would be right."""

    def __init__(self, wrong: str, right: str = "") -> None:
        super().__init__(wrong)
        self.wrong, self.right = wrong, right


class Budget:
    """The CPU seconds all patterns together may take on one mail."""

    def __init__(self, seconds: float) -> None:
        self._left = seconds

    def search(self, pattern: Any, text: str) -> bool:
        """Whether the pattern is found; raises TooSlow."""
        if self._left <= 0:
            raise TooSlow("the patterns before it used up the time for this mail")
        started = process_time()
        try:
            return pattern.search(text, timeout=min(LONGEST_SEARCH, self._left)) is not None
        except TimeoutError:
            raise TooSlow("the pattern took too long") from None
        finally:
            self._left -= process_time() - started


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
    return _match(value, _whole_text)


def anywhere(value: Data) -> Match:
    """For subjects, bodies and headers: plain text is searched."""
    return _match(value, _contains)


def _match(value: Data, plain: Callable[[str], Match]) -> Match:
    if isinstance(value, list):
        if not value:
            raise Wrong("the list is empty", "name at least one text")
        return _any_of([_match(item, plain) for item in value])
    if isinstance(value, dict):
        return _operator(value)
    text = _text(value)
    if len(text) > 2 and text[0] == text[-1] == "/":
        return _pattern(text[1:-1])
    return _glob(text) if "*" in text else plain(text)


def _text(value: Data) -> str:
    if isinstance(value, str) and value:
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise Wrong("a text is missing here", 'write a text, a list of texts, or {contains: "…"}')


def _operator(value: dict[str, Data]) -> Match:
    name, operand = next(iter(value.items()), ("", None))
    if len(value) != 1 or name not in OPERATORS:
        raise Wrong(f"{', '.join(value) or '{}'} is no way to compare", f"write one of {', '.join(OPERATORS)}")
    operands = operand if isinstance(operand, list) and operand else [operand]
    return _any_of([_BY_OPERATOR[name](_text(item)) for item in operands])


def _any_of(matches: list[Match]) -> Match:
    if len(matches) == 1:
        return matches[0]
    return lambda text, budget: any(match(text, budget) for match in matches)


def _whole_text(written: str) -> Match:
    wanted = written.casefold()
    if wanted.startswith("@"):
        return lambda text, budget: any(value.endswith(wanted) for value in text.folded)
    return lambda text, budget: wanted in text.folded


def _is(written: str) -> Match:
    wanted = written.casefold()
    return lambda text, budget: wanted in text.folded


def _contains(written: str) -> Match:
    wanted = written.casefold()
    return lambda text, budget: any(wanted in value for value in text.folded)


def _begins(written: str) -> Match:
    wanted = written.casefold()
    return lambda text, budget: any(value.startswith(wanted) for value in text.folded)


def _ends(written: str) -> Match:
    wanted = written.casefold()
    return lambda text, budget: any(value.endswith(wanted) for value in text.folded)


def _glob(written: str) -> Match:
    """`*` stands for any text, nothing else is special: subjects hold question marks and brackets."""
    first, *middle, last = written.casefold().split("*")
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


def _pattern(written: str) -> Match:
    compiled = _compiled(written)
    return lambda text, budget: any(budget.search(compiled, value) for value in text.values)


def _compiled(written: str) -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # the library warns where a pattern means something else than it seems to
            return regex.compile(written, regex.IGNORECASE)
    except (regex.error, Warning, OverflowError, RecursionError) as error:
        raise Wrong(f"this is no regular expression: {error}", "escape special characters with a backslash, or use {contains: …}") from None


_BY_OPERATOR: dict[str, Callable[[str], Match]] = {
    "is": _is,
    "contains": _contains,
    "begins": _begins,
    "ends": _ends,
    "matches": _pattern,
}
