"""The question asked before any HTML reader: is it small, shallow and plain enough. Linear, and without a parser."""

from __future__ import annotations

import re

from maildesk.config.limits import Limits
from maildesk.html.tables import FLAT

_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")


def fits(markup: str, limits: Limits) -> bool:
    """Whether size, depth and number of tags stay within the limits; the sanitisers are quadratic in all of them (V047)."""
    if len(markup) > limits.html:
        return False
    tags = _TAG.findall(markup)
    if len(tags) > limits.html_tags * 2:
        return False
    depth = 0
    for slash, name in tags:
        if name.lower() in FLAT:
            continue
        depth += (-1 if depth else 0) if slash else 1
        if depth > limits.html_depth:
            return False
    return True
