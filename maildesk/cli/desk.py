"""The commands about a whole desk: make one, check it, serve it."""

from __future__ import annotations

from pathlib import Path

import click

from maildesk.cli.call import Call
from maildesk.cli.output import say

_AS_ROOT = "Stay root; else root becomes the user of desk.yaml, or the user maildesk."


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path())
def init(folder: Path) -> None:
    """Make a desk in FOLDER (here, if none is named): desk.yaml, signing keys and database. Nothing is overwritten."""
    from maildesk.bootstrap import make_database
    from maildesk.config.init import initialise
    from maildesk.config.load import load_config

    written = initialise(folder)
    make_database(load_config(written[0]))
    for path in written:
        say(f"wrote {path}")
    say(f"now edit it, then: maildesk --desk {written[0]} serve")


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
    from maildesk import control
    from maildesk.errors import BadConfiguration, Place, Problem

    found = control.ask(call.config().state, wait)
    if found["problems"]:
        raise BadConfiguration([Problem(Place(**one["place"]), one["wrong"], one["right"]) for one in found["problems"]])
    say("the files are in use" if found["changed"] else "nothing has changed: the files were in use already")


@click.group()
def config() -> None:
    """Check the desk's files."""


@config.command()
@click.pass_obj
def check(call: Call) -> None:
    """Read desk.yaml, rules, templates and keys together; every problem with its place, exit 78."""
    from maildesk.bootstrap import open_desk

    file = call.file()
    desk = open_desk(file)
    desk.database.close()
    say(f"{file} is right: {len(desk.config.mailboxes)} mailboxes, {len(desk.config.agents)} agents, {len(desk.rules.rules)} rules")
