"""HTML of strangers made safe to be shown or sent on: a guard, then nh3, then bleach where the rest is not plain, until nothing changes any more.

bleach is no longer maintained and quadratic in depth, nh3 too: neither ever sees more than the guard lets through,
and neither is the only barrier.
"""

from __future__ import annotations

import html
import re
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

import nh3

from maildesk.config.limits import Limits
from maildesk.html.guard import fits
from maildesk.html.plain import calls_only_colours, is_plain, shown_style
from maildesk.html.tables import (
    ATTRIBUTES,
    CSS,
    FORMULAS,
    KEPT_CLASS,
    LINES,
    LINK_SCHEMES,
    PARAGRAPHS,
    PICTURE_SCHEMES,
    READ_ATTRIBUTES,
    SWALLOWED,
    TAGS,
)

if TYPE_CHECKING:
    from bleach.sanitizer import Cleaner

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):")
_BRACKETED = re.compile(r"<(?=[A-Za-z0-9][^\s<>\"'=/@]{0,63}@[^\s<>\"'=/@]{1,253}>)")
# A browser drops these inside a scheme; so does the check.
_UNSEEN = re.compile(r"[\x00-\x20\x7f-\xa0\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]+")
# The attributes whose value decides; of the others the name does, and nh3 knows the names.
_ASKED = frozenset({"href", "src", "class", "style"})
# Rounds in which the readers must agree; what they make of real mail is settled in the first.
_MOST_ROUNDS = 4
_local = threading.local()


def clean(markup: str, keep_cids: frozenset[str], limits: Limits) -> str:
    """HTML that may be shown or sent on; "" where it is too large, too deep or holds too many tags.

    Pictures from elsewhere lose their source, those of the mail itself stay where their Content-ID is in `keep_cids`.
    """
    if not fits(markup, limits):
        return ""
    _local.cids, _local.answers = keep_cids, {}  # a newsletter has few styles, and each of them a thousand times
    sanitiser, echo = _sanitisers()
    first = sanitiser.clean(_with_addresses(markup))
    # What a reader makes of it must be the same again (V126): only then is a look at its text a look at what is shown.
    if is_plain(first) and echo.clean(first) == first:
        return first if len(first) <= len(markup) or fits(first, limits) else ""
    return _settled(first, limits)


def _settled(markup: str, limits: Limits) -> str:
    """What bleach leaves of it, in the form in which a reader finds it again as it is.

    Each reader takes badly nested links and tables apart in another way, so more than one round may be needed; "" where they never agree, or where
    what they put in between is over the limits.
    """
    sanitiser, echo = _sanitisers()
    for _ in range(_MOST_ROUNDS):
        markup = sanitiser.clean(_cleaner().clean(markup))
        if echo.clean(markup) == markup:
            return markup if fits(markup, limits) else ""
    return ""


def _sanitisers() -> tuple[nh3.Cleaner, nh3.Cleaner]:
    """One that asks us about each attribute, and one that only takes the elements apart and puts them together."""
    if not hasattr(_local, "sanitisers"):
        _local.sanitisers = (_sanitiser(_filtered), _sanitiser(None))
    sanitisers: tuple[nh3.Cleaner, nh3.Cleaner] = _local.sanitisers
    return sanitisers


def _sanitiser(attribute_filter: Callable[[str, str, str], str | None] | None) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(TAGS),
        clean_content_tags=set(SWALLOWED),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        attribute_filter=attribute_filter,
        url_schemes=set(LINK_SCHEMES | PICTURE_SCHEMES),
        link_rel=None,
        strip_comments=True,
    )


def _filtered(tag: str, name: str, value: str) -> str | None:
    """nh3's question about each attribute: what is to stand there."""
    if name not in _ASKED:
        return value
    asked = (tag, name, value)
    if asked not in _local.answers:
        _local.answers[asked] = _answer(*asked)
    answer: str | None = _local.answers[asked]
    return answer


def _answer(tag: str, name: str, value: str) -> str | None:
    if name == "style":
        value = shown_style(value)
    return value if value and _allowed(tag, name, value) else None


def well_formed(markup: str, limits: Limits) -> str:
    """The same HTML with every element closed, without comments and scripts: for readers, not for showing. "" over the limits.

    Readers of the standard library are quadratic on some broken HTML and raise on some declarations.
    """
    return _normaliser().clean(_with_addresses(markup)) if fits(markup, limits) else ""


def _with_addresses(markup: str) -> str:
    """Addresses in angle brackets, as people write them, are words and no elements: the bracket is written as a character of the text."""
    return _BRACKETED.sub("&lt;", markup) if "@" in markup else markup


def _normaliser() -> nh3.Cleaner:
    if not hasattr(_local, "normaliser"):
        _local.normaliser = nh3.Cleaner(
            tags=set(TAGS | LINES | PARAGRAPHS | FORMULAS | {"head"}),
            clean_content_tags=set(SWALLOWED - FORMULAS),
            attributes={tag: set(names) for tag, names in ATTRIBUTES.items()} | {"*": set(READ_ATTRIBUTES | ATTRIBUTES["*"])},
            url_schemes={"http", "https", "mailto", "cid", "tel", "ftp"},
            link_rel=None,
        )
    normaliser: nh3.Cleaner = _local.normaliser
    return normaliser


def text_to_html(text: str) -> str:
    """Plain text as HTML: escaped, paragraphs at empty lines, line breaks kept, nothing made a link (V127)."""
    paragraphs = re.split(r"\n[ \t]*\n\s*", text.strip("\n"))
    return "\n".join(f"<p>{_lines(paragraph)}</p>" for paragraph in paragraphs if paragraph.strip())


_BLANKS = re.compile(r"^ +|  +", re.MULTILINE)


def _lines(paragraph: str) -> str:
    shown = html.escape(paragraph)
    if "  " in shown or "\n " in shown or shown.startswith(" "):
        shown = _BLANKS.sub(lambda blanks: "\u00a0" * len(blanks[0]), shown)
    return shown.replace("\n", "<br>\n")


def _cleaner() -> Cleaner:
    """bleach's Cleaner is not safe to share between threads, and dear to make; the library is loaded with the first HTML that is not plain."""
    if not hasattr(_local, "cleaner"):
        from bleach.css_sanitizer import CSSSanitizer
        from bleach.sanitizer import Cleaner

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
            return "\\" not in value and calls_only_colours(value)
        case _:
            return True


def _scheme(value: str) -> str:
    found = _SCHEME.match(_UNSEEN.sub("", html.unescape(value)).lower())
    return found[1] if found else ""
