"""How text becomes the units that are searched: one function for what is stored and what is asked, so that they always meet.

A unit is a word, folded; in scripts written without spaces it is one character, and two that touch are found by their
bigram. Neither database's own idea of a word has any part in it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

LONGEST_UNIT = 64  # characters: a longer word is kept in pieces of this, here and in queries alike

# Chinese, Japanese, Korean; Thai, Lao, Burmese and Khmer. The middle dot of Japanese names is left out: it parts words.
UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u3007\u3041-\u3096\u3099-\u309f\u30a1-\u30fa\u30fc-\u30ff"
UNSPACED += "\u3105-\u312f\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_SYMBOLS = "\u2190-\u2bff\U0001f000-\U0001f3fa\U0001f400-\U0001faff"  # arrows, signs, emoji; without the tones of skin
_INDIC = "\u0900-\u0963\u0966-\u0dff"  # with their vowel signs, which are no letters to Python
_UNIT = re.compile(rf"[{UNSPACED}]|[{_SYMBOLS}]|(?:[^\W_{UNSPACED}]|[{_INDIC}])+")
_ASCII_UNIT = re.compile(r"[a-z0-9]+")
_IS_UNSPACED = re.compile(rf"[{UNSPACED}]")

# What one may leave out when writing: accents, Arabic and Hebrew vowel signs and stretching, and what cannot be seen.
_LEFT_OUT = "\u0300-\u036f\u0591-\u05c7\u0640\u064b-\u065f\u0670\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff"
_LEAVE_OUT = re.compile(f"[{_LEFT_OUT}]+")
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})
_DIGIT = re.compile(r"[^\D0-9]")


def folded(text: str) -> str:
    """The text as it is compared: width, case, accents, digits of other scripts and unseen characters make no difference."""
    if text.isascii():
        return text.lower()
    parted = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    bare = unicodedata.normalize("NFKC", _LEAVE_OUT.sub("", parted)).translate(_PLAIN)
    return _DIGIT.sub(lambda found: str(unicodedata.decimal(found[0])), bare)


def units_of(text: str) -> list[str]:
    """The units of a text, in order. Total: whatever is no letter, digit or symbol only parts them."""
    found: list[str] = _ASCII_UNIT.findall(text.lower()) if text.isascii() else _UNIT.findall(folded(text))
    if any(len(unit) > LONGEST_UNIT for unit in found):
        return [piece for unit in found for piece in _pieces(unit)]
    return found


def _pieces(unit: str) -> Iterator[str]:
    for start in range(0, len(unit), LONGEST_UNIT):
        yield unit[start : start + LONGEST_UNIT]


def terms_of(units: Sequence[str]) -> Iterator[str]:
    """What stands in the index for these units, in order: each unit, and each two unspaced characters that touch."""
    before = ""
    for unit in units:
        yield unit
        unspaced = unit if not unit.isascii() and _IS_UNSPACED.match(unit) else ""
        if before and unspaced:
            yield before + unspaced
        before = unspaced


def asked_terms(units: Sequence[str]) -> tuple[str, ...]:
    """The fewest terms that every text with these units in a row has: a bigram stands for its two characters."""
    terms = list(dict.fromkeys(terms_of(units)))
    inside = {character for term in terms if len(term) == 2 and _IS_UNSPACED.match(term) for character in term}
    return tuple(term for term in terms if term not in inside)


def joined(units: Iterable[str]) -> str:
    """Units as they are stored: a row of them stands in a text exactly where this stands in that."""
    return f" {' '.join(units)} "
