"""HTML so plain that nothing in it can act: what the sanitiser gave is held against a narrow grammar.

bleach, which looks at all other HTML, takes seventy milliseconds for a newsletter of 40 KiB; it would leave this as it is.
"""

from __future__ import annotations

import re

from maildesk.html.tables import ATTRIBUTES, CSS, KEPT_CLASS, TAGS

# Every quantifier is possessive: what does not fit fails in one pass.
_WRITTEN = r"[^<>&\"\x00-\x08\x0b-\x1f\x7f]++"
_TEXT = rf"(?:{_WRITTEN}|\"|&(?:amp|lt|gt|nbsp);)"
_VALUE = rf"(?:{_WRITTEN}|&(?:amp|lt|gt|nbsp|quot);)*+"
# Brackets and letters beyond ASCII make a URL that readers take apart in different ways.
_TARGET = r"(?:[!#-%'-;=?-Z^-~]|&amp;)*+"
_COLOUR = r"\#[\da-f]{3,8}+|(?:rgb|hsl)a?\([\d., %]*+\)"
_NUMBER = r"-?(?:\d++(?:\.\d++)?|\.\d++)(?:%|px|pt|em|rem|ex|cm|mm|in|vh|vw)?"
_WORD = rf"(?:{_COLOUR}|[a-z][a-z-]*+|{_NUMBER})"
_WORDS = rf" ?{_WORD}(?:[, ] ?{_WORD})*+(?:!important)?"


def _attributes() -> str:
    safe = {name for names in ATTRIBUTES.values() for name in names} - {"href", "src", "style", "class"}
    styles = "|".join(sorted(CSS))
    return "|".join(
        (
            rf'href="(?:(?:https?|ftp)://|mailto:|tel:|sip:|\#){_TARGET}"',
            rf'src="cid:{_TARGET}"',
            rf'class="{KEPT_CLASS}"',
            rf'style="(?:(?:{styles}):{_WORDS};)++"',
            rf'(?:{"|".join(sorted(safe))})="{_VALUE}"',
        )
    )


def _rareness(tag: str) -> tuple[bool, str]:
    """What newsletters are made of first: of ninety names each is tried in turn."""
    return tag not in ("a", "b", "br", "div", "img", "p", "span", "table", "td", "tr"), tag


_PLAIN = re.compile(rf"(?:{_TEXT}|</?(?:{'|'.join(sorted(TAGS, key=_rareness))})(?: (?:{_attributes()}))*+>)*+", re.ASCII | re.IGNORECASE)
_DECLARATION = re.compile(rf"\s*+([a-z-]++)\s*+:({_WORDS})\s*+", re.ASCII | re.IGNORECASE)
# Nothing else in a style may look like a call: url() loads, expression() runs.
_COLOUR_FUNCTIONS = frozenset({"rgb", "rgba", "hsl", "hsla"})
_NO_NAME = re.compile(r"[^\w-]")
_ACTS = re.compile(r"[\\<>@{}\[\]*&\x00-\x1f]")
_GROUND = re.compile(rf"({_COLOUR}|[a-z]++)\s*+(?:!\s*important)?", re.ASCII | re.IGNORECASE)
_COLOUR_IN = re.compile(rf"(?<![\w-])({_COLOUR})(?![\w-])", re.ASCII | re.IGNORECASE)
_LONGEST = 1000  # of a value; nobody writes a longer one to be seen, and the sanitisers would drop all that is around it
# A font's name needs no quotes where it is made of words.
_FONT = re.compile(r"[\"']([a-z][a-z-]*+(?: [a-z][a-z-]*+)*+)[\"']", re.ASCII | re.IGNORECASE)


def is_plain(markup: str) -> bool:
    """Whether serialised HTML holds nothing but harmless elements, attributes and styles; linear."""
    return _PLAIN.fullmatch(markup) is not None


def shown_style(style: str) -> str:
    """The declarations that may be shown, each judged by itself: plain where they are simple, and none that calls, escapes or comments."""
    kept = []
    for declaration in _FONT.sub(r"\1", style).split(";"):
        name, _, value = declaration.partition(":")
        name, value = name.strip().lower(), value.rstrip()
        # Of a background nothing but its colour: white words on what was dark would be seen by nobody.
        if name == "background" and (ground := _GROUND.fullmatch(value.strip()) or _COLOUR_IN.search(value)):
            name, value = "background-color", ground[1]
        if name in CSS and len(value) <= _LONGEST and (_DECLARATION.fullmatch(f"{name}:{value}") or _is_harmless(value)):
            kept.append(f"{name}:{value};")
    return "".join(kept)


def _is_harmless(value: str) -> bool:
    return calls_only_colours(value) and not _ACTS.search(value) and value.count('"') % 2 == value.count("'") % 2 == 0


def calls_only_colours(style: str) -> bool:
    """Whether each call in it makes a colour, and none stands in another: readers of styles go as deep as those do."""
    pieces = style.split("(")  # a pattern for what stands before a bracket would begin anew at each letter
    called = {_NO_NAME.split(before.rstrip())[-1].lower() for before in pieces[:-1]}
    return called <= _COLOUR_FUNCTIONS and all(")" in inside for inside in pieces[1:-1])
