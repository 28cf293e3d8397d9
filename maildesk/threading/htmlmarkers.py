"""What the HTML of mail programs marks as theirs: the lines that introduce a quote, in whatever language they are written."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from maildesk.config.limits import Limits
from maildesk.html.clean import well_formed
from maildesk.html.tables import VOID

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
_MAY_HOLD = re.compile("|".join(sorted({*INTRODUCTIONS["class"], *INTRODUCTIONS["id"], "E1E1E1", "B5C4DF"})), re.IGNORECASE)
_NO_LETTERS = re.compile(r"[\W_]+")
_LONGEST, _MOST = 1500, 20


def introductions(html: str) -> tuple[str, ...]:
    """The letters of each introduction; what begins with dashes is that of a forwarded mail and none of them."""
    if not html or _MAY_HOLD.search(html) is None:
        return ()
    reader = _Reader()
    reader.feed(well_formed(html, Limits()))
    said = ("".join(texts).strip() for texts in reader.found)
    letters = (_NO_LETTERS.sub("", text) for text in said if len(text) <= _LONGEST and ":" in text.replace("：", ":") and not text.startswith("---"))
    return tuple(one for one in letters if len(one) > 5)


class _Reader(HTMLParser):
    """Gathers what stands in elements that introduce a quote."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[list[str]] = []
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._inside:
            self._inside += [tag] if tag == self._inside[0] else []
        elif tag not in VOID and len(self.found) < _MOST and any(_introduces(name, value or "") for name, value in attrs):
            self.found.append([])
            self._inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._inside and tag == self._inside[0]:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.found[-1].append(data)


def _introduces(name: str, value: str) -> bool:
    if name == "style":
        return _RULED.search(value) is not None
    return any(word.startswith(INTRODUCTIONS.get(name, ())) for word in value.split())
