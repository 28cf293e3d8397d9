"""Why a mail's text was told apart as it was: what is quoted, where its signature begins, whether it passes a mail on; `explain` asks for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from maildesk.evidence import Evidence, lost, winners_first, won
from maildesk.footers import is_footer
from maildesk.language import Said
from maildesk.mail import ParsedMail
from maildesk.subject import parted
from maildesk.threading.edges import Edged, edged
from maildesk.threading.quoting.forwards import quoted_mail
from maildesk.threading.quoting.quotes import Kind
from maildesk.threading.quoting.separators import is_forward_separator, is_forward_subject
from maildesk.threading.signature.closings import Closing, is_greeting, learned_start
from maildesk.threading.signature.signatures import DELIMITERS, LONGEST_SIGNATURE
from maildesk.threading.split import Told, above_of, is_too_long, signature_of, split, tell
from maildesk.threading.weighing.quotes import line_of, starts, weigh_quotes


@dataclass(frozen=True, slots=True)
class WeighedText:
    """What spoke in each decision about a mail's text."""

    quote: tuple[Evidence, ...] = ()
    signature: tuple[Evidence, ...] = ()
    forwarded: tuple[Evidence, ...] = ()


def weigh_split(mail: ParsedMail, first: bool, letter: ParsedMail | None, closings: Sequence[Closing]) -> WeighedText:
    """As `split` tells it apart."""
    if is_too_long(mail.text):
        whole = lost(Said("the text"), Said("it is longer than any honest letter, and stays whole"))
        return WeighedText((whole,), (whole,), (whole,))
    around = edged(mail)
    lines = around.lines
    told = tell(lines, mail, letter)
    beside = split(mail, letter=letter, closings=closings).context
    answered = lost(Said("quoted lines with words below them"), Said("they stay beside the words that answer them: {count}", count=len(beside)))
    return WeighedText(
        (*weigh_quotes(lines, told, mail, letter, first), *((answered,) if beside else ())),
        winners_first((*_signature(lines, told, mail, closings), *_around(around))),
        winners_first(_forwarded(lines, told, mail)),
    )


def _around(around: Edged) -> Iterator[Evidence]:
    if around.above:
        yield won(Said("the first lines"), Said("a gateway puts them above mails that come from outside"))
    if any(line.strip() for line in around.below):
        yield won(Said("the last lines"), Said("a list or a gateway puts them below every mail"))


def _signature(lines: list[str], told: Told, mail: ParsedMail, closings: Sequence[Closing]) -> Iterator[Evidence]:
    places = list(above_of(told))
    new, end = [lines[place] for place in places], len(places)
    looks = next(map(places.index, signature_of(lines, told, mail, ())), end)
    learned = learned_start(new, closings, mail.from_) if closings else end
    start = min(looks, learned)
    if start == end:
        yield won(Said("no signature"), Said("no line looks like the beginning of one"))
    elif told.passes_on:
        yield lost(line_of(new, start), Said("a mail that passes another on is kept whole"))
    elif not any(line.strip() for line in new[:start]):
        yield lost(line_of(new, start), Said("nothing else stands there: a signature is shown rather than nothing"))
    else:
        yield won(line_of(new, start), _how(new, looks) if looks <= learned else Said("earlier mails of the sender ended so, too"))
    yield from _not_learned(looks, learned, end, closings)
    yield from _other_beginnings(new, start)


def _how(new: Sequence[str], start: int) -> Said:
    line = new[start].strip()
    if line in DELIMITERS:
        return Said("the delimiter of signatures")
    return Said("a device or a program writes such a line") if is_footer(line) else Said("the last lines name the author, as a card does")


def _not_learned(looks: int, learned: int, end: int, closings: Sequence[Closing]) -> Iterator[Evidence]:
    of = Said("what earlier mails of the sender ended with")
    if closings and learned == end:
        yield lost(of, Said("two of them must have ended as this one does, with a greeting, a name or a disclaimer"))
    elif looks <= learned < end:
        yield lost(of, Said("the signature begins there or above"))
    elif learned < looks < end:
        yield lost(Said("what looks like a signature"), Said("earlier mails ended alike from above it on"))


def _other_beginnings(new: Sequence[str], start: int) -> Iterator[Evidence]:
    """Delimiters and greetings that are new words."""
    last = next((index for index in range(len(new) - 1, -1, -1) if new[index].strip()), 0)
    for index, line in enumerate(new[:start]):
        if line.strip() in DELIMITERS:
            far = len(new) - index - 1 > LONGEST_SIGNATURE
            why = Said("more than {count} lines stand below it", count=LONGEST_SIGNATURE) if far else Said("the signature begins below it")
            yield lost(line_of(new, index), why if index < last else Said("nothing stands below it"))
        elif is_greeting(line):
            yield lost(line_of(new, index), Said("a greeting begins a signature where two earlier mails ended alike"))


def _forwarded(lines: list[str], told: Told, mail: ParsedMail) -> Iterator[Evidence]:
    found = list(_in_the_text(lines, told, mail))
    if mail.enclosed:
        of = Said("an attached mail")
        found.append(
            lost(of, Said("the text passes one on already")) if told.forwarded else won(of, Said("a mail with a mail attached passes it on"))
        )
    if not any(one.won for one in found):
        subject = Said("subject “{words}”", words=mail.subject[:80])
        found += [lost(subject, Said("no header of a forwarded mail stands in the text"))] if is_forward_subject(mail.subject) else []
    yield from found or [won(Said("nothing is passed on"), Said("neither the subject nor a line says so, and no mail is attached"))]


def _in_the_text(lines: list[str], told: Told, mail: ParsedMail) -> Iterator[Evidence]:
    if told.passes_on:
        yield won(line_of(lines, told.start), _why_passed_on(lines[told.start], mail))
    for index, line in enumerate(lines):
        if is_forward_separator(line) and not (told.passes_on and index == told.start):
            yield lost(line_of(lines, index), _why_not(index, told))
    quoted = next(starts(lines, told), None)
    if told.passes_on or quoted is None:
        return
    if told.forwarded:
        yield won(line_of(lines, quoted), Said("the mail answers nothing, and what it quotes has its header"))
    elif quoted_mail(lines, quoted, mail.subject) and (mail.in_reply_to or mail.references or parted(mail.subject)[0]):
        yield lost(line_of(lines, quoted), Said("the mail answers another, so what it quotes is not passed on"))


def _why_passed_on(line: str, mail: ParsedMail) -> Said:
    if is_forward_separator(line):
        return Said("it says that a forwarded mail follows, and a header proves it")
    if is_forward_subject(mail.subject):
        return Said("the subject says that a mail is passed on, and its header stands here")
    return Said("a header with nothing above it: the mail is nothing but another")


def _why_not(index: int, told: Told) -> Said:
    if told.passes_on and index > told.start:
        return Said("it is part of the mail that is passed on")
    return Said("it stands inside of a quote") if told.kinds[index] is Kind.QUOTED else Said("no header of a mail stands below it")
