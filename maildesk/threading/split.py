"""What is new in a mail, what it quotes and what is its signature. Nothing is deleted: the parts together are the whole.

An own answer line is trusted first, then structure, then words. Where it is not sure, text stays new: losing what a person wrote is
worse than showing a quote.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from maildesk.config.limits import Limits
from maildesk.footers import is_footer
from maildesk.letter import ANSWER_LINES
from maildesk.mail import Forwarded, ParsedMail
from maildesk.newwords import SplitText
from maildesk.subject import parted
from maildesk.threading.comparable import comparable
from maildesk.threading.edges import Edged, edged
from maildesk.threading.markup.markers import introductions, signatures
from maildesk.threading.markup.newpart import answer_html, new_html
from maildesk.threading.quoting.attributions import is_moment
from maildesk.threading.quoting.blocks import is_header
from maildesk.threading.quoting.forwards import find_forward, quoted_mail
from maildesk.threading.quoting.interleaved import Answered, answered, kinds_below, signed_inside
from maildesk.threading.quoting.lines import loosened
from maildesk.threading.quoting.marks import is_marked
from maildesk.threading.quoting.quotes import Kind, introduction, marked, own_letter_start, sent_start
from maildesk.threading.quoting.reported import parties_of
from maildesk.threading.quoting.separators import is_answer_line, is_forward_separator, is_forward_subject
from maildesk.threading.signature.cards import address_start
from maildesk.threading.signature.closings import Closing, added_below, learned_start
from maildesk.threading.signature.disclaimers import disclaimer_start
from maildesk.threading.signature.goodbye import card_above
from maildesk.threading.signature.signatures import DELIMITERS, LONGEST_SIGNATURE, element_places, signature_end, signature_start

# Beyond this the text is kept whole as new: no honest letter is longer, in characters or in lines.
_LONGEST, _MOST_LINES = 1 << 20, 20_000
_DEEPEST = 4  # mails in a mail that are told
_ANSWER_LINES = tuple(ANSWER_LINES.values())


def split(
    mail: ParsedMail, first: bool = False, letter: ParsedMail | None = None, closings: Sequence[Closing] = (), by_agent: bool = False
) -> SplitText:
    """The parts of a mail's text; a ticket's first message (`first`) is never cut but for its signature.

    `letter` is our letter that the mail answers, where it is known, `closings` what earlier mails of its sender ended with, `by_agent`
    that an agent answers us. A forwarded mail stays part of the new words: whoever forwards it wants it read.
    """
    if is_too_long(mail.text):
        return (by_agent and _of_beginning(mail, letter, closings)) or SplitText(reply=mail.text, reply_html=mail.html)
    around = edged(mail, letter, by_agent)
    lines = around.lines
    told = _told_apart(lines, mail, letter) if first else tell(lines, mail, letter)
    if not by_agent and not told.passes_on:  # what an agent's program quotes of our letter must never leave
        told = replace(told, kinds=signed_inside(lines, told.kinds, mail.from_))
    above, signed = above_of(told), signature_of(lines, told, mail, closings)
    if first:
        told = Told([Kind.NEW] * len(lines), told.forwarded, told.passes_on)
    reply, signature = _signed(lines, told, () if told.passes_on else signed)
    answers = _answers(lines, told, reply)
    said = {place for one in answers for place in one.places}
    words = SplitText(
        reply=_trimmed([lines[place] for place in reply]),
        quoted=_trimmed([line for place, line in enumerate(lines) if told.kinds[place] is Kind.QUOTED and place not in said]),
        signature=_around(around, [lines[place] for place in signature]),
        reply_html="",
        forwarded=_with_inner(told.forwarded or mail.enclosed),
        above=_trimmed([lines[place] for place in above if place not in signed]),
        quoted_files=_came_back(mail, letter),
        context=tuple(one.context for one in answers),
        below=_below(lines, told),
    )
    if by_agent and mail.from_:
        words = _without_card(words, card_above("\n".join(lines[place] for part in _parts(lines, reply)[:1] for place in part), mail.from_))
    if by_agent and says_nothing(words.reply):
        return replace(words, reply="", signature=_around(around, [lines[place] for place in sorted((*reply, *signature))]))
    if not mail.html:
        return words
    return replace(
        words,
        reply_html=mail.html if first else new_html(mail.html, words.reply, _ANSWER_LINES, Limits()),
        answer_html=answer_html(mail.html, words, _ANSWER_LINES, Limits()) if answers else "",
    )


def _around(mail: Edged, signature: Sequence[str]) -> str:
    """The signature and what programs put above and below a mail."""
    return "\n\n".join(filter(None, map(_trimmed, (mail.above, signature, mail.below))))


def is_too_long(text: str) -> bool:
    """Whether a text is longer than what is taken apart."""
    return len(text) > _LONGEST or text.count("\n") > _MOST_LINES


def _of_beginning(mail: ParsedMail, letter: ParsedMail | None, closings: Sequence[Closing]) -> SplitText | None:
    """The parts of an agent's mail that is too long, where its beginning ends with a quote and all below is of it: that must never leave."""
    head = "\n".join(mail.text[:_LONGEST].split("\n", _MOST_LINES)[:_MOST_LINES])
    words = split(replace(mail, text=head, html=""), letter=letter, closings=closings, by_agent=True)
    below = mail.text[len(head) :]
    answered = is_marked(words.quoted.rsplit("\n", 1)[-1]) and any(line.strip() and not is_marked(line) for line in below.split("\n"))
    return replace(words, quoted=words.quoted + below.rstrip()) if words.quoted and not words.below and not answered else None


