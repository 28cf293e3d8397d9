"""Writes the manual pages from the helps: `python -m maildesk.cli.man DIRECTORY` makes maildesk.1 and a page for each command.

man(7) macros alone, so that groff and mandoc read them alike.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from maildesk import __version__
from maildesk.cli.main import program
from maildesk.cli.spoken import first_sentence
from maildesk.cli.tour import EXAMPLES, FIRST_STEPS, SECTIONS

_SINGLE_QUOTE = "\\(aq"

_EXIT = (
    ("0", "Done."),
    ("1", "Refused: what was asked is not possible or not allowed."),
    ("2", "The command was not used rightly."),
    ("65", "Bad mail."),
    ("75", "Not now: the same may go well later."),
    ("78", "The desk's files are wrong."),
)
_ENVIRONMENT = (
    ("MAILDESK_DESK", "The desk's file, where --desk does not name it."),
    ("MAILDESK_DEBUG", "As --debug."),
    ("NO_COLOR", "Where it is set, nothing is coloured."),
    ("LANGUAGE, LC_ALL, LC_MESSAGES, LANG", "The language of helps and tables: English or zh_CN. JSON and exit codes are the same in all."),
)
_FILES = (("./desk.yaml, /etc/maildesk/desk.yaml", "The desk, where neither --desk nor MAILDESK_DESK names it."),)


def pages() -> dict[str, str]:
    """The text of each page by its file name."""
    context = click.Context(program, info_name="maildesk", help_option_names=["-h", "--help"])
    found = {"maildesk.1": _page("maildesk", _program_page(context))}
    for name in program.list_commands(context):
        command = program.get_command(context, name)
        assert command is not None
        found[f"maildesk-{name}.1"] = _page(f"maildesk-{name}", _command_page(command, context, name))
    return found


def _page(name: str, body: Iterator[str]) -> str:
    """A page; its date is left out, so that the same program makes the same page."""
    return "\n".join((f'.TH {_said(name.upper())} 1 "" "maildesk {__version__}" "maildesk"', *body)) + "\n"


def _program_page(context: click.Context) -> Iterator[str]:
    yield from _name("maildesk", program)
    yield from (".SH SYNOPSIS", ".B maildesk", f"[{_said('OPTIONS')}] COMMAND [ARGS]...")
    yield from (".SH DESCRIPTION", *_paragraphs(program.help or ""))
    yield from (".SH OPTIONS", *_options(program, context))
    yield ".SH FIRST STEPS"
    for step, what in FIRST_STEPS:
        yield from (".TP", f".B {_said(step)}", _said(what[0].upper() + what[1:] + "."))
    for person, names in SECTIONS.items():
        yield f".SH {_said(person.upper())}"
        for name in names:
            command = program.get_command(context, name)
            assert command is not None
            yield from (".TP", f".BR maildesk\\-{_said(name)} (1)", _said(first_sentence(inspect.cleandoc(command.help or "")) + "."))
    yield from _listed("EXIT STATUS", _EXIT)
    yield from _listed("ENVIRONMENT", _ENVIRONMENT)
    yield from _listed("FILES", _FILES)
    yield ".SH SEE ALSO"
    yield from _references(program.list_commands(context))


def _command_page(command: click.Command, parent: click.Context, name: str) -> Iterator[str]:
    yield from _name(f"maildesk-{name}", command)
    with click.Context(command, parent=parent, info_name=name) as context:
        yield ".SH SYNOPSIS"
        yield from _synopsis(command, context)
        yield from (".SH DESCRIPTION", *_paragraphs(command.help or ""))
        yield from (".SH OPTIONS", *_options(command, context))
        if isinstance(command, click.Group):
            yield ".SH COMMANDS"
            for member in command.list_commands(context):
                yield from _member(command, context, name, member)
        elif name in EXAMPLES:
            yield from (".SH EXAMPLES", *_example(name))
    yield from _listed("EXIT STATUS", _EXIT)
    yield from (".SH SEE ALSO", ".BR maildesk (1)")


def _member(group: click.Group, parent: click.Context, name: str, member: str) -> Iterator[str]:
    command = group.get_command(parent, member)
    assert command is not None
    with click.Context(command, parent=parent, info_name=member) as context:
        yield f".SS {_said(f'{name} {member}')}"
        yield from (*_synopsis(command, context), *_paragraphs(command.help or ""), *_options(command, context))
        yield from _example(f"{name} {member}")


def _name(page: str, command: click.Command) -> Iterator[str]:
    said = first_sentence(inspect.cleandoc(command.help or ""))
    yield from (".SH NAME", f"{_said(page)} \\- {_said(said[0].lower() + said[1:])}")


def _synopsis(command: click.Command, context: click.Context) -> Iterator[str]:
    yield f".B {_said(context.command_path)}"
    yield _said(" ".join(command.collect_usage_pieces(context)))
    yield ".PP"


def _paragraphs(text: str) -> Iterator[str]:
    """Paragraphs of a help; one that click keeps as it is stays so here."""
    for number, paragraph in enumerate(re.split(r"\n\s*\n", inspect.cleandoc(text))):
        if number:
            yield ".PP"
        if paragraph.startswith("\b"):
            yield from (".nf", *(_said(line) for line in paragraph.split("\n")[1:]), ".fi")
        else:
            yield _said(" ".join(paragraph.split()))


def _options(command: click.Command, context: click.Context) -> Iterator[str]:
    for param in command.get_params(context):
        record = param.get_help_record(context)
        if record and record[1]:
            yield from (".TP", f".B {_said(record[0])}", _said(record[1]))


def _example(path: str) -> Iterator[str]:
    if path in EXAMPLES:
        yield from (".PP", ".nf", f"    {_said(EXAMPLES[path])}", ".fi")


def _listed(heading: str, rows: tuple[tuple[str, str], ...]) -> Iterator[str]:
    yield f".SH {heading}"
    for name, words in rows:
        yield from (".TP", f".B {_said(name)}", _said(words))


def _references(names: list[str]) -> Iterator[str]:
    *others, last = names
    yield from (f".BR maildesk\\-{_said(name)} (1)," for name in others)
    yield f".BR maildesk\\-{_said(last)} (1)"


def _said(text: str) -> str:
    """Text that roff shows as it stands: its escapes, quotes and dashes are written out, and no line begins with a request."""
    shown = text.replace("\\", "\\e").replace("-", "\\-").replace("'", _SINGLE_QUOTE)
    shown = "".join(one if one.isascii() else f"\\[u{ord(one):04X}]" for one in shown)
    return f"\\&{shown}" if shown[:1] in (".", "'") else shown


def main(arguments: list[str]) -> int:
    """Writes all pages into the directory that is named, made where it is not there."""
    if len(arguments) != 1:
        click.echo("name a directory: python -m maildesk.cli.man /usr/local/share/man/man1", err=True)
        return 2
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
