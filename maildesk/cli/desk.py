"""The commands about a whole desk: make one, check it, serve it."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from maildesk.cli.call import Call
from maildesk.cli.output import say
from maildesk.errors import Refused
from maildesk.language import _, ngettext, told

if TYPE_CHECKING:
    from pwd import struct_passwd

    from maildesk.edition import Files

_AS_ROOT = "Stay root; else root becomes the user of desk.yaml, or the user maildesk."


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path())
@click.option("--mailbox", default="", metavar="ADDRESS", help="The address customers write to.")
@click.option("--name", default="", help="The name customers see beside it.")
@click.option("--agent", "agents", multiple=True, metavar="ADDRESS", help="Who answers; once for each, the first is the admin.")
@click.option("--imap", default="", metavar="HOST", help="The provider's server that mail is fetched from (HOST or HOST:PORT).")
@click.option("--lmtp", default="", metavar="PLACE", help="Where your own mail server hands mail over, like unix:/var/spool/postfix/maildesk/lmtp.")
@click.option("--relay", default="", metavar="HOST", help="The server letters leave by (HOST or HOST:PORT); without one they are kept in a folder.")
@click.option("--login", default="", metavar="USER", help="The name at both servers, where it is not the mailbox.")
@click.option("--ca-file", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="The authority of both servers, where it is your own.")
@click.option("--data", type=click.Path(path_type=Path), metavar="FOLDER", help="Where database and keys stand, where that is not FOLDER.")
@click.option("--user", default="", help="Whom the daemon runs as; as root, what it needs is given to that user.")
def init(folder: Path, user: str, **wishes: Any) -> None:
    """Make a desk in FOLDER (here, if none is named): desk.yaml, signing keys and database. Nothing is overwritten."""
    from maildesk.bootstrap import make_database
    from maildesk.config.init import PASSWORD, Wishes, check_free, initialise
    from maildesk.config.load import load_config
    from maildesk.system.privileges import heir

    wanted = Wishes(user=user, **wishes)
    wanted.check()
    owner = heir(user) if user else None
    check_free(folder, wanted)
    asks = wanted.needs_password and sys.stdin.isatty()
    name, home = wanted.login or wanted.mailbox, wanted.data or folder
    password = click.prompt(_("password of {name}").format(name=name), hide_input=True) if asks else ""
    fresh = [] if home.exists() else [home]
    written = initialise(folder, wanted, password)
    make_database(load_config(written[0]))
    if owner:
        _give(owner, written[0], (*fresh, *written[1:]))
    for path in written:
        say(_("wrote {path}").format(path=path))
    if wanted.needs_password and not password:
        say(_("now put the password of {name} into {path}, alone and in one line").format(name=name, path=folder / PASSWORD))
    if wanted.mailbox:
        say(_("now try its servers: maildesk --desk {path} config check --connect").format(path=written[0]))
        return
    say(_("now edit it, then: maildesk --desk {path} serve").format(path=written[0]))


def _give(entry: struct_passwd, desk: Path, made: Sequence[Path]) -> None:
    """What the daemon writes, and its passwords, become the user's; desk.yaml stays root's, and the user may read it."""
    from maildesk.cli.serving import belongings
    from maildesk.config.load import load_config
    from maildesk.system.privileges import hand_over

    for path in (*belongings(load_config(desk)), *made):
        hand_over(path, entry)
    os.chown(desk, 0, entry.pw_gid)
    desk.chmod(0o640)


@click.command()
@click.option("--as-root", is_flag=True, help=_AS_ROOT)
@click.option("--log", type=click.Choice(("plain", "json")), default="plain", show_default=True, help="How events are written to stderr.")
@click.pass_obj
def serve(call: Call, as_root: bool, log: str) -> None:
    """Serve the desk until SIGTERM or Ctrl-C."""
    from maildesk.cli.serving import serve_desk

    serve_desk(call.file(), as_root, log == "json")


@click.command()
@click.option("--wait", type=click.IntRange(1), default=90, show_default=True, metavar="SECONDS", help="How long to wait for mails in hand.")
@click.pass_obj
def reload(call: Call, wait: int) -> None:
    """Have the running daemon take up the desk's files now; where they are wrong it keeps the last good ones: exit 78."""
    from maildesk.errors import BadConfiguration, Problem
    from maildesk.system import control

    found = control.ask(call.config().state, wait)
    if found["problems"]:
        raise BadConfiguration([Problem.from_plain(one) for one in found["problems"]])
    say(_("the files are in use") if found["changed"] else _("nothing has changed: the files were in use already"))


@click.group()
def config() -> None:
    """Check the desk's files."""


@config.command()
@click.option("--connect", is_flag=True, help="Also log in to each relay and IMAP account; no mail is taken, none is sent.")
@click.pass_obj
def check(call: Call, connect: bool) -> None:
    """Read desk.yaml, rules, templates and keys together; every problem with its place, exit 78."""
    from maildesk.bootstrap import read_edition
    from maildesk.cli.untold import say_untold
    from maildesk.outbound.render import half_replaced
    from maildesk.resources import data_dir
    from maildesk.store.schema import check_there

    file = call.file()
    edition = read_edition(file).right()
    desk = edition.desk
    desk.database.close()
    mailboxes, agents, rules = len(desk.config.mailboxes), len(desk.config.agents), len(desk.rules.rules)
    found = (
        ngettext("{count} mailbox", "{count} mailboxes", mailboxes).format(count=mailboxes),
        ngettext("{count} agent", "{count} agents", agents).format(count=agents),
        ngettext("{count} rule", "{count} rules", rules).format(count=rules),
    )
    say(_("{file} is right: {found}").format(file=file, found=", ".join(found)))
    if "signature" in desk.config.proof.given_up:
        say(_("proof gives up the signature: whoever is passed an agent's notification can answer it in the agent's name"))
    elif desk.config.proof.asks_dns:
        say(_("agents are proven by what their domain signs; whether that counts, says maildesk check-dns"))
    say_untold(desk.rules)
    for text, markup in half_replaced(data_dir("templates"), desk.config.templates):
        say(_("{text} is yours, and {markup} is still the shipped one, which most people see: put yours beside it").format(text=text, markup=markup))
    try:
        check_there(desk.database)
    except Refused as absent:
        say(told(absent.text))
    if connect:
        _try_servers(edition.files)


def _try_servers(files: Files) -> None:
    import asyncio

    from maildesk.errors import BadConfiguration
    from maildesk.service.reach import unreachable

    found = asyncio.run(unreachable(files))
    if found:
        raise BadConfiguration(found)
    say(_("each relay and account that it names lets us in"))
