"""Words that are made unreadable wherever they stand, in any case and however lines break. Pure."""

from __future__ import annotations

import re
from functools import cache

HIDDEN = "▇▇▇▇"  # of one length, so that it does not tell theirs


@cache
def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(r"\s+".join(map(re.escape, words.split())), re.IGNORECASE)


def redacted(text: str, words: str) -> str:
    """The text without these words."""
    return _pattern(words).sub(HIDDEN, text) if words.strip() else text
