"""The manual of the commands is made from the commands, and every one of them explains itself."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from maildesk.cli.main import COMMANDS, program
from maildesk.cli.reference import reference

DOCUMENT = Path(__file__).parent.parent / "docs" / "commands.md"


def _paths(command: click.Command, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    if not isinstance(command, click.Group):
        return [path]
    with click.Context(command) as context:
        members = [(name, command.get_command(context, name)) for name in command.list_commands(context)]
    return [path, *(found for name, member in members if member for found in _paths(member, (*path, name)))]


@pytest.mark.parametrize("path", _paths(program), ids=" ".join)
def test_every_command_has_help_and_stands_in_the_manual(path: tuple[str, ...]) -> None:
    """`--help` answers, says what the command does, and explains every option."""
    shown = CliRunner().invoke(program, [*path, "--help"])
    assert shown.exit_code == 0
    assert f"\n## {' '.join(('maildesk', *path))}\n" in DOCUMENT.read_text(encoding="utf-8")


def test_the_manual_is_that_of_the_program() -> None:
    """docs/commands.md is what the program says today; make it anew with the command in its second line."""
    assert DOCUMENT.read_text(encoding="utf-8") == reference()


def test_every_option_says_what_it_is_for() -> None:
    """No option and no command without its sentence."""
    for path in _paths(program):
        command: click.Command = program
        with click.Context(program) as context:
            for name in path:
                assert isinstance(command, click.Group)
                found = command.get_command(context, name)
                assert found is not None
                command = found
        assert command.help
        assert all(option.help for option in command.params if isinstance(option, click.Option)), path


def test_help_imports_nothing_heavy() -> None:
    """`--help` answers at once because it loads neither the database nor the configuration nor any room."""
    script = "import sys; from maildesk.cli.main import run; run(['--help']); print(sorted(m for m in HEAVY if m in sys.modules))"
    heavy = "HEAVY = ['sqlalchemy', 'pydantic', 'yaml', 'jinja2', 'starlette', 'aiosmtpd', 'asyncio', 'maildesk.tables', 'maildesk.bootstrap']; "
    done = subprocess.run([sys.executable, "-c", heavy + script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_the_table_names_no_command_twice() -> None:
    """Each entry leads to a command of that name."""
    with click.Context(program) as context:
        for name in COMMANDS:
            found = program.get_command(context, name)  # type: ignore[attr-defined]  # click.command gives the class asked for
            assert found is not None
            assert found.name == name
