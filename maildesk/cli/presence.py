"""Who is there: what `agent list`, `agent away` and `agent back` read, allow and say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from maildesk.absence import Absence, Absent
from maildesk.changes import Actor
from maildesk.clock import rfc3339
from maildesk.config.schema import Agent, DeskConfig
from maildesk.directory import AgentEntry, Directory
from maildesk.errors import Refused
from maildesk.language import Said, ngettext
from maildesk.store.engine import Session
from maildesk.store.overview import burdens
from maildesk.ticket import Role
from maildesk.verbs.arguments import read_argument
from maildesk.verbs.dates import NoTime, When, read_time
from maildesk.verbs.kinds import Argument, BadArgument


@dataclass(frozen=True, slots=True)
class Presence:
    """One agent of the desk: the absence that is under way, and how many active tickets lie with the agent."""

    agent: Agent
    teams: tuple[str, ...]
    absence: Absence | None
    active: int


def presences(session: Session, config: DeskConfig, away: Absent) -> tuple[Presence, ...]:
    """Every agent of desk.yaml, in its order."""
    active = {one.assignee: one.active for one in burdens(session)}
    return tuple(Presence(agent, _teams(agent.address, config), away.get(agent.address), active.get(agent.address, 0)) for agent in config.agents)


def _teams(address: str, config: DeskConfig) -> tuple[str, ...]:
    return tuple(name for name, team in config.teams.items() if address in team.people)


def presence_shape(one: Presence) -> dict[str, object]:
    absence = one.absence
    return {
        "agent": one.agent.address,
        "also": list(one.agent.also),
        "name": one.agent.name,
        "role": one.agent.role,
        "disabled": one.agent.disabled,
        "teams": list(one.teams),
        "away": absence is not None,
        "away_since": rfc3339(absence.since) if absence else None,
        "away_until": rfc3339(absence.until) if absence and absence.until else None,
        "note": absence.note if absence else "",
        "open_tickets": one.active,
    }


def agent_of(text: str, config: DeskConfig) -> AgentEntry:
    """The agent meant by an address, a name or its beginning; raises Refused with what would be right."""
    directory = Directory(config.directory().agents)
    try:
        address = read_argument(Argument.WHO, text, directory)
    except BadArgument as error:
        raise Refused(error.said) from None
    entry = directory.agent(str(address))
    assert entry is not None
    return entry


def refuse_others(actor: Actor, config: DeskConfig, agent: AgentEntry) -> None:
    """Whether somebody is there says the agent, a supervisor of one of the agent's teams, or who runs the desk; raises Refused."""
    if actor.role >= Role.SUPERVISOR or actor.address == agent.address:
        return
    if any(actor.address in team.supervisors and agent.address in team.people for team in config.teams.values()):
        return
    raise Refused(Said("whether {agent} is there, only the agent or a supervisor says", agent=agent.address))


def until_of(text: str | None, now: datetime, zone: ZoneInfo) -> datetime | None:
    """When an agent is back; a date is its beginning in the desk's zone. Raises Refused for what is no time, or is over."""
    if text is None:
        return None
    try:
        return read_time(text, When(now, zone, begins=time()))
    except NoTime as wrong:
        raise Refused(wrong.said) from None


def stranded_lines(found: Sequence[Presence]) -> Iterator[str]:
    """A word about each agent who is away and has tickets: nobody looks at those."""
    for one in found:
        if one.absence and one.active:
            text = ngettext(
                "{count} open ticket lies with {agent}, who is away: maildesk ticket list --assignee {agent}",
                "{count} open tickets lie with {agent}, who is away: maildesk ticket list --assignee {agent}",
                one.active,
            )
            yield text.format(count=one.active, agent=one.agent.address)
