"""Tries the servers a desk names before anything depends on them: connection, TLS, login and folders. No mail is taken, none is sent."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator

from maildesk.config.secret import read_secret
from maildesk.config.ways import Imap
from maildesk.config.yamlfile import Route
from maildesk.edition import Files
from maildesk.errors import NOTHING, MaildeskError, Problem
from maildesk.intake.imap import connection as imap
from maildesk.intake.imap import folder as imap_folder
from maildesk.intake.imap.trouble import LoginRefused
from maildesk.language import Said
from maildesk.outbound.transport import Patience, Transport
from maildesk.service.delivery import transports_of
from maildesk.system.sockets import CHECK_LOGIN

_PATIENCE = Patience(connect=20, command=20)  # a person sits before the terminal
_IMAP_PATIENCE = imap.Patience(connect=20, command=20)


async def unreachable(files: Files) -> tuple[Problem, ...]:
    """What each relay and each account that cannot be used has to say, at its line of desk.yaml."""
    tries = [(route, asyncio.create_task(_said_by(way))) for route, way in _ways(files)]
    found = [(route, await task) for route, task in tries]
    return tuple(Problem(files.document.place(route), said) for route, said in found if said)


def _ways(files: Files) -> Iterator[tuple[Route, Transport | Imap]]:
    for name, transport in transports_of(files.config, _PATIENCE).items():
        if files.config.relays[name].host is not None:
            yield ("relays", name), transport
    for number, listen in enumerate(files.config.listen):
        if listen.imap is not None:
            yield ("listen", number), listen.imap


async def _said_by(way: Transport | Imap) -> Said:
    """Why it cannot be used; nothing where it can."""
    try:
        if isinstance(way, Imap):
            await _look_into(way)
            return NOTHING
        async with way.connect():
            return NOTHING
    except LoginRefused as error:
        return Said("{server} is not let in: {why}; {right}", server=_name(way), why=error.text, right=CHECK_LOGIN)
    except MaildeskError as error:
        return Said("{server}: {why}", server=_name(way), why=error.text)


async def _look_into(account: Imap) -> None:
    async with imap.connect(account, _IMAP_PATIENCE) as connection:
        await imap_folder.log_in(connection, account, await asyncio.to_thread(read_secret, account, os.environ))
        for folder in account.folders:
            await imap_folder.select(connection, folder)


def _name(way: Transport | Imap) -> Said:
    return Said("the account {account}", account=way.account) if isinstance(way, Imap) else Said("this relay")
