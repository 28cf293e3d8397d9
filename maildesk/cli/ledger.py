"""`maildesk ledger`: every mail ever accepted and its one outcome, and the sum that proves it."""

from __future__ import annotations

import click

from maildesk.cli.call import Call
from maildesk.cli.output import as_json, say
from maildesk.errors import REFUSED


@click.command()
@click.option("--sum", "only_sum", is_flag=True, help="Only the last line.")
@as_json
@click.pass_obj
def ledger(call: Call, only_sum: bool, as_json: bool) -> int | None:
    """Each mail and what became of it; the last line is the sum. Ends with 1 where it does not balance."""
    from maildesk.cli.shapes import json_line, ledger_line_shape, ledger_shape
    from maildesk.intake.spool import ledger as count
    from maildesk.store.browse import ledger_lines

    with call.database() as database, database.read() as session:
        for line in () if only_sum else ledger_lines(session):
            shape = ledger_line_shape(line)
            say(json_line(shape) if as_json else _plain(shape))
        total = count(session)
    say(json_line(ledger_shape(total)) if as_json else _plain_sum(ledger_shape(total)))
    return None if total.balanced else REFUSED


def _plain(shape: dict[str, object]) -> str:
    from maildesk.cli.visible import visible

    ticket = f" #{shape['ticket']}" if shape["ticket"] else ""
    rule = f" by {visible(shape['rule'])}" if shape["rule"] else ""
    return f"mail {shape['mail']} {shape['state']}{ticket}{rule}"


def _plain_sum(shape: dict[str, object]) -> str:
    outcomes = " + ".join(f"{many} {name}" for name, many in shape.items() if name not in ("accepted", "balanced"))
    return f"{shape['accepted']} accepted {'=' if shape['balanced'] else 'IS NOT'} {outcomes}"
