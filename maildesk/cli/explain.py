"""`maildesk explain`: what would happen to a mail, and the reason for each step. Nothing is written."""

from __future__ import annotations

import functools
import json
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from maildesk.cli.call import Call
from maildesk.cli.output import as_json, say, say_all
from maildesk.errors import Refused

if TYPE_CHECKING:
    from maildesk.replay import Sample


@click.command()
@click.argument("files", nargs=-1, metavar="FILE...")
@click.option("--list", "listed", type=click.Path(path_type=Path), metavar="LIST", help='JSON Lines of {"file", "mail_from", "rcpt_to"}.')
@click.option("--no-desk", is_flag=True, help="Shipped rules, an empty store and a key that is thrown away.")
@as_json
@click.pass_obj
def explain(call: Call, files: tuple[str, ...], listed: Path | None, no_desk: bool, as_json: bool) -> None:
    """What would become of each FILE (- is standard input), and why."""
    if not files and listed is None:
        raise click.UsageError("name a FILE, or a --list")

    from maildesk.bootstrap import open_desk, scratch_desk
    from maildesk.cli.reasons import reason_lines
    from maildesk.cli.shapes import json_line
    from maildesk.clock import SystemClock
    from maildesk.config.schema import Limits
    from maildesk.replay import explain_all

    wanted = [{"file": file} for file in files] + (_read_list(listed) if listed else [])
    build = scratch_desk if no_desk else functools.partial(open_desk, call.file())
    limits = Limits() if no_desk else call.config().limits
    for answer in explain_all(_samples(wanted, SystemClock().now()), build, limits):
        if as_json:
            say(json_line(answer))
        else:
            say_all(reason_lines(answer))


def _read_list(path: Path) -> list[dict[str, Any]]:
    """The entries of a list; raises Refused with the line that is none."""
    entries = []
    for number, line in enumerate(_bytes(str(path)).decode("utf-8", "replace").splitlines(), 1):
        try:
            entry = json.loads(line)
            if not isinstance(entry["file"], str):
                raise TypeError
        except (ValueError, TypeError, KeyError):
            raise Refused(
                f'{path}:{number}:1: this is no entry; write {{"file": "mail.eml"}}, with mail_from and rcpt_to if they are known'
            ) from None
        entries.append(entry)
    return entries


def _samples(wanted: Sequence[dict[str, Any]], now: datetime) -> Iterator[Sample]:
    from maildesk.replay import Sample

    for entry in wanted:
        yield Sample(entry["file"], _bytes(entry["file"]), now, entry.get("mail_from"), tuple(entry.get("rcpt_to") or ()))


def _bytes(file: str) -> bytes:
    if file == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise Refused(f"{file} cannot be read: {error.strerror}") from None
