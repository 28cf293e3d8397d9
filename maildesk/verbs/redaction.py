"""Words that are made unreadable wherever they stand, in any case and however lines break; between slashes, a regular expression. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

HIDDEN = "▇▇▇▇"  # of one length, so that it does not tell theirs
LEAST = 3  # characters that are hidden at a time
_LONGEST_SEARCH = 2.0  # seconds of CPU that an expression may take on one text when it is carried out
_BETWEEN = r"\s[\s>|]*"  # also where a program quoted the line


def is_expression(words: str) -> bool:
    return len(words) > 2 and words[0] == words[-1] == "/"


def redacted(text: str, words: str) -> str:
    """The text without these words; raises `TimeoutError` where an expression takes too long."""
    return _pattern(words)(text) if words.strip() else text


def found(text: str, words: str, seconds: float) -> list[str]:
    """What would be hidden of the text; raises `TimeoutError` where an expression takes longer than so many seconds."""
    if is_expression(words):
        from maildesk.expressions import compiled  # loaded where somebody writes an expression

        return [one[0] for one in compiled(words[1:-1]).finditer(text, timeout=max(seconds, 0.001)) if one[0].strip()]
    return _plain(words).findall(text)


@lru_cache(maxsize=4)
def _pattern(words: str) -> Callable[[str], str]:
    if is_expression(words):
        from maildesk.expressions import compiled

        expression = compiled(words[1:-1])
        return lambda text: str(expression.sub(_hidden, text, timeout=_LONGEST_SEARCH))
    plain = _plain(words)
    return lambda text: plain.sub(HIDDEN, text)


def _hidden(match: Any) -> str:
    return HIDDEN if match[0].strip() else str(match[0])


def _plain(words: str) -> re.Pattern[str]:
    return re.compile(_BETWEEN.join(map(re.escape, words.split())), re.IGNORECASE)
