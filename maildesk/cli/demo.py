"""`maildesk demo`: a desk that plays a short story."""

from __future__ import annotations

import click

from maildesk.cli.output import say
from maildesk.cli.visible import visible


@click.command()
@click.option("--once", is_flag=True, help="Play in a temporary folder on free ports, then end.")
@click.option("--smtp-port", type=click.IntRange(1, 65535), metavar="PORT", help="Where the demo takes mail: 2525.")
@click.option("--http-port", type=click.IntRange(1, 65535), metavar="PORT", help="Where the demo's page is: 8080.")
@click.option("--as-root", is_flag=True, help="Stay root; else root becomes the user maildesk.")
def demo(once: bool, smtp_port: int | None, http_port: int | None, as_root: bool) -> None:
    """Play a short story on a desk of its own, in var/demo; the desk stays until Ctrl-C."""
    from maildesk.demo.show import show

    show(once, smtp_port, http_port, as_root, lambda line: say(visible(line)))
