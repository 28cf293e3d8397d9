"""Words that are a greeting and the author's name, and nothing else: what a program puts below commands, and no letter to anybody. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from maildesk.mail import Address
from maildesk.threading.comparable import comparable
from maildesk.threading.signature.cards import is_found_at
from maildesk.threading.signature.closings import is_greeting
from maildesk.threading.signature.pictures import is_picture
from maildesk.threading.signature.prose import is_said

_LONGEST, _LONGEST_LINE, _MOST_NAMES = 10, 80, 6  # lines, characters, words of the line that names the author
# How people shorten a greeting.
_SHORT = frozenset({"lg", "vg", "bg", "hg", "mfg", "br", "kr", "rgds", "cu", "mvg", "vh", "mvh", "cdt", "cdlt", "atte", "abs", "pozdr", "xx", "bgr"})
_GAP = re.compile(r"\n[^\S\n]*\n")
_WORD = re.compile(r"[^\W\d_]{2,}")
_THANKS = re.compile(
    r"\W*(?:many |with |best )?(?:thanks|thank you|thx|danke|merci|gracias|grazie|obrigad[oa]|谢谢|謝謝|多谢|ありがとう|감사)", re.IGNORECASE
)


def is_goodbye(text: str, names: Collection[str]) -> bool:
    """Whether a text is a greeting with the author's name, or that name with what stands on a card; thanks are said to somebody."""
    return _closes(text, names) and not thanks_alone(text, names)


_COMMAND = re.compile(r"\s*[#＃﹟][^\W\d_]")


def card_above(text: str, author: Address) -> int:
    """How many lines of an agent's answer are the author's card above commands: some programs put the signature on top. 0 where none is."""
    lines = text.split("\n")
    place = next((index for index, line in enumerate(lines) if _COMMAND.match(line)), 0)
    names = (author.name, author.address.partition("@")[0])
    if not place or is_goodbye("\n".join(lines[:place]), names):
        return place
    # A firm stands above the name of who works for it.
    firm, card = lines[0].strip(), lines[1:place]
    if not firm or len(firm) > _LONGEST_LINE // 2 or not firm[-1].isalnum():
        return 0
    return place if is_found_at(card) and is_goodbye("\n".join(card), names) else 0


def thanks_alone(text: str, names: Collection[str]) -> bool:
    """Whether it is thanks with the author's name: a signature of many, and an answer of some."""
    return _closes(text, names) and _THANKS.match(text) is not None


def _closes(text: str, names: Collection[str]) -> bool:
    lines = [line.strip() for line in text.split("\n") if comparable(line)]  # a rule says nothing
    if not 0 < len(lines) <= _LONGEST or any(len(line) > _LONGEST_LINE for line in lines):
        return False
    greets = is_greeting(lines[0]) or lines[0].strip(" .,!-").casefold() in _SHORT
    card = lines[1:] if greets else lines
    if not card:
        return greets and _THANKS.match(text) is None
    return _is_named(card[0], names) and not any(is_said(line) or line.endswith(("?", "？")) for line in card) and _is_found_below(text, card[0])


def _is_found_below(text: str, name: str) -> bool:
    """Whether the paragraphs below the one of a name say where somebody is found: any other is said to whoever reads it."""
    paragraphs = [paragraph.strip().split("\n") for paragraph in _GAP.split(text) if comparable(paragraph)]
    named = next((place for place, lines in enumerate(paragraphs) if name in map(str.strip, lines)), len(paragraphs))
    return all(is_found_at(lines) or is_picture(" ".join(lines)) for lines in paragraphs[named + 1 :])


def _is_named(line: str, names: Collection[str]) -> bool:
    words = _words((line,))
    if line.replace(".", "").replace(" ", "").casefold() in _initials(names):
        return True
    return 0 < len(words) <= _MOST_NAMES and not words.isdisjoint(_words(names)) and not line.endswith((":", "：", "!", "！", ","))


def _initials(names: Iterable[str]) -> set[str]:
    """“A.” and “A. M.” of Anna Miller."""
    parted = [[word[0] for word in _WORD.findall(name.casefold())] for name in names]
    return {"".join(letters) for letters in parted} | {letters[0] for letters in parted if letters}


def _words(texts: Iterable[str]) -> set[str]:
    return {word for text in texts for word in _WORD.findall(text.casefold())}
