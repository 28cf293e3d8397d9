"""What programs put above and below the text of a mail, whoever wrote that: a gateway's banner, a list's footer, a lawyer's words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from maildesk.letter import ANSWER_LINES
from maildesk.mail import ParsedMail
from maildesk.threading.comparable import comparable
from maildesk.threading.quoting.interleaved import with_common_marks
from maildesk.threading.quoting.lines import loosened
from maildesk.threading.quoting.marks import is_marked
from maildesk.threading.signature.banners import banner_end, banner_start
from maildesk.threading.signature.disclaimers import disclaimer_start
from maildesk.threading.signature.prose import is_list_footer

# RFC 2369, RFC 2919: a mail that bears one of these came by a list.
_LISTS = frozenset({"list-id", "list-post", "list-unsubscribe", "list-help"})
_FOOTER = re.compile(r"_{20,}|-{40,}|#{20,}")
_LONGEST_FOOTER, _LONGEST_LINE = 12, 600  # lines, characters
_ANSWER_LINES = tuple(ANSWER_LINES.values())
_COMPARED = tuple(map(comparable, _ANSWER_LINES))


@dataclass(frozen=True, slots=True)
class Edged:
    """The lines of a mail's text, those of a gateway above them, and those of a list or a gateway below."""

    lines: list[str]
    above: Sequence[str] = ()
    below: Sequence[str] = ()


def edged(mail: ParsedMail, letter: ParsedMail | None = None, by_agent: bool = False) -> Edged:
    """A mail's text without what programs put around it; what our letter says that is answered is none of that.

    `by_agent`: what a gateway wrote below an agent's commands is no letter to a customer.
    """
    lines = loosened(mail.text)
    top = banner_end(lines)
    above, lines = lines[:top], lines[top:]
    end = banner_start(lines)
    lines, below = lines[:end], lines[end:]
    footer = _footer_start(lines, letter) if _LISTS.intersection(name.lower() for name, _ in mail.headers) else len(lines)
    if by_agent and footer == len(lines):
        evened = with_common_marks(lines, _ANSWER_LINES)
        footer = disclaimer_start(evened, _said_unmarked(evened, letter))
    return Edged(lines[:footer], above, [*lines[footer:], *below])


def answer_line(lines: Sequence[str], start: int = 0) -> int | None:
    """Where the first line of a letter to staff stands, marked or not."""
    return next((place for place in range(start, len(lines)) if comparable(lines[place][:_LONGEST_LINE]).startswith(_COMPARED)), None)


def _footer_start(lines: list[str], letter: ParsedMail | None) -> int:
    """Where a list's words below every mail begin: a long rule, and little under it, about the list. Below a quote it is no answer."""
    start = next((index for index in range(max(0, len(lines) - _LONGEST_FOOTER), len(lines)) if _FOOTER.fullmatch(lines[index].strip())), len(lines))
    below = lines[start:]
    if any(line.lstrip().startswith(">") for line in below) or not is_list_footer("\n".join(line[:_LONGEST_LINE] for line in below)):
        return len(lines)
    return len(lines) if comparable("".join(below)) in _said_unmarked(lines, letter) else start


def _said_unmarked(lines: Sequence[str], letter: ParsedMail | None) -> str:
    """The letters of our letter, where a program quoted it without marks; "" where there are some, which tell it from what is added below."""
    place = answer_line(lines) if letter else None
    return "" if letter is None or any(map(is_marked, lines if place is None else (lines[place],))) else comparable(letter.text)
