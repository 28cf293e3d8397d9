"""The text of a mail told apart: what is new in it, what it quotes, and its signature."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import add

from maildesk.mail import Forwarded


@dataclass(frozen=True, slots=True)
class Context:
    """Quoted lines, without their marks, and the line of the reply that answers them: they belong right above it."""

    line: int
    quoted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SplitText:
    """The text of a mail told apart; nothing of it is ever deleted from what is stored.

    `context` is what answers between quoted lines answer; it is part of neither `reply` nor `quoted`.
    `reply_html` is the part of the HTML that is new (not sanitised), "" where it could not be cut surely, `answer_html` the same with the context.
    `above` is what whoever passes a mail on says to it, without the signature: where no head of one is seen, all the new words. `quoted_files` are the SHA-256 of pictures that only came back from the letter the mail answers.
    """

    reply: str = ""
    quoted: str = ""
    signature: str = ""
    reply_html: str = ""
    forwarded: Forwarded | None = None
    above: str = ""
    quoted_files: frozenset[str] = frozenset()
    context: tuple[Context, ...] = ()
    answer_html: str = ""
    below: str = ""  # of an answer, the new words that stand below all that it quotes
    mingled: str = ""  # of an agent's, what may be new words among the lines of our letter, or below it, where no mark tells
    ending: str = ""  # of an agent's, all that stands below our letter where that has no marks, a program's lines with it

    @property
    def answer(self) -> str:
        """The new words as they are to be read: each below the quoted lines that it answers."""
        return with_context(self.reply, self.context)


def with_context(reply: str, context: Sequence[Context]) -> str:
    """An answer with the lines it answers, marked, above what answers them."""
    if not context:
        return reply
    lines = reply.split("\n")
    edges = (0, *(one.line for one in context), len(lines))
    quoted = ("", *("".join(f"> {line}".rstrip() + "\n" for line in one.quoted) for one in context))
    said = (re.sub("\n{3,}", "\n\n", "\n".join(lines[start:end])).strip("\n") for start, end in pairwise(edges))
    return "\n\n".join(part for part in map(add, quoted, said) if part)
