"""`maildesk outbox`: the letters, and those that did not leave."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

import click

from maildesk.cli.call import Call
from maildesk.cli.completing import LETTER
from maildesk.cli.output import as_json, newest, say, say_all, say_raw, say_table
from maildesk.errors import Refused
from maildesk.language import N_, Said, _

if TYPE_CHECKING:
    from maildesk.store.engine import Session

_STATES = ("queued", "sending", "sent", "captured", "held", "given up", "dropped", "later", "withdrawn")
_HEADINGS = (N_("LETTER"), N_("STATE"), N_("CREATED"), N_("KIND"), N_("TICKET"), N_("TO"), N_("TRIES"), N_("NEXT"), N_("WHY"))


@click.group()
def outbox() -> None:
    """List, show, retry and drop letters."""


@outbox.command("list")
@click.option("--state", type=click.Choice(_STATES), help="Only letters in this state.")
@newest
@as_json
@click.pass_obj
def list_(call: Call, state: str | None, last: int, as_json: bool) -> None:
    """The newest letters, oldest of them first."""
    from maildesk.cli.shapes import json_line, outbox_shape
    from maildesk.cli.visible import when
    from maildesk.cli.wording import said
    from maildesk.letter import OutboxState
    from maildesk.outbound.outbox import listed

    with call.database() as database, database.read() as session:
        found = listed(session, OutboxState(state) if state else None, last)
    if as_json:
        say_all(json_line(outbox_shape(row)) for row in found)
        return
    rows = [
        (row.letter, said(row.state), when(row.created), said(row.kind), row.ticket, row.person, row.attempts, when(row.due), row.reason)
        for row in found
    ]
    say_table(_HEADINGS, rows, _("no letter is like that"))


@outbox.command()
@click.argument("letter", type=LETTER)
@click.option("--raw", is_flag=True, help="The bytes as they leave, and nothing else.")
@as_json
@click.pass_obj
def show(call: Call, letter: int, raw: bool, as_json: bool) -> None:
    """One letter: to whom, where it stands and why, and the top of its text."""
    from maildesk.cli.facts import letter_lines
    from maildesk.cli.shapes import json_line, outbox_shape
    from maildesk.outbound.outbox import shown

    with call.database() as database, database.read() as session:
        row, data = shown(session, letter)
    if raw:
        say_raw(data)
    elif as_json:
        say(json_line(outbox_shape(row)))
    else:
        say_all(letter_lines(row, data))


_RESTORED = click.option("--restored", is_flag=True, help="All that are held because the desk was restored from a backup.")


@outbox.command()
@click.argument("letter", type=LETTER, required=False)
@_RESTORED
@click.pass_obj
def retry(call: Call, letter: int | None, restored: bool) -> None:
    """Send a letter that waits, was held or given up now; with --as: a supervisor of its team."""
    from maildesk.outbound import outbox as letters

    for number in _alter(call, _chosen(letter, restored), letters.retry):
        say(_("letter {number} is queued").format(number=number))


@outbox.command()
@click.argument("letter", type=LETTER, required=False)
@_RESTORED
@click.pass_obj
def drop(call: Call, letter: int | None, restored: bool) -> None:
    """Never send a letter; it is kept. With --as: a supervisor of its team."""
    from maildesk.outbound import outbox as letters

    for number in _alter(call, _chosen(letter, restored), letters.drop):
        say(_("letter {number} is dropped").format(number=number))


def _chosen(letter: int | None, restored: bool) -> int | None:
    """The letter, None for all that a restored desk holds."""
    if (letter is None) != restored:
        raise click.UsageError(_("name one LETTER, or write --restored for all that a restored desk holds"))
    return letter


def _alter(call: Call, letter: int | None, change: Callable[[Session, int, datetime], None]) -> tuple[int, ...]:
    """Which letters were altered: all or none."""
    from maildesk.clock import SystemClock
    from maildesk.outbound.outbox import restored, shown
    from maildesk.store.tickets import load_ticket
    from maildesk.system import wake
    from maildesk.ticket import Role

    config = call.config()
    with call.database() as database, database.write() as session:
        chosen = restored(session) if letter is None else (letter,)
        if not chosen:
            raise Refused(Said("no letter is held because the desk was restored"))
        for number in chosen:
            about = shown(session, number)[0].ticket
            call.permit(config, Role.SUPERVISOR, load_ticket(session, about) if about else None)
            change(session, number, SystemClock().now())
    wake.tell(config.state)
    return chosen
