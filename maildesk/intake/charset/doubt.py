"""Whether bytes may be something else than they are declared to be: asked cheaply first, and believed only where another reading is sure."""

from __future__ import annotations

import re
import unicodedata

from maildesk.intake.charset.frequent import IDEOGRAPHS
from maildesk.intake.charset.guess import ALPHABETS, KANA, accents_of, score

# Words in capitals but for their first letter, ideographs nobody has defined, EUC read as half-width kana, signs and numbers inside words.
_ODD = re.compile(r"\b[а-яё][А-ЯЁ]{2}|[\ue000-\uf8ff]|(?:[､･][｡-ﾟ]){2}|[a-z][¡¢£¥¦§¨©¬®¯±²³´µ¶¹¼½¾¿÷×][a-z]")
_NORTHERN = re.compile(r"[ýþðÝÞÐ]")
_FEW, _MANY, _DIFFERENT, _MUCH = 4, 12, 9, 0.3


def is_odd(text: str, *, western: bool) -> bool:
    """Whether it is worth while to ask what a text is that was read as it is declared: cheap, and rarely true of what is right."""
    beyond = [c for c in text if c > "\x7f"]
    if len(beyond) < _FEW or text.isupper():
        return False
    if _ODD.search(text):
        return True
    if western:
        accents = set(accents_of(text))
        alone = not any(alphabet >= accents for alphabet in ALPHABETS.values())
        return alone or len(beyond) * 2 > len(text) - text.count(" ") or _NORTHERN.search(text) is not None
    ideographs = [c for c in beyond if "\u4e00" <= c <= "\u9fff"]
    return len(ideographs) > _FEW and sum(c in IDEOGRAPHS for c in ideographs) * 3 < len(ideographs) and not KANA.search(text)


def is_meant(text: str, read: str) -> bool:
    """Whether another reading than the declared one is sure enough to be taken: words of one alphabet, enough of them, and much likelier."""
    beyond = [c for c in text.lower() if c > "\x7f" and not c.isspace()]
    letters = [c for c in beyond if unicodedata.category(c)[0] in "LM"]
    if len(letters) <= _FEW or len(letters) < 0.8 * len(beyond) or score(text) <= score(read) + _MUCH:
        return False
    if all(c < "\u0250" or "\u1ea0" <= c <= "\u1ef9" for c in letters):
        return any(alphabet.issuperset(accents_of(text)) for alphabet in ALPHABETS.values())
    wide = sum(c >= "\u3040" for c in letters) * 2 > len(letters)
    return len(letters) * 2 > sum(not c.isspace() for c in text) and (wide or (len(letters) >= _MANY and len(set(letters)) >= _DIFFERENT))
