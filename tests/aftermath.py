"""What must be true of a desk after whatever happened to it: nothing is lost, nothing is doubled."""

from __future__ import annotations

import email
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, text, update

from maildesk.intake import spool
from maildesk.letter import LetterKind, OutboxState
from maildesk.outbound import outbox
from maildesk.store.engine import Database
from maildesk.tables import letters, mails, messages, raws
from maildesk.tables import outbox as outbox_table

_PATIENCE = 120.0  # seconds without any progress
_A_WHILE = 5.0  # of them, after which nobody alive is sending


def settle(database: Database) -> None:
    """Waits until each mail has its outcome and each letter has left; fails where nothing moves any more."""
    before, since = None, time.monotonic()
    while (now := _unfinished(database)) != (0, 0):
        if now != before:
            before, since = now, time.monotonic()
        if not database.sqlite and now[0] == 0 and time.monotonic() - since > _A_WHILE:
            _end_leases(database)
        until = since + _PATIENCE
        assert time.monotonic() < until, f"waiting mails and letters: {now}"
        time.sleep(0.1)


def _end_leases(database: Database) -> None:
    """Lets the three quarters of an hour pass for which a daemon that died holds its letters: on PostgreSQL others wait for that."""
    with database.write() as session:
        session.execute(update(outbox_table).where(outbox_table.c.state == OutboxState.SENDING).values(lease=datetime.now(UTC)))


def _unfinished(database: Database) -> tuple[int, int]:
    with database.read() as session:
        # In this order: on PostgreSQL each statement sees a moment of its own, and a mail's letters are there when it waits no more.
        waiting, many = spool.ledger(session).waiting, outbox.counts(session)
        return waiting, many[OutboxState.QUEUED] + many[OutboxState.SENDING]


def check_mails(database: Database, accepted: Mapping[str, bytes]) -> int:
    """Every mail that was told 250 is there to the byte, and is one entry of one ticket; gives the number of tickets."""
    with database.read() as session:
        stored = {row.sha256: row.data for row in session.execute(select(mails.c.sha256, raws.c.data).join(raws, raws.c.mail == mails.c.id))}
        entries = Counter(session.execute(select(mails.c.sha256).join(messages, messages.c.mail == mails.c.id)).scalars())
        tickets = Counter(session.execute(select(messages.c.ticket)).scalars())
        ledger = spool.ledger(session)
    lost = [data for key, data in accepted.items() if stored.get(key) != data]
    assert not lost, f"{len(lost)} of {len(accepted)} mails that were accepted are not stored as they came"
    assert set(entries) == set(stored), "a mail has no entry"
    assert set(entries.values()) <= {1}, f"mails with several entries: {[key for key, many in entries.items() if many > 1]}"
    assert set(tickets.values()) <= {1}, "two customers share a ticket"
    assert (ledger.balanced, ledger.waiting, ledger.quarantined, ledger.held) == (True, 0, 0, 0), ledger
    assert ledger.ticketed == len(stored), ledger
    assert ledger.ignored == ledger.accepted - len(stored), "only a mail that came twice may be ignored"
    return len(tickets)


def check_integrity(database: Database) -> None:
    """What SQLite says of its own file; PostgreSQL has no such question."""
    if not database.sqlite:
        return
    with database.read() as session:
        assert session.execute(text("PRAGMA integrity_check")).scalars().all() == ["ok"]
        assert session.execute(text("PRAGMA foreign_key_check")).all() == []


def check_letters(database: Database, tickets: int, kills: int = 0) -> set[str]:
    """Each ticket has one acknowledgement and one notification, and each has left. Gives the Message-IDs of what was sent.

    A kill may cost the acknowledgement that was being sent on each connection: whether it has left nobody knows, and an
    automatic letter to a customer is never sent twice (law 2).
    """
    found = _letters(database)
    for kind in (LetterKind.ACKNOWLEDGEMENT, LetterKind.NOTIFICATION):
        many = Counter(row.ticket for row in found if row.kind == kind)
        assert len(many) == tickets, f"{tickets - len(many)} tickets have no {kind}"
        assert set(many.values()) == {1}, f"several {kind}s for tickets {[number for number, n in many.items() if n > 1]}"
    assert len(found) == 2 * tickets, Counter(row.kind for row in found)
    unknown = [row for row in found if row.state == OutboxState.GIVEN_UP]
    assert {row.kind for row in unknown} <= {LetterKind.ACKNOWLEDGEMENT}
    assert len(unknown) <= kills, f"{len(unknown)} acknowledgements were given up after {kills} kills: {unknown[0].reason}"
    assert {row.state for row in found} <= {OutboxState.SENT, OutboxState.GIVEN_UP}
    return {row.message_id for row in found if row.state == OutboxState.SENT}


def _letters(database: Database) -> list[Any]:
    columns = (letters.c.kind, letters.c.ticket, letters.c.message_id, outbox_table.c.state, outbox_table.c.reason)
    with database.read() as session:
        assert session.execute(select(func.count()).select_from(letters)).scalar() == sum(outbox.counts(session).values())
        return list(session.execute(select(*columns).join(outbox_table, outbox_table.c.letter == letters.c.id)))


def check_captured(folders: Iterable[Path], sent: set[str], kills: int) -> None:
    """Each letter that was sent stands in one of the Maildirs, once and whole.

    The one letter to staff that was on its way at a kill may be sent again, under the same Message-ID, by another daemon
    into its own Maildir (law 2); within one Maildir it stands once all the same.
    """
    kept = [path for folder in folders for path in folder.glob("new/*")]
    heads = [email.message_from_bytes(path.read_bytes()) for path in kept]
    found = Counter(str(head["Message-ID"]) for head in heads)
    assert sent <= set(found), f"{len(sent - set(found))} letters count as sent and are not there"
    assert sum(many - 1 for many in found.values()) <= kills
    # An acknowledgement is never doubled, whatever was killed.
    assert {str(head["Auto-Submitted"]) for head in heads if found[str(head["Message-ID"])] > 1} <= {"auto-generated"}


def all_is_well(database: Database, accepted: Mapping[str, bytes], *outgoing: Path, kills: int = 0) -> None:
    """The whole account of a desk whose letters go into the Maildirs `outgoing`."""
    settle(database)
    tickets = check_mails(database, accepted)
    check_integrity(database)
    check_captured(outgoing, check_letters(database, tickets, kills), kills if len(outgoing) > 1 else 0)
    database.close()
