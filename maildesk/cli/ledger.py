"""`maildesk ledger`: every mail ever accepted and its one outcome, and the sum that proves it."""

from __future__ import annotations

import click

from maildesk.cli.call import Call
from maildesk.cli.output import as_json, say
from maildesk.errors import REFUSED
from maildesk.language import _


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
    from maildesk.cli.wording import said

    ticket = f" #{shape['ticket']}" if shape["ticket"] else ""
    words = _("mail {number} {state}{ticket} by {rule}") if shape["rule"] else _("mail {number} {state}{ticket}")
    return words.format(number=shape["mail"], state=said(str(shape["state"])), ticket=ticket, rule=visible(shape["rule"]))


def _plain_sum(shape: dict[str, object]) -> str:
    from maildesk.cli.wording import said

    outcomes = " + ".join(f"{many} {said(name)}" for name, many in shape.items() if name not in ("accepted", "balanced"))
    words = _("{accepted} accepted = {outcomes}") if shape["balanced"] else _("{accepted} accepted IS NOT {outcomes}")
    return words.format(accepted=shape["accepted"], outcomes=outcomes)
