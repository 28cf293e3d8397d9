"""`maildesk db`: the database itself."""

from __future__ import annotations

import click

from maildesk.cli.call import Call
from maildesk.cli.output import say, say_all
from maildesk.language import _


@click.group()
def db() -> None:
    """Make, upgrade or move the database."""


@db.command()
@click.pass_obj
def upgrade(call: Call) -> None:
    """Make a fresh desk's database, or bring an older one up to this program. Back it up first."""
    from maildesk.bootstrap import make_database
    from maildesk.store.schema import HEAD

    make_database(call.config())
    say(_("the database is of revision {revision}").format(revision=HEAD))


@db.command()
@click.pass_obj
def reindex(call: Call) -> None:
    """Make the search index anew, from the tickets themselves. It can be stopped at any time: the daemon goes on with it."""
    from maildesk.cli.output import say_progress
    from maildesk.service.indexing import reindex as anew

    with call.database() as database:
        for left in anew(database):
            say_progress(_("{count} tickets left").format(count=left), done=not left)
    say(_("the search index is made anew"))


@db.command()
@click.argument("url", metavar="URL")
@click.pass_obj
def copy(call: Call, url: str) -> None:
    """Copy the whole desk into an empty database: from SQLite to PostgreSQL, or back. Stop the daemon first.

    URL is postgresql://USER@HOST/NAME or sqlite:///FILE. All rows are compared afterwards; a copy that is stopped leaves nothing,
    and is started again. Then name URL as `database:` in desk.yaml, and start the daemon.
    """
    from maildesk.cli.output import say_progress
    from maildesk.upkeep.moving import move

    rows = 0
    for step in move(call.config(), url, call.file().parent):
        rows = step.rows
        said = _("{done} of {rows} rows compared") if step.comparing else _("{done} of {rows} rows copied")
        say_progress(said.format(done=step.done, rows=rows), done=step.done == rows)
    say(_("{rows} rows are copied and compared; now set `database:` in desk.yaml, and start the daemon").format(rows=rows))


@db.command()
@click.pass_obj
def restored(call: Call) -> None:
    """After pg_restore, or a disk's snapshot, brought the database back: hold what waited, and give no number or key twice.

    `maildesk restore` does so by itself. Stop the daemon first.
    """
    import secrets

    from maildesk.cli.broughtback import told
    from maildesk.clock import SystemClock
    from maildesk.upkeep.restore import brought_back

    say_all(told(brought_back(call.config(), SystemClock().now(), secrets.token_bytes)))
