"""Asks of each change whether whoever wants it may make it on this ticket; the verb table says which role that needs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from maildesk.carriers import is_own
from maildesk.changes import Change, CommandProblem
from maildesk.commands.outside import outside_in
from maildesk.config.roles import Right, role_of, staff_who_see
from maildesk.config.schema import DeskConfig
from maildesk.errors import NOTHING
from maildesk.language import Said
from maildesk.ticket import Role
from maildesk.verbs.arguments import plain
from maildesk.verbs.table import VERBS

_NAMES = {Role.OBSERVER: Said("observer"), Role.AGENT: Said("agent"), Role.SUPERVISOR: Said("supervisor"), Role.ADMIN: Said("admin")}
_LINES = {"reply": Said("your words to the customer"), "note": Said("your note")}


def authorise(changes: Sequence[Change], right: Right, config: DeskConfig) -> tuple[CommandProblem, ...]:
    """A problem for each change that may not be made; none means that all of them may be made together."""
    return tuple(_problems(changes, right, config))


def _problems(changes: Sequence[Change], right: Right, config: DeskConfig) -> Iterator[CommandProblem]:
    team = right.team
    for change in changes:
        why = lacking(VERBS[change.verb].needs, right) or _not_for(change, team, config)
        if why:
            yield CommandProblem(_LINES.get(change.verb, f"#{change.verb}"), why)
        if change.verb == "assign" and str(change.value) in config.teams:
            team = str(change.value)
        if change.verb == "queue":
            team = change.value[1] if isinstance(change.value, tuple) else None


def lacking(needed: Role, right: Right) -> Said:
    """What is missing for something that needs this role, "" where nothing is."""
    if right.role is not None and right.role >= needed:
        return NOTHING
    if right.role is None and right.team:
        return Said("needs the role {needed} on the team {team}; you are not on that team", needed=_NAMES[needed], team=right.team)
    if right.role is None:
        return Said("needs the role {needed}; you have none", needed=_NAMES[needed])
    if right.team:
        return Said(
            "needs the role {needed} on the team {team}; yours there is {role}", needed=_NAMES[needed], team=right.team, role=_NAMES[right.role]
        )
    return Said("needs the role {needed}; yours is {role}", needed=_NAMES[needed], role=_NAMES[right.role])


def _not_for(change: Change, team: str | None, config: DeskConfig) -> Said:
    """Why a ticket of this team cannot be given to the one named, or not be shown to him."""
    whom = str(change.value)
    if change.verb == "assign" and "@" in whom:
        role = role_of(config, whom, team)
        if role is None:
            return Said("{whom} does not work on tickets of the team {team}", whom=whom, team=team)
        if role < Role.AGENT:
            return Said("{whom} is an observer and works on no ticket", whom=whom)
    if change.verb in ("notify", "watch") and "@" in whom and role_of(config, whom, team) is None:
        return Said("{whom} may not see tickets of the team {team}", whom=whom, team=team)
    if change.verb == "notify" and whom in config.teams and not staff_who_see(config, team, whom):
        return Said("nobody of the team {whom} may see tickets of the team {team}", whom=whom, team=team)
    return _not_spoken(change, team, config)


def _not_spoken(change: Change, team: str | None, config: DeskConfig) -> Said:
    """Why words of a ticket of this team cannot leave from the mailbox named, or go to whom is asked."""
    if change.verb == "from" and isinstance(change.value, tuple) and config.home(change.value[0]).team != team:
        return Said("{mailbox} is no mailbox of the team {team}", mailbox=change.value[0], team=team)
    outside = outside_in((change,))
    if outside and (is_own(outside, config.mailboxes) or config.agent(outside)):
        return Said("{whom} is of the house: write #note, or #notify", whom=outside)
    return next(_before_customers(change, config), NOTHING)


def _before_customers(change: Change, config: DeskConfig) -> Iterator[Said]:
    """Why somebody named cannot stand among those the answers go to: the desk would write to itself, or show a colleague's address."""
    named = plain(change.value) if change.verb == "cc" and isinstance(change.value, tuple) else ()
    for address in (*named, *((str(change.value),) if change.verb == "customer" else ())):
        if is_own(address, config.served):
            yield Said("{address} is an address of this desk", address=address)
        elif address in named and address in config.private_addresses:
            yield Said("{whom} is of the house, and customers would see the address: write #watch, or #notify", whom=address)
