"""Letters on their way to a real SMTP server while the daemon is killed or told to stop."""

from __future__ import annotations

import asyncio
import email
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.aftermath import check_integrity, check_letters, check_mails, settle
from tests.nexthop import NextHop, next_hop
from tests.service import service
from tests.traffic import CALM, Traffic

CONNECTIONS = 4  # of a relay, where desk.yaml does not say


@dataclass
class SlowHop(NextHop):
    """Takes its time between a mail and the answer to it."""

    pause: float = 0.02

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        answer = await super().handle_DATA(server, session, envelope)
        await asyncio.sleep(self.pause)
        return answer

    def copies(self) -> dict[str, list[str]]:
        """Whom each Message-ID was for, once a copy."""
        found: dict[str, list[str]] = {}
        for one in self.received:
            found.setdefault(str(email.message_from_bytes(one.data)["Message-ID"]), []).extend(one.recipients)
        return found


@contextmanager
def slow_hop(folder: Path, pause: float) -> Iterator[SlowHop]:
    """A server in a thread of its own, so that it goes on while the test waits."""
    hop, ready, over = SlowHop(pause=pause), threading.Event(), asyncio.Event()
    loop = asyncio.new_event_loop()

    async def serve() -> None:
        async with next_hop(folder, hop, tls="off"):
            ready.set()
            await over.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    try:
        assert ready.wait(10)
        yield hop
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join()
        loop.close()


def test_killed_while_sending(tmp_path: Path) -> None:
    """A letter to an agent that may have left is sent again under its Message-ID; one to a customer never is (F04)."""
    kill_while_sending(tmp_path, seed=20260108, kills=2, pace=CALM)


def kill_while_sending(folder: Path, seed: int, kills: int, pace: float) -> None:
    chance = random.Random(seed)
    with slow_hop(folder, 0.02) as hop, service(folder, relay=f"{{host: 127.0.0.1, port: {hop.port}, tls: 'off'}}") as desk:
        desk.start()
        traffic = Traffic((desk.port,), pace=pace)
        with traffic.flowing():
            for _ in range(kills):
                time.sleep(chance.uniform(0.8, 2.0))
                desk.kill()
                desk.start()
        settle(desk.database)
        tickets = check_mails(desk.database, traffic.accepted)
        sent = check_letters(desk.database, tickets, kills * CONNECTIONS)
        check_integrity(desk.database)
        copies = hop.copies()
        assert sent <= set(copies)
        assert all(len(people) == 1 for people in copies.values() if people[0] != "anna@example.com")
        again = Counter(len(people) - 1 for people in copies.values())
        assert sum(extra * many for extra, many in again.items()) <= kills * CONNECTIONS, again
        assert desk.stop() == 0


def test_told_to_stop_while_sending(tmp_path: Path) -> None:
    """The letters in hand are finished, the others wait for the next start: none is given up, none leaves twice (F33)."""
    with slow_hop(tmp_path, 0.5) as hop, service(tmp_path, relay=f"{{host: 127.0.0.1, port: {hop.port}, tls: 'off'}}") as desk:
        desk.start()
        traffic = Traffic((desk.port,), mails=60)
        traffic.send_all()
        assert desk.stop() == 0
        assert desk.left_over() == []
        assert 0 < len(hop.received) < 120
        hop.pause = 0
        desk.start()
        settle(desk.database)
        sent = check_letters(desk.database, check_mails(desk.database, traffic.accepted))
        copies = hop.copies()
        assert sent == set(copies)
        assert {len(people) for people in copies.values()} == {1}
        assert desk.stop() == 0
        assert "task_died" not in desk.log.read_text(encoding="utf-8")
