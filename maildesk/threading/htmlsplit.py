"""The new part of an answer's HTML: everything before the container in which the mail program put its quote."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html.parser import HTMLParser

from maildesk.config.schema import Limits
from maildesk.htmlclean import well_formed
from maildesk.htmltables import VOID

# Attribute → what its value begins with, for the containers mail programs put their quote in.
CONTAINERS = {
    "class": (
        "gmail_quote", "gmail_extra", "moz-cite-prefix", "yahoo_quoted", "protonmail_quote", "tutanota_quote", "zmail_extra", "maildesk-letter",
        "OutlookMessageHeader", "WordSection1_quote", "mail-quote", "ms-outlook-mobile-reference-message", "gmail_attr", "quote_mail", "ntes_not_fresh",
    ),
    "id": (
        "divRplyFwdMsg", "appendonsend", "OLK_SRC_BODY_SECTION", "yahoo_quoted", "reply-intro", "mail-editor-reference-message-container", "isReplyContent",
        "isForwardContent", "replySplit", "hotmail_quote", "zwchr", "stopSpelling",
    ),
    "name": ("quote", "_origin"),
    "type": ("cite",),
}  # fmt: skip
_LETTERS = re.compile(r"[\W_]+")


def new_html(html: str, reply: str, signature: str, answer_lines: Sequence[str], limits: Limits) -> str:
    """The HTML of the new words, "" where it cannot be cut so surely that nothing but them is left."""
    markup = well_formed(html, limits) if html else ""
    if not markup:
        return ""
    finder = _ContainerFinder(markup)
    kept = markup if finder.cut is None else markup[: finder.cut] + "".join(f"</{tag}>" for tag in reversed(finder.open))
    shown = _Words(kept).text
    if any(line in shown for line in answer_lines):
        return ""
    return kept if _letters(shown) == _letters(reply + signature) else ""


def _letters(text: str) -> str:
    return _LETTERS.sub("", text)


class _ContainerFinder(HTMLParser):
    """Where the first known container begins, and which elements are open there."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.cut: int | None = None
        self.open: list[str] = []
        self._starts = _line_starts(html)
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.cut is not None:
            return
        if any(_marks(name, value or "") for name, value in attrs):
            line, column = self.getpos()
            self.cut = self._starts[line - 1] + column
        elif tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.cut is None and tag in self.open:
            while self.open.pop() != tag:
                pass


class _Words(HTMLParser):
    """The text of some HTML, roughly: enough to compare letters."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self._said: list[str] = []
        self._hidden = 0
        self.feed(html)
        self.close()

    @property
    def text(self) -> str:
        return "".join(self._said)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in ("script", "style", "title", "head")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= self._hidden > 0 and tag in ("script", "style", "title", "head")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._said.append(data)


def _marks(name: str, value: str) -> bool:
    return any(word.startswith(CONTAINERS.get(name, ())) for word in value.split())


def _line_starts(html: str) -> list[int]:
    return [0, *(index + 1 for index, char in enumerate(html) if char == "\n")]
