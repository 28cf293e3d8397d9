"""Whether a text is a page of HTML, and a page a text, whatever either is said to be."""

from __future__ import annotations

import html
import re

from maildesk.html.clean import text_to_html

_PAGE = re.compile(r"\s{0,99}(?:<\?xml[^<>]{0,200}>\s{0,99})?<(?:!doctype\s{1,9}html|html)\b[^<>]{0,999}>", re.IGNORECASE)
_BLOCK = re.compile(r"<(?:head|meta|body|p|div|table|br)\b", re.IGNORECASE)
# What a form or a script writes without a page around it: markup from the first sign to the last.
_FRAGMENT = re.compile(r"\s{0,99}<(?:head|body|div|p|table|center|style|font|h[1-6]|ul)\b[^<>]{0,999}>", re.IGNORECASE)
_TAG = re.compile(r"<[A-Za-z/!?]")


def is_page(text: str) -> bool:
    """Whether a plain text is the source of a page, or of a piece of one."""
    if _PAGE.match(text):
        return _BLOCK.search(text, 0, 4000) is not None
    return _FRAGMENT.match(text) is not None and text[-200:].rstrip().endswith(">") and "</" in text


def as_markup(page: str) -> str:
    """A page as it is; one without a single tag is a text, whose lines are to stay lines."""
    return page if _TAG.search(page) else text_to_html(html.unescape(page))
