"""`maildesk db`: the database itself."""

from __future__ import annotations

import click

from maildesk.cli.call import Call
from maildesk.cli.output import say
from maildesk.language import _


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


@db.command()
@click.pass_obj
def reindex(call: Call) -> None:
    """Make the search index anew, from the tickets themselves. It can be stopped at any time: the daemon goes on with it."""
    from maildesk.cli.output import say_progress
    from maildesk.indexing import reindex as anew

    with call.database() as database:
        for left in anew(database):
            say_progress(_("{count} tickets left").format(count=left), done=not left)
    say(_("the search index is made anew"))
