"""Commands as they are shown: in the language of whoever asks, with an example, laid out by us. The commands themselves stay as they are."""

from __future__ import annotations

import copy
import inspect
import re

import click

from maildesk.cli.helptext import Context
from maildesk.cli.tour import EXAMPLES
from maildesk.language import _

_SENTENCE = re.compile(r"(.+?(?:[.?!](?=\s)|。|$))", re.DOTALL)


def in_words(command: click.Command, path: str = "") -> click.Command:
    """The command of this path ("ticket list"; "" is the program) and its members with their helps in the language that is spoken."""
    shown = copy.copy(command)
    shown.context_class = Context
    shown.help = _said(command.help)
    shown.short_help = first_sentence(shown.help or "")
    shown.params = [_option(param) for param in command.params]
    shown._help_option = None  # click keeps it in the language in which it was asked for first
    if path in EXAMPLES:
        shown.epilog = " ".join((_("Example:"), EXAMPLES[path]))
    if isinstance(shown, click.Group):
        shown.commands = {name: in_words(member, f"{path} {name}".strip()) for name, member in shown.commands.items()}
    return shown


def first_sentence(text: str) -> str:
    """What a list says of a command."""
    found = _SENTENCE.match(text.split("\n\n", maxsplit=1)[0].strip())
    return " ".join(found[1].split()).rstrip(".。") if found else ""


def _option(param: click.Parameter) -> click.Parameter:
    if not isinstance(param, click.Option) or not param.help:
        return param
    shown = copy.copy(param)
    shown.help = _said(param.help)
    return shown


def _said(text: str | None) -> str | None:
    return _(inspect.cleandoc(text)) if text else text
