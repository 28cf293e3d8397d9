"""The program `maildesk`: its commands, and what each kind of failure ends with."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from maildesk import __version__
from maildesk.cli.call import Call
from maildesk.cli.completing import AGENT
from maildesk.cli.spoken import in_words
from maildesk.cli.tour import EXAMPLES, FIRST_STEPS, SECTIONS
from maildesk.cli.visible import visible
from maildesk.config.nearest import nearest
from maildesk.errors import DONE, REFUSED, USAGE, MaildeskError
from maildesk.language import _, languages_of, lending, speaking, told, words

_STEP = 40  # columns of a first step
_BUG = 70  # sysexits.h EX_SOFTWARE
_INTERRUPTED = 130  # 128 + SIGINT, as a shell says it

# Every command and where it stands; a module is imported when its command is asked for.
COMMANDS = {
    "init": "maildesk.cli.desk:init",
    "serve": "maildesk.cli.desk:serve",
    "reload": "maildesk.cli.desk:reload",
    "demo": "maildesk.cli.demo:demo",
    "completion": "maildesk.cli.completion:completion",
    "config": "maildesk.cli.desk:config",
    "check-dns": "maildesk.cli.checkdns:check_dns",
    "db": "maildesk.cli.db:db",
    "agent": "maildesk.cli.agent:agent",
    "address": "maildesk.cli.address:address",
    "person": "maildesk.cli.person:person",
    "erase": "maildesk.cli.erasing:erase",
    "explain": "maildesk.cli.explain:explain",
    "audit": "maildesk.cli.audit:audit",
    "keys": "maildesk.cli.keys:keys",
    "import": "maildesk.cli.importing:import_",
    "ledger": "maildesk.cli.ledger:ledger",
    "login": "maildesk.cli.login:login",
    "outbox": "maildesk.cli.outbox:outbox",
    "receive": "maildesk.cli.receive:receive",
    "backup": "maildesk.cli.backup:backup",
    "restore": "maildesk.cli.backup:restore",
    "rules": "maildesk.cli.rules:rules",
    "status": "maildesk.cli.status:status",
    "spool": "maildesk.cli.spool:spool",
    "try": "maildesk.cli.trying:try_",
    "ticket": "maildesk.cli.ticket:ticket",
}


class _Commands(click.Group):
    """A group whose members are the table above."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The tour first, and our options where they are looked for: at the end."""
        with formatter.section(_("First steps")):
            formatter.write_dl([(step, _(what)) for step, what in FIRST_STEPS], col_max=_STEP)
        for person, names in SECTIONS.items():
            with formatter.section(_(person)):
                formatter.write_dl([row for name in names for row in self._rows(ctx, name)])
        click.Command.format_options(self, ctx, formatter)
        formatter.write_paragraph()
        formatter.write_text(_("More of a command and an example of each: maildesk COMMAND --help. The manuals: man maildesk."))

    def _rows(self, ctx: click.Context, name: str) -> tuple[tuple[str, str], ...]:
        command = self.get_command(ctx, name)
        return ((name, command.short_help or ""), ("", f"$ {EXAMPLES[name]}")) if command else ()

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does it, but with the name that was perhaps meant: click looks only among commands that are imported."""
        name = args[0]
        near = None if name in COMMANDS or name.startswith("-") else nearest(name, COMMANDS)
        if near and not ctx.resilient_parsing:
            raise click.exceptions.NoSuchCommand(name, possibilities=[near], ctx=ctx)
        return super().resolve_command(ctx, args)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(import_module(module), name)
        return in_words(command, cmd_name)


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--desk", type=click.Path(path_type=Path), metavar="FILE", help="The desk: else $MAILDESK_DESK, ./desk.yaml, /etc/maildesk/desk.yaml.")
@click.option("--as", "acting", type=AGENT, metavar="AGENT", help="Act as this agent; else as operator:USER, who may do everything.")
@click.option("--debug", is_flag=True, envvar="MAILDESK_DEBUG", help="Show where an unexpected error happened.")
@click.version_option(__version__, prog_name="maildesk", message="%(prog)s %(version)s")
@click.pass_context
def program(ctx: click.Context, desk: Path | None, acting: str | None, debug: bool) -> None:
    """A help desk that lives inside e-mail."""
    ctx.obj = Call(desk, acting)
    ctx.meta["debug"] = debug


def run(arguments: Sequence[str]) -> int:
    """Carries out one command line and gives its exit code; says on stderr what went wrong, without a traceback."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # a terminal that lacks a letter still gets its number
    languages = languages_of(os.environ)
    with speaking(words(*languages)), lending(languages):
        return _carried_out(arguments)


def _carried_out(arguments: Sequence[str]) -> int:
    try:
        ended = in_words(program).main(list(arguments), prog_name="maildesk", standalone_mode=False)
        sys.stdout.flush()
    except BaseException as error:  # noqa: BLE001 - every end of a command is in the table below
        return _ended(error, "--debug" in arguments or bool(os.environ.get("MAILDESK_DEBUG")))
    return ended if isinstance(ended, int) else DONE


def _ended(error: BaseException, debug: bool) -> int:
    """The exit code of a failure, after it was told; the first kind that fits counts."""
    tell = next((tell for kind, tell in _ENDS if isinstance(error, kind)), _unexpected)
    if tell is _unexpected and debug:
        traceback.print_exception(error)
        return _BUG
    return tell(error)


def _misused(error: Any) -> int:
    error.show()
    return USAGE


def _interrupted(_error: Any) -> int:
    return _INTERRUPTED


def _failed(error: Any) -> int:
    return _told(told(error.text), error.exit_code)


def _unread(_error: Any) -> int:
    """Whoever read our output has had enough; Python must not complain about it while it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return DONE


def _left(error: Any) -> int:
    """click leaves so when it has completed a line for a shell, and with 1 when nobody reads on."""
    return _unread(error) if error.code else DONE


def _system(error: Any) -> int:
    return _told(f"{error.filename}: {error.strerror}" if error.filename and error.strerror else str(error), REFUSED)


def _unexpected(error: Any) -> int:
    first = next(iter(str(error).splitlines()), "")
    text = _("unexpected error, {kind}: {words}; to see where: maildesk --debug …")
    return _told(text.format(kind=type(error).__name__, words=first), _BUG)


_ENDS: tuple[tuple[type[BaseException], Callable[[Any], int]], ...] = (
    (click.Abort, _interrupted),
    (KeyboardInterrupt, _interrupted),
    (click.ClickException, _misused),
    (MaildeskError, _failed),
    (BrokenPipeError, _unread),
    (SystemExit, _left),
    (OSError, _system),
)


def _told(message: str, code: int) -> int:
    for line in message.splitlines():
        click.echo(visible(line), err=True)
    return code
