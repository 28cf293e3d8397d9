"""What an agent answers between the lines of our letter, as the customer may see it: cut out of what the customer wrote, never out of the letter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from maildesk.commands.block import Block
from maildesk.mail import Context, SplitText, with_context
from maildesk.threading.interleaved import passage
from maildesk.ticket import Message


def words_between(block: Block, split: SplitText, entries: Sequence[Message]) -> str:
    """The block's words, each below the lines of these entries that it answers; what none of them says is left out, as it is where nothing answers it.

    The letter around those lines is ours: warnings, commands and notes that nobody else shall read. An agent may have changed them, too.
    """
    own = block.rest.removesuffix(block.inserted).rstrip()
    # The block stood at the top: what is left of the reply are its last lines.
    moved = own.count("\n") - split.reply.count("\n")
    texts = [entry.reply for entry in entries]
    shown = tuple(_shown(split.context, moved, texts)) if own else ()
    return "\n\n".join(filter(None, (with_context(own, shown), block.inserted))) if shown else block.rest


def _shown(context: Iterable[Context], moved: int, texts: Sequence[str]) -> Iterable[Context]:
    found: dict[int, Context] = {}
    for one in context:
        quoted = next(filter(None, (passage(text, one.quoted) for text in texts)), ())
        if quoted:
            line = max(0, one.line + moved)
            found[line] = Context(line, quoted)
    return found.values()
