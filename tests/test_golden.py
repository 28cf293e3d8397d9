"""Databases of every revision there was: brought up to today's and served, with all that waited in them (F36)."""

from __future__ import annotations

import smtplib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, func, inspect, select, text

from maildesk.config.load import load_config
from maildesk.demo.stage import answer
from maildesk.intake import spool
from maildesk.letter import OutboxState
from maildesk.mail import MailState
from maildesk.store import schema
from maildesk.store.audit import audited
from maildesk.store.copying import copy
from maildesk.store.engine import Database
from maildesk.store.tickets import load_ticket, messages_of
from maildesk.tables import letter_bytes, letters, messages, metadata, outbox, untold
from maildesk.ticket import Status
from tests import golden
from tests.aftermath import check_integrity, settle
from tests.opened import opened
from tests.servers import url_of
from tests.service import Service, service
from tests.talk import take_keys

NOT_YET = ["agent_passwords", "newcomers"]  # tables that nothing in the story writes
# Serving a desk of each takes long: `make test` serves the first, and the last after a move; `make test-all` serves all as they stand.
REVISIONS = (schema.OLDER[0], *(pytest.param(revision, marks=pytest.mark.test_all) for revision in (*schema.OLDER[1:], schema.HEAD)))
# By now the leases of whoever died with the desk are over, and no letter is too old to be sent.
STOPPED = datetime.now(UTC) - timedelta(hours=1)
_DONE_WITH = (MailState.TICKETED, MailState.ANSWERED, MailState.IGNORED, MailState.HELD, MailState.QUARANTINED)


def test_the_golden_database_has_something_in_every_table(blank: Database) -> None:
    """What is nowhere in it is never tried: a new table gets its rows by a line in the story."""
    golden.load(schema.HEAD, blank, STOPPED)
    with blank.read() as session:
        names = {name for name in inspect(session).get_table_names() if not name.startswith("searched")}  # the index: the daemon makes it
        empty = sorted(name for name in names if not session.scalar(text(f"SELECT count(*) FROM {name}")))
    assert empty == NOT_YET


@pytest.fixture(name="lived", scope="module")
def _lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A desk that lived on today's revision, to be read."""
    lived = Database(f"sqlite:///{tmp_path_factory.mktemp('lived') / 'desk.db'}")
    golden.load(schema.HEAD, lived, golden.END)
    yield lived
    lived.close()


@pytest.mark.parametrize("revision", schema.OLDER)
def test_an_upgrade_comes_to_what_the_program_would_have_written(revision: str, blank: Database, lived: Database) -> None:
    """The same story was told on every revision: what an upgrade puts into a row is what stands there where the desk lived on today's."""
    golden.load(revision, blank, golden.END)
    with blank.read() as session:
        was = {table: [column["name"] for column in inspect(session).get_columns(table)] for table in inspect(session).get_table_names()}
    schema.upgrade(blank)
    for table in metadata.sorted_tables:
        # What the trace of a decision says are the words of the program that made it.
        known = [column for column in table.columns if column.name in was.get(table.name, ()) and column.name != "trace"]
        fresh = [column for column in table.columns if column not in known and column.name != "trace"]
        if known and fresh:
            upgraded, wanted = _by(blank, known, fresh), _by(lived, known, fresh)
            alike = upgraded.keys() & wanted.keys()
            assert alike
            assert {row: upgraded[row] for row in alike} == {row: wanted[row] for row in alike}


def _by(database: Database, known: list[Column[Any]], fresh: list[Column[Any]]) -> dict[str, tuple[Any, ...]]:
    """The fresh columns of each row, by what is known of it."""
    with database.read() as session:
        return {repr(row[: len(known)]): tuple(row[len(known) :]) for row in session.execute(select(*known, *fresh))}


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_desk_of_every_revision_is_taken_over(revision: str, blank: Database, tmp_path: Path) -> None:
    """Upgraded and served: what waited is processed, each letter leaves once, old tokens are known, no history is broken."""
    golden.load(revision, blank, STOPPED)
    schema.upgrade(blank)
    _goes_on(blank, tmp_path)


def test_a_desk_that_was_moved_goes_on(blank: Database, another_postgres: Database, tmp_path: Path) -> None:
    """From SQLite to PostgreSQL and back, by `db copy`: nothing is lost, nothing leaves twice, and letters of before are known."""
    was = another_postgres if blank.sqlite else Database(f"sqlite:///{tmp_path / 'was.db'}")
    golden.load(schema.HEAD, was, STOPPED)
    list(copy(was, blank))
    was.close()
    _goes_on(blank, tmp_path)