def _without_card(words: SplitText, lines: int) -> SplitText:
    """The words without so many lines on top, which are of the signature."""
    if not lines:
        return words
    every = words.reply.split("\n")
    context = tuple(replace(one, line=max(0, one.line - lines)) for one in words.context)
    signature = "\n\n".join(filter(None, (_trimmed(every[:lines]), words.signature)))
    return replace(words, reply=_trimmed(every[lines:]), signature=signature, context=context)


def says_nothing(reply: str) -> bool:
    """Whether nothing stands there but a signature below its delimiter, or a device's line: a customer is not to get that for an answer."""
    lines = [line.strip() for line in reply.split("\n") if line.strip()]
    return bool(lines) and ((lines[0] in DELIMITERS and len(lines) <= LONGEST_SIGNATURE) or all(map(is_footer, lines)))


def _below(lines: list[str], told: Told) -> str:
    """The new words that stand below all that is quoted, where something is."""
    last = next((place for place in range(len(lines) - 1, -1, -1) if told.kinds[place] is Kind.QUOTED and lines[place].strip()), None)
    return "" if last is None or told.passes_on else _trimmed(lines[last + 1 :])


def _answers(lines: list[str], told: Told, reply: Sequence[int]) -> tuple[Answered, ...]:
    """The answers between quoted lines; `reply` are the places of the reply's lines."""
    if told.passes_on or Kind.QUOTED not in told.kinds:
        return ()
    return answered(lines, told.kinds, reply) if reply and told.kinds.index(Kind.QUOTED) < reply[-1] else ()


def quotes(mail: ParsedMail) -> bool:
    """Whether some of a mail's text is quoted: all that `split` finds out first."""
    if is_too_long(mail.text):
        return False
    lines = loosened(mail.text)
    told = tell(lines, mail, None)
    kinds = told.kinds if told.passes_on else signed_inside(lines, told.kinds, mail.from_)
    return any(line.strip() for line, kind in zip(lines, kinds, strict=True) if kind is Kind.QUOTED)


def answers_nothing(mail: ParsedMail) -> bool:
    """Whether a mail answers no other: no header, no subject and no introduction in it says so. What it marks is its author's own."""
    if mail.in_reply_to or mail.references or parted(mail.subject)[0] or is_too_long(mail.text):
        return False
    lines = loosened(mail.text)
    return not any(introduction(lines, place, len(lines)) for place in range(len(lines)))


@dataclass(frozen=True, slots=True)
class Told:
    """The kind of each line, the mail that is passed on, whether it stands among the new lines, and where it begins."""

    kinds: list[Kind]
    forwarded: Forwarded | None = None
    passes_on: bool = False
    start: int = 0

    def lines(self, lines: list[str], wanted: Kind) -> list[str]:
        return [line for line, kind in zip(lines, self.kinds, strict=True) if kind is wanted]


def tell(lines: list[str], mail: ParsedMail, letter: ParsedMail | None) -> Told:
    """A text of which our own letter, where it stands in it, is told apart first. What introduces an entry in that letter is no program's."""
    own = own_start(lines, letter)
    if own is None:
        return _told_apart(lines, mail, letter)
    begins = next((index for index in range(own, len(lines)) if lines[index].strip()), own)
    ours = comparable(letter.text) if letter else ""
    introduced = not is_answer_line(lines[begins]) and comparable(lines[begins]) not in ours and introduction(lines, begins, len(lines))
    pasted = mail.sender if mail.sender and introduced else ""
    return Told(
        marked(lines, own, parties=parties_of(mail, letter), pasted=pasted)[:own]
        + kinds_below(lines[own:], _ANSWER_LINES, letter.text if letter else "")
    )


def own_start(lines: Sequence[str], letter: ParsedMail | None) -> int | None:
    """Where our own letter begins: by its answer line, else by its last lines; None where it does not stand there."""
    own = own_letter_start(lines, _ANSWER_LINES)
    return sent_start(lines, letter.text) if own is None and letter is not None else own


