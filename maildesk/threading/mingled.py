"""An agent's words among the lines of our own letter, or below it, where the agent's program put no marks before those: nothing of ours may leave with them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from maildesk.config.limits import Limits
from maildesk.footers import is_footer
from maildesk.html.text import to_text
from maildesk.letter import ANSWER_LINES
from maildesk.mail import ParsedMail
from maildesk.newwords import SplitText
from maildesk.threading.comparable import comparable
from maildesk.threading.edges import answer_line, edged
from maildesk.threading.quoting.interleaved import with_common_marks
from maildesk.threading.quoting.marks import is_marked, unmarked
from maildesk.threading.quoting.quotes import Kind, introduction
from maildesk.threading.signature.cards import is_card
from maildesk.threading.signature.closings import Closing, is_greeting, repeated
from maildesk.threading.signature.disclaimers import disclaimer_start, paragraph
from maildesk.threading.signature.pictures import is_picture
from maildesk.threading.signature.signatures import signature_end, signature_start
from maildesk.threading.split import own_start, split, tell

_TELLING = 12  # letters of a line that may stand anywhere in our letter
_NEAR = 200  # letters that a program may have left out before a shorter one
_MOST_LINES, _LONGEST_LETTER = 5000, 200_000
# Links and pictures are written anew by every program, and links by some gateways; nobody answers with one alone.
_LINKED = re.compile(r"<?\b(?:https?|mailto):[^\s<>]*>?|\[(?:cid|image|https?):[^\]\s]*\]", re.IGNORECASE)
_BRACKETED = re.compile(r"\s*(?:\[[^\]]*\]|<[^>]*>)\s*\Z")  # a picture, and nothing else
_BULLET = re.compile(r"\s*(?:(?:\d{1,3}[.)]|[o§·•*-])\s+)+")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Mingled:
    """The places of an agent's own lines: `between` two neighbours of our letter, `below` all of it, and where nobody can tell (`unsure`)."""

    lines: tuple[str, ...] = ()
    start: int = 0
    between: frozenset[int] = frozenset()
    below: frozenset[int] = frozenset()
    unsure: frozenset[int] = frozenset()
    ending: str = ""  # all that stands below the last line of our letter, a program's lines with it

    @property
    def words(self) -> str:
        """All of them, with a blank line where something else stands between two."""
        own = sorted(self.between | self.below | self.unsure)
        gaps = ("\n" if place - 1 in own else "\n\n" for place in own)
        return "".join(gap + self.lines[place].rstrip() for gap, place in zip(gaps, own, strict=True)).strip()

    @property
    def text(self) -> str:
        """The mail's text with marks before our letter, as other programs would have written it."""
        own = sorted(self.between | self.below)
        gaps = {
            gap for above, below in pairwise(own) if not any(line.strip() for line in self.lines[above + 1 : below]) for gap in range(above, below)
        }
        new = {*range(self.start), *own, *gaps}
        return "\n".join(line if place in new or is_marked(line) else f"> {line}".rstrip() for place, line in enumerate(self.lines))


def told_apart(mail: ParsedMail, words: SplitText, letter: ParsedMail | None, closings: Sequence[Closing]) -> SplitText:
    """An agent's words with those inside of our letter, where its lines around them tell; else with a note of what may stand there, to be asked about.

    What stands below all of it is the answer where there is no other; beside another a program may have put it there.
    """
    if letter is None or not words.quoted:
        return words
    found = mingled(mail, letter, closings)
    if found.unsure or (found.below and (words.reply or found.between)):
        return replace(words, mingled=found.words, ending=found.ending)
    if found.between or found.below:
        return split(replace(mail, text=found.text), letter=letter, closings=closings, by_agent=True)
    return replace(words, ending=found.ending)


