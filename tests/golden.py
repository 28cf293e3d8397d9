"""Golden databases: what a desk of each revision left when it stopped in the midst of its work, as SQL a person can read.

    .venv/bin/python -m tests.golden      after a revision was added: plays the story on it and writes tests/databases/<revision>.sql

The story stands in tests/databases: `story.txt` was delivered, the letters of `queue.txt` have not left, the mails of
`waiting.txt` were accepted. Everything in it comes of fixed moments, keys and random numbers: two files differ by their revisions alone.

In a file, `moment('…')` is moved, so that the desk stopped when the test wants it to have; `fixed('…')` is not, where a hash is taken of it.
"""

from __future__ import annotations

import asyncio
import io
import json
import re
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Table, select

from maildesk.eventlog import EventLog
from maildesk.intake import spool
from maildesk.intake.imap import watermarks
from maildesk.intake.imap.account import Watermark
from maildesk.intake.imap.watermarks import Fetched, Folder
from maildesk.intake.spool import Claimed
from maildesk.mail import RawMail
from maildesk.outbound.claims import Chance, claim_due, settle
from maildesk.outbound.deliver import LEASE, deliver_relay, due_names
from maildesk.outbound.office import Office
from maildesk.outbound.retry import Attempt, RecipientResult, ResultKind
from maildesk.service.delivery import transports_of
from maildesk.store import blocking, daily, persons, schema, timers
from maildesk.store.counters import raise_counters
from maildesk.store.engine import Database, Session
from maildesk.store.timers import Timer, TimerKind
from maildesk.tables import metadata
from tests.talk import Talk, make_desk, read_blocks

FOLDER = Path(__file__).parent / "databases"
KEYS = FOLDER / "keys"
END = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)  # of the story
_FOLDER = Folder("help@imap.example.com", "INBOX")


def file_of(revision: str) -> Path:
    return FOLDER / f"{revision}.sql"


# ---------------------------------------------------------------- the story
def tell(folder: Path) -> Talk:
    """A desk in this folder on which the story has happened, and which has stopped."""
    talk = Talk(make_desk(FOLDER / "desk.yaml", folder, keys=KEYS), FOLDER, folder)
    _play(talk, "story.txt")
    asyncio.run(_deliver(talk))
    _play(talk, "queue.txt")
    _stop_while_sending(talk)
    _leave_waiting(talk)
    return talk


def _play(talk: Talk, name: str) -> None:
    for block in read_blocks((FOLDER / name).read_text(encoding="utf-8")):
        talk.step(block)


@dataclass
class _Then:
    """The clock of the story."""

    talk: Talk

    def now(self) -> datetime:
        return self.talk.now


async def _deliver(talk: Talk) -> None:
    desk = talk.desk
    log = EventLog(_Then(talk), io.StringIO())
    office = Office(desk.database, _Then(talk), log, desk.config.limits, lambda: 0.5, lambda *_: ())
    transports = transports_of(desk.config)
    for name in await due_names(office):
        while await deliver_relay(office, name, transports[name]):
            pass


def _stop_while_sending(talk: Talk) -> None:
    """Of three claimed letters one has left and one is on its way."""
    with talk.desk.database.write() as session:
        first, *_ = claim_due(session, "default", talk.now, 3, LEASE)
        sent = Attempt({address: RecipientResult(ResultKind.SENT, 250, "2.0.0 taken") for address in first.recipients})
        settle(session, first, sent, Chance(talk.now, 0.5, talk.desk.config.limits))


def _leave_waiting(talk: Talk) -> None:
    quarantined, rests, held, *waiting = read_blocks((FOLDER / "waiting.txt").read_text(encoding="utf-8"))
    with talk.desk.database.write() as session:
        blocking.block(session, "pens@spam.example", 1, talk.now)
        persons.join(session, "bob@customer.example", ["bob@home.example"], 1, talk.now)
        timers.put(session, 1, Timer(TimerKind.REMIND, talk.now + timedelta(days=30), "anna@example.com", "new ink"))
        daily.take_day(session, "support@example.com", f"{talk.now:%Y-%m-%d}")
        limits = talk.desk.config.limits
        talk.accept(session, quarantined)
        for _ in range(limits.attempts):
            _fail(session, talk)
        talk.accept(session, rests)
        _fail(session, talk)
        talk.accept(session, held)
        _claim(session, talk)
        fetched = [talk.composed(block) for block in waiting[-2:]]
        for block in waiting[:-2]:
            talk.accept(session, block)
        _fetch(session, talk, fetched)


def _claim(session: Session, talk: Talk) -> Claimed:
    claimed = spool.claim(session, "worker-1", talk.now, timedelta(minutes=1))
    assert claimed is not None
    return claimed


