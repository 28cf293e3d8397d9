"""What it takes to make words unreadable: they must stand there, and be found soon. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from maildesk.changes import CommandProblem
from maildesk.language import Said


def redact_problems(unhidable: Iterable[Said]) -> tuple[CommandProblem, ...]:
    """A problem for each that cannot be hidden: whoever thinks it hidden would be wrong."""
    return tuple(CommandProblem("#redact", why) for why in unhidable)
