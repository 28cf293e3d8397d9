"""Asks of each change whether a role may make it; the verb table says which role that needs."""

from __future__ import annotations

from collections.abc import Sequence

from maildesk.changes import Change, CommandProblem
from maildesk.ticket import Role
from maildesk.verbs import VERBS


def authorise(changes: Sequence[Change], role: Role) -> tuple[CommandProblem, ...]:
    """A problem for each change that this role may not make; none means that all of them may be made."""
    return tuple(
        CommandProblem(f"#{change.verb}", f"needs the role {needed.name.lower()}; yours is {role.name.lower()}")
        for change in changes
        if role < (needed := VERBS[change.verb].needs)
    )
