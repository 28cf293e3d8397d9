"""`maildesk agent`: the people who answer."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from maildesk.cli.call import Call
from maildesk.cli.completing import AGENT
from maildesk.cli.output import as_json, say, say_all, say_table
from maildesk.errors import Refused
from maildesk.language import N_, Said, _

if TYPE_CHECKING:
    from maildesk.config.schema import DeskConfig


_HEADINGS = (N_("AGENT"), N_("NAME"), N_("ROLE"), N_("TEAMS"), N_("AWAY UNTIL"), N_("OPEN"), N_("NOTE"))
_LONGEST_NOTE = 200  # characters, in a letter to colleagues


@click.group()
def agent() -> None:
    """The people who answer."""


@agent.command("list")
@as_json
@click.pass_obj
def list_(call: Call, as_json: bool) -> None:
    """Every agent: role, teams, whether away and until when, and how many open tickets lie with each."""
    from maildesk.cli.presence import presence_shape, presences, stranded_lines
    from maildesk.cli.shapes import json_line
    from maildesk.cli.visible import visible, when
    from maildesk.cli.wording import said
    from maildesk.clock import SystemClock
    from maildesk.store.absences import absent

    config = call.config()
    with call.database() as database, database.read() as session:
        found = presences(session, config, absent(session, SystemClock().now()))
    if as_json:
        say_all(json_line(presence_shape(one)) for one in found)
        return
    zone = config.zone
    rows = [
        (
            one.agent.address,
            one.agent.name,
            _("disabled") if one.agent.disabled else said(one.agent.role),
            " ".join(one.teams),
            "" if one.absence is None else when(one.absence.until, zone) if one.absence.until else _("away"),
            one.active,
            one.absence.note if one.absence else "",
        )
        for one in found
    ]
    say_table(_HEADINGS, rows, _("this desk has no agents"))
    say_all(visible(line) for line in stranded_lines(found))


@agent.command()
@click.argument("address", type=AGENT, metavar="AGENT")
@click.option("--until", metavar="DATE", help="When the agent is back: 2026-01-31, 3d, 12h or 2w; else until `agent back`.")
@click.option("--note", default="", metavar="TEXT", help="A word to the colleagues who get the mail instead.")
@click.pass_obj
def away(call: Call, address: str, until: str | None, note: str) -> None:
    """Note that AGENT is away: the team gets the notifications instead, with a word why.

    An agent may say so --as that agent, a supervisor for the others. Tickets stay where they are; `agent list` names those that
    lie with somebody who is away. On the day of --until the agent is back without a further word.
    """
    from maildesk.absence import Absence
    from maildesk.cli.presence import until_of
    from maildesk.cli.visible import when
    from maildesk.clock import SystemClock
    from maildesk.store.absences import leave

    config, now = call.config(), SystemClock().now()
    known, by = _allowed(call, config, address)
    back = until_of(until, now, config.zone)
    with call.database() as database, database.write() as session:
        leave(session, Absence(known, now, back, " ".join(note.split())[:_LONGEST_NOTE], by))
    text = _("{agent} is away until {until}") if back else _("{agent} is away until told otherwise: maildesk agent back {agent}")
    say(text.format(agent=known, until=when(back, config.zone)))


@agent.command()
@click.argument("address", type=AGENT, metavar="AGENT")
@click.pass_obj
def back(call: Call, address: str) -> None:
    """Note that AGENT is there again, and gets notifications from now on."""
    from maildesk.store.absences import come_back

    known, _by = _allowed(call, call.config(), address)
    with call.database() as database, database.write() as session:
        come_back(session, known)
    say(_("{agent} is there").format(agent=known))


def _allowed(call: Call, config: DeskConfig, text: str) -> tuple[str, str]:
    """The agent's address, and who says so; raises Refused where it is not the caller's to say."""
    from maildesk.cli.presence import agent_of, refuse_others

    entry, actor = agent_of(text, config), call.actor(config)
    refuse_others(actor, config, entry)
    return entry.address, actor.name


@agent.command()
@click.argument("address", type=AGENT, metavar="ADDRESS")
@click.option("--generate", is_flag=True, help="Make a password that nobody guesses, and print it this once.")
@click.option("--remove", is_flag=True, help="Take the agent's password away: no mail can be submitted with it any more.")
@click.pass_obj
def passwd(call: Call, address: str, generate: bool, remove: bool) -> None:
    """Give the agent of ADDRESS the password to submit mail with (`listen: [{submission: …}]`); the old one is gone.

    It is typed twice on a terminal, or read from standard input, one line; it never stands in the command. Who acts --as an
    agent may change that agent's own password, an admin everybody's.
    """
    if generate and remove:
        raise click.UsageError(_("--generate and --remove do not go together"))
    config = call.config()
    known = _agent(call, config, address)
    if remove:
        _remove(call, known)
        return
    password = _generated() if generate else _typed()
    _keep(call, known, password)
    if generate:
        say(password)
    click.echo(_("{address} submits mail with this password from now on").format(address=known), err=True)


def _agent(call: Call, config: DeskConfig, address: str) -> str:
    """The address as desk.yaml has it; raises Refused for nobody's, and for one whose password is not the caller's to change."""
    from maildesk.ticket import Role

    known = next((one.address for one in config.agents if one.address == address.lower()), None)
    if known is None:
        raise Refused(
            Said("there is no agent {address}; known are {known}", address=address, known=", ".join(one.address for one in config.agents) or "-")
        )
    actor = call.actor(config)
    if actor.role < Role.ADMIN and actor.address != known:
        raise Refused(Said("{actor} may change no other agent's password", actor=actor.address))
    return known


def _remove(call: Call, address: str) -> None:
    from maildesk.intake.smtp import passwords

    with call.database() as database, database.write() as session:
        if not passwords.forget(session, address):
            raise Refused(Said("{address} has no password", address=address))
    say(_("{address} submits no more mail").format(address=address))


def _keep(call: Call, address: str, password: str) -> None:
    import secrets

    from maildesk.clock import SystemClock
    from maildesk.intake.smtp import passwords

    wrong = passwords.unfit(password)
    if wrong:
        raise Refused(Said("{why}; or have one made: maildesk agent passwd --generate {address}", why=_(wrong), address=address))
    with call.database() as database:
        kept = passwords.hashed(password, secrets.token_bytes(passwords.SALT))
        with database.write() as session:
            passwords.keep(session, address, kept, SystemClock().now())


def _generated() -> str:
    import secrets

    from maildesk.intake.smtp import passwords

    return passwords.generated(secrets.choice)


def _typed() -> str:
    """Twice and unseen on a terminal; else the one line on standard input."""
    if sys.stdin.isatty():
        return str(click.prompt(_("Password"), hide_input=True, confirmation_prompt=_("Once more"), err=True))
    try:
        lines = sys.stdin.read(1 << 16).splitlines()
    except UnicodeDecodeError:
        raise Refused(Said("the password on standard input is no UTF-8 text")) from None
    if len(lines) != 1:
        raise Refused(Said("write the password alone to standard input, in one line"))
    return lines[0]
