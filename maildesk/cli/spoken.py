"""Commands in the language of whoever asked: their help is translated when it is shown, never when it is imported."""

from __future__ import annotations

import copy
import inspect

import click

from maildesk.language import _


def in_words(command: click.Command) -> click.Command:
    """The command and its members with their helps in the language that is spoken; the command itself stays as it is."""
    shown = copy.copy(command)
    shown.help, shown.short_help, shown.epilog = _said(command.help), _said(command.short_help), _said(command.epilog)
    shown.params = [_option(param) for param in command.params]
    if isinstance(shown, click.Group):
        shown.commands = {name: in_words(member) for name, member in shown.commands.items()}
    return shown


def _option(param: click.Parameter) -> click.Parameter:
    if not isinstance(param, click.Option) or not param.help:
        return param
    shown = copy.copy(param)
    shown.help = _said(param.help)
    return shown


def _said(text: str | None) -> str | None:
    return _(inspect.cleandoc(text)) if text else text
