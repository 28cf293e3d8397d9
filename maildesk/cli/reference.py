"""Writes `docs/commands.md` from the commands themselves; a test holds the two together."""

from __future__ import annotations

from collections.abc import Iterator

import click

from maildesk.cli.helptext import Context
from maildesk.cli.main import program

_TOP = """\
# Commands

Made from the program itself by `python -m maildesk.cli.reference > docs/commands.md`.

Exit codes: 0 done, 1 refused, 2 usage, 65 bad mail, 75 try later, 78 configuration. `--json` prints JSON Lines, moments in UTC.
"""

_COLUMNS = 100  # of the help texts, whatever the terminal


def reference() -> str:
    """The whole document."""
    sections = (f"## {path}\n\n```\n{text}\n```\n" for path, text in _helps(program, None, "maildesk"))
    return "\n".join((_TOP, *sections))


def _helps(command: click.Command, parent: click.Context | None, name: str) -> Iterator[tuple[str, str]]:
    """Each command's path and help, a group before its members."""
    with Context(command, parent=parent, info_name=name, terminal_width=_COLUMNS, max_content_width=_COLUMNS) as context:
        context.help_option_names = ["-h", "--help"]
        yield context.command_path, command.get_help(context)
        if isinstance(command, click.Group):
            for member in command.list_commands(context):
                found = command.get_command(context, member)
                assert found is not None
                yield from _helps(found, context, member)


if __name__ == "__main__":
    click.echo(reference(), nl=False)