def _fail(session: Session, talk: Talk) -> None:
    claimed = _claim(session, talk)
    spool.fail(session, claimed.mail.id, claimed.fence, "the worker was ended: SIGSEGV", talk.now, talk.desk.config.limits)
    talk.now += timedelta(seconds=10)


def _fetch(session: Session, talk: Talk, mails: list[RawMail]) -> None:
    watermarks.hold(session, _FOLDER.account, "desk /var/lib/maildesk", talk.now, talk.now + timedelta(minutes=2))
    first = Watermark(uidvalidity=1700000000, uid=40, old=40, anew=False, began=talk.now)
    watermarks.begin(session, _FOLDER, None, first)
    fetched = [Fetched(uid, mail) for uid, mail in enumerate(mails, 41)]
    watermarks.take(session, _FOLDER, (first, Watermark(first.uidvalidity, fetched[-1].uid, 40, False, first.began)), fetched, tidy=True)
    watermarks.tidied(session, _FOLDER, first.uidvalidity, [fetched[0].uid])


# ---------------------------------------------------------------- the file
def written(database: Database) -> str:
    """The desk's database as a file of this folder says it."""
    with database.read() as session:
        parts = [_head(), *(part for table in metadata.sorted_tables for part in _insert(session, table))]
    return "\n".join(parts)


def _head() -> str:
    return f"-- What a desk of revision {schema.HEAD} left; written by `python -m tests.golden`. It stopped at {END.isoformat()}\n"


def _insert(session: Session, table: Table) -> Iterator[str]:
    rows = [tuple(row) for row in session.execute(select(table).order_by(*table.primary_key.columns))]
    if not rows:
        return
    shown = (f"({', '.join(_value(column, value) for column, value in zip(table.columns, row, strict=True))})" for row in rows)
    yield f"INSERT INTO {table.name} ({', '.join(table.columns.keys())}) VALUES\n" + ",\n".join(shown) + ";\n"


def _value(column: Column[Any], value: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, datetime):
        return f"{'fixed' if column.table.name == 'events' else 'moment'}('{value.isoformat()}')"
    if isinstance(value, bytes):
        return _mail(value) or f"bytes('{value.hex()}')"
    if isinstance(value, int):
        return str(value)
    return _quoted(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def _mail(data: bytes) -> str:
    """Mail that is text is shown as text; "" for anything else."""
    shown = data.decode("utf-8", "replace").replace("\r\n", "\n")
    readable = _from_text(shown) == data and _CONTROL.search(shown) is None
    return f"mail({_quoted(shown)})" if readable else ""


_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def _quoted(words: str) -> str:
    return "'" + words.replace("'", "''") + "'"


# ---------------------------------------------------------------- reading it
def load(revision: str, database: Database, stopped: datetime) -> None:
    """Makes an empty database one of this revision, with the desk that stopped at that moment."""
    schema.upgrade(database, revision)
    sql = file_of(revision).read_text(encoding="utf-8")
    shift = (stopped - END) // timedelta(microseconds=1)
    (_load_sqlite if database.sqlite else _load_postgres)(database, sql, shift)


def _microseconds(moment: str) -> int:
    return (datetime.fromisoformat(moment) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def _from_text(shown: str) -> bytes:
    return shown.replace("\n", "\r\n").encode()


def _load_sqlite(database: Database, sql: str, shift: int) -> None:
    with closing(sqlite3.connect(database.path)) as connection:
        connection.create_function("moment", 1, lambda moment: _microseconds(moment) + shift)
        connection.create_function("fixed", 1, _microseconds)
        connection.create_function("mail", 1, _from_text)
        connection.create_function("bytes", 1, bytes.fromhex)
        connection.executescript(f"PRAGMA foreign_keys=ON; BEGIN; {sql} COMMIT;")


_FUNCTIONS = {
    "fixed(text) RETURNS bigint": "(extract(epoch from $1::timestamptz) * 1000000)::bigint",
    "moment(text) RETURNS bigint": "fixed($1) + {shift}",
    "mail(text) RETURNS bytea": "convert_to(replace($1, E'\\n', E'\\r\\n'), 'UTF8')",
    "bytes(text) RETURNS bytea": "decode($1, 'hex')",
}


def _load_postgres(database: Database, sql: str, shift: int) -> None:
    with database.write() as session:
        connection: Any = session.connection.driver_connection
        for head, body in _FUNCTIONS.items():
            connection.execute(f"CREATE FUNCTION {head} LANGUAGE sql AS $$ SELECT {body.format(shift=shift)} $$")
        connection.execute(sql)
        for head in reversed(_FUNCTIONS):
            connection.execute(f"DROP FUNCTION {head.partition(' ')[0]}")
        raise_counters(session, {})


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        told = tell(Path(scratch))
        file_of(schema.HEAD).write_text(written(told.desk.database), encoding="utf-8")
        told.desk.database.close()
    sys.stdout.write(f"{file_of(schema.HEAD)} is written: read it once, then commit it with the revision\n")
