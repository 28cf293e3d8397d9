"""The words of a plain text as its HTML must say them: without what mail programs write only into the text."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from maildesk.threading.comparable import comparable

_ALT = re.compile(r"<img\b[^>]*?\balt=\"([^\"]+)\"")
_MOST_ALTS = 50
# Targets of links behind their words, stand-ins for pictures, numbers of lists.
_ADDED = (
    r"[<(\[](?:https?://|mailto:|tel:)[^\s<>()\[\]]*[>)\]]",
    r"\[(?:image|cid|inline|图片|图像)[^\]\n]{0,200}\]",
    r"[<\[][^<>\[\]\n]{1,120}\.(?:png|jpe?g|gif|webp|bmp|heic)[>\]]",
    r"^[ \t]*\d{1,3}[.)]",
)


# The letters of a stretch of text, and whether the HTML may do without them.
Stretch = tuple[str, bool]


class Wording:
    """The letters of a text, in order, taken off its front as the HTML is read; those a program may have added may be missing there."""

    def __init__(self, stretches: Sequence[Stretch]) -> None:
        self._pieces = stretches
        self._next = self._at = 0  # the piece whose turn it is, and how much of it was said already
        self._last = max((index for index, (_, may_miss) in enumerate(self._pieces) if not may_miss), default=-1)

    @property
    def done(self) -> bool:
        """Whether nothing is left that the HTML must still say."""
        return self._next > self._last and not self._at

    def take(self, letters: str) -> bool:
        """Takes these letters off the front; False where the text goes on in another way."""
        start = 0
        while start < len(letters):
            if self._next >= len(self._pieces):
                return False
            piece, may_miss = self._pieces[self._next]
            size = min(len(piece) - self._at, len(letters) - start)
            if piece.startswith(letters[start : start + size], self._at):
                start, self._at = start + size, self._at + size
            elif may_miss and not self._at:
                self._at = len(piece)
            else:
                return False
            if self._at == len(piece):
                self._next, self._at = self._next + 1, 0
        return True


def stretches(text: str, markup: str) -> tuple[Stretch, ...]:
    """A text as its HTML, which is `markup`, must say it."""
    alts = sorted({re.escape(html.unescape(alt)) for alt in _ALT.findall(markup)[:_MOST_ALTS]}, key=len, reverse=True)
    added = re.compile("|".join((*_ADDED, *alts)), re.MULTILINE)
    return tuple((letters, may_miss) for part, may_miss in _parts(text, added) if (letters := comparable(part)))


def _parts(text: str, added: re.Pattern[str]) -> Iterator[Stretch]:
    end = 0
    for found in added.finditer(text):
        yield text[end : found.start()], False
        yield found[0], True
        end = found.end()
    yield text[end:], False
