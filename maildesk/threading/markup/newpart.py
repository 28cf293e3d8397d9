"""The new part of an answer's HTML: as far as its words are the new words, or what is left of it without its quotes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from maildesk.config.limits import Limits
from maildesk.html.clean import text_to_html, well_formed
from maildesk.html.tables import VOID
from maildesk.html.wellformed import Attributes, Reader
from maildesk.letter import ANSWER_LINES
from maildesk.newwords import Context, SplitText, with_context
from maildesk.threading.comparable import comparable
from maildesk.threading.markup.markers import is_signature
from maildesk.threading.markup.wording import Wording, stretches

# Attribute → what its value begins with, for the containers mail programs put their quote in.
CONTAINERS = {
    "class": (
        "gmail_quote", "gmail_extra", "moz-cite-prefix", "yahoo_quoted", "protonmail_quote", "tutanota_quote", "zmail_extra", "maildesk-letter",
        "OutlookMessageHeader", "WordSection1_quote", "mail-quote", "ms-outlook-mobile-reference-message", "gmail_attr", "quote_mail", "ntes_not_fresh", "history_container", "front-blockquote", "missive_quote", "nylas-quote", "clean_bq",
    ),
    "id": (
        "divRplyFwdMsg", "appendonsend", "OLK_SRC_BODY_SECTION", "yahoo_quoted", "reply-intro", "mail-editor-reference-message-container", "isReplyContent",
        "isForwardContent", "replySplit", "hotmail_quote", "zwchr", "stopSpelling", "CanaryBlockquote", "quoted_header",
    ),
    "name": ("quote", "_origin", "messageReplySection"),
    "type": ("cite",),
}  # fmt: skip
QUOTE_STYLE = "margin:0 0 0 .8ex;border-left:1px solid #ccc;padding-left:1ex"
# What comes in the place of a container, of which the letters and the markup are given.
Instead = Callable[[str, str], str]
# What stands alone between the new words and a signature or a quote.
_DELIMITER = re.compile(r"\s*(?:[-_=>—–─]{2,}|—)\s*\Z")


def new_html(html: str, reply: str, answer_lines: Sequence[str], limits: Limits) -> str:
    """The HTML of the new words, "" where it cannot be cut so surely that nothing but them is left.

    Words above a quote are cut off there; words below it, or between its parts, are what stands outside of its containers.
    """
    markup = well_formed(html, limits) if html else ""
    return _told_apart(reply, answer_lines, markup, _candidates(markup, None)) if markup else ""


def answer_html(html: str, split: SplitText, answer_lines: Sequence[str], limits: Limits) -> str:
    """The HTML of the new words with the quoted lines that they answer, "" where it cannot be cut so surely."""
    context = frozenset(map(_said, split.context))
    markup = well_formed(html, limits)
    return _told_apart(_without_marks(split.answer), answer_lines, markup, _candidates(markup, lambda said, own: own if said in context else ""))


def between_html(html: str, reply: str, context: Sequence[tuple[Context, Context]], limits: Limits) -> str:
    """The HTML of the new words with lines of ours in the place of each quote that ends with what is answered; "" where it cannot be cut so surely.

    `context` are the lines as they came and as they are to be shown; nothing of the quotes themselves is left.
    """
    left = list(context)

    def ours(said: str, _: str) -> str:
        if not left or not said.endswith(_said(left[0][0])):
            return ""
        shown = text_to_html("\n".join(left.pop(0)[1].quoted))
        return f'<blockquote type="cite" style="{QUOTE_STYLE}">{shown}</blockquote>'

    markup = well_formed(html, limits)
    candidate = "".join(_Outside(markup, ours).kept)
    answer = _without_marks(with_context(reply, [shown for _, shown in context]))
    return "" if left else _told_apart(answer, tuple(ANSWER_LINES.values()), markup, (candidate,))


def _said(context: Context) -> str:
    return comparable("".join(context.quoted))


def _without_marks(answer: str) -> str:
    return re.sub(r"^> ?", "", answer, flags=re.MULTILINE)


def _told_apart(reply: str, answer_lines: Sequence[str], markup: str, candidates: Iterable[str]) -> str:
    words = stretches(reply, markup)
    for candidate in candidates:
        kept = _beginning(candidate, Wording(words))
        if kept is not None:
            said = _Words(kept).text
            return kept if (said.strip() or "<img" in kept) and not any(line in said for line in answer_lines) else ""
    return ""


def _candidates(markup: str, instead: Instead | None) -> Iterator[str]:
    yield markup
    yield "".join(_Outside(markup, instead).kept)


def _beginning(markup: str, wording: Wording) -> str | None:
    """The HTML as far as it holds these words and no others, every element closed; None where it does not begin with them."""
    cut = _Cut(markup, wording)
    if not cut.sure:
        return None
    return markup[: cut.at] + "".join(f"</{tag}>" for tag in reversed(cut.open))


class _Cut(Reader):
    """Where the wanted words end: `at`, and the elements that are `open` there; `sure` where all of them and nothing else came before.

    What follows the last word and is no word, a picture for one, still belongs to the new part.
    """

    def __init__(self, html: str, wording: Wording) -> None:
        self._left = wording
        self._ended = False
        self.sure = True
        self.at = len(html)
        self.open: list[str] = []
        self.read(html)
        self.sure = self.sure and self._left.done

    def _end(self) -> None:
        if not self._ended:
            self._ended, self.at = True, self.place

    def starts(self, tag: str, given: Attributes) -> None:
        if self._ended:
            return
        if self._left.done and (tag in ("hr", "blockquote", "sign") or _is_container(given) or is_signature(given)):
            self._end()
        elif tag not in VOID:
            self.open.append(tag)

    def ends(self, tag: str) -> None:
        if not self._ended and tag in self.open:
            while self.open.pop() != tag:
                pass

    def says(self, text: str) -> None:
        letters = comparable(text)
        if self._ended or not text.strip():
            return
        if self._left.done and (letters or _DELIMITER.match(text)):
            self._end()
        elif letters and not self._left.take(letters):
            self.sure = False
            self._end()


class _Outside(Reader):
    """What stands outside of the containers of quotes, the markup around it as it is; `instead` says what comes in the place of each."""

    def __init__(self, html: str, instead: Instead | None) -> None:
        self.kept: list[str] = []
        self._inside: list[str] = []
        self._html, self._from, self._instead = html, 0, instead
        self._container = 0
        self._said: list[str] = []
        self.read(html)
        if not self._inside:
            self.kept.append(html[self._from :])

    def starts(self, tag: str, given: Attributes) -> None:
        if self._inside:
            self._inside += [tag] if tag == self._inside[0] else []
        elif tag not in VOID and _is_container(given):
            self.kept.append(self._html[self._from : self.place])
            self._inside.append(tag)
            self._container, self._said = self.place, []

    def says(self, text: str) -> None:
        if self._inside and self._instead:
            self._said.append(text)

    def ends(self, tag: str) -> None:
        if self._inside and tag == self._inside[0]:
            self._inside.pop()
            if not self._inside:
                self._from = self._html.index(">", self.place) + 1
                said = comparable("".join(self._said))
                self.kept += [self._instead(said, self._html[self._container : self._from])] if self._instead else []


class _Words(Reader):
    """The text of some HTML."""

    def __init__(self, html: str) -> None:
        self._said: list[str] = []
        self.read(html)

    @property
    def text(self) -> str:
        return "".join(self._said)

    def says(self, text: str) -> None:
        self._said.append(text)


def _is_container(given: Attributes) -> bool:
    return any(_marks(name, value) for name, value in given.items())


def _marks(name: str, value: str) -> bool:
    return any(word.startswith(CONTAINERS.get(name, ())) for word in value.split())
