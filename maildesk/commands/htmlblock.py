"""Takes the lines of a command block off the top of an HTML text, or gives up: no command line may reach a customer."""

from __future__ import annotations

import html as entities
import re
import unicodedata
from collections.abc import Sequence
from html.parser import HTMLParser

from maildesk.commands.lines import carries_text, has_escape, stray_lines, visible

# Elements that begin and end a line.
_BLOCK = re.compile(
    "address|article|blockquote|body|br|center|dd|div|dl|dt|fieldset|footer|form|h[1-6]|header|hr|html|li|main|ol|p|pre|section"
    "|table|tbody|td|tfoot|th|thead|tr|ul"
)
_UNSEEN = frozenset({"head", "script", "style", "title", "template", "noscript"})


class _Unsure(Exception):
    """The HTML does not begin with exactly these lines."""


class _Cutter(HTMLParser):
    """Writes the HTML again as it stands, without the wanted characters at its beginning.

    `wanted` must come first, blanks apart. After it a new line must begin before any other text does.
    """

    def __init__(self, wanted: str) -> None:
        super().__init__(convert_charrefs=False)
        self._wanted = wanted
        self._found = 0
        self.kept: list[str] = []
        self.text: list[str] = []  # what a reader sees of what is kept
        self._line_ends = False
        self._break_dropped = False
        self._unseen = 0

    @property
    def left(self) -> bool:
        """Whether something of the block must still come."""
        return self._found < len(self._wanted)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        if tag in ("blockquote", "li") and self.left:
            raise _Unsure("the block may not stand in a quote, and of a list a mark would be left")
        if not self._drops_break(tag):
            self.kept.append(self.get_starttag_text() or "")
        self._boundary(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self._drops_break(tag):
            self.kept.append(self.get_starttag_text() or "")
        self._boundary(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        self.kept.append(f"</{tag}>")
        self._boundary(tag)

    def _drops_break(self, tag: str) -> bool:
        """The breaks between the block's lines go with them, and so does the one right behind it."""
        if tag != "br" or self._break_dropped:
            return False
        self._break_dropped = not self.left
        return True

    def _boundary(self, tag: str) -> None:
        if _BLOCK.fullmatch(tag):
            self.text.append("\n")
            self._line_ends = self._line_ends or not self.left

    def handle_data(self, data: str) -> None:
        if "<" in data and not self._unseen:
            raise _Unsure("a bracket that opens nothing, which programs do not write and every reader takes in its own way")
        self._characters(data, data)

    def handle_entityref(self, name: str) -> None:
        self._characters(entities.unescape(f"&{name};"), f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._characters(entities.unescape(f"&#{name};"), f"&#{name};")

    def _characters(self, text: str, source: str) -> None:
        """Text as a reader sees it, and as it is written in the HTML."""
        if self._unseen:
            self.kept.append(source)
            self.text.append(text)  # another reader may show it after all
            return
        used = self._taken(text)
        self.kept.append(source if used == 0 else text[used:])
        self.text.append(text[used:])

    def _taken(self, text: str) -> int:
        """How many characters of this text belong to the block."""
        if self._line_ends:
            self._break_dropped = self._break_dropped or bool(_bare(text))
            return 0
        for bare in filter(None, map(_bare, text)):
            if not self.left:
                raise _Unsure("other text goes on in the block's last line")
            if not self._wanted.startswith(bare, self._found):
                raise _Unsure("the HTML does not begin with the block")
            self._found += len(bare)
        return len(text)

    def handle_comment(self, data: str) -> None:
        self.kept.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.kept.append(f"<!{decl}>")

    def handle_pi(self, data: str) -> None:
        self.kept.append(f"<?{data}>")

    def unknown_decl(self, data: str) -> None:
        self.kept.append(f"<![{data}]>")


def without_block(html: str, lines: Sequence[str]) -> str:
    """The HTML without the lines of the block at its top; "" where it cannot be cut surely, then text alone goes out.

    `lines` are `Block.lines`. Nothing but those lines and the breaks between them is taken away.
    """
    if not lines:
        return html
    if carries_text(tuple(lines)):
        return ""  # words behind `#reply` are part of the answer, but not a line of their own in the HTML
    cutter = _Cutter(_bare("".join(lines)))
    try:
        cutter.feed(html)
        cutter.close()
    except (_Unsure, AssertionError):  # the parser asserts on a broken `<![…`
        return ""
    below = "".join(cutter.text)
    # Of a comment that is not closed the parser makes text, a browser nothing, and others what they like.
    if cutter.left or stray_lines(below) or has_escape(below) or "<!" in below:
        return ""
    return "".join(cutter.kept)


def _bare(text: str) -> str:
    """What can be seen of a text, in one form: without blanks, case and width, which HTML and text parts do not share."""
    return "".join(unicodedata.normalize("NFKC", visible(text)).casefold().split())
