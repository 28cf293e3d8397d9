"""The question asked before any HTML reader: is it small, shallow and plain enough. Linear, and without a parser."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from maildesk.config.limits import Limits
from maildesk.html.tables import FLAT

_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")


class Unfit(StrEnum):
    """Why some HTML is shown to no reader; its words are read all the same."""

    SIZE = "html-too-large"
    TAGS = "html-too-many-tags"
    DEPTH = "html-too-deep"


def fits(markup: str, limits: Limits) -> bool:
    """Whether size, depth and number of tags stay within the limits; the sanitisers are quadratic in all of them (V047)."""
    return unfit(markup, limits) is None


def unfit(markup: str, limits: Limits) -> Unfit | None:
    """The limit that some HTML is over, None where it fits."""
    return Unfit.SIZE if len(markup) > limits.html else _tangled(markup, limits.html_tags, limits.html_depth)


@lru_cache(maxsize=2)  # one mail's HTML is asked about by whoever reads, splits and shows it
def _tangled(markup: str, most: int, deepest: int) -> Unfit | None:
    tags = _TAG.findall(markup)
    if len(tags) > most * 2:
        return Unfit.TAGS
    depth = 0
    for slash, name in tags:
        if name.lower() in FLAT:
            continue
        depth += (-1 if depth else 0) if slash else 1
        if depth > deepest:
            return Unfit.DEPTH
    return None
