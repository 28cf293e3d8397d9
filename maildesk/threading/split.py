"""What is new in a mail, what it quotes and what is its signature. Nothing is deleted: the parts together are the whole.

An own answer line is trusted first, then structure, then words. Where it is not sure, text stays new: losing what a person wrote is
worse than showing a quote.
"""

from __future__ import annotations

from collections.abc import Sequence

from maildesk.config.schema import Limits
from maildesk.letter import ANSWER_LINES
from maildesk.mail import ParsedMail, SplitText
from maildesk.threading.closings import Closing, learned_start
from maildesk.threading.forwards import Found, find_forward
from maildesk.threading.htmlsplit import new_html
from maildesk.threading.interleaved import kinds_below
from maildesk.threading.lines import loosened
from maildesk.threading.quotes import Kind, marked, own_letter_start
from maildesk.threading.signatures import signature_start

# Beyond this the text is kept whole as new: no honest letter is longer.
LONGEST = 1 << 20
_ANSWER_LINES = tuple(ANSWER_LINES.values())


def split(mail: ParsedMail, first: bool = False, letter: ParsedMail | None = None, closings: Sequence[Closing] = ()) -> SplitText:
    """The parts of a mail's text; a ticket's first message (`first`) is never cut but for its signature.

    `letter` is our letter that the mail answers, where it is known, `closings` what earlier mails of its sender ended with. A
    forwarded mail stays part of the new words: whoever forwards it wants it read.
    """
    if len(mail.text) > LONGEST:
        return SplitText(reply=mail.text, reply_html=mail.html)
    lines = loosened(mail.text)
    own = None if first else own_letter_start(lines, _ANSWER_LINES)
    forward = find_forward(lines, mail.subject) if own is None else None
    new, quoted = (lines, []) if first else _told_apart(lines, own, forward, letter)
    reply, signature = _signed(new, len(new) if forward else _signature(new, mail, closings))
    return SplitText(
        reply=reply,
        quoted=_trimmed(quoted),
        signature=signature,
        reply_html=mail.html if first else new_html(mail.html, reply, _ANSWER_LINES, Limits()),
        forwarded=forward.forwarded if forward else None,
        quoted_files=_came_back(mail, letter),
    )


def _told_apart(lines: list[str], own: int | None, forward: Found | None, letter: ParsedMail | None) -> tuple[list[str], list[str]]:
    if forward is not None:
        kinds = marked(lines[: forward.start], forward.start) + [Kind.NEW] * (len(lines) - forward.start)
    elif own is not None:
        kinds = marked(lines, own)[:own] + kinds_below(lines[own:], _ANSWER_LINES, letter.text if letter else "")
    else:
        kinds = marked(lines, len(lines))
    new = [line for line, kind in zip(lines, kinds, strict=True) if kind is Kind.NEW]
    return new, [line for line, kind in zip(lines, kinds, strict=True) if kind is Kind.QUOTED]


def _came_back(mail: ParsedMail, letter: ParsedMail | None) -> frozenset[str]:
    """The pictures that our letter carried and the mail program sent back with its quote."""
    sent = {one.sha256 for one in letter.attachments} if letter else set()
    return frozenset(one.sha256 for one in mail.attachments if one.sha256 in sent and (one.inline or one.content_id))


def _signature(new: Sequence[str], mail: ParsedMail, closings: Sequence[Closing]) -> int:
    return min(signature_start(new), learned_start(new, closings, mail.from_) if closings else len(new))


def _signed(new: Sequence[str], cut: int) -> tuple[str, str]:
    """The new words and the signature under them; an answer of nothing but a signature is shown rather than nothing."""
    reply, signature = _trimmed(new[:cut]), _trimmed(new[cut:])
    return (reply, signature) if reply else (_trimmed(new), "")


def _trimmed(lines: Sequence[str]) -> str:
    return "\n".join(line.rstrip() for line in lines).strip("\n")
