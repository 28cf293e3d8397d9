"""Whether a paragraph below a signature is what a person goes on to say, or what a list writes below every mail."""

from __future__ import annotations

import re

_ENDED = re.compile(r"[.!?…。！？؟।][\"'”»)）」』]*\Z")
_WORD = re.compile(r"[^\W\d_]{2,}")
_FEWEST_ENDED, _FEWEST_OPEN, _FEWEST_SMALL = 3, 7, 2  # words of what has a sentence's end, of what has none, and those without a capital
_LONGEST = 600  # characters of a line that are looked at
_FEWEST_UNSPACED = 5  # letters, in scripts that leave no blanks between words
# How people begin what they forgot to say.
_POSTSCRIPT = re.compile(
    r"(?:p\.?\s?p?\.?\s?s\b|p\.\s?d\b|n\.?\s?b\b|nachtrag|post ?scriptum|addendum|edit\s*:|з\.?\s?ы\b|пс\b|υ\.\s?γ|附言|又及|另外|追伸|追記|추신)",
    re.IGNORECASE,
)
_LIST = re.compile(
    r"reply to this e-?mail directly|subscri|mailing.?list|list archive|this group|https?://\S*(?:lists?|mailman|groups)|abbestell|abmeld|abonn|désinscri|desinscri|darse de baja|cancella(?:re|zione)|отпис|подпис(?:ан|к)|退订|退訂|配信停止",
    re.IGNORECASE,
)

# What no sentence ends with.
_UNFINISHED = frozenset(
    (
        *("for", "to", "of", "at", "with", "from", "by", "is", "are", "named", "called", "and", "or", "the", "a", "für", "an", "von", "mit", "und", "ist", "sind", "heißt", "lautet"),
        *("pour", "à", "de", "et", "est", "sont", "la", "les", "para", "y", "es", "son", "con", "per", "di", "e", "è", "sono", "voor", "van", "en", "zijn"),
    )
)  # fmt: skip


def is_said(paragraph: str) -> bool:
    """Whether a paragraph is a sentence, or begins as a postscript does."""
    if _POSTSCRIPT.match(paragraph):
        return True
    words, ended = _WORD.findall(paragraph), _ENDED.search(paragraph.rstrip()) is not None
    if ended and any(not word.isascii() and word.lower() == word.upper() for word in words):
        return sum(map(len, words)) >= _FEWEST_UNSPACED
    small = sum(word[0].islower() for word in words)
    return len(words) >= (_FEWEST_ENDED if ended else _FEWEST_OPEN) and small >= (_FEWEST_SMALL if ended else len(words) / 2)


def is_list_footer(words: str) -> bool:
    """Whether a list wrote these words: about itself, and how to leave it."""
    return _LIST.search(words) is not None


def leads_on(line: str) -> bool:
    """Whether a line is not finished without what stands below it."""
    words = line.strip()[-_LONGEST:].split()
    return bool(words) and (words[-1][-1] in ":：" or words[-1].lower() in _UNFINISHED)
