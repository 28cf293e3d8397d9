"""What it takes to make words unreadable: they must stand there. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from maildesk.changes import CommandProblem
from maildesk.language import Said


def redact_problems(nowhere: Iterable[str]) -> tuple[CommandProblem, ...]:
    """A problem for each of these words: whoever thinks them hidden would be wrong."""
    return tuple(CommandProblem("#redact", Said("these words stand nowhere on the ticket, so nothing was hidden")) for _ in nowhere)
