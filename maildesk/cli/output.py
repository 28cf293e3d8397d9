"""How commands print: tables for a person, JSON Lines for a program, raw bytes only where they can do no harm."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterable, Sequence
from typing import Any

import click

from maildesk.cli.visible import table
from maildesk.errors import Refused
from maildesk.language import Said, _

as_json = click.option("--json", "as_json", is_flag=True, help="JSON Lines, moments in UTC.")


LARGEST = 2**63 - 1  # no number of a database is larger

newest = click.option("-n", "--last", type=click.IntRange(1, 1_000_000), default=50, show_default=True, metavar="N", help="How many, the newest.")


class Words(click.Command):
    """A command whose words may begin with a minus: only what is an option of it is one."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        end = args.index("--") if "--" in args else len(args)
        ours, words = args[:end], args[end + 1 :]
        struck = [word for word in ours if _is_struck(word)]
        return super().parse_args(ctx, [*(word for word in ours if not _is_struck(word)), "--", *struck, *words])


def _is_struck(word: str) -> bool:
    """`-toner`, but not `-n`, `-n5`, `-h` or `--json`."""
    return re.match(r"-(?!-|h\Z|n\d*\Z).", word) is not None


def say(line: str) -> None:
    click.echo(line)


def say_all(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)


def say_progress(text: str, done: bool) -> None:
    """A line that the next one overwrites, for whoever watches a terminal."""
    if sys.stderr.isatty():
        click.echo(f"\r{text:<40}", err=True, nl=done)


def columns() -> int | None:
    """How wide the terminal is; None where the output goes elsewhere and may be as wide as it wants."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def styled(text: str, **style: Any) -> str:
    """The text in bold or a colour, on a terminal that wants any: not where NO_COLOR is set (no-color.org), nor on a dumb one."""
    wanted = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return click.style(text, **style) if wanted else text


def say_table(headings: Sequence[str], rows: Sequence[Sequence[object]], nothing: str) -> None:
    """A table that fits the terminal; whole where the output goes elsewhere. Its headings are translated here.

    `nothing` is said instead of an empty one.
    """
    if not rows:
        click.echo(nothing)
        return
    first, *others = table([_(heading) for heading in headings], rows, columns())
    say(styled(first, bold=True))
    say_all(others)


def say_raw(data: bytes) -> None:
    """A mail's bytes, never to a terminal: they may hold commands for it (V138)."""
    if sys.stdout.isatty():
        raise Refused(Said("raw bytes do not go to a terminal, where they could act as commands; add: > FILE, or: | less"))
    sys.stdout.buffer.write(data)
