"""`maildesk audit`: whether the history of the tickets is what was written."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from maildesk.cli.call import Call
from maildesk.cli.output import as_json, say, say_all
from maildesk.errors import REFUSED, Refused, Wrong
from maildesk.language import Said, ngettext

if TYPE_CHECKING:
    from maildesk.store.audit import Audited, Fault, Known
    from maildesk.store.engine import Session
    from maildesk.tokens import KeyRing


@click.group()
def audit() -> None:
    """Check that nobody rewrote history."""


@audit.command()
@click.option(
    "--against", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE", help="Ends that `audit ends` noted down before."
)
@as_json
@click.pass_obj
def verify(call: Call, against: Path | None, as_json: bool) -> int | None:
    """Follow the chain of hashes through every ticket's history; the first broken line is named, exit 1.

    Without --against each history must be as long as the daemon noted down, beside the database, a minute ago.
    """
    from maildesk.cli.shapes import audit_shape, json_line

    noted = () if against else tuple(_noted(call))  # before the database is looked at: what is noted is in it then
    with call.database() as database, database.read() as session:
        found = _audited(session, against, call, noted)
    if as_json:
        say(json_line(audit_shape(found)))
        return REFUSED if found.fault else None
    if found.fault:
        raise Refused(_said(found.fault))
    say(ngettext("{count} line of history holds together", "{count} lines of history hold together", found.lines).format(count=found.lines))
    return None


def _noted(call: Call) -> Iterable[Known]:
    """What the daemon of this state folder noted down."""
    from maildesk.store.notebook import notebook_path, read_notes

    path = notebook_path(call.config().state)
    try:
        return read_notes(path, _ring(call)).known if path.exists() else ()
    except Wrong as error:
        raise Refused(Said("{file} cannot be used: {why}", file=path, why=error.said)) from None


def _audited(session: Session, against: Path | None, call: Call, noted: Iterable[Known]) -> Audited:
    """The walk; with a file, whose seal stands at its end, the file is read through once before it is believed."""
    from maildesk.store.audit import audited, read

    if against is None:
        return audited(session, noted)
    ring = _ring(call)
    try:
        with against.open(encoding="utf-8") as lines:
            for _known in read(lines, ring):
                pass
        with against.open(encoding="utf-8") as lines:
            return audited(session, read(lines, ring))
    except (ValueError, KeyError, TypeError) as error:
        raise Refused(Said("{file} cannot be used: {why}", file=against, why=error.said if isinstance(error, Wrong) else error)) from None


def _said(fault: Fault) -> Said:
    from maildesk.cli.visible import when

    return Said(
        "the history of ticket {number} is broken at line {line}{at}: {found}; expected: {expected}",
        number=fault.ticket,
        line=fault.line,
        at=f" ({when(fault.at)})" if fault.at else "",
        found=fault.found,
        expected=fault.expected,
    )


@audit.command()
@click.pass_obj
def ends(call: Call) -> None:
    """Print where each ticket's history ends now, sealed with the desk's key: keep it on another machine, for `audit verify --against`."""
    from maildesk.store.audit import ends_of, written

    ring = _ring(call)
    with call.database() as database, database.read() as session:
        say_all(written(ends_of(session), ring))


def _ring(call: Call) -> KeyRing:
    from maildesk.config.keyring import keyring_path, load_keyring

    return load_keyring(keyring_path(call.config()))
