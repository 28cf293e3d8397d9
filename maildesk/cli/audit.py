"""`maildesk audit`: whether the history of the tickets is what was written."""

from __future__ import annotations

import click

from maildesk.cli.call import Call
from maildesk.cli.output import say
from maildesk.errors import Refused
from maildesk.language import _, ngettext


@click.group()
def audit() -> None:
    """Check that nobody rewrote history."""


@audit.command()
@click.pass_obj
def verify(call: Call) -> None:
    """Follow the chain of hashes through every ticket's history; the first broken line is named, exit 1."""
    from maildesk.store.browse import ticket_numbers
    from maildesk.store.events import events_of, first_broken

    lines = 0
    with call.database() as database, database.read() as session:
        for number in ticket_numbers(session):
            history = events_of(session, number)
            broken = first_broken(history)
            if broken is not None:
                text = _("the history of ticket {number} is broken at line {line} ({what} at {at})")
                raise Refused(text.format(number=number, line=broken.number, what=broken.what, at=f"{broken.at:%Y-%m-%d %H:%M} UTC"))
            lines += len(history)
    say(ngettext("{count} line of history holds together", "{count} lines of history hold together", lines).format(count=lines))
