"""Tells whether a name and a password are an agent's: off the event loop, one after the other, and bounded whoever asks (V015)."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

from maildesk.config.limits import Limits
from maildesk.errors import TryLater
from maildesk.intake.smtp import passwords, replies
from maildesk.intake.smtp.lasthour import LastHour
from maildesk.intake.smtp.passwords import COST, Cost
from maildesk.intake.smtp.replies import Reply
from maildesk.intake.smtp.sasl import Credentials
from maildesk.store.engine import Database

_AT_ONCE, _AT_ONCE_PER_CLIENT = 32, 4  # logins that wait for their turn


@dataclass(frozen=True, slots=True)
class Pauses:
    """Seconds before a refusal is told, and before a login from a network that guesses is looked at."""

    refusal: float = 1
    guessing: float = 10


class Logins:
    """All logins of the desk. `agents` are the addresses that may log in.

    One thread hashes: guessing takes one processor at most, and no session's answers wait for it. Who is unknown is
    answered as late and in the same words as an agent with another password.
    """

    def __init__(self, database: Database, agents: Collection[str], limits: Limits, cost: Cost = COST, pauses: Pauses = Pauses()) -> None:
        self._agents = agents
        self._database, self._limits, self._pauses = database, limits, pauses
        self._nobodys = passwords.nobodys(cost)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="login")
        self._waiting: Counter[str] = Counter()
        self._refused = LastHour()

    def adopt(self, agents: Collection[str], limits: Limits) -> None:
        """From now on these addresses may log in."""
        self._agents, self._limits = agents, limits

    async def check(self, client: str, credentials: Credentials) -> str | Reply:
        """The agent's address, or the answer to somebody who is none. `client` is the network that asks, "" where limits are not for it."""
        guessing = bool(client) and self._refused.many(client, self._now()) >= self._limits.refused_logins_per_client
        if self._waiting.total() >= _AT_ONCE or (client and self._waiting[client] >= (1 if guessing else _AT_ONCE_PER_CLIENT)):
            return replies.LOGINS_BUSY
        with self._in_line(client):
            await asyncio.sleep(self._pauses.guessing if guessing else 0)
            try:
                agent = await asyncio.get_running_loop().run_in_executor(self._thread, self._agent, credentials)
            except TryLater:
                return replies.LOGINS_BUSY
        if agent is not None:
            return agent
        if client:
            self._refused.note((client,), self._now())
        await asyncio.sleep(self._pauses.refusal)
        return replies.LOGIN_REFUSED

    @contextmanager
    def _in_line(self, client: str) -> Iterator[None]:
        self._waiting[client] += 1
        try:
            yield
        finally:
            self._waiting[client] -= 1
            if not self._waiting[client]:
                del self._waiting[client]

    def _agent(self, credentials: Credentials) -> str | None:
        """Each step is taken whoever asks: how long it takes tells nothing (V147)."""
        name = credentials.name.lower() if credentials.name.isascii() else ""
        with self._database.read() as session:
            kept = passwords.kept_for(session, name)
        known = kept is not None and name in self._agents
        right = passwords.matches(credentials.password.reveal(), kept if kept is not None and known else self._nobodys)
        return name if right and known else None

    def close(self) -> None:
        self._thread.shutdown(wait=False, cancel_futures=True)

    @staticmethod
    def _now() -> float:
        return asyncio.get_running_loop().time()
