"""Why words inside of our letter, where it is quoted without marks, count as somebody's answers or not; `explain` asks for it."""

from __future__ import annotations

from collections.abc import Iterator

from maildesk.evidence import Evidence, lost, won
from maildesk.language import Said
from maildesk.newwords import SplitText
from maildesk.threading.inside import has_no_marks, points_below


def weigh_inside(before: SplitText, after: SplitText, answers_ours: bool = True) -> Iterator[Evidence]:
    """`before` is a mail on a ticket, told apart by its marks; `after` how it was taken in the end."""
    if bool(before.quoted) != bool(after.quoted):
        yield _WHOLE if after.quoted else _SHOWN
        return
    if not answers_ours or not (has_no_marks(before) or after.mingled):
        return
    lines = {line for line in (*after.reply.split("\n"), *after.answer.split("\n")) if line.strip()} - set(before.reply.split("\n"))
    answers = [line for line in lines if not line.startswith("> ")]
    if after.mingled:
        why = Said("no line of ours around them tells for certain whose they are: nothing leaves, and their author is asked")
        yield lost(Said("words inside of our letter, which is quoted without marks"), why)
    elif answers:
        of = Said("words inside of our letter, or below it, in lines: {count}", count=len(answers))
        yield won(of, _WHY_SAID if points_below(before) else _WHY_BETWEEN)
    else:
        yield lost(Said("our letter, which is quoted without marks"), Said("nothing is told inside of it or below it that its own lines do not say"))


_WHOLE = won(Said("our letter, which is quoted without marks"), Said("its lines stand there in order, from the first to the end"))
_SHOWN = won(Said("nothing is folded"), Said("the words above say that there are answers below, and nothing tells whose words are whose there"))
_WHY_SAID = Said("the words above say that there are answers below, and our letter does not say these")
_WHY_BETWEEN = Said("they stand between two lines that follow each other in our letter, or below its end")
