"""HTML as the text a person would read: paragraphs, lists, tables, links and quotes kept, hidden elements dropped."""

from __future__ import annotations

import re
from html import unescape

from maildesk.config.limits import Limits
from maildesk.html.clean import well_formed
from maildesk.html.sheet import Sheet
from maildesk.html.styles import LOWERED, RAISED, is_hidden, keeps_breaks, numbered, size_is_nothing
from maildesk.html.tables import HIDDEN, LINES, PARAGRAPHS, VOID
from maildesk.html.wellformed import Attributes, Reader, seen

_MOVED_IN = re.compile(r"margin(?:-left)?\s*:[^;:]*\b40px", re.IGNORECASE)
_UNFRAMED = re.compile(r"border(?:-width)?\s*:\s*(?:none|medium|0)", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_TAGS = re.compile(r"<[^<>]*>")
_SCHEME = re.compile(r"^(?:https?://)?(?:www\.)?")
_CELLS = re.compile(r"<t[dh](?=[\s/>])[^<>]*>", re.IGNORECASE)
_BLOCKS = LINES | PARAGRAPHS
_BREAKS = re.compile(rf"</?(?:{'|'.join(sorted(_BLOCKS | {'br'}))})(?=[\s/>])[^<>]*>", re.IGNORECASE)
# What programs put a signature in: what follows the element is a paragraph of its own.
_SIGNATURES = frozenset({"gmail_signature", "moz-signature", "protonmail_signature_block", "ms-outlook-mobile-signature", "signature"})
# Characters that show nothing; newsletters pad their preview line with them.
_NOTHING = str.maketrans("", "", "\u00ad\u200b\u200c\ufeff\u034f\u2060")


# Marks of quotes, indents and rules may make a text longer than its HTML, but not without end (V057).
_GROWTH = 4
_SHORT = 4_000
_SHORT_CELL = 60  # longer ones are columns of a page


def to_text(html: str, limits: Limits) -> str:
    """The visible text; of HTML that is too deep or too large for the sanitiser it is read in a rougher way."""
    markup = well_formed(html, limits)
    longest = max(_SHORT, _GROWTH * len(html))
    try:
        return _read(markup, longest, Sheet(html)) if markup else _roughly(html, longest, limits)
    except _Swollen:
        return _without_tags(seen(html[: limits.text]))


def _read(markup: str, longest: int, sheet: Sheet | None) -> str:
    reader = _Lines(longest, sheet=sheet)
    reader.read(markup)
    return reader.text() or (_read(markup, longest, None) if sheet else "")  # who hides all hides it for another reader


def _roughly(html: str, longest: int, limits: Limits) -> str:
    """The beginning in its form, of what is over the size limit the characters."""
    html = seen(html[: limits.text])
    cut = len(html) if len(html) <= limits.html else max(html.rfind("<", 0, limits.html), limits.html // 2)
    for hides in (True, False):  # an element that hides, and that nobody closed, would hide all the rest; one may hold all there is
        reader = _Lines(longest, hides)
        reader.read_any(html[:cut])
        if not reader.hides and reader.text():
            break
    return "\n".join(filter(None, (reader.text(), _without_tags(html[cut:]))))


def _without_tags(html: str) -> str:
    """The characters alone, a line for each block."""
    lines = _TAGS.sub("", _CELLS.sub(" ", _BREAKS.sub("\n", _BLANKS.sub(" ", html))))
    return re.sub(r"\n\s*\n\s*", "\n\n", unescape(lines)).strip()


class _Swollen(Exception):
    """The text grows beyond all proportion to its HTML."""


class _Lines(Reader):
    """Gathers lines; blanks are one as a browser shows them, breaks are at most an empty line. Raises `_Swollen` beyond `longest` characters."""

    def __init__(self, longest: int, hides: bool = True, sheet: Sheet | None = None) -> None:
        self._room, self._may_hide, self._sheet = longest, hides, sheet
        self._lines: list[str] = []
        self._line: list[str] = []
        self._breaks = 0
        self._hidden: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self._pre = 0
        self._quotes = self._quotes_before = 0
        self._indents: list[bool] = []  # of each open blockquote, whether it only moves its text in
        self._lists: list[tuple[str, int, int] | None] = []  # of each open list that counts: how, the next number, the step
        self._styles: list[tuple[str, bool, bool]] = []  # since one that matters: each open element, whether text has no size, whether breaks count
        self._small: list[str] = []
        self._mark = ""  # what the next block stands beside: the sign of an item, or the cell before
        self._row = False  # whether cells of this row stand beside each other
        self._cell_at: int | None = None  # how many lines there were where the last cell of this row began
        self._link: tuple[str, int, int] | None = None
        self._signature: list[str] = []  # its element, and those of the same name in it

    # -- what the reader calls
    def starts(self, tag: str, given: Attributes) -> None:
        named = "class" in given or "id" in given
        if named and self._sheet and (said := self._sheet.says(tag, given)):
            given = {**given, "style": f"{said};{given.get('style', '')}"}
        if self._hides(tag, given):
            return
        if self._styles or "style" in given:
            self._style(tag, given.get("style", ""))
        self._block(tag)
        begins = named and not self._signature and tag not in VOID and _is_signature(given)
        if begins or (self._signature and tag == self._signature[0]):
            self._signature.append(tag)
        match tag:
            case "br":
                self._end_line(1, soft=False)
            case "img":
                self._say(given.get("alt", ""))
            case "hr":
                self._line.append("-" * 20)
                self._end_line(1)
            case "td" | "th":
                self._cell()
            case "a":
                self._end_link()
                self._link = (given.get("href", "").strip(), len(self._line), len(self._lines))
            case _:
                self._enter(tag, given)

    def _enter(self, tag: str, given: Attributes) -> None:
        match tag:
            case "pre":
                self._pre += 1
            case "mtd" | "text":
                self._say(" ")
            case "sup" | "sub":
                self._small.append(tag)
            case "ul":
                self._lists.append(None)
            case "ol":
                start = _whole(given.get("start", ""))
                self._lists.append((given.get("type", "1"), 1 if start is None else start, -1 if start and "reversed" in given else 1))
            case "li":
                self._line.append(self._bullet(_whole(given.get("value", ""))))
            case "blockquote":
                indents = _is_indent(given)
                self._quotes += not indents
                self._indents.append(indents)

    def _style(self, tag: str, style: str) -> None:
        """Keeps what a style says of the text inside it, as far as that matters."""
        nothing, breaks = (size_is_nothing(style), keeps_breaks(style)) if style else (None, None)
        if tag in VOID or not (self._styles or nothing or breaks):
            return
        before = self._styles[-1] if self._styles else ("", False, False)
        self._styles.append((tag, before[1] if nothing is None else nothing, before[2] if breaks is None else breaks))

    def _unstyle(self, tag: str) -> None:
        if not self._styles:
            return
        at = next((at for at in reversed(range(len(self._styles))) if self._styles[at][0] == tag), None)
        if at is not None:
            del self._styles[at:]

    def ends(self, tag: str) -> None:
        if self._hidden:
            if tag == self._hidden[-1]:
                self._hidden.pop()
            return
        match tag:
            case "a":
                self._end_link()
            case "pre":
                self._pre = max(0, self._pre - 1)
            case "sup" | "sub" if self._small:
                self._small.pop()
            case "ul" | "ol" if self._lists:
                self._lists.pop()
        self._block(tag)
        if tag == "tr" and self._row:
            self._breaks, self._row = 1, False  # the next row stands right below
        self._unstyle(tag)
        if self._signature and tag == self._signature[0]:
            self._signature.pop()
            self._end_line(1 if self._signature else 2)
        if tag == "blockquote" and self._indents:
            self._quotes -= not self._indents.pop()

    def says(self, text: str) -> None:
        if not self._hidden and not (self._styles and self._styles[-1][1]):
            self._say(text)

    # -- the text so far
    @property
    def hides(self) -> bool:
        """Whether an element that hides what is in it is still open."""
        return bool(self._hidden)

    def text(self) -> str:
        self._end_link()
        self._end_line(1)
        return "\n".join(self._lines).strip("\n")

    def _hides(self, tag: str, given: Attributes) -> bool:
        if tag == "body":
            self._hidden.clear()  # a head that nobody closed
        if self._hidden:
            if tag == self._hidden[-1] and tag not in VOID:
                self._hidden.append(tag)
            return True
        hidden = self._may_hide and (tag in HIDDEN or "hidden" in given or ("style" in given and is_hidden(given["style"])))
        if hidden and tag not in VOID:
            self._hidden.append(tag)
        return hidden

    def _block(self, tag: str) -> None:
        if tag not in _BLOCKS or (tag in ("p", "div") and self._line == [self._mark]):
            return
        if tag in ("tr", "table"):
            self._cell_at = None
        self._end_line(2 if tag in PARAGRAPHS and not (self._lists and tag in ("ul", "ol", "p")) else 1)

    def _bullet(self, number: int | None) -> str:
        indent = "  " * max(0, len(self._lists) - 1)
        counts = self._lists[-1] if self._lists else None
        self._mark = f"{indent}* "
        if counts is not None:
            kind, following, step = counts
            number = following if number is None else number
            self._lists[-1] = (kind, number + step, step)
            self._mark = f"{indent}{numbered(number, kind)}. "
        return self._mark

    def _cell(self) -> None:
        """A cell stands beside the one before it in its row, also where that is a short block, as in the tables of Word."""
        line = "".join(self._line)
        before = [] if self._cell_at is None or self._quotes else list(filter(None, self._lines[self._cell_at :]))
        if len(before) == 1 and not line.strip() and len(before[0]) <= _SHORT_CELL:
            line = self._lines.pop()
            self._room += len(line) + 1
            self._breaks = 1
        if line.strip():
            self._mark, self._row = f"{line} ", True
            self._line[:] = [self._mark] if len(line) <= _SHORT_CELL else [*self._line, " "]
        self._cell_at = len(self._lines)

    def _say(self, data: str) -> None:
        data = data if data.isascii() else data.translate(_NOTHING)
        if self._small and data.strip().isdecimal():
            data = data.translate(RAISED if self._small[-1] == "sup" else LOWERED)
        if self._pre or (self._styles and self._styles[-1][2]):
            first, *rest = data.split("\n")
            self._line.append(first)
            for line in rest:
                self._end_line(1, soft=False)
                self._line.append(line)
            return
        data = _BLANKS.sub(" ", data)
        if data.startswith(" ") and (not self._line or self._line[-1].endswith(" ")):
            data = data[1:]
        if data:
            self._line.append(data)

    def _end_link(self) -> None:
        """The target after the words, where they differ."""
        if self._link is None:
            return
        (href, start, above), self._link = self._link, None
        if not href.startswith(("http://", "https://")):
            return
        shown = "".join(self._line[start:] if len(self._lines) == above else self._line).strip()
        if shown and not _same_target(shown, href):
            self._line.append(f" <{href}>")
        elif not shown and len(self._lines) > above and not _same_target(self._lines[-1], href):
            self._room -= len(href) + 3  # the words were a block of their own, as buttons are
            self._lines[-1] += f" <{href}>"

    def _end_line(self, breaks: int, soft: bool = True) -> None:
        """Ends the line; a soft end of an empty line adds nothing but may widen the gap before the next one."""
        if not self._line and soft:
            self._breaks = max(self._breaks, breaks)
            return
        line = "".join(self._line).rstrip() if not self._pre else "".join(self._line)
        self._line.clear()
        if line.strip():
            if self._lines and self._breaks > 1 and self._lines[-1].strip(" >"):
                self._keep(">" * min(self._quotes, self._quotes_before))
            self._keep(self._marked(line))
            self._breaks, self._quotes_before = breaks, self._quotes
        elif not soft:
            self._breaks += 1
        else:
            self._breaks = max(self._breaks, breaks)

    def _keep(self, line: str) -> None:
        self._room -= len(line) + 1
        if self._room < 0:
            raise _Swollen
        self._lines.append(line)

    def _marked(self, line: str) -> str:
        return f"{'>' * self._quotes} {line}".rstrip() if self._quotes else line


def _is_signature(given: Attributes) -> bool:
    return not _SIGNATURES.isdisjoint((given.get("id", "").lower(), *given.get("class", "").lower().split()))


def _is_indent(given: Attributes) -> bool:
    """Whether a blockquote is what editors make of “increase indent”: a margin, and no sign of a quote."""
    if "webkit-indent-blockquote" in given.get("class", ""):
        return True
    style = given.get("style", "")
    return not {"class", "type", "cite", "id"} & given.keys() and bool(_MOVED_IN.search(style) and _UNFRAMED.search(style))


def _whole(text: str) -> int | None:
    return int(text) if re.fullmatch(r"-?\d{1,6}", text.strip(), re.ASCII) else None


def _same_target(shown: str, href: str) -> bool:
    def bare(text: str) -> str:
        return _SCHEME.sub("", text.strip().lower(), count=1).rstrip("/")

    return bare(shown) == bare(href)
