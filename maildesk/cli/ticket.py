"""`maildesk ticket`: look at tickets and alter them, by the verbs agents use in mail."""

from __future__ import annotations

import sys

import click

from maildesk.cli.call import Call
from maildesk.cli.completing import ADDRESS, AGENT, COMMANDS, MAILBOX, TAG, TEAM, TICKET
from maildesk.cli.output import Words, as_json, newest, say, say_all, say_table
from maildesk.errors import Refused
from maildesk.language import N_, Said, _

_HEADINGS = (N_("TICKET"), N_("STATUS"), N_("PRIORITY"), N_("WITH"), N_("REQUESTER"), N_("UPDATED"), N_("SUBJECT"))
_HISTORY = (N_("WHEN"), N_("WHO"), N_("WHAT"), N_("WHY"))
_STATUSES = ("open", "waiting", "closed", "junk")


@click.group()
def ticket() -> None:
    """List, show and alter tickets."""


@ticket.command("list")
@click.option("--status", type=click.Choice(_STATUSES), help="Only tickets of this status.")
@click.option("--mailbox", type=MAILBOX, metavar="ADDRESS", help="Only tickets of this mailbox.")
@click.option("--team", type=TEAM, metavar="TEAM", help="Only tickets of this team.")
@click.option("--assignee", type=AGENT, metavar="AGENT", help="Only tickets of this agent.")
@click.option("--tag", type=TAG, metavar="TAG", help="Only tickets with this tag.")
@click.option("--requester", type=ADDRESS, metavar="ADDRESS", help="Only tickets of this person.")
@newest
@as_json
@click.pass_obj
def list_(call: Call, /, last: int, as_json: bool, **wanted: str | None) -> None:
    """The tickets altered most recently, newest first."""
    from maildesk.cli.looking import ticket_filter, unknown, zone_of
    from maildesk.cli.shapes import json_line, ticket_shape
    from maildesk.cli.visible import when
    from maildesk.cli.wording import said
    from maildesk.store.browse import list_tickets

    with call.database() as database, database.read() as session:
        found = list_tickets(session, ticket_filter(wanted), last)
    if as_json:
        say_all(json_line(ticket_shape(one)) for one in found)
        return
    config = call.config()
    rows = [
        (
            one.number,
            said(one.status),
            said(one.priority),
            one.assignee or one.team,
            one.requester,
            when(one.updated, zone_of(config, one.mailbox)),
            one.subject,
        )
        for one in found
    ]
    say_table(_HEADINGS, rows, "; ".join([_("no ticket is like that"), *unknown(config, wanted)]))


@ticket.command(cls=Words)
@click.argument("query", nargs=-1, required=True, metavar="QUERY…")
@newest
@as_json
@click.pass_obj
def search(call: Call, query: tuple[str, ...], last: int, as_json: bool) -> None:
    """Find tickets by what stands in them, those altered most recently first.

    All words must be there, in any message, subject, name, address, tag, field or file name. Upper case, accents and width make no
    difference; Chinese, Japanese and Korean are found by any two characters. A word with a minus must not be there.

    \b
      maildesk ticket search printer '"paper jam"' -toner
      maildesk ticket search from:bob@example.net has:attachment after:2026-01-01 before:2w
      maildesk ticket search 发票 status:open,waiting assignee:nobody
      maildesk ticket search subject:invoice to:billing team:accounts tag:vip priority:high
      maildesk ticket search 4711

    `before:` asks when a ticket began, `after:` when something last happened on it; days begin in the zone of the first mailbox. Anything
    else with a colon, and every other sign, is a word like any other. Words that must stand in a row go between double quotes, which the
    shell needs quoted.
    """
    from maildesk.cli.searching import ask, found_shape, say_found

    asked = ask(call, " ".join(query))
    with call.database() as database:
        found = asked.find(database, last)
    if as_json:
        say_all(map(found_shape, found))
        return
    say_found(found, asked.config)


@ticket.command()
@click.argument("number", type=TICKET)
@click.option("--quoted", is_flag=True, help="Show quoted text and signatures too.")
@as_json
@click.pass_obj
def show(call: Call, number: int, quoted: bool, as_json: bool) -> None:
    """One ticket: what was written, and what happened to it."""
    from maildesk.cli.conversation import conversation_lines
    from maildesk.cli.looking import conversation_of, zone_of
    from maildesk.cli.shapes import conversation_shape, json_line
    from maildesk.clock import SystemClock

    with call.database() as database, database.read() as session:
        whole = conversation_of(session, number)
    if as_json:
        say(json_line(conversation_shape(whole)))
        return
    say_all(conversation_lines(whole, zone_of(call.config(), whole.ticket.mailbox), quoted, SystemClock().now()))


@ticket.command()
@click.option("--from", "requester", required=True, metavar="PERSON", help="Who asks: eve@example.net, or 'Eve Miller <eve@example.net>'.")
@click.option("--subject", required=True, metavar="TEXT", help="What it is about, in a line.")
@click.option("--mailbox", type=MAILBOX, metavar="ADDRESS", help="The mailbox it belongs to; needed where the desk has several.")
@click.option("--note", default="", metavar="TEXT", help="An internal note beside it: the customer never sees it.")
@click.argument("text", required=False)
@as_json
@click.pass_obj
def new(call: Call, requester: str, subject: str, mailbox: str | None, note: str, text: str | None, as_json: bool) -> None:
    """Make a ticket of what a customer said on the telephone or at the door: TEXT, or what is typed.

    The rules run and the agents are told, as if the customer had written a mail. The customer gets no acknowledgement; the
    first answer that is sent brings the number of the ticket, and what the customer writes back to it comes here.
    """
    from maildesk.cli.acting import open_one
    from maildesk.cli.opening import mailbox_of, person_of
    from maildesk.staffwork import Asked

    words = _words(text)
    for said in (words, note.strip()):
        _refuse_commands(said)
    open_one(
        call,
        lambda config: Asked(mailbox_of(mailbox, config), person_of(requester, config), " ".join(subject.split()) or "-", words, note.strip()),
        as_json,
    )


