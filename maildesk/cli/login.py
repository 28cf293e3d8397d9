"""`maildesk login`: gets the access token of an account or a relay, by a code that a person types in at the provider's page."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import click

from maildesk.cli.call import Call
from maildesk.cli.output import say
from maildesk.cli.visible import visible, when
from maildesk.errors import Refused
from maildesk.language import Said, _
from maildesk.ticket import Role

if TYPE_CHECKING:
    from pathlib import Path

    from maildesk.config.schema import DeskConfig
    from maildesk.system.oauth import Grant, Provider


@click.command()
@click.argument("name")
@click.pass_obj
def login(call: Call, name: str) -> None:
    """Get the access token of the account or relay NAME that has `oauth` in desk.yaml; the daemon renews it. With --as: an admin.

    Open the page that is named, type the code, and say yes as the user of the account. Run it as the daemon's user, so that the daemon may read the token.
    """
    from maildesk.config.tokenfile import keep

    config = call.config()
    call.permit(config, Role.ADMIN, None)
    provider, path = _place(config, name)
    grant = _granted(provider)
    try:
        keep(path, grant)
    except OSError as error:
        raise Refused(Said("{path} cannot be written: {why}", path=path, why=error.strerror)) from None
    say(_("{name} is logged in; its token is good until {when} and is renewed").format(name=visible(name), when=when(grant.until)))


def _place(config: DeskConfig, name: str) -> tuple[Provider, Path]:
    from maildesk.config.tokenfile import provider_of, token_path
    from maildesk.service.renewal import servers_of

    servers = servers_of(config)
    server, able = servers.get(name), ", ".join(one for one, server in servers.items() if server.oauth)
    path = token_path(server) if server else None
    if server is None or server.oauth is None or path is None:
        wrong = Said("{name} is no account or relay with oauth in desk.yaml", name=name)
        raise Refused(Said("{wrong}; those are: {names}", wrong=wrong, names=able) if able else wrong)
    return provider_of(server.oauth), path


def _granted(provider: Provider) -> Grant:
    """Waits until the person has finished, as patiently as the provider."""
    from maildesk.clock import SystemClock
    from maildesk.system.oauth import answered, ask

    clock = SystemClock()
    asked = ask(provider, clock.now())
    say(_("Open {page} and type the code {code}").format(page=visible(asked.page), code=visible(asked.code)))
    while clock.now() < asked.until:
        time.sleep(asked.interval)
        grant = answered(provider, asked, clock.now())
        if grant is not None:
            return grant
    raise Refused(Said("nobody typed the code in time; begin anew"))
