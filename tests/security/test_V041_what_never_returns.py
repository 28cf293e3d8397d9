"""V041: a mail whose reading never returns, or ends the process, costs a worker and itself alone."""

from __future__ import annotations

import asyncio
from pathlib import Path

from maildesk.intake import spool
from maildesk.mail import MailState
from maildesk.outbound import outbox
from maildesk.store.engine import Database
from tests import poison, servers
from tests.poison import DESK, POISONS, mail
from tests.talk import make_desk


def states(database: Database) -> dict[int, MailState]:
    with database.read() as session:
        return {row.id: row.state for row in spool.listed(session, None, 100)}


async def test_poison_costs_its_own_mail_alone(tmp_path: Path) -> None:
    """A segfault, two endless loops, exhausted memory and a bug: each is tried three times and quarantined, nine neighbours are done (F30)."""
    (tmp_path / "poison.yaml").write_text(DESK % servers.free_port())
    desk = make_desk(tmp_path / "poison.yaml", tmp_path)
    subjects = [*POISONS[:2], *(f"good {n}" for n in range(5)), *POISONS[2:], *(f"good {n}" for n in range(5, 9))]
    with desk.database.write() as session:
        ids = spool.accept(session, [mail(number, subject) for number, subject in enumerate(subjects)])
    async with asyncio.timeout(60), poison.served(tmp_path / "desk.yaml") as log:
        while MailState.WAITING in states(desk.database).values():
            await asyncio.sleep(0.2)
        found = states(desk.database)
    wanted = {number: MailState.QUARANTINED if subject in POISONS else MailState.TICKETED for number, subject in zip(ids, subjects, strict=True)}
    assert found == wanted
    again = Database(str(desk.database.url))
    with again.read() as session:
        rows = {row.id: row for row in spool.listed(session, MailState.QUARANTINED, 100)}
        told = [row for row in outbox.listed(session, None, 1000) if row.kind == "quarantined"]
        raw = {number: spool.shown(session, number)[1] for number in rows}
    again.close()
    assert {row.attempts for row in rows.values()} == {3}
    assert raw == {number: mail(position, subjects[position]).data for position, number in enumerate(ids) if number in rows}
    assert log.read_text().count("mail_quarantined") == len(POISONS)
    assert {row.person for row in told} == {"sue@example.com"}
    assert len(told) == 3  # the governor's bound for an hour
