"""`maildesk person`: who writes from an address, and from which others."""

from __future__ import annotations

import click

from maildesk.cli.call import Call
from maildesk.cli.completing import ADDRESS
from maildesk.cli.output import as_json, say_all, say_table
from maildesk.language import N_, _

_HEADINGS = (N_("ADDRESS"), N_("SINCE"), N_("SAID ON"), N_("TICKETS"))


@click.command()
@click.argument("address", type=ADDRESS, metavar="ADDRESS")
@as_json
@click.pass_obj
def person(call: Call, address: str, as_json: bool) -> None:
    """The addresses that staff know whoever writes from ADDRESS by, since when, the ticket where that was said (#also), and the number of tickets of each."""
    from maildesk.cli.shapes import json_line
    from maildesk.cli.visible import when
    from maildesk.clock import rfc3339
    from maildesk.store.browse import tickets_by
    from maildesk.store.persons import addresses_of

    with call.database() as database, database.read() as session:
        stands, others = addresses_of(session, address)
        many = tickets_by(session, (stands, *(one.address for one in others)))
    if as_json:
        said = [(stands, None, None), *((one.address, rfc3339(one.since), one.ticket) for one in others)]
        say_all(json_line({"address": one, "since": since, "said_on": ticket, "tickets": many.get(one, 0)}) for one, since, ticket in said)
        return
    rows = [(stands, "", "", many.get(stands, 0))]
    rows += [(one.address, when(one.since), f"#{one.ticket}", many.get(one.address, 0)) for one in others]
    say_table(_HEADINGS, rows if others or many else [], _("nobody has written from {address}").format(address=stands))
