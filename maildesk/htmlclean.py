"""HTML of strangers made safe to be shown or sent on: a guard, then nh3, then bleach, and nothing after them.

bleach is no longer maintained and quadratic in depth, nh3 too: neither ever sees more than the guard lets through,
and neither is the only barrier.
"""

from __future__ import annotations

import html
import re
import threading

import nh3
from bleach.css_sanitizer import CSSSanitizer
from bleach.sanitizer import Cleaner

from maildesk.config.schema import Limits
from maildesk.htmlguard import fits
from maildesk.htmltables import ATTRIBUTES, CSS, READ_ATTRIBUTES, SWALLOWED, TAGS

LINK_SCHEMES = frozenset({"http", "https", "mailto", "tel", "ftp", "sip"})
PICTURE_SCHEMES = frozenset({"cid"})
# The one class our own letters need to be found again in an answer to them.
KEPT_CLASS = "maildesk-letter"

# Nothing else in a style may look like a call: url() loads, expression() runs.
COLOUR_FUNCTIONS = frozenset({"rgb", "rgba", "hsl", "hsla"})
_FUNCTION = re.compile(r"([\w-]*)\s*\(")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):")
# A browser drops these inside a scheme; so does the check.
_UNSEEN = re.compile(r"[\x00-\x20\x7f-\xa0\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]+")
_local = threading.local()


def clean(markup: str, keep_cids: frozenset[str], limits: Limits) -> str:
    """HTML that may be shown or sent on; "" where it is too large, too deep or holds too many tags.

    Pictures from elsewhere lose their source, those of the mail itself stay where their Content-ID is in `keep_cids`.
    """
    if not fits(markup, limits):
        return ""
    first = nh3.clean(
        markup,
        tags=set(TAGS),
        clean_content_tags=set(SWALLOWED),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        url_schemes=set(LINK_SCHEMES | PICTURE_SCHEMES),
        link_rel=None,
        strip_comments=True,
    )
    cleaner = _cleaner()
    _local.cids = keep_cids
    cleaned: str = cleaner.clean(first)
    return cleaned


def well_formed(markup: str, limits: Limits) -> str:
    """The same HTML with every element closed, without comments and scripts: for readers, not for showing. "" over the limits.

    Readers of the standard library are quadratic on some broken HTML and raise on some declarations.
    """
    return _normaliser().clean(markup) if fits(markup, limits) else ""


def _normaliser() -> nh3.Cleaner:
    if not hasattr(_local, "normaliser"):
        _local.normaliser = nh3.Cleaner(
            tags=set(TAGS | {"html", "head", "body"}),
            clean_content_tags=set(SWALLOWED),
            attributes={"*": set(READ_ATTRIBUTES)},
            url_schemes={"http", "https", "mailto", "cid", "tel", "ftp"},
            link_rel=None,
        )
    normaliser: nh3.Cleaner = _local.normaliser
    return normaliser


def text_to_html(text: str) -> str:
    """Plain text as HTML: escaped, paragraphs at empty lines, line breaks kept, nothing made a link (V127)."""
    paragraphs = re.split(r"\n[ \t]*\n\s*", text.strip("\n"))
    return "\n".join(f"<p>{_lines(paragraph)}</p>" for paragraph in paragraphs if paragraph.strip())


def _lines(paragraph: str) -> str:
    return "<br>\n".join(re.sub(r"^ +|  +", lambda blanks: "\u00a0" * len(blanks[0]), html.escape(line)) for line in paragraph.split("\n"))


def _cleaner() -> Cleaner:
    """bleach's Cleaner is not safe to share between threads, and dear to make."""
    if not hasattr(_local, "cleaner"):
        _local.cleaner = Cleaner(
            tags=TAGS,
            attributes=_allowed,
            protocols=LINK_SCHEMES | PICTURE_SCHEMES,
            strip=True,
            strip_comments=True,
            css_sanitizer=CSSSanitizer(allowed_css_properties=CSS, allowed_svg_properties=()),
        )
    cleaner: Cleaner = _local.cleaner
    return cleaner


def _allowed(tag: str, name: str, value: str) -> bool:
    """bleach's question about each attribute; its own scheme check takes `javascript:1` for a host and port."""
    if name not in ATTRIBUTES["*"] and name not in ATTRIBUTES.get(tag, ()):
        return False
    match name:
        case "href":
            return _scheme(value) in LINK_SCHEMES or value.startswith("#")
        case "src":
            return _scheme(value) in PICTURE_SCHEMES and value.strip()[4:].strip("<>") in _local.cids
        case "class":
            return value == KEPT_CLASS
        case "style":
            return "\\" not in value and {found.lower() for found in _FUNCTION.findall(value)} <= COLOUR_FUNCTIONS
        case _:
            return True


def _scheme(value: str) -> str:
    found = _SCHEME.match(_UNSEEN.sub("", html.unescape(value)).lower())
    return found[1] if found else ""
