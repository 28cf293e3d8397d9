"""Why each quote of a mail begins where it does, and what looked like a quote and is none; `explain` asks for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from maildesk.evidence import Evidence, lost, winners_first, won
from maildesk.language import Said
from maildesk.letter import ANSWER_LINES
from maildesk.mail import ParsedMail
from maildesk.threading.comparable import comparable
from maildesk.threading.markup.markers import introductions
from maildesk.threading.quoting.attributions import is_attribution, is_bare_attribution
from maildesk.threading.quoting.blocks import field_of, read_block
from maildesk.threading.quoting.marks import is_marked
from maildesk.threading.quoting.quotes import Kind, introduction, own_letter_start
from maildesk.threading.quoting.separators import is_answer_line, is_forward_subject, is_rule, is_separator
from maildesk.threading.split import Told, own_start

_SHOWN = 60  # characters of a line
_LOOKED_AT = 2000  # lines that are asked why they are no quote


def weigh_quotes(lines: list[str], told: Told, mail: ParsedMail, letter: ParsedMail | None, first: bool) -> tuple[Evidence, ...]:
    """The first line of each quote with what made it one, and what lost."""
    known = () if is_forward_subject(mail.subject) else introductions(mail.html)
    own = own_start(lines, letter)
    found = [won(line_of(lines, index), _why(lines, index, own, known)) for index in starts(lines, told)]
    if found and first:
        found.append(lost(Said("all of it"), Said("a ticket begins with this mail, and its first mail is never cut")))
    if not found:
        found = [won(Said("no quote"), Said("no line introduces one, and none has a quote mark"))]
    return winners_first((*found, *_passed_on(lines, told), *_own(letter, own), *_html(lines, told, mail), *_words(lines, told)))


def starts(lines: Sequence[str], told: Told) -> Iterator[int]:
    """The first line with words of each stretch that is quoted."""
    inside = False
    for index, kind in enumerate(told.kinds):
        if kind is Kind.NEW:
            inside = False
        elif not inside and lines[index].strip():
            inside = True
            yield index


def line_of(lines: Sequence[str], index: int) -> Said:
    words = lines[index].strip()
    return Said("line {number} “{words}”", number=index + 1, words=words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…")


def _why(lines: Sequence[str], index: int, own: int | None, known: Sequence[str]) -> Said:
    """What makes a quote of a line, asked in the order in which the lines were told apart."""
    end = len(lines) if own is None else own
    if own is not None and index >= own:
        by_line = own_letter_start(lines, tuple(ANSWER_LINES.values())) is not None
        return Said("our own letter, by its answer line") if by_line else Said("our own letter, by its last lines")
    if introduction(lines, index, end):
        return _introduced(lines, index, end)
    letters = comparable(lines[index])
    if letters and not is_marked(lines[index]) and any(one.startswith(letters) for one in known):
        return Said("the HTML marks it as what introduces a quote")
    if is_marked(lines[index]):
        return Said("a quote mark")
    return Said("a rule over what introduces it") if is_rule(lines[index]) else Said("the rest of a line that a program broke")


def _introduced(lines: Sequence[str], index: int, end: int) -> Said:
    line, height = lines[index], introduction(lines, index, end)
    block = read_block(lines, index, end) if not is_rule(line) else read_block(lines, index + 1, end, led_in=True)
    if is_answer_line(line):
        return Said("another desk's line that asks for the answer above it")
    if block.height:
        return Said("a header block: {fields}", fields=", ".join(name for name, _ in block.fields))
    if is_separator(line):
        return Said("a line that says a mail follows")
    joined = " ".join(part.strip(" >\t") for part in lines[index : index + height])
    return Said("an attribution") if is_attribution(joined) else Said("an attribution, because a quote follows it")


def _passed_on(lines: Sequence[str], told: Told) -> Iterator[Evidence]:
    if told.passes_on:
        yield lost(line_of(lines, told.start), Said("the mail below it is passed on, and whoever passes it on wants it read"))


def _own(letter: ParsedMail | None, own: int | None) -> Iterator[Evidence]:
    if letter is not None and own is None:
        yield lost(Said("our letter that it answers"), Said("the text does not end with its lines"))


def _html(lines: Sequence[str], told: Told, mail: ParsedMail) -> Iterator[Evidence]:
    """Introductions that the HTML marks and that no quote begins with."""
    marked = introductions(mail.html)
    quoted = comparable("".join(told.lines(list(lines), Kind.QUOTED))) if marked else ""
    why = Said("no line of the text says the same")
    if is_forward_subject(mail.subject):
        why = Said("the subject says that the mail is passed on")
    yield from (lost(Said("what the HTML marks as introducing a quote"), why) for one in marked[:1] if one not in quoted)


def _words(lines: Sequence[str], told: Told) -> Iterator[Evidence]:
    """Lines among the new words that look like the beginning of a quote."""
    end = told.start if told.passes_on else len(lines)
    for index, kind in islice(enumerate(told.kinds[:end]), _LOOKED_AT):
        why = _why_not(lines[index]) if kind is Kind.NEW and lines[index].strip() else None
        if why is not None:
            yield lost(line_of(lines, index), why)


def _why_not(line: str) -> Said | None:
    if line.lstrip(" \t").startswith(">"):
        return Said("an ornament")
    if is_separator(line):
        return Said("people draw such lines, too, and no quote follows it")
    if is_rule(line):
        return Said("no header block stands below it")
    if is_attribution(line):
        return Said("people write so, too, in the midst of a sentence")
    if is_bare_attribution(line):
        return Said("no quote mark follows it")
    return Said("a header's line alone is no header block") if field_of(line)[0] in ("from", "date", "subject") else None
