"""`maildesk db`: the database itself."""

from __future__ import annotations

import click

from maildesk.cli.call import Call
from maildesk.cli.output import say


@click.group()
def db() -> None:
    """Make or upgrade the database."""


@db.command()
@click.pass_obj
def upgrade(call: Call) -> None:
    """Make a fresh desk's database, or bring an older one up to this program. Back it up first."""
    from maildesk.bootstrap import make_database
    from maildesk.store.schema import HEAD

    make_database(call.config())
    say(f"the database is of revision {HEAD}")
