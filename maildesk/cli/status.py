"""`maildesk status`: how the desk stands, for a terminal; the web page's twin."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from maildesk.cli.call import Call
from maildesk.cli.output import as_json, say, say_all
from maildesk.errors import BadConfiguration, MaildeskError, Problem

if TYPE_CHECKING:
    from maildesk.cli.panorama import Panorama
    from maildesk.statuspage.standing import DaemonFacts

_PATIENCE = 3.0  # seconds for the daemon's answer


@click.command()
@click.option("--last", type=click.IntRange(1, 1000), default=10, show_default=True, metavar="N", help="How many tickets in each list.")
@as_json
@click.pass_obj
def status(call: Call, last: int, as_json: bool) -> None:
    """How the desk stands: what needs a person, who waits longest, what is due, what is stuck.

    The daemon is asked for what only it knows (relays, accounts, failures); where it does not run, that is said, and the rest
    is read from the database. No word of a customer is shown.
    """
    from maildesk.cli.panorama import panorama_lines, panorama_shape
    from maildesk.cli.shapes import json_line

    seen = _look(call, last)
    say(json_line(panorama_shape(seen))) if as_json else say_all(panorama_lines(seen))


def _look(call: Call, last: int) -> Panorama:
    from maildesk.cli.panorama import Panorama
    from maildesk.clock import SystemClock
    from maildesk.intake.accept import has_room
    from maildesk.statuspage.standing import DaemonFacts, Standing, midnight, tokens_of
    from maildesk.store.absences import absent
    from maildesk.store.overview import overview

    config, now, facts = call.config(), SystemClock().now(), _facts(call)
    with call.database() as database:
        with database.read() as session:
            found, away = overview(session, now, midnight(now, config.zone), last), absent(session, now)
        room = has_room(database, config.limits)
    known = facts or DaemonFacts(problems=_problems(call))
    return Panorama(Standing(found, known, config, room, tokens=tokens_of(config, os.environ)), away, facts is not None)


def _facts(call: Call) -> DaemonFacts | None:
    """What the running daemon says, None where there is none that answers."""
    from maildesk.statuspage.standing import from_json
    from maildesk.system import control

    try:
        return from_json(control.ask(call.config().state, _PATIENCE, control.FACTS))
    except MaildeskError:
        return None


def _problems(call: Call) -> tuple[Problem, ...]:
    """What is wrong with the files, where no daemon has read them."""
    from maildesk.bootstrap import open_desk

    try:
        open_desk(call.file()).database.close()
    except BadConfiguration as error:
        return error.problems
    return ()
