"""`maildesk try`: what the desk would have done with the last real mails. Nothing is altered, nothing leaves."""

from __future__ import annotations

import contextlib
import functools
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from maildesk.cli.call import Call
from maildesk.cli.ending import until_terminated
from maildesk.cli.output import as_json, say, say_all
from maildesk.cli.visible import fact, visible
from maildesk.cli.wording import said
from maildesk.errors import Refused
from maildesk.language import Said, _, ngettext, told

if TYPE_CHECKING:
    from maildesk.config.limits import Limits
    from maildesk.config.secret import Secret
    from maildesk.trial import Trial


_NAME = 9  # columns of a fact's name


@click.command("try")
@click.argument("places", nargs=-1, required=True, metavar="PATH|URL...")
@click.option("--last", type=click.IntRange(1, 100_000), default=50, show_default=True, metavar="N", help="How many mails, the newest.")
@click.option("--no-desk", metavar="ADDRESS", help="Try without a desk: the shipped rules, ADDRESS as the only mailbox, and one made-up agent.")
@click.option("--password-file", type=click.Path(path_type=Path), metavar="FILE", help="The IMAP password, mode 0600; else it is asked for.")
@click.option("--xoauth2", is_flag=True, help="The password is an OAuth access token.")
@click.option(
    "--ca-file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="The authority that proves the IMAP server, instead of the machine's.",
)
@click.option("--without-tls", is_flag=True, help="Talk in clear to an IMAP server on this very machine; never to another one.")
@as_json
@click.pass_obj
def try_(
    call: Call,
    places: Sequence[str],
    last: int,
    no_desk: str | None,
    password_file: Path | None,
    xoauth2: bool,
    ca_file: Path | None,
    without_tls: bool,
    as_json: bool,
) -> None:
    """Run the newest mails of each PATH (.eml, mbox, Maildir), or of an IMAP folder, on an empty copy of the desk, as if they
    had come when they were written: the ticket, the rules and the letters of each, and the sum.

    The copy has the desk's mailboxes, agents, rules and templates, and none of its tickets.

    A folder is named like imaps://support@imap.example.com/INBOX; imap:// is STARTTLS. The password is asked for, it never stands
    in the URL. The server is only looked at: no mail is marked as read, moved or flagged.

    Neither the mails nor the desk are altered, and nothing leaves.
    """
    from maildesk.bootstrap import trial_desk
    from maildesk.cli.shapes import json_line
    from maildesk.config.limits import Limits
    from maildesk.plainaddress import is_plain_address
    from maildesk.trial import summary, try_all

    if no_desk is not None and not is_plain_address(no_desk):
        raise Refused(Said("{address} is no plain mail address; write it like support@example.com", address=no_desk))
    file = None if no_desk else call.file()
    limits = call.config().limits if file else Limits()
    answers = []
    with until_terminated(), tempfile.TemporaryDirectory(prefix="maildesk-try-") as scratch:
        build = functools.partial(trial_desk, file, no_desk, Path(scratch) / "try.db")
        build().database.close()
        found = _looked(places, (last, limits), password_file, Secure(ca_file, xoauth2, without_tls))
        for answer in try_all(found, build, limits):
            answers.append(answer)
            say_all([json_line(answer)] if as_json else _lines(answer))
    total = summary(answers)
    say(json_line(total)) if as_json else say_all(_sum(total))


@dataclass(frozen=True)
class Secure:
    """How a connection is made safe."""

    ca_file: Path | None
    token: bool
    clear: bool


def _looked(places: Sequence[str], most: tuple[int, Limits], password_file: Path | None, secure: Secure) -> Iterator[Trial]:
    """The mails of all places: those of files in one order, then those of each folder. Every URL and password is looked at before any mail is tried."""
    from maildesk.clock import SystemClock
    from maildesk.intake.imap.look import newest, read_url
    from maildesk.trial import fetched

    last, limits = most
    paths = [Path(place) for place in places if "://" not in place]
    folders = [read_url(place, secure.ca_file, token=secure.token, clear=secure.clear) for place in places if "://" in place]
    secrets = [_secret(folder.imap.account, password_file) for folder in folders]
    if paths:
        yield from _newest(paths, last, limits)
    for folder, secret in zip(folders, secrets, strict=True):
        with contextlib.closing(newest(folder, secret, last, limits)) as mails:
            yield from fetched(mails, limits, SystemClock().now())


def _secret(account: str, password_file: Path | None) -> Secret:
    from maildesk.config.secret import Secret, secret_in

    if password_file is not None:
        return secret_in(password_file)
    if not sys.stdin.isatty():
        raise Refused(
            Said("there is no terminal to ask for the password of {account}; name a file of mode 0600: --password-file FILE", account=account)
        )
    return Secret(click.prompt(_("Password of {account}").format(account=account), hide_input=True, err=True))


def _newest(paths: Sequence[Path], last: int, limits: Limits) -> Iterator[Trial]:
    from maildesk.clock import SystemClock
    from maildesk.intake.archive import find_mails
    from maildesk.trial import trials
    from maildesk.upkeep.survey import survey

    found = survey(
        find_mails(paths),
        limits,
        SystemClock().now(),
        lambda one: click.echo(visible(_("{file} is left out: {why}").format(file=one.name, why=told(one.why))), err=True),
    )
    return trials(found, last)


def _lines(answer: dict[str, Any]) -> Iterator[str]:
    ticket = (_("#{number}, new") if answer["new"] else "#{number}").format(number=answer["ticket"]) if answer["ticket"] else _("none")
    outcome = _("{outcome} by {rule}") if answer["by"] else "{outcome}"
    yield visible(answer["file"])
    yield _line(_("from"), answer["from"] or _("nobody"))
    yield _line(_("subject"), answer["subject"])
    yield _line(_("outcome"), outcome.format(outcome=said(answer["outcome"]), rule=answer["by"]))
    yield _line(_("ticket"), ticket)
    yield from (_line(_("because"), told(reason)) for reason in answer["reasons"])
    yield from (_line(_("rule"), rule) for rule in answer["rules"])
    yield from (_line(_("letter"), _letter(one)) for one in answer["letters"])
    yield from (_line("", why) for why in answer["suppressed"])


def _letter(one: dict[str, Any]) -> str:
    words = _("{kind} to {person}, held: {why}") if one["held"] else _("{kind} to {person}")
    return words.format(kind=said(one["kind"]), person=one["to"], why=one["held"])


def _line(name: str, value: object) -> str:
    return fact(name, value, _NAME)


def _sum(total: dict[str, Any]) -> Iterator[str]:
    parts = [
        ngettext("{count} new ticket", "{count} new tickets", total["new_tickets"]).format(count=total["new_tickets"]),
        _("{count} on tickets that were there").format(count=total["on_tickets"]),
        *(_("{count} {outcome} without a ticket").format(count=many, outcome=said(outcome)) for outcome, many in total["without_ticket"].items()),
    ]
    yield ""
    yield ngettext("{count} mail: {parts}", "{count} mails: {parts}", total["mails"]).format(count=total["mails"], parts=", ".join(parts))
    yield from (f"  {many} × {visible(rule)}" for rule, many in sorted(total["rules"].items()))
    customers, agents = total["acknowledgements"], total["notifications"]
    yield _("{letters}: none of them left").format(
        letters=", ".join(
            (
                ngettext("{count} acknowledgement to customers", "{count} acknowledgements to customers", customers).format(count=customers),
                ngettext("{count} notification to agents", "{count} notifications to agents", agents).format(count=agents),
            )
        )
    )
