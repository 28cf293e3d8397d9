"""The IMAP accounts a daemon fetches from, each watched by a task of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from maildesk.config.limits import Limits
from maildesk.config.ways import Imap
from maildesk.intake.imap.watch import AccountWatch, ImapService
from maildesk.service.vital import Vital


@dataclass(frozen=True)
class _Watched:
    limits: Limits
    task: asyncio.Task[None]


class Fetching:
    """Starts and ends the tasks as desk.yaml names the accounts."""

    def __init__(self, vital: Vital) -> None:
        self._vital = vital
        self._watched: dict[Imap, _Watched] = {}

    async def adopt(self, service: ImapService, accounts: Sequence[Imap]) -> None:
        """Fetches from these accounts alone; one whose line and limits are what they were is not disturbed."""
        names = {imap.account for imap in self._watched}
        await self._end([imap for imap, one in self._watched.items() if imap not in accounts or one.limits != service.limits])
        for name in names - {imap.account for imap in accounts}:
            service.log.account_left(name)
        for imap in accounts:
            if imap not in self._watched:
                task = self._vital.start(f"imap {imap.account}", AccountWatch(service, imap).run())
                self._watched[imap] = _Watched(service.limits, task)

    async def stop(self) -> None:
        await self._end(list(self._watched))

    async def _end(self, accounts: Sequence[Imap]) -> None:
        await self._vital.end(*(self._watched.pop(imap).task for imap in accounts))
