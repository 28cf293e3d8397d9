"""Writes the manual pages from the helps: `python -m maildesk.cli.man DIRECTORY` makes man1/maildesk.1 there and a page for each command.

Those of another language go into a folder of its name (zh_CN/man1), where man looks for them. man(7) macros alone, so that groff and mandoc
read them alike.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from maildesk import __version__
from maildesk.cli.helptext import pieces
from maildesk.cli.main import program
from maildesk.cli.spoken import first_sentence, in_words
from maildesk.cli.tour import EXAMPLES, FIRST_STEPS, SECTIONS
from maildesk.language import N_, _, catalogues_there, lending, pgettext, speaking, words

_SINGLE_QUOTE = "\\(aq"

_EXIT = (
    ("0", N_("Done.")),
    ("1", N_("Refused: what was asked is not possible or not allowed.")),
    ("2", N_("The command was not used rightly.")),
    ("65", N_("Bad mail.")),
    ("75", N_("Not now: the same may go well later.")),
    ("78", N_("The desk's files are wrong.")),
)
_ENVIRONMENT = (
    ("MAILDESK_DESK", N_("The desk's file, where --desk does not name it.")),
    ("MAILDESK_DEBUG", N_("As --debug.")),
    ("NO_COLOR", N_("Where it is set, nothing is coloured.")),
    ("LANGUAGE, LC_ALL, LC_MESSAGES, LANG", N_("The language of helps and tables: English or zh_CN. JSON and exit codes are the same in all.")),
)
_FILES = (("./desk.yaml, /etc/maildesk/desk.yaml", N_("The desk, where neither --desk nor MAILDESK_DESK names it.")),)


def pages() -> dict[str, str]:
    """The text of each page by its file name, in the language that is spoken."""
    shown = in_words(program)
    with click.Context(shown, info_name="maildesk", help_option_names=["-h", "--help"]) as context:
        found = {"maildesk.1": _page("maildesk", _program_page(context))}
        for one in _members(context):
            name = _page_name(one)
            found[f"{name}.1"] = _page(name, _command_page(one))
    return found


def _members(parent: click.Context) -> Iterator[click.Context]:
    """Every command below this one, each before its own."""
    assert isinstance(parent.command, click.Group)
    for name in parent.command.list_commands(parent):
        command = parent.command.get_command(parent, name)
        assert command is not None
        with click.Context(command, parent=parent, info_name=name) as context:
            yield context
            if isinstance(command, click.Group):
                yield from _members(context)


def _page_name(context: click.Context) -> str:
    return context.command_path.replace(" ", "-")


def _page(name: str, body: Iterator[str]) -> str:
    """A page; its date is left out, so that the same program makes the same page.

    It is not spread to both edges: Chinese has hardly any blanks that could grow.
    """
    return "\n".join((f'.TH {_said(name.upper())} 1 "" "maildesk {__version__}" "maildesk"', ".ad l", *body)) + "\n"


def _program_page(context: click.Context) -> Iterator[str]:
    yield from _name(context)
    yield from (_heading(_("SYNOPSIS")), ".B maildesk", f"[{_said('OPTIONS')}] COMMAND [ARGS]...")
    yield from (_heading(_("DESCRIPTION")), *_paragraphs(context.command.help or ""))
    yield from (_heading(_("OPTIONS")), *_options(context))
    yield _heading(_("FIRST STEPS"))
    for step, what in FIRST_STEPS:
        yield from (".TP", f".B {_said(step)}", _flowing(_sentence(_(what))))
    below = {one.command_path.partition(" ")[2]: one for one in _members(context)}
    for person, names in SECTIONS.items():
        yield _heading(_(person).upper())
        for name in names:
            yield from _mentioned(below[name])
    yield from _listed(_("EXIT STATUS"), _EXIT)
    yield from _listed(_("ENVIRONMENT"), _ENVIRONMENT)
    yield from _listed(_("FILES"), _FILES)


def _command_page(context: click.Context) -> Iterator[str]:
    command, path = context.command, context.command_path.partition(" ")[2]
    yield from _name(context)
    yield from (_heading(_("SYNOPSIS")), *_synopsis(context))
    yield from (_heading(_("DESCRIPTION")), *_paragraphs(command.help or ""))
    yield from (_heading(_("OPTIONS")), *_options(context))
    if isinstance(command, click.Group):
        yield _heading(_("COMMANDS"))
        for member in _members(context):
            yield from _mentioned(member)
    elif path in EXAMPLES:
        yield from (_heading(_("EXAMPLES")), ".nf", f"    {_said(EXAMPLES[path])}", ".fi")
    yield from _listed(_("EXIT STATUS"), _EXIT)
    yield _heading(_("SEE ALSO"))
    yield from _references(context)


def _mentioned(context: click.Context) -> Iterator[str]:
    """A command in a list, with the page that tells more of it."""
    yield from (".TP", f".BR {_said(_page_name(context))} (1)", _flowing(_sentence(first_sentence(inspect.cleandoc(context.command.help or "")))))


def _name(context: click.Context) -> Iterator[str]:
    said = first_sentence(inspect.cleandoc(context.command.help or ""))
    yield from (_heading(pgettext("manual", "NAME")), f"{_said(_page_name(context))} \\- {_flowing(said[0].lower() + said[1:])}")


def _heading(text: str) -> str:
    return f".SH {_said(text)}"


def _synopsis(context: click.Context) -> Iterator[str]:
    yield f".B {_said(context.command_path)}"
    yield _said(" ".join(context.command.collect_usage_pieces(context)))


def _paragraphs(text: str) -> Iterator[str]:
    """Paragraphs of a help; one that click keeps as it is stays so here."""
    for number, paragraph in enumerate(re.split(r"\n\s*\n", inspect.cleandoc(text))):
        if number:
            yield ".PP"
        if paragraph.startswith("\b"):
            yield from (".nf", *(_said(line) for line in paragraph.split("\n")[1:]), ".fi")
        else:
            yield _flowing(paragraph)


def _options(context: click.Context) -> Iterator[str]:
    for param in context.command.get_params(context):
        record = param.get_help_record(context)
        if record and record[1]:
            yield from (".TP", f".B {_said(record[0])}", _flowing(record[1]))


def _listed(heading: str, rows: tuple[tuple[str, str], ...]) -> Iterator[str]:
    yield _heading(heading)
    for name, meaning in rows:
        yield from (".TP", f".B {_said(name)}", _flowing(_(meaning)))


def _references(context: click.Context) -> Iterator[str]:
    """The pages above this one, the nearest first."""
    above = []
    while context.parent is not None:
        context = context.parent
        above.append(_said(_page_name(context)))
    yield from (f".BR {name} (1)," for name in above[:-1])
    yield f".BR {above[-1]} (1)"


def _sentence(text: str) -> str:
    whole = text[0].upper() + text[1:]
    return whole + ("." if text[-1].isascii() else "。")


_PARTS = r"\:"  # where a line may end though no blank stands there


def _said(text: str) -> str:
    """Text that roff shows as it stands: its escapes, quotes and dashes are written out, and no line begins with a request."""
    shown = "".join(map(_letter, text))
    return f"\\&{shown}" if shown[:1] in (".", "'") else shown


def _letter(one: str) -> str:
    if one.isascii():
        return {"\\": "\\e", "-": "\\-", "'": _SINGLE_QUOTE}.get(one, one)
    return f"\\[u{ord(one):04X}]"


def _flowing(text: str) -> str:
    """A paragraph, which roff may break wherever our own helps are broken: it knows nothing of Chinese."""
    found = pieces(text)
    return "".join(
        _said(piece) if piece.isspace() or before.isspace() else _PARTS + _said(piece) for before, piece in zip([" ", *found], found, strict=False)
    )


def main(arguments: list[str]) -> int:
    """Writes all pages below the directory that is named, made where it is not there."""
    if len(arguments) != 1:
        click.echo("name a directory: python -m maildesk.cli.man /usr/local/share/man", err=True)
        return 2
    _write(Path(arguments[0]) / "man1")
    for language in catalogues_there():
        with speaking(words(language)), lending((language,)):
            _write(Path(arguments[0]) / language / "man1")
    return 0


def _write(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
