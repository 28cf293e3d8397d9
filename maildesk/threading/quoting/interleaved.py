"""Answers between quoted lines: which of them are new in our own letter, and which lines each of them answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from maildesk.mail import Address
from maildesk.newwords import Context
from maildesk.threading.comparable import comparable
from maildesk.threading.quoting.marks import in_common, is_marked, other_mark, plainly, unmarked
from maildesk.threading.quoting.quotes import Kind, introduction
from maildesk.threading.signature.closings import is_greeting

# Of an answer line, letters enough to know it by: programs break long lines.
_TELLING = 8
# How many letters on each side of a break are looked at first.
_AROUND = 6
# Of what stands above an answer, as much as a reader needs to know what it answers.
_MOST_LINES, _LONGEST_LINE, _MOST_ANSWERS = 10, 1000, 100
# How far down in what is quoted our answer line may stand.
_HIGHEST = 40
_MARKS = " >|\t\u00a0"
_DELIMITERS = frozenset({"--", "—", "__"})


def kinds_below(lines: Sequence[str], answer_lines: Sequence[str], letter: str) -> list[Kind]:
    """The kind of each line from where our letter is quoted; `letter` is that letter's text, "" where it is not known.

    Without it, or where the quote has no marks, nothing tells an answer from our own words, and those must never leave.
    """
    lines = with_common_marks(lines, answer_lines) if letter else lines
    start = _first_marked(lines)
    if not letter or start == len(lines) or not _quotes_behind_marks(lines, answer_lines):
        return [Kind.QUOTED] * len(lines)
    ours = _Ours(comparable(letter))
    kinds, above = [Kind.QUOTED] * start, ""
    for line in lines[start:]:
        said = comparable(line)
        quoted = is_marked(line) or ours.goes_on(above, said)
        kinds.append(Kind.QUOTED if quoted else Kind.NEW)
        above = said if quoted else ""
    return kinds


def with_common_marks(lines: Sequence[str], answer_lines: Sequence[str]) -> Sequence[str]:
    """The lines with common marks where a program put others, and put them before our answer line, too."""
    starts = tuple(comparable(line)[:_TELLING] for line in answer_lines)
    for index, line in enumerate(lines[:_HIGHEST]):
        mark = other_mark(lines, index, index + 1)
        if comparable(mark.sub("", line, count=1) if mark else line).startswith(starts):
            return in_common(lines, mark) if mark else lines
    return lines


class _Ours:
    """The letters of our own letter, and whether one line of it goes on in the next."""

    def __init__(self, letters: str) -> None:
        self._letters = letters
        self._joints: dict[int, set[str]] = {}

    def goes_on(self, above: str, said: str) -> bool:
        """Whether `said` is the rest of what a marked line `above` began. What stands around the break is asked first, which costs nothing."""
        joint = above[-_AROUND:] + said[:_AROUND]
        if not above or not said or joint not in self._of_length(len(joint)):
            return False
        return above + said in self._letters

    def _of_length(self, length: int) -> set[str]:
        if length not in self._joints:
            self._joints[length] = {self._letters[start : start + length] for start in range(len(self._letters) - length + 1)}
        return self._joints[length]


def _first_marked(lines: Sequence[str]) -> int:
    return next((index for index, line in enumerate(lines) if is_marked(line)), len(lines))


def _quotes_behind_marks(lines: Sequence[str], answer_lines: Sequence[str]) -> bool:
    """Whether the answer line itself, the first of our letter, has a mark."""
    starts = tuple(comparable(line)[:_TELLING] for line in answer_lines)
    first = next((line for line in lines if comparable(line).startswith(starts)), "")
    return is_marked(first)


def signed_inside(lines: Sequence[str], kinds: list[Kind], author: Address | None) -> list[Kind]:
    """The kinds with each paragraph new that the author began or ended with the own name in brackets, as Outlook does inside of a quote without marks.

    Where a program put marks before all of it, it is the line alone. What an older mail holds, below a second introduction or behind two marks, was said before.
    """
    names = _in_brackets(author) if author else ()
    written = {place for place, line in enumerate(lines) if "]" in line and kinds[place] is Kind.QUOTED and _depth(line) == 1}
    if written and any(_is_signed(unmarked(lines[place]), names) for place in written):
        return [Kind.NEW if place in written and _is_signed(unmarked(line), names) else kinds[place] for place, line in enumerate(lines)]
    start = kinds.index(Kind.QUOTED) if Kind.QUOTED in kinds else len(lines)
    first = next((place for place in range(start, len(lines)) if _is_signed(lines[place], names)), None)
    if first is None or kinds[first] is not Kind.QUOTED:
        return kinds
    top = start + (introduction(lines, start, len(lines)) or 1)
    end = next((place for place in range(top, len(lines)) if is_marked(lines[place]) or introduction(lines, place, len(lines))), len(lines))
    kinds, said = list(kinds), False
    for place in range(first, end):
        said = bool(lines[place].strip()) and (said or _is_signed(lines[place], names))
        kinds[place] = Kind.NEW if said else kinds[place]
    return kinds


def _in_brackets(author: Address) -> tuple[str, ...]:
    words = author.name.casefold().replace(",", " ").split()
    names = {" ".join(words), " ".join(reversed(words)), *words[:1], author.name.casefold(), "".join(word[0] for word in words)}
    return tuple(f"[{name}]" for name in names if len(name) > 1)


def _is_signed(line: str, names: tuple[str, ...]) -> bool:
    said = line.strip().casefold() if "[" in line and names else ""
    return said.startswith(names) or said.endswith(names) if said else False


@dataclass(frozen=True, slots=True)
class Answered:
    """What an answer answers, and the places of those quoted lines in the text."""

    context: Context
    places: tuple[int, ...]


def answered(lines: Sequence[str], kinds: Sequence[Kind], reply: Sequence[int]) -> tuple[Answered, ...]:
    """Each answer that stands below quoted lines with what it answers: the paragraph right above it. `reply` are the places of the reply's lines.

    An answer to a whole letter, below all of it, answers no paragraph of it more than another.
    """
    lines = [plainly(line) if kind is Kind.QUOTED else line for line, kind in zip(lines, kinds, strict=True)]
    found: list[Answered] = []
    said = -1
    for number, place in enumerate(reply):
        if not lines[place].strip():
            continue
        places = _paragraph(lines, kinds, range(said + 1, place)) if place - said > 1 else ()
        if places and len(found) < _MOST_ANSWERS:
            found.append(Answered(Context(number, tuple(unmarked(lines[one]) for one in places)), places))
        said = place
    quoted = [place for place in range(len(lines)) if _is_quoted(lines, kinds, place)]
    if found and quoted[-1] < reply[found[-1].context.line] and is_greeting(lines[reply[found[-1].context.line]]):
        found.pop()
    below_all = len(found) == 1 and quoted[-1] < reply[found[0].context.line]
    return () if below_all and len(quoted) > len(found[0].places) else tuple(found)


def _paragraph(lines: Sequence[str], kinds: Sequence[Kind], above: range) -> tuple[int, ...]:
    """The last lines of the last paragraph of these, if it is quoted and no signature."""
    last = next((place for place in reversed(above) if lines[place].strip(_MARKS)), None)
    if last is None:
        return ()
    places: list[int] = []
    depth = 0
    for place in range(last, max(above.start, last - _MOST_LINES + 1) - 1, -1):
        said, marked = lines[place].strip(_MARKS), is_marked(lines[place])
        # The rest of a line that a program broke has no mark; what it is the rest of has one, and words.
        broken = place > above.start and _is_quoted(lines, kinds, place - 1) and not said.endswith((":", "："))
        if kinds[place] is not Kind.QUOTED or not said or not (marked or broken) or (marked and depth and _depth(lines[place]) != depth):
            break
        if said in _DELIMITERS or len(said) > _LONGEST_LINE:
            return ()
        depth = _depth(lines[place]) if marked else depth
        places.append(place)
    return tuple(reversed(places))


def _is_quoted(lines: Sequence[str], kinds: Sequence[Kind], place: int) -> bool:
    return kinds[place] is Kind.QUOTED and bool(lines[place].strip(_MARKS)) and is_marked(lines[place])


def _depth(line: str) -> int:
    return line[: len(line) - len(line.lstrip(_MARKS))].count(">")


def passage(text: str, quoted: Sequence[str]) -> tuple[str, ...]:
    """The lines of a text that say what was quoted of it, however a program broke and marked that; () where it does not say so."""
    places = [place for place, character in enumerate(text) if character.isalnum()]
    wanted = comparable("".join(quoted))
    at = "".join(text[place] for place in places).find(wanted) if wanted else -1
    if at < 0:
        return ()
    start, end = places[at], places[at + len(wanted) - 1] + 1
    while start and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return tuple(line.strip() for line in text[start:end].split("\n"))