def mingled(mail: ParsedMail, letter: ParsedMail, closings: Sequence[Closing] = ()) -> Mingled:
    """What an agent wrote into our letter, or below it, though no mark tells; empty where nothing is the agent's.

    Where our letter has marks, unmarked lines are known to be new; what was written behind a mark is asked about where our lines around it tell.
    """
    lines = list(with_common_marks(edged(mail, letter).lines, tuple(ANSWER_LINES.values())))
    quote = _quote(lines, mail, letter)
    if quote is None or len(lines) - quote.first > _MOST_LINES:
        return Mingled()
    if quote.marked:
        lines = [unmarked(line) if is_marked(line) else "" for line in lines]
    texts = [text[:_LONGEST_LETTER] for text in (letter.text, to_text(letter.html, Limits()) if letter.html else "") if text]
    read = [_read(lines, range(quote.first, len(lines)), text) for text in texts]
    best, text = min(zip(read, texts, strict=True), key=lambda one: (len(one[0].unsure), len(one[0].foreign)))
    left = _without_end(lines, best, text)
    strange = best.foreign.intersection(*(one.foreign for one in read)) - _signed(left, best.last + 1, mail, closings)
    below = frozenset(place for place in strange if place > best.last) if best.whole else frozenset()
    unsure = (strange & best.unsure - below) if quote.whole else strange
    if quote.marked:
        unsure = frozenset(place for place in strange - unsure if _BRACKETED.match(lines[place]) is None)
        return Mingled(tuple(lines), quote.start, unsure=unsure, ending="")
    ending = "\n".join(left[best.last + 1 :]).strip()
    return Mingled(tuple(lines), quote.start, strange - below - unsure, below - unsure, unsure, ending)


@dataclass(frozen=True, slots=True)
class _Quote:
    """Where a quote of our letter begins, with what introduces it, where our own lines do, whether the first of those is there, and has a mark."""

    start: int
    first: int
    whole: bool = True
    marked: bool = False


def _quote(lines: list[str], mail: ParsedMail, letter: ParsedMail) -> _Quote | None:
    """Our letter as it is quoted: from its answer line, else, without marks, below an introduction that names whom it is from; None where it is not.

    Behind two marks it was quoted in an older mail.
    """
    start = own_start(lines, letter)
    first = None if start is None else answer_line(lines, start)
    if start is not None and first is not None:
        return None if is_marked(unmarked(lines[first])) else _Quote(start, first, marked=is_marked(lines[first]))
    kinds = tell(lines, mail, letter).kinds
    start = first = kinds.index(Kind.QUOTED) if Kind.QUOTED in kinds else len(lines)
    while first < len(lines) and (not lines[first].strip() or (height := introduction(lines, first, len(lines)))):
        first += height if lines[first].strip() else 1
    head = " ".join(lines[start:first]).casefold()
    ours = letter.from_ is not None and any(name and name.casefold() in head for name in (letter.from_.address, letter.from_.name))
    return _Quote(start, first, whole=False) if ours and first < len(lines) and not is_marked(lines[first]) else None


@dataclass(frozen=True, slots=True)
class _Reading:
    """The places of lines that our letter does not say, and of those the ones beside which something of it is missing; the last line of ours, and whether the letter ends there."""

    foreign: frozenset[int]
    unsure: frozenset[int]
    last: int
    whole: bool


def _read(lines: Sequence[str], places: range, text: str) -> _Reading:
    """Which lines say what our letter says, in its order; one as short as “Yes.” only where a line of ours is due, or says just that."""
    ours = _Ours(text)
    foreign: list[int] = []
    unsure: list[int] = []
    waiting: list[int] = []  # what stands below the last line of ours
    pieces: list[int] = []  # short lines that say what was due, but not to the end of a line
    at, last = 0, places.start - 1
    for place in places:
        if not _letters(lines[place]):
            continue
        found = ours.found(lines[place], at)
        if found is None:
            waiting.append(place)
            continue
        foreign += waiting
        if found.start != at:
            foreign += pieces
            unsure += [*pieces, *waiting]
            pieces = []
        pieces = [*pieces, place] if ours.breaks(found) else []
        waiting, last, at = [], place, max(at, found.stop)
    return _Reading(frozenset((*foreign, *waiting)), frozenset((*unsure, *waiting)), last, at == len(ours.letters))


