"""The people, teams, mailboxes and prepared things that a command may name."""

from __future__ import annotations

from dataclasses import dataclass, replace

from maildesk.ticket import Role
from maildesk.verbs.dates import When


@dataclass(frozen=True, slots=True)
class AgentEntry:
    """`also` are other addresses that the agent writes from; what is meant for the agent goes to `address`."""

    address: str
    name: str
    role: Role
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MailboxEntry:
    address: str
    name: str
    team: str | None


@dataclass(frozen=True, slots=True)
class Prepared:
    """The names of texts and of articles, and lists of commands by name."""

    texts: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    macros: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Directory:
    """The agents and teams a verb may name, and when it is asked for; without `when` a time stays as it is written, until its rule fires."""

    agents: tuple[AgentEntry, ...] = ()
    teams: tuple[str, ...] = ()
    when: When | None = None
    mailboxes: tuple[MailboxEntry, ...] = ()
    prepared: Prepared = Prepared()

    def agent(self, address: str) -> AgentEntry | None:
        """Whose address it is, the one letters go to or another."""
        return next((entry for entry in self.agents if address.lower() in (entry.address, *entry.also)), None)

    def at(self, when: When) -> Directory:
        return replace(self, when=when)
