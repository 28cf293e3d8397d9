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
_FEWEST, _SHARED = 3, 0.1


def differ(plain: str, markup: str) -> bool:
    """Whether hardly a word of the HTML stands in the plain text. HTML that says next to nothing never differs."""
    shown = markup[:_LOOKED_AT].lower()
    for begin, end in _UNSHOWN:
        first, *rest = shown.split(begin)
        shown = first + "".join(piece.partition(end)[2] for piece in rest)
    words = set(_WORD.findall(html.unescape(_TAG.sub("", shown))))
    return len(words) >= _FEWEST and len(words & set(_WORD.findall(plain.lower()))) < _SHARED * len(words)
