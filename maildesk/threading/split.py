"""What is new in a mail, what it quotes and what is its signature. Nothing is deleted: the parts together are the whole.

An own answer line is trusted first, then structure, then words. Where it is not sure, text stays new: losing what a person wrote is
worse than showing a quote.
"""

from __future__ import annotations

from collections.abc import Sequence

from maildesk.letter import ANSWER_LINES
from maildesk.mail import ParsedMail, SplitText
from maildesk.threading.forwards import forwarded_in
from maildesk.threading.htmlsplit import new_html
from maildesk.threading.quotes import Kind, marked
from maildesk.threading.signatures import signature_start

# Beyond this the text is kept whole as new: no honest letter is longer.
LONGEST = 1 << 20


def split(mail: ParsedMail, first: bool = False, answer_lines: Sequence[str] = tuple(ANSWER_LINES.values())) -> SplitText:
    """The parts of a mail's text; a ticket's first message (`first`) is never cut but for its signature."""
    if len(mail.text) > LONGEST:
        return SplitText(reply=mail.text, reply_html=mail.html)
    lines = mail.text.split("\n")
    author = mail.from_.name if mail.from_ else ""
    kinds = [Kind.NEW] * len(lines) if first else marked(lines, answer_lines)
    new = [line for line, kind in zip(lines, kinds, strict=True) if kind is Kind.NEW]
    quoted = [line for line, kind in zip(lines, kinds, strict=True) if kind is Kind.QUOTED]
    cut = signature_start(new, author)
    reply, signature = _trimmed(new[:cut]), _trimmed(new[cut:])
    if not reply and not first:
        # An answer of nothing but a signature, or cut by mistake: show it all rather than nothing.
        reply, signature = _trimmed(new), ""
    html = mail.html if first else new_html(mail.html, reply, signature, answer_lines)
    return SplitText(reply=reply, quoted=_trimmed(quoted), signature=signature, reply_html=html, forwarded=forwarded_in(mail))


def _trimmed(lines: list[str]) -> str:
    return "\n".join(line.rstrip() for line in lines).strip("\n")
