"""What an agent answers between the lines of our letter, as the customer may see it: cut out of what the customer wrote, never out of the letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from maildesk.commands.block import Block
from maildesk.config.limits import Limits
from maildesk.newwords import Context, SplitText, with_context
from maildesk.threading.markup.newpart import between_html
from maildesk.threading.quoting.interleaved import passage
from maildesk.ticket import Message


@dataclass(frozen=True, slots=True)
class Between:
    """What is answered and stands in entries that the reader may read: as the agent's program quoted it, and as it stands there."""

    split: SplitText
    context: tuple[tuple[Context, Context], ...] = ()

    def words(self, block: Block) -> str:
        """The block's words, each below the lines that it answers; nothing else of the letter around those, which is for staff."""
        own = block.rest.removesuffix(block.inserted).rstrip()
        if not self.context or not own:
            return block.rest.strip()
        # The block stood at the top: what is left of the reply are its last lines.
        moved = own.count("\n") - self.split.reply.count("\n")
        placed = {line: replace(one, line=line) for _, one in self.context for line in [max(0, one.line + moved)]}
        return "\n\n".join(filter(None, (with_context(own, tuple(placed.values())), block.inserted))).strip()

    def html(self, html: str, limits: Limits) -> str:
        """The HTML of the new words with the same lines, "" where it cannot be cut surely; commands are still in it."""
        return between_html(html, self.split.reply, self.context, limits) if self.context and html else self.split.reply_html


def between(split: SplitText, entries: Sequence[Message]) -> Between:
    """What of these entries the new words answer; what none of them says is left out, because the letter around it is ours and an agent may have changed it."""
    found = ((one, next(filter(None, (passage(entry.reply, one.quoted) for entry in entries)), ())) for one in split.context)
    return Between(split, tuple((one, Context(one.line, quoted)) for one, quoted in found if quoted))
