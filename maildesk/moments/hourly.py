"""Receipts of those who want them once an hour: one letter tells an agent what came of his mails."""

from __future__ import annotations

from datetime import datetime

from maildesk.desk import Desk
from maildesk.outbound.governor import HOUR, count_alone
from maildesk.outbound.happening import Composed
from maildesk.outbound.outbox import post
from maildesk.recording.receipts import receipts_about
from maildesk.store import deeds
from maildesk.verbs.deed import Deed


def tell_receipts(desk: Desk, now: datetime) -> int:
    """Writes the letters whose hour has come, in one transaction with taking their lines out, so that a kill neither loses nor doubles one."""
    with desk.database.read() as session:
        if not any(one.at <= now - HOUR for one in deeds.untold(session)):
            return 0
    with desk.database.write() as session:
        count_alone(session)  # of two daemons the second finds it told
        due = {actor: done for actor, done in _by_actor(deeds.untold(session)).items() if done[0].at <= now - HOUR}
        letters: list[Composed] = []
        for actor, done in due.items():
            author = desk.config.agent(actor.partition(":")[2])
            letters += receipts_about(session, desk, author, done, now) if author else ()
            deeds.told(session, done)
        post(session, letters)
    return len(letters)


def _by_actor(done: tuple[Deed, ...]) -> dict[str, list[Deed]]:
    found: dict[str, list[Deed]] = {}
    for one in done:
        found.setdefault(one.actor, []).append(one)
    return found
