"""`maildesk agent`: the people who answer."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from maildesk.cli.call import Call
from maildesk.cli.output import say
from maildesk.errors import Refused
from maildesk.language import _

if TYPE_CHECKING:
    from maildesk.config.schema import DeskConfig


@click.group()
def agent() -> None:
    """The people who answer."""


@agent.command()
@click.argument("address", metavar="ADDRESS")
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
            _("there is no agent {address}; known are {known}").format(address=address, known=", ".join(one.address for one in config.agents) or "-")
        )
    actor = call.actor(config)
    if actor.role < Role.ADMIN and actor.address != known:
        raise Refused(_("{actor} may change no other agent's password").format(actor=actor.address))
    return known


def _remove(call: Call, address: str) -> None:
    from maildesk.intake import passwords

    with call.database() as database, database.write() as session:
        if not passwords.forget(session, address):
            raise Refused(_("{address} has no password").format(address=address))
    say(_("{address} submits no more mail").format(address=address))


def _keep(call: Call, address: str, password: str) -> None:
    import secrets

    from maildesk.clock import SystemClock
    from maildesk.intake import passwords

    wrong = passwords.unfit(password)
    if wrong:
        raise Refused(_("{why}; or have one made: maildesk agent passwd --generate {address}").format(why=_(wrong), address=address))
    with call.database() as database:
        kept = passwords.hashed(password, secrets.token_bytes(passwords.SALT))
        with database.write() as session:
            passwords.keep(session, address, kept, SystemClock().now())


def _generated() -> str:
    import secrets

    from maildesk.intake import passwords

    return passwords.generated(secrets.choice)


def _typed() -> str:
    """Twice and unseen on a terminal; else the one line on standard input."""
    if sys.stdin.isatty():
        return str(click.prompt(_("Password"), hide_input=True, confirmation_prompt=_("Once more"), err=True))
    try:
        lines = sys.stdin.read(1 << 16).splitlines()
    except UnicodeDecodeError:
        raise Refused(_("the password on standard input is no UTF-8 text")) from None
    if len(lines) != 1:
        raise Refused(_("write the password alone to standard input, in one line"))
    return lines[0]
