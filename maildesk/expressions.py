"""Regular expressions that people write, compiled with their mistakes said; the one file that knows the `regex` library.

They meet text of strangers, so each search is given its seconds: the library raises `TimeoutError` where it takes longer.
"""

from __future__ import annotations

import warnings
from typing import Any

import regex

from maildesk.errors import Wrong
from maildesk.language import Said


def compiled(written: str) -> Any:
    """The pattern, blind to case; raises `Wrong` where it is none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # the library warns where a pattern means something else than it seems to
            return regex.compile(written, regex.IGNORECASE)
    except (regex.error, Warning, OverflowError, RecursionError) as error:
        raise Wrong(
            Said("this is no regular expression: {error}", error=error), Said("escape special characters with a backslash, or use {{contains: …}}")
        ) from None
