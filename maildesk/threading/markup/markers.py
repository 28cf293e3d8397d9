"""What the HTML of mail programs marks: the lines that introduce a quote, in whatever language they are written, and signatures."""

from __future__ import annotations

import re
from collections.abc import Callable

from maildesk.config.limits import Limits
from maildesk.html.clean import well_formed
from maildesk.html.tables import VOID
from maildesk.html.wellformed import Attributes, Reader
from maildesk.threading.comparable import comparable

# Attribute → what its value begins with, for the elements that hold nothing but an introduction.
INTRODUCTIONS = {
    "class": (
        "gmail_attr",
        "moz-cite-prefix",
        "OutlookMessageHeader",
        "airmail_on",
        "reply-intro",
        "yahoo-quoted-begin",
        "yqt_quoted_begin",
        "x_gmail_attr",
    ),
    "id": ("divRplyFwdMsg", "x_divRplyFwdMsg", "reply-intro", "mailcontent-header", "qt-intro"),
}
# The line that Outlook, Foxmail and others draw over a header block.
_RULED = re.compile(
    r"border(?:-width)?:[^;]*none[^;]*;\s*border-top:\s*(?:solid\s+#(?:E1E1E1|B5C4DF)|#(?:E1E1E1|B5C4DF)\s+\S+\s+solid)", re.IGNORECASE
)
_MAY_HOLD = frozenset(word.lower() for word in (*INTRODUCTIONS["class"], *INTRODUCTIONS["id"], "E1E1E1", "B5C4DF"))
# What stands in the class, the id or the name of the element that holds a signature.
SIGNATURES = ("signature", "bloop_sign", "mb_sig")
_LONGEST, _MOST = 1500, 20


def introductions(html: str) -> tuple[str, ...]:
    """The letters of each introduction; what begins with dashes is that of a forwarded mail and none of them."""
    low = html.lower()
    if not any(word in low for word in _MAY_HOLD):
        return ()
    said = _said_in(html, _introduces)
    letters = (comparable(text) for text in said if len(text) <= _LONGEST and ":" in text.replace("：", ":") and not text.startswith("---"))
    return tuple(one for one in letters if len(one) > 5)


def signatures(html: str) -> frozenset[str]:
    """The letters of each signature that an element holds."""
    low = html.lower()
    if not any(word in low for word in SIGNATURES):
        return frozenset()
    return frozenset(letters for text in _said_in(html, _is_signed) if len(text) <= _LONGEST and (letters := comparable(text)))


def is_signature(given: Attributes) -> bool:
    """Whether a mail program says that a signature begins."""
    return any(_is_signed(name, value) for name, value in given.items())


def _is_signed(name: str, value: str) -> bool:
    return name in ("class", "id", "name") and any(word in value.lower() for word in SIGNATURES) and "prefix" not in value


def _said_in(html: str, wanted: Callable[[str, str], bool]) -> list[str]:
    """The text of each element that an attribute tells."""
    reader = _Elements(wanted)
    reader.read(well_formed(html, Limits()))
    return ["".join(texts).strip() for texts in reader.found]


class _Elements(Reader):
    """Gathers what stands in elements of which an attribute is wanted."""

    def __init__(self, wanted: Callable[[str, str], bool]) -> None:
        self.found: list[list[str]] = []
        self._inside: list[str] = []
        self._wanted = wanted

    def starts(self, tag: str, given: Attributes) -> None:
        if self._inside:
            self._inside += [tag] if tag == self._inside[0] else []
            self.found[-1] += [given.get("alt", "")] if tag == "img" else []
        elif tag not in VOID and len(self.found) < _MOST and any(self._wanted(name, value) for name, value in given.items()):
            self.found.append([])
            self._inside.append(tag)

    def ends(self, tag: str) -> None:
        if self._inside and tag == self._inside[0]:
            self._inside.pop()

    def says(self, text: str) -> None:
        if self._inside:
            self.found[-1].append(text)


def _introduces(name: str, value: str) -> bool:
    if name == "style":
        return _RULED.search(value) is not None
    return any(word.startswith(INTRODUCTIONS.get(name, ())) for word in value.split())
