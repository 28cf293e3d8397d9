"""`maildesk explain`: what would happen to a mail, and the reason for each step. Nothing is written."""

from __future__ import annotations

import contextlib
import functools
import json
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from maildesk.cli.call import Call
from maildesk.cli.output import as_json, say, say_all
from maildesk.errors import NOTHING, Refused
from maildesk.language import Said, _

if TYPE_CHECKING:
    from maildesk.config.limits import Limits
    from maildesk.desk import Desk
    from maildesk.replay import Sample

UNREADABLE = "unreadable"


@click.command()
@click.argument("files", nargs=-1, metavar="FILE...")
@click.option("--list", "listed", type=click.Path(path_type=Path), metavar="LIST", help='JSON Lines of {"file", "mail_from", "rcpt_to"}.')
@click.option("--no-desk", is_flag=True, help="Shipped rules, an empty store and a key that is thrown away.")
@click.option("--dns", is_flag=True, help="Look at DKIM and DMARC with --no-desk, too, which asks name servers.")
@as_json
@click.pass_obj
def explain(call: Call, files: tuple[str, ...], listed: Path | None, no_desk: bool, dns: bool, as_json: bool) -> None:
    """What would become of each FILE (- is standard input), and why."""
    if not files and listed is None:
        raise click.UsageError(_("name a FILE, or a --list"))

    from maildesk.bootstrap import open_desk, scratch_desk
    from maildesk.cli.reasons import reason_lines
    from maildesk.cli.shapes import json_line
    from maildesk.clock import SystemClock
    from maildesk.config.limits import Limits
    from maildesk.replay import explain_all

    wanted = [{"file": file} for file in files] + (_read_list(listed) if listed else [])
    build: Callable[[], Desk] = functools.partial(scratch_desk, dns=dns)
    limits = Limits()
    if not no_desk:
        build = functools.partial(open_desk, call.file())
        with contextlib.closing(build().database):  # its problems are told here, not by a process that reads mail
            limits = call.config().limits
    unread = []
    for answer in explain_all(_samples(wanted, SystemClock().now(), limits), build, limits):
        why = next((defect for defect in answer["mail"]["defects"] if defect.startswith(UNREADABLE)), None)
        if why:
            unread.append(Said("{file}: {why}", file=answer["file"], why=why))
        if as_json:
            say(json_line(answer))
        elif not why:
            say_all(reason_lines(answer))
    if unread:
        raise Refused(Said.joined("\n", unread))


def _read_list(path: Path) -> list[dict[str, Any]]:
    """The entries of a list; raises Refused with the line that is none."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError as error:
        raise Refused(Said("{path} cannot be read: {why}", path=path, why=error.strerror)) from None
    return [_entry(f"{path}:{number}:1", line) for number, line in enumerate(lines, 1) if line.strip()]


def _entry(place: str, line: str) -> dict[str, Any]:
    try:
        entry = json.loads(line)
    except ValueError:
        entry = None
    right = isinstance(entry, dict) and isinstance(entry.get("file"), str) and isinstance(entry.get("mail_from"), str | None)
    recipients = entry.get("rcpt_to") or [] if right else None
    if not isinstance(recipients, list) or not all(isinstance(address, str) for address in recipients):
        raise Refused(
            Said(
                '{place}: this is no entry; write {{"file": "mail.eml"}}, with "mail_from" (a text) and "rcpt_to" (a list of texts) if they are known',
                place=place,
            )
        )
    return dict(entry)


def _samples(wanted: Sequence[dict[str, Any]], now: datetime, limits: Limits) -> Iterator[Sample]:
    from maildesk.replay import Sample

    for entry in wanted:
        data, why = _bytes(entry["file"], limits.message)
        yield Sample(entry["file"], data, now, entry.get("mail_from"), tuple(entry.get("rcpt_to") or ()), why)


def _bytes(file: str, most: int) -> tuple[bytes, Said]:
    """The bytes of a mail, or why there are none: one bad file never stops the others."""
    try:
        if file == "-":
            data = sys.stdin.buffer.read(most + 1)
        elif stat.S_ISREG(Path(file).stat().st_mode):
            with Path(file).open("rb") as stream:
                data = stream.read(most + 1)
        else:
            return b"", Said("unreadable: {why}", why=Said("not a file"))
    except OSError as error:
        return b"", Said("unreadable: {why}", why=error.strerror)
    return (data, NOTHING) if len(data) <= most else (b"", Said("unreadable: {why}", why=Said("over {most} bytes", most=most)))