def _told_apart(lines: list[str], mail: ParsedMail, letter: ParsedMail | None) -> Told:
    """A text that quotes no letter of ours, though it may answer one."""
    parties = parties_of(mail, letter)
    answers = bool(letter is not None or mail.in_reply_to or mail.references or parted(mail.subject)[0])
    kinds = marked(lines, len(lines), () if is_forward_subject(mail.subject) else introductions(mail.html), parties)
    forward = find_forward(lines, mail.subject)
    returns = forward is not None and answers and parties.knows(forward.forwarded.from_) and not is_forward_separator(lines[forward.start])
    if forward is not None and not (returns and not is_forward_subject(mail.subject)) and not _inside(lines, kinds, forward.start):
        above = marked(lines[: forward.start], forward.start, parties=parties)
        return Told(above + [Kind.NEW] * (len(lines) - forward.start), forward.forwarded, passes_on=True, start=forward.start)
    start = next((index for index, kind in enumerate(kinds) if kind is Kind.QUOTED), None)
    return Told(kinds, None if answers or start is None else quoted_mail(lines, start, mail.subject))


def above_of(told: Told) -> Sequence[int]:
    """The places of what stands over the mail that is passed on; of all that is new where that one is attached or stands in a quote."""
    return range(told.start) if told.passes_on else [place for place, kind in enumerate(told.kinds) if kind is Kind.NEW]


def signature_of(lines: Sequence[str], told: Told, mail: ParsedMail, closings: Sequence[Closing]) -> list[int]:
    """The places of the signature: below the first new words or below the last, and never beyond what is quoted below it."""
    new = above_of(told)
    parts = _parts(lines, new)
    found: set[int] = set()
    elements = signatures(mail.html) if mail.html else frozenset()
    for part in parts[:1] + parts[1:][-1:]:
        said = [lines[place] for place in part]
        if part is not parts[0] and disclaimer_start(said) == next(index for index, line in enumerate(said) if line.strip()):
            found.update(part)  # lawyers alone speak below all that is quoted
            continue
        start = signature_start(said, mail.from_)
        if mail.from_ and start == len(said) and is_header(lines, part[-1] + 1):
            start = address_start(said, mail.from_)
        end = signature_end(said, start, mail.from_)
        found.update(part[start : added_below(said, start, closings) if closings and end == len(said) else end])
        found.update(part[place] for place in element_places(said, elements))
    if closings:
        found.update(new[learned_start([lines[place] for place in new], closings, mail.from_) :])
    return sorted(found)


def _parts(lines: Sequence[str], new: Sequence[int]) -> list[list[int]]:
    """The new places, apart where quoted words stand between them; blank lines alone are no part."""
    parts: list[list[int]] = [[]]
    for place in new:
        above = parts[-1][-1] if parts[-1] else place
        if place - above > 1 and any(line.strip() for line in lines[above + 1 : place]):
            parts.append([])
        parts[-1].append(place)
    return [part for part in parts if any(lines[place].strip() for place in part)]


def _inside(lines: list[str], kinds: list[Kind], start: int) -> bool:
    """Whether a mail that was forwarded once begins inside of a quote; the line that says when, above its header, is still its own."""
    above = [line for line, kind in zip(lines[:start], kinds, strict=False) if kind is Kind.QUOTED and line.strip()]
    return kinds[start] is Kind.QUOTED and bool(above) and not (len(above) == 1 and is_moment(above[0]))


def _with_inner(forwarded: Forwarded | None, deep: int = _DEEPEST) -> Forwarded | None:
    """The mail with the one that it passes on in its turn, and so on."""
    if forwarded is None or not deep:
        return forwarded
    inner = forwarded.forwarded
    if inner is None:
        found = find_forward(loosened(forwarded.text), forwarded.subject)
        inner = found.forwarded if found else None
    return replace(forwarded, forwarded=_with_inner(inner, deep - 1)) if inner else forwarded


def _came_back(mail: ParsedMail, letter: ParsedMail | None) -> frozenset[str]:
    """The pictures that our letter carried and the mail program sent back with its quote."""
    sent = {one.sha256 for one in letter.attachments} if letter else set()
    return frozenset(one.sha256 for one in mail.attachments if one.sha256 in sent and (one.inline or one.content_id))


def _signed(lines: Sequence[str], told: Told, signed: Sequence[int]) -> tuple[list[int], Sequence[int]]:
    """The places of the new words and of the signature; an answer of nothing but a signature is shown rather than nothing."""
    new = [place for place, kind in enumerate(told.kinds) if kind is Kind.NEW]
    below = set(signed)
    reply = _with_words(lines, [place for place in new if place not in below])
    return (reply, signed) if reply else (_with_words(lines, new), ())


def _with_words(lines: Sequence[str], places: list[int]) -> list[int]:
    """The places without those of the blank lines at both ends."""
    said = [index for index, place in enumerate(places) if lines[place].strip()]
    return places[said[0] : said[-1] + 1] if said else []


def _trimmed(lines: Sequence[str]) -> str:
    return "\n".join(line.rstrip() for line in lines).strip("\n")