def _without_end(lines: Sequence[str], read: _Reading, text: str) -> list[str]:
    """The lines without what ends our letter and has no letters, a delimiter or a link: a signature of the agent's does not begin there."""
    signs_below = [_signs(line) for line in reversed(text.split("\n"))]
    ending = [*reversed(signs_below[: signs_below.index(None) if None in signs_below else len(signs_below)])]
    left = list(lines)
    for place in range(read.last + 1, len(lines)) if read.whole else ():
        signs = _signs(lines[place])
        if signs and signs in ending:
            left[place], ending = "", ending[ending.index(signs) + 1 :]
    return left


def _signs(line: str) -> str | None:
    """A line without letters, any link as one sign; None where it has letters."""
    return None if _letters(line) else _LINKED.sub("@", line).strip(" <>()\u00a0")


_ELSEWHERE = range(-1, -1)  # our letter says it, but not where it is due


class _Ours:
    """The letters of our own letter, where its words and lines end, and its short lines, each to be found once."""

    def __init__(self, text: str) -> None:
        said = [_letters(line) for line in text.split("\n")]
        words = [word for line in text.split("\n") for word in _WORD.findall(_LINKED.sub(" ", line))]
        self.letters = "".join(said)
        self._ascii = _ascii(self.letters)
        self._lines, self._words = frozenset(accumulate(map(len, said))), frozenset(accumulate(map(len, words)))
        self._short = Counter(one for one in said if len(one) < _TELLING)

    def found(self, line: str, at: int) -> range | None:
        """Where our letter says what a line says; a program may have put a bullet before it."""
        found = self._place(_letters(line), at)
        return self._place(_letters(_BULLET.sub("", line, count=1)), at) if found is None else found

    def breaks(self, found: range) -> bool:
        return 0 < len(found) < _TELLING and found.stop not in self._lines

    def _place(self, said: str, at: int) -> range | None:
        end = at + len(said)
        if said and self.letters.startswith(said, at) and (len(said) >= _TELLING or end in self._words):
            self._short[said] -= 1
            return range(at, end)
        if len(said) < _TELLING:
            self._short[said] -= 1
            return self._next(said, at) if said and self._short[said] >= 0 else None
        later = self.letters.find(said, at)
        if later >= 0:
            return range(later, later + len(said))
        plain = _ascii(said)  # some programs lose all other letters
        return _ELSEWHERE if said in self.letters or (len(plain) >= _TELLING and plain in self._ascii) else None

    def _next(self, said: str, at: int) -> range:
        """A short line that stands a little below what is due, as where a program left a picture out."""
        place = self.letters.find(said, at, at + _NEAR)
        return range(place, place + len(said)) if place >= 0 and place + len(said) in self._lines else _ELSEWHERE


def _letters(line: str) -> str:
    return comparable(_LINKED.sub("", line) if ":" in line else line)


def _ascii(letters: str) -> str:
    return letters.encode("ascii", "ignore").decode()


def _signed(lines: Sequence[str], below: int, mail: ParsedMail, closings: Sequence[Closing]) -> frozenset[int]:
    """What stands below our letter and is nothing that its author wrote now: another mail, a lawyer's words, a signature, a program's line, what repeats under each mail."""
    end = below + disclaimer_start(lines[below:])
    stop = next((place for place in range(below, end) if introduction(lines, place, end)), end)
    said = list(lines[below:stop])
    known = [place for place in range(below, stop) if lines[place].strip()]
    signed = 0 if known and is_greeting(lines[known[0]]) else signature_start(said, mail.from_)
    again = known[len(known) - repeated(closings, said) :]
    footers = (place for place in known if is_footer(lines[place].strip()))
    signature = range(below + signed, below + min(signature_end(said, signed), _card_end(said, signed, mail)))
    return frozenset((*range(stop, len(lines)), *signature, *again, *footers))


def _card_end(lines: Sequence[str], start: int, mail: ParsedMail) -> int:
    """Where below a greeting or a delimiter, and what stands close to it, a paragraph begins that is of no card."""
    first = next((place for place in range(start, len(lines)) if lines[place].strip()), len(lines))
    begins = (place for place in range(first + 1, len(lines)) if lines[place].strip() and not lines[place - 1].strip())
    return next((place for place in begins if not (is_card(lines, place, mail.from_) or is_picture(paragraph(lines, place)))), len(lines))
