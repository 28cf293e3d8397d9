"""What a person tells of another mail, “My colleague wrote:”, in the shape in which programs introduce what they quote."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from maildesk.mail import Address, ParsedMail
from maildesk.threading.quoting.attributions import has_address, has_hour, has_year, is_attribution, is_quoting
from maildesk.threading.quoting.blocks import read_block
from maildesk.threading.quoting.separators import is_separator
from maildesk.threading.signature.prose import leads_on

_MARKS = " >|\t\u00a0"
# What no program says of whom it quotes: whose colleague that is, or to whom it was written. Case counts: “US” is a zone, “Mon” a day.
_RELATED = re.compile(
    r"\b(?:[Mm]y|[Oo]ur|[Yy]our|his|her|their)\s(?=[a-z])|\b(?:me|us)\b|\b(?:colleague|boss|neighbou?r|customer of (?:mine|ours))\b|\bwrote (?!on\b|at\b)[a-z]+\s|\b(?:was|were|been) written\b|\bI (?=[a-z])|\b(?:to|à|naar) <?[^\s<>@]+@"
    r"|\bthe (?=[a-z])|\b(?:der|die|das|eine?|un|une|una|een) (?=[^\W\d_]{3})|(?<!\bde )\bla (?=[a-zà-ÿ]{3})"
    r"|\b(?:mir|mich|uns|mein\w*|unser\w*)\b|[Kk]olleg\w+|\b(?:mon|ma|notre|nos|votre) (?:coll|chef|client)\w*|\bcollègue|\b(?:m['’]a|nous a)\b|\b(?:mi|nuestr[oa]) \w+|\b[Cc]olegas?\b"
    r"|\b[Cc]olleg[ah]\b|\b(?:mijn|onze|ons) \w+|\b(?:мне|нам|мой|моя|наш\w*|[Кк]оллег\w*)\b|我的|我们的|我們的|同事|同僚|동료"
)
_LATELY = re.compile(
    r"\W*(?:on |am )?(?:yesterday|today|last \w+|gestern|heute|vorgestern|letzten?\s|hier\b|aujourd|ayer|hoy|ieri|oggi|gisteren|vandaag|ontem|hoje|вчера|昨天|今天)",
    re.IGNORECASE,
)
_DIGIT, _ASIDE = re.compile(r"\d"), re.compile(r"\([^()]*\)|<[^<>]*>|\S*@\S*")
_CLOCK = re.compile(r"\d{1,2}:\d\d(?::\d\d)?")
_SHORTEST_NAME, _SHORTEST_FIRST_NAME = 4, 3


@dataclass(frozen=True, slots=True)
class Parties:
    """The names and addresses of whom a mail answers, as far as they are known."""

    said: tuple[str, ...] = ()

    def without(self, text: str) -> str:
        """A text with none of them in it."""
        low = text.casefold()
        for one in self.said:
            low_at = low.find(one)
            if low_at >= 0 and len(low) == len(text):
                text = text[:low_at] + text[low_at + len(one) :]
                low = text.casefold()
        return text

    @property
    def initials(self) -> frozenset[str]:
        """The first letters of the words of each name."""
        return frozenset("".join(word[0] for word in re.split(r"[\s.-]+", one) if word) for one in self.said if "@" not in one)

    def called(self, name: str) -> bool:
        """Whether one of them is called so, by the whole name or the first one."""
        low = name.casefold()
        return len(low) >= _SHORTEST_FIRST_NAME and any(low == one or ("@" not in one and low == one.partition(" ")[0]) for one in self.said)

    def begin(self, line: str) -> bool:
        """Whether a line is the name of one of them, perhaps with the house in brackets."""
        low = line.casefold()
        return any("@" not in one and low.startswith(one) and low[len(one) :].strip()[:1] in ("", "(") for one in self.said)

    def knows(self, address: Address | None) -> bool:
        return address is not None and bool(address.address) and address.address.casefold() in self.said


NOBODY = Parties()


def parties_of(mail: ParsedMail, letter: ParsedMail | None) -> Parties:
    """To whom a mail goes, and who wrote the letter of ours that it answers."""
    people = [*mail.to[:20], *((letter.from_,) if letter and letter.from_ else ())]
    return Parties(tuple(word.casefold() for one in people for word in (one.address, one.name) if len(word) >= _SHORTEST_NAME))


def is_told(lines: Sequence[str], index: int, height: int, parties: Parties) -> bool:
    """Whether the lines from `index`, an introduction that no mark and no HTML proves, are what a person tells or shows."""
    above = next((line for line in reversed(lines[max(0, index - 4) : index]) if line.strip(_MARKS)), "")
    text = " ".join(line.strip(_MARKS) for line in lines[index : index + height])
    if is_separator(lines[index]):
        return leads_on(above) and height == 1
    if is_attribution(text):
        return _is_persons(text, leads_on(above), parties)
    block = read_block(lines, index, index + height)
    return bool(block.height) and leads_on(above) and not has_address(text) and not has_hour(text)


def _is_persons(text: str, shown: bool, parties: Parties) -> bool:
    """Whether a sentence in the shape of an attribution says what programs do not, or less than they do."""
    rest = parties.without(text)
    if _RELATED.search(rest) or _LATELY.match(rest):
        return True
    if rest != text or is_quoting(text):
        return False
    address, hour = has_address(text), has_hour(text)
    if not address and (not hour or _DIGIT.search(_CLOCK.sub("", text)) is None):
        return True
    return shown or (not hour and not has_year(text) and _DIGIT.search(_ASIDE.sub("", text)) is not None)
