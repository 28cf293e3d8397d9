"""One call of the command line: which desk it is about, and who makes it."""

from __future__ import annotations

import contextlib
import os
import pwd
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from maildesk.errors import Refused
from maildesk.language import Said

# A command that only prints its help opens nothing and imports nothing of this.
if TYPE_CHECKING:
    from maildesk.changes import Actor
    from maildesk.config.schema import DeskConfig
    from maildesk.desk import Desk
    from maildesk.store.engine import Database
    from maildesk.ticket import Role, Ticket


@dataclass(frozen=True)
class Call:
    """What stands before the command's name: `desk` and `acting` are None where they were not given."""

    desk: Path | None = None
    acting: str | None = None

    def file(self) -> Path:
        """The desk's file; raises BadConfiguration where there is none."""
        from maildesk.config.find import find_desk

        return find_desk(self.desk, os.environ)

    def config(self) -> DeskConfig:
        """The desk's configuration; raises BadConfiguration with every problem."""
        from maildesk.config.load import load_config

        return load_config(self.file())

    @contextlib.contextmanager
    def database(self) -> Iterator[Database]:
        """The desk's database, of this program's revision. Rules and templates are not read: looking needs none."""
        from maildesk.store.engine import Database

        config = self.config()
        self.actor(config)
        with contextlib.closing(Database(config.database)) as database:
            _checked(database)
            yield database

    @contextlib.contextmanager
    def whole_desk(self) -> Iterator[Desk]:
        """Everything the stages need; raises BadConfiguration with every problem of all files."""
        from maildesk.bootstrap import open_desk

        desk = open_desk(self.file())
        with contextlib.closing(desk.database):
            self.actor(desk.config)
            _checked(desk.database)
            yield desk

    def actor(self, config: DeskConfig) -> Actor:
        """The agent of `--as`, else the operator at this machine, who may do everything; raises Refused where no agent is called that."""
        from maildesk.changes import Actor
        from maildesk.ticket import Role

        if self.acting is None:
            return Actor(f"operator:{_user()}", Role.ADMIN)
        entry = config.directory().agent(self.acting)
        if entry is None:
            known = ", ".join(agent.address for agent in config.directory().agents) or "none"
            raise Refused(Said("there is no agent {agent}; known are {known}", agent=self.acting, known=known))
        return Actor(f"agent:{entry.address}", entry.role)

    def permit(self, config: DeskConfig, needed: Role, ticket: Ticket | None) -> None:
        """Raises Refused where whoever calls has not this role on the ticket; without a ticket, on the whole desk."""
        from maildesk.commands.authorise import lacking
        from maildesk.config.roles import Right, right_of

        actor = self.actor(config)
        missing = lacking(needed, right_of(config, actor, ticket) if ticket else Right(actor.role))
        if missing:
            raise Refused(Said("{who}: this {why}", who=actor.name.removeprefix("agent:"), why=missing))


def _checked(database: Database) -> None:
    from maildesk.store.schema import check

    check(database)


def _user() -> str:
    """The user of this process as the system knows him; the environment may say anything."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())
