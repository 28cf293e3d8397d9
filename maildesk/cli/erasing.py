"""`maildesk erase`: a person is taken out of the desk."""

from __future__ import annotations

import sys

import click

from maildesk.cli.call import Call
from maildesk.cli.completing import ADDRESS
from maildesk.cli.output import say
from maildesk.errors import Refused
from maildesk.language import Said, _


@click.command()
@click.argument("address", type=ADDRESS, metavar="ADDRESS")
@click.option("--yes", is_flag=True, help="Do it without asking; else ADDRESS has to be typed once more.")
@click.pass_obj
def erase(call: Call, address: str, yes: bool) -> None:
    """Erase whoever writes from ADDRESS, and from the addresses that #also put beside it. It cannot be undone; with --as: an admin.

    The words, files and raw mails of their tickets go, as do the letters to them; on tickets of others their own entries go, and
    their addresses and full name become unreadable. Numbers, days and what was done with a ticket stay, so that reports count as
    before. Their tickets must be closed. Backups made before, and other people's mailboxes, are not reached.
    """
    import secrets

    from maildesk.changes import Act
    from maildesk.clock import SystemClock
    from maildesk.ticket import Role
    from maildesk.upkeep.erasing import erase as erased
    from maildesk.upkeep.erasing import found_of

    config = call.config()
    call.permit(config, Role.ADMIN, None)
    act = Act(call.actor(config), "cli", SystemClock().now())
    with call.database() as database:
        with database.read() as session:
            found = found_of(session, address)
        told = _("{addresses}: tickets {own}, part in tickets {others}, {mails} mails, {letters} letters").format(
            addresses=", ".join(found.addresses), own=_numbers(found.own), others=_numbers(found.others), mails=found.mails, letters=found.letters
        )
        say(told)
        if not yes:
            _confirm(address)
        with database.write() as session:
            erased(session, found_of(session, address), act, config.limits, secrets.token_hex(6))
    say(_("erased"))


def _numbers(tickets: tuple[int, ...]) -> str:
    return ", ".join(f"#{number}" for number in tickets) or "–"


def _confirm(address: str) -> None:
    if not sys.stdin.isatty():
        raise Refused(Said("nothing was erased: this is no terminal, so add --yes"))
    if click.prompt(_("To erase all of this for good, type the address once more"), err=True).strip().lower() != address:
        raise Refused(Said("nothing was erased: that was another address"))
