"""What each agent may do on the tickets of each team."""

from __future__ import annotations

from dataclasses import dataclass

from maildesk.changes import Actor
from maildesk.config.schema import DeskConfig
from maildesk.ticket import Role, Ticket


@dataclass(frozen=True, slots=True)
class Right:
    """What somebody may do on one ticket: `role` is None where he may not even see it, `team` None where it is no team's."""

    role: Role | None
    team: str | None = None

    @property
    def answers_customers(self) -> bool:
        return self.role is not None and self.role >= Role.AGENT


def team_of(config: DeskConfig, ticket: Ticket) -> str | None:
    """Whose ticket it is; one whose team desk.yaml no longer names is its mailbox's team's."""
    home = config.home(ticket.mailbox).team
    return ticket.team if ticket.team in config.teams else home or ticket.team


def role_of(config: DeskConfig, address: str, team: str | None) -> Role | None:
    """An agent's role on a team's tickets. Whoever was taken off a team has none there from that moment on (V064)."""
    agent = config.agent(address)
    if agent is None:
        return None
    own = Role[agent.role.upper()]
    if own >= Role.SUPERVISOR or team is None:
        return own
    on_team = config.teams[team].role(agent.address, own) if team in config.teams else None
    return on_team or (own if own is Role.OBSERVER else None)


def right_of(config: DeskConfig, actor: Actor, ticket: Ticket) -> Right:
    """What an actor may do on a ticket: an agent what the teams say, the operator and our own rules what they always may."""
    team = team_of(config, ticket)
    return Right(role_of(config, actor.address, team) if actor.address else actor.role, team)


def who_run(config: DeskConfig) -> tuple[str, ...]:
    """The addresses of those who run the whole desk."""
    return tuple(agent.address for agent in config.agents if agent.role in ("supervisor", "admin") and not agent.disabled)


def staff_who_see(config: DeskConfig, team: str | None, of: str | None) -> tuple[str, ...]:
    """The people of the team `of` who may see a ticket of `team`."""
    people = config.teams[of].people if of in config.teams else ()
    return tuple(address for address in people if role_of(config, address, team) is not None)