def _goes_on(blank: Database, tmp_path: Path) -> None:
    before = _letters(blank)
    with blank.read() as session:
        done_with = {row.id: row.state for row in spool.listed(session, None, 1000) if row.state in _DONE_WITH}
    kept = _untold(blank)
    with service(tmp_path, url_of(blank)) as desk:
        _as_it_was(desk)
        desk.start()
        settle(blank)
        _check_queue(blank, done_with)
        _check_outbox(before, _letters(blank), tmp_path / "outgoing")
        _answer_old_letters(desk, blank)
        assert desk.stop() == 0
    assert (_untold(blank), Counter(letter.kind for letter in _letters(blank).values())["untold"]) == (0, min(kept, 1))
    _check_histories(blank)
    check_integrity(blank)


def _untold(database: Database) -> int:
    """What staff have not been told of, which the daemon does in one letter by itself."""
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(untold)) or 0


def _as_it_was(desk: Service) -> None:
    """The desk of the golden databases, but that all its letters arrive."""
    take_keys(load_config(desk.file), golden.KEYS)
    was = (golden.FOLDER / "desk.yaml").read_text(encoding="utf-8").splitlines()
    now = desk.file.read_text(encoding="utf-8").splitlines()
    ours = ("listen", "database", "limits", "  {workers")
    kept = [line for line in was if not line.startswith(("database", "relays"))] + [line for line in now if line.startswith(ours)]
    desk.file.write_text("\n".join([*kept, "relays: {default: {capture: outgoing}, away: {capture: outgoing}}"]), encoding="utf-8")


@dataclass(frozen=True)
class _Left:
    """A letter, by where it stood."""

    state: OutboxState
    kind: str
    message_id: str


def _letters(database: Database) -> dict[int, _Left]:
    columns = (letters.c.id, outbox.c.state, letters.c.kind, letters.c.message_id)
    with database.read() as session:
        rows = session.execute(select(*columns).join(outbox, outbox.c.letter == letters.c.id)).all()
    return {row.id: _Left(OutboxState(row.state), row.kind, row.message_id) for row in rows}


def _check_queue(database: Database, done_with: dict[int, MailState]) -> None:
    with database.read() as session:
        ledger = spool.ledger(session)
        rows = {row.id: row for row in spool.listed(session, None, 1000)}
        gave_answer = session.scalar(select(messages.c.ticket).where(messages.c.text.startswith("Which ink")))
    assert (ledger.balanced, ledger.waiting) == (True, 0)
    assert {number: rows[number].state for number in done_with} == done_with
    assert {rows[number].state for number in rows.keys() - done_with.keys()} == {MailState.TICKETED}
    assert gave_answer == 1


def _check_outbox(before: dict[int, _Left], after: dict[int, _Left], outgoing: Path) -> None:
    """Whatever had not left has, once; but for what may have left: the acknowledgement that was on its way is not sent twice (law 2)."""
    moved = {number for number, letter in after.items() if before.get(number) != letter}
    given_up = {number for number in moved if after[number].state is OutboxState.GIVEN_UP}
    assert {before[number].state for number in moved & before.keys()} == {OutboxState.QUEUED, OutboxState.SENDING}
    assert {(before[number].state, before[number].kind) for number in given_up} == {(OutboxState.SENDING, "acknowledgement")}
    assert {after[number].state for number in moved - given_up} == {OutboxState.SENT}
    left = Counter(str(read_letter(path.read_bytes())["Message-ID"]) for path in (outgoing / "new").iterdir())
    assert left == Counter(after[number].message_id for number in moved - given_up)


def _answer_old_letters(desk: Service, database: Database) -> None:
    """The tokens of letters that the old program wrote open their tickets: Anna's closes one, Bob's reopens it."""
    with database.read() as session:
        bytes_of = dict(session.execute(select(letters.c.person, letter_bytes.c.data).join(letter_bytes).where(letters.c.ticket == 1)).all())
    with smtplib.SMTP("127.0.0.1", desk.port) as client:
        for person, words in (("anna@example.com", "#close\n\nIt was the cable."), ("bob@customer.example", "It was not the cable.")):
            mail, to = answer(read_letter(bytes_of[person]), person, words)
            client.send_message(mail, person, [to])
            settle(database)
    with database.read() as session:
        ticket, entries = load_ticket(session, 1), messages_of(session, 1)
    assert ticket is not None
    assert ticket.status is Status.OPEN
    assert [(entry.kind, entry.reply) for entry in entries[-2:]] == [("reply", "It was the cable."), ("inbound", "It was not the cable.")]


def read_letter(data: bytes) -> EmailMessage:
    return opened(data)


def _check_histories(database: Database) -> None:
    """Old lines and new ones are links of one chain."""
    with database.read() as session:
        assert audited(session).fault is None
