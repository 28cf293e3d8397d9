"""`maildesk spool`: the mails as they arrived, and those that need a person."""

from __future__ import annotations

from pathlib import Path

import click

from maildesk.cli.call import Call
from maildesk.cli.completing import MAIL
from maildesk.cli.output import as_json, newest, say, say_all, say_raw, say_table
from maildesk.language import N_, _

_STATES = ("waiting", "ticketed", "answered", "ignored", "held", "quarantined")
_HEADINGS = (N_("MAIL"), N_("STATE"), N_("RECEIVED"), N_("FROM"), N_("TO"), N_("SIZE"), N_("TRIES"), N_("WHY"))


@click.group()
def spool() -> None:
    """List, show, fetch, retry, release and drop mails."""


@spool.command("list")
@click.option("--state", type=click.Choice(_STATES), help="Only mails in this state.")
@newest
@as_json
@click.pass_obj
def list_(call: Call, state: str | None, last: int, as_json: bool) -> None:
    """The newest mails, oldest of them first."""
    from maildesk.cli.conversation import size
    from maildesk.cli.shapes import json_line, spool_shape
    from maildesk.cli.visible import when
    from maildesk.cli.wording import said
    from maildesk.intake.spool import listed
    from maildesk.mail import MailState

    with call.database() as database, database.read() as session:
        found = listed(session, MailState(state) if state else None, last)
    if as_json:
        say_all(json_line(spool_shape(row)) for row in found)
        return
    rows = [
        (row.id, said(row.state), when(row.received), row.mail_from, " ".join(row.rcpt_to), size(row.size), row.attempts, row.error or row.rule)
        for row in found
    ]
    say_table(_HEADINGS, rows, _("no mail is like that"))


@spool.command()
@click.argument("mail", type=MAIL)
@click.option("--raw", is_flag=True, help="The bytes as they came, and nothing else.")
@as_json
@click.pass_obj
def show(call: Call, mail: int, raw: bool, as_json: bool) -> None:
    """One mail: where it stands and why, and the top of its text."""
    from maildesk.cli.facts import mail_lines
    from maildesk.cli.shapes import json_line, spool_shape
    from maildesk.intake.spool import shown

    with call.database() as database, database.read() as session:
        row, data = shown(session, mail)
    if raw:
        say_raw(data)
    elif as_json:
        say(json_line(spool_shape(row)))
    else:
        say_all(mail_lines(row, data))


@spool.command()
@click.argument("mail", type=MAIL)
@click.pass_obj
def retry(call: Call, mail: int) -> None:
    """Process a quarantined, held or ignored mail again; with --as: a supervisor of the desk."""
    from maildesk.clock import SystemClock
    from maildesk.intake import spool as mails
    from maildesk.system import wake
    from maildesk.ticket import Role

    config = call.config()
    call.permit(config, Role.SUPERVISOR, None)
    with call.database() as database, database.write() as session:
        mails.retry(session, mail, SystemClock().now())
    wake.tell(config.state)
    say(_("mail {number} is waiting again").format(number=mail))


@spool.command()
@click.argument("mail", type=MAIL)
@click.pass_obj
def release(call: Call, mail: int) -> None:
    """Take a mail that was held for want of a proof for its agent's own, whole; with --as: a supervisor of the desk.

    The history of its ticket says who released it. Look at the mail before: nothing but your word proves it then.
    """
    from maildesk.staffwork import release as taken
    from maildesk.ticket import Role

    config = call.config()
    call.permit(config, Role.SUPERVISOR, None)
    with call.database() as database:
        taken(database, config, mail, call.actor(config))
    say(_("mail {number} is released").format(number=mail))


@spool.command()
@click.argument("mail", type=MAIL)
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def fetch(call: Call, mail: int, file: Path) -> None:
    """Write a mail of which only the beginning was taken, because it is too large, whole into FILE; with --as: a supervisor of the desk.

    It must lie on its IMAP account still, in the folder it was fetched from or was moved to. Nothing changes there, nor on its ticket.
    """
    import asyncio
    import os

    from maildesk.cli.conversation import size
    from maildesk.cli.visible import visible
    from maildesk.config.secret import read_secret
    from maildesk.intake.imap.whole import bring, sought_of
    from maildesk.ticket import Role

    config = call.config()
    call.permit(config, Role.SUPERVISOR, None)
    with call.database() as database, database.read() as session:
        sought = sought_of(session, config, mail)
    many = asyncio.run(bring(sought, read_secret(sought.imap, os.environ), file))
    say(_("mail {number} is in {file}, {size}").format(number=mail, file=visible(str(file)), size=size(many)))


@spool.command()
@click.argument("mail", type=MAIL)
@click.option("--why", required=True, help="A word for whoever asks later: it stands in the ledger and in the ticket's history.")
@click.pass_obj
def drop(call: Call, mail: int, why: str) -> None:
    """Never process a held or quarantined mail; it is kept, and can be retried. With --as: a supervisor of the desk.

    Nobody is written to: who sent it believes it arrived.
    """
    from maildesk.clock import SystemClock
    from maildesk.staffwork import drop as dropped
    from maildesk.ticket import Role

    reason = " ".join(why.split())
    if not reason:
        raise click.UsageError(_("--why needs a reason"))
    config = call.config()
    call.permit(config, Role.SUPERVISOR, None)
    with call.database() as database:
        dropped(database, mail, call.actor(config), reason, SystemClock().now())
    say(_("mail {number} is dropped").format(number=mail))
