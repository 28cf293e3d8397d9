"""Whether the plain and the HTML alternative of a mail tell the same, judged by their words; cheap enough to ask of every mail."""

from __future__ import annotations

import html
import re

# More of an HTML than this need not be looked at to know.
_LOOKED_AT = 60_000
_UNSHOWN = (("<!--", "-->"), ("<style", "</style"), ("<script", "</script"), ("<title", "</title"))
_TAG = re.compile(r"<[^<>]*>")
# Words of four letters; of writing without blanks each sign.
_WORD = re.compile(r"[\u0e00-\u0fff\u3040-\u9fff\uac00-\ud7af]|[^\W_\u0e00-\u0fff\u3040-\u9fff\uac00-\ud7af]{4,}")
_ASCII_WORD = re.compile(r"[A-Za-z0-9]{4,}")  # the same, for half the time
_EACH_WORD = re.compile(r"\w+")
_FEWEST, _SHARED = 3, 0.1
_BLANK = " \t\r\n\u00a0\u200b\u200c\ufeff>"  # the last is what `_UNSHOWN` leaves of an end tag


def differ(plain: str, markup: str) -> bool:
    """Whether hardly a word of the HTML stands in the plain text. HTML that says next to nothing never differs."""
    words = _words(html.unescape(_TAG.sub("", _shown(markup))))
    return len(words) >= _FEWEST and len(words & _words(plain.lower())) < _SHARED * len(words)


def same_words(one: str, other: str) -> bool:
    """Whether two texts are word for word the same, and say anything."""
    if max(len(one), len(other)) > _LOOKED_AT:
        return False
    words = _EACH_WORD.findall(one)
    return bool(words) and words == _EACH_WORD.findall(other)


def _words(text: str) -> set[str]:
    return set((_ASCII_WORD if text.isascii() else _WORD).findall(text))


def is_blank(markup: str) -> bool:
    """Whether some HTML shows neither a word nor a picture."""
    shown = _shown(markup)
    return len(markup) <= _LOOKED_AT and "<img" not in shown and not html.unescape(_TAG.sub("", shown)).strip(_BLANK)


def _shown(markup: str) -> str:
    """The beginning of some HTML in small letters, without what stands in it for nobody to see."""
    shown = markup[:_LOOKED_AT].lower()
    for begin, end in _UNSHOWN:
        first, *rest = shown.split(begin)
        shown = first + "".join(piece.partition(end)[2] for piece in rest)
    return shown
