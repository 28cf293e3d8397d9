"""Asks of each change whether whoever wants it may make it on this ticket; the verb table says which role that needs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from maildesk.changes import Change, CommandProblem
from maildesk.config.roles import Right, role_of, staff_who_see
from maildesk.config.schema import DeskConfig
from maildesk.language import N_, _
from maildesk.ticket import Role
from maildesk.verbs import VERBS

_LINES = {"reply": N_("your words to the customer"), "note": N_("your note")}


def authorise(changes: Sequence[Change], right: Right, config: DeskConfig) -> tuple[CommandProblem, ...]:
    """A problem for each change that may not be made; none means that all of them may be made together."""
    return tuple(_problems(changes, right, config))


def _problems(changes: Sequence[Change], right: Right, config: DeskConfig) -> Iterator[CommandProblem]:
    team = right.team
    for change in changes:
        why = lacking(VERBS[change.verb].needs, right) or _not_for(change, team, config)
        if why:
            yield CommandProblem(_(_LINES[change.verb]) if change.verb in _LINES else f"#{change.verb}", why)
        if change.verb == "assign" and str(change.value) in config.teams:
            team = str(change.value)


def lacking(needed: Role, right: Right) -> str:
    """What is missing for something that needs this role, "" where nothing is."""
    if right.role is not None and right.role >= needed:
        return ""
    if right.role is None:
        text = (
            _("needs the role {needed} on the team {team}; you are not on that team") if right.team else _("needs the role {needed}; you have none")
        )
    elif right.team:
        text = _("needs the role {needed} on the team {team}; yours there is {role}")
    else:
        text = _("needs the role {needed}; yours is {role}")
    return text.format(needed=_(needed.name.lower()), team=right.team, role=right.role and _(right.role.name.lower()))


def _not_for(change: Change, team: str | None, config: DeskConfig) -> str:
    """Why a ticket of this team cannot be given to the one named, or not be shown to him."""
    whom = str(change.value)
    if change.verb == "assign" and "@" in whom:
        role = role_of(config, whom, team)
        if role is None or role < Role.AGENT:
            text = _("{whom} does not work on tickets of the team {team}") if role is None else _("{whom} is an observer and works on no ticket")
            return text.format(whom=whom, team=team)
    if change.verb == "notify" and "@" in whom and role_of(config, whom, team) is None:
        return _("{whom} may not see tickets of the team {team}").format(whom=whom, team=team)
    if change.verb == "notify" and whom in config.teams and not staff_who_see(config, team, whom):
        return _("nobody of the team {whom} may see tickets of the team {team}").format(whom=whom, team=team)
    return ""