@ticket.command()
@click.argument("number", type=TICKET)
@as_json
@click.pass_obj
def history(call: Call, number: int, as_json: bool) -> None:
    """What happened to a ticket, when, by whom and why; moments in the mailbox's time zone."""
    from maildesk.cli.conversation import history_rows
    from maildesk.cli.looking import history_of, zone_of
    from maildesk.cli.shapes import event_shape, json_line

    with call.database() as database, database.read() as session:
        ticket, events, fates = history_of(session, number)
    if as_json:
        say_all(json_line(event_shape(event)) for event in events)
        return
    say_table(_HISTORY, list(history_rows(events, fates, zone_of(call.config(), ticket.mailbox))), _("nothing has happened to this ticket"))


@ticket.command()
@click.argument("numbers", nargs=-1, required=True, type=TICKET, metavar="NUMBER…")
@click.argument("into", type=TICKET)
@click.option("--both", is_flag=True, help="Also where two customers asked: both get every answer from then on.")
@as_json
@click.pass_obj
def merge(call: Call, numbers: tuple[int, ...], into: int, both: bool, as_json: bool) -> None:
    """Make tickets part of the ticket INTO, with their people; all of them, or none.

    What is written to them comes to that ticket from then on, and no customer is told. What a customer wrote before stays
    between that customer and the desk.
    """
    from maildesk.changes import Change
    from maildesk.cli.acting import act_on
    from maildesk.verbs.arguments import BOTH

    act_on(call, numbers, (Change("merge", (str(into), BOTH) if both else str(into)),), as_json)


@ticket.command()
@click.argument("numbers", nargs=-1, required=True, type=TICKET, metavar="NUMBER…")
@as_json
@click.pass_obj
def junk(call: Call, numbers: tuple[int, ...], as_json: bool) -> None:
    """Put tickets out of sight: nobody is told of junk, and no clock runs for it. `ticket notjunk` takes it back."""
    from maildesk.changes import Change
    from maildesk.cli.acting import act_on

    act_on(call, numbers, (Change("junk"),), as_json)


@ticket.command()
@click.argument("numbers", nargs=-1, required=True, type=TICKET, metavar="NUMBER…")
@as_json
@click.pass_obj
def notjunk(call: Call, numbers: tuple[int, ...], as_json: bool) -> None:
    """Take tickets out of the junk.

    What the filter put there is as if it had just come: it is acknowledged, and the agents are told. What a person put
    there is as it was before.
    """
    from maildesk.changes import Change
    from maildesk.cli.acting import act_on

    act_on(call, numbers, (Change("notjunk"),), as_json)


@ticket.command()
@click.argument("number", type=TICKET)
@click.argument("commands", type=COMMANDS, nargs=-1)
@as_json
@click.pass_obj
def do(call: Call, number: int, commands: tuple[str, ...], as_json: bool) -> None:
    """Carry out COMMANDS, written as an agent writes them in mail, in quotes: '#assign billing #high'."""
    from maildesk.cli.acting import act, changes_of

    if not commands:
        raise click.UsageError(_("what is to be done is missing; a shell takes # for a comment, so put it in quotes: '#assign billing #high'"))
    act(call, number, lambda directory: changes_of(" ".join(commands), directory), as_json)


@ticket.command()
@click.argument("number", type=TICKET)
@click.argument("text", required=False)
@as_json
@click.pass_obj
def reply(call: Call, number: int, text: str | None, as_json: bool) -> None:
    """Send TEXT to the customer; without TEXT it is read from standard input."""
    _write(call, number, "reply", text, as_json)


@ticket.command()
@click.argument("number", type=TICKET)
@click.argument("text", required=False)
@as_json
@click.pass_obj
def note(call: Call, number: int, text: str | None, as_json: bool) -> None:
    """Add TEXT as an internal note; without TEXT it is read from standard input."""
    _write(call, number, "note", text, as_json)


def _refuse_commands(words: str) -> None:
    """A command line in front of a text belongs to nobody's letter (V091)."""
    from maildesk.commands.block import read_commands
    from maildesk.directory import Directory

    lines = read_commands(words, Directory()).lines
    if lines:
        raise Refused(
            Said(
                "the text begins with the command “{command}”; carry it out with: maildesk ticket do, and send the words alone",
                command=lines[0].strip(),
            )
        )


def _write(call: Call, number: int, verb: str, text: str | None, as_json: bool) -> None:
    from maildesk.changes import Change
    from maildesk.cli.acting import act

    words = _words(text)
    _refuse_commands(words)
    act(call, number, lambda _: (Change(verb, words),), as_json)


def _words(text: str | None) -> str:
    """The text of an argument, else what is typed; raises Refused where there is none."""
    words = (text if text is not None else _typed()).strip()
    if not words:
        raise Refused(Said("there is no text: nothing was written"))
    return words


def _typed() -> str:
    if sys.stdin.isatty():
        click.echo(_("write the text, then Ctrl-D:"), err=True)
    return sys.stdin.buffer.read().decode("utf-8", "replace")
