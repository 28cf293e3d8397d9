"""A text as it is compared with another in which a program broke, marked or spaced its lines anew: its letters and digits alone."""

from __future__ import annotations

import re

_NO_LETTERS = re.compile(r"[\W_]+")
_ASCII_SIGNS = {code: None for code in range(128) if not chr(code).isalnum()}


def comparable(text: str) -> str:
    """The letters and digits of a text, in any script; ASCII, which is told by a table, takes a tenth of the time."""
    return text.translate(_ASCII_SIGNS) if text.isascii() else _NO_LETTERS.sub("", text)
