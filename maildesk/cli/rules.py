"""`maildesk rules`: whether the rules are right, and which there are."""

from __future__ import annotations

import click

from maildesk.cli.call import Call
from maildesk.cli.output import as_json, say, say_all, say_table
from maildesk.language import N_, _, ngettext


@click.group()
def rules() -> None:
    """Check and list the desk's rules."""


@rules.command()
@click.pass_obj
def check(call: Call) -> None:
    """Read desk.yaml, rules and templates; every problem with its place, exit 78."""
    from maildesk.bootstrap import open_desk
    from maildesk.cli.untold import say_untold

    desk = open_desk(call.file())
    desk.database.close()
    many = len(desk.rules.rules)
    say(ngettext("{count} rule is right", "{count} rules are right", many).format(count=many))
    say_untold(desk.rules)


@rules.command("list")
@as_json
@click.pass_obj
def list_(call: Call, as_json: bool) -> None:
    """The rules in the order they are asked, with the file and line of each."""
    from maildesk.bootstrap import open_desk
    from maildesk.cli.shapes import json_line

    desk = open_desk(call.file())
    desk.database.close()
    found = [
        {"rule": one.name.name, "file": one.name.file, "line": one.name.line, "on": sorted(one.on), "stop": one.stop} for one in desk.rules.rules
    ]
    if as_json:
        say_all(map(json_line, found))
        return
    rows = [(f"{one['file']}:{one['line']}", ", ".join(sorted(rule.on)), one["rule"]) for one, rule in zip(found, desk.rules.rules, strict=True)]
    say_table((N_("PLACE"), N_("ON"), N_("RULE")), rows, _("this desk has no rules"))
