"""`maildesk address`: how it stands with a customer's address."""

from __future__ import annotations

import click

from maildesk.cli.call import Call
from maildesk.cli.completing import ADDRESS
from maildesk.cli.output import as_json, say, say_all, say_table
from maildesk.errors import Refused
from maildesk.language import N_, Said, _, ngettext

_HEADINGS = (N_("WHEN"), N_("WHAT"), N_("WHY"), N_("CODE"), N_("LETTER"), N_("TICKET"), N_("MAIL"))


@click.group()
def address() -> None:
    """How it stands with a customer's address: which letters it did not take."""


@address.command()
@click.argument("address", type=ADDRESS, metavar="ADDRESS")
@as_json
@click.pass_obj
def show(call: Call, address: str, as_json: bool) -> None:
    """The letters that ADDRESS did not take, why, the mail that reported it, and whether automatic mail still goes there."""
    from maildesk.cli.shapes import ailment_shape, json_line
    from maildesk.cli.visible import when
    from maildesk.cli.wording import said
    from maildesk.refusal import REASON_WORDS
    from maildesk.store.health import against, ailments_of

    with call.database() as database, database.read() as session:
        found, silence = ailments_of(session, address), against(session, address)
    if as_json:
        say_all(json_line(ailment_shape(one)) for one in found)
        return
    words = {one.reason: _(REASON_WORDS[one.reason]) for one in found}
    codes = (" ".join(filter(None, (str(one.code or ""), one.status))) for one in found)
    rows = [
        (when(one.at), said(one.kind), words[one.reason], code, one.letter, one.ticket or None, one.mail)
        for one, code in zip(found, codes, strict=True)
    ]
    say_table(_HEADINGS, rows, _("no letter to {address} came back, as far as anybody said").format(address=address))
    if silence is not None:
        say(_("no automatic mail goes there; to end that: maildesk address forget {address}").format(address=silence.address))


@address.command()
@click.argument("address", type=ADDRESS, metavar="ADDRESS")
@click.pass_obj
def forget(call: Call, address: str) -> None:
    """Forget what letters have shown about ADDRESS, so that automatic mail goes there again; with --as: a supervisor of the desk."""
    from maildesk.store.health import forget as forgotten
    from maildesk.ticket import Role

    call.permit(call.config(), Role.SUPERVISOR, None)
    with call.database() as database, database.write() as session:
        many = forgotten(session, address)
    if not many:
        raise Refused(Said("nothing is known of {address}", address=address))
    words = ngettext(
        "{count} letter is forgotten; automatic mail goes there again", "{count} letters are forgotten; automatic mail goes there again", many
    )
    say(words.format(count=many))
