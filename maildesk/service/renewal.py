"""Renews the access tokens that a login of ours got, before they run out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import NoReturn

from maildesk.clock import Clock
from maildesk.config.schema import DeskConfig
from maildesk.config.tokenfile import keep, kept, provider_of, token_path
from maildesk.config.ways import Imap, Relay
from maildesk.errors import MaildeskError
from maildesk.eventlog import EventLog
from maildesk.system.oauth import renewed

_EVERY = 60.0  # seconds
_AHEAD = timedelta(minutes=20)  # of its hour: ten minutes before the page tells of it


def servers_of(config: DeskConfig) -> dict[str, Imap | Relay]:
    """The accounts and relays by the names that people call them."""
    accounts: dict[str, Imap | Relay] = {way.imap.account: way.imap for way in config.listen if way.imap}
    return {**accounts, **config.relays}


async def renew_tokens(config: Callable[[], DeskConfig], clock: Clock, log: EventLog) -> NoReturn:
    """Never ends by itself; a provider that is away is asked again a minute later."""
    while True:
        await asyncio.sleep(_EVERY)
        await asyncio.to_thread(renew_due, config(), clock, log)


def renew_due(config: DeskConfig, clock: Clock, log: EventLog) -> None:
    """Each token that runs out soon; one that cannot be renewed hinders no other."""
    for name, server in servers_of(config).items():
        path, now = token_path(server), clock.now()
        known = kept(path) if path else None
        if path is None or server.oauth is None or known is None or known[1] - now > _AHEAD:
            continue
        try:
            keep(path, renewed(provider_of(server.oauth), known[0], now))
        except (MaildeskError, OSError) as error:
            log.token_failed(name, str(error))
        else:
            log.token_renewed(name)
