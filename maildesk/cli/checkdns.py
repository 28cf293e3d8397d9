"""`maildesk check-dns`: what name servers say of the desk's domains. It is the only command that asks them unbidden of a mail."""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from maildesk.cli.call import Call
from maildesk.cli.output import as_json, say, styled
from maildesk.errors import DONE, REFUSED, TRY_LATER, TryLater
from maildesk.language import N_, Said, _, ngettext, told

if TYPE_CHECKING:
    from maildesk.resolver import NameServer
    from maildesk.spf import Ask, Ip
    from maildesk.upkeep.domains import Finding

_ONE, _ALL = 3.0, 60.0  # seconds for one question, and for all of them
_COLOURS = {"ok": "green", "note": "yellow", "wrong": "red", "unknown": "red"}
_STATES = {"ok": N_("right"), "note": N_("note"), "wrong": N_("wrong"), "unknown": N_("no answer")}


class _Address(click.ParamType[Any]):
    name = "ADDRESS"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Ip:
        try:
            return ipaddress.ip_address(value)
        except ValueError:
            self.fail(_("“{value}” is no address; write it like 192.0.2.1").format(value=value), param, ctx)


@click.command(name="check-dns")
@click.option("--selector", "selectors", multiple=True, metavar="NAME", help="Look at this DKIM key too; once for each.")
@click.option(
    "--from-ip", "addresses", multiple=True, type=_Address(), metavar="ADDRESS", help="What the world sees letters come from, behind NAT or a relay."
)
@click.option(
    "--server", default="", metavar="HOST[:PORT]", help="Ask this name server, such as the one that has the domain, instead of this machine's."
)
@as_json
@click.pass_obj
def check_dns(call: Call, selectors: Sequence[str], addresses: Sequence[Ip], server: str, as_json: bool) -> int:
    """Ask name servers about the desk's domains (MX, SPF, DKIM, DMARC) and its host (address and PTR): what is wrong, and the record to write.

    Exit 0 where nothing is wrong, 1 where something is, 75 where a name server did not answer.
    """
    import socket

    from maildesk.cli.shapes import finding_shape, json_line
    from maildesk.upkeep.domains import look, plan_of

    plan = plan_of(call.config(), socket.gethostname(), addresses, selectors)
    found = []
    for finding in look(plan, _asking(server)):
        found.append(finding)
        if as_json:
            say(json_line(finding_shape(finding)))
    if not as_json:
        _tell(found)
    states = {finding.state for finding in found}
    return REFUSED if "wrong" in states else TRY_LATER if "unknown" in states else DONE


def _asking(server: str, clock: Callable[[], float] = time.monotonic) -> Ask:
    """Asks for so long; then there is no answer any more."""
    from maildesk.resolver import Resolver

    resolver = Resolver(_server(server))
    until = clock() + _ALL

    def ask(name: str, kind: str) -> tuple[str, ...]:
        left = min(_ONE, until - clock())
        if left <= 0:
            raise TryLater(Said("there was no time left to ask for {name}", name=name))
        return resolver.ask(name, kind, left)

    return ask


def _server(written: str) -> list[NameServer]:
    """The server that was named, [] for those of this machine; raises click.UsageError where it is none."""
    import socket

    from maildesk.resolver import NameServer

    if not written:
        return []
    host, port = (written, "53") if written.count(":") > 1 and "]" not in written else (*written.rsplit(":", 1), "53")[:2]
    try:
        (_family, _kind, _protocol, _name, place), *_others = socket.getaddrinfo(host.strip("[]"), int(port), type=socket.SOCK_DGRAM)
    except (OSError, ValueError, OverflowError, UnicodeError):
        raise click.UsageError(_("“{server}” is no name server; write it like 192.0.2.53 or ns1.example.com:53").format(server=written)) from None
    return [NameServer(str(place[0]), int(place[1]))]


def _tell(found: Sequence[Finding]) -> None:
    """What was looked at stands together; a record is a line that can be copied."""
    from maildesk.cli.visible import visible

    about = ""
    for finding in found:
        if finding.about != about:
            about = finding.about
            say(styled(visible(about), bold=True))
        say(f"  {styled(_(_STATES[finding.state]), fg=_COLOURS[finding.state])}  {finding.check}: {visible(told(finding.words))}")
        if finding.record:
            say(f"      {visible(finding.record)}")
    wrong, open_ = (sum(finding.state == state for finding in found) for state in ("wrong", "unknown"))
    if wrong or not open_:
        say(ngettext("{count} thing is wrong", "{count} things are wrong", wrong).format(count=wrong) if wrong else _("nothing is wrong"))
    if open_:
        say(ngettext("{count} question found no answer", "{count} questions found no answer", open_).format(count=open_))
