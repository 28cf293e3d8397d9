"""`maildesk db copy`: a whole desk goes to another database, of either kind, and goes on there."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, Table, insert, inspect, select, text

from maildesk.errors import REFUSED, Refused
from maildesk.intake import spool
from maildesk.mail import Envelope, RawMail
from maildesk.store import schema
from maildesk.store.copying import COPIED, copy
from maildesk.store.engine import Database
from maildesk.tables import tickets
from tests import golden
from tests.desks import maildesk, put_mail, said, write_desk
from tests.servers import url_of
from tests.service import service

STOPPED = datetime.now(UTC) - timedelta(hours=1)


@pytest.fixture(params=["sqlite", "postgres"])
def source(request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    """The golden desk of today, on each of the two."""
    if request.param == "sqlite":
        database = Database(f"sqlite:///{tmp_path / 'source.db'}")
        golden.load(schema.HEAD, database, STOPPED)
        return database
    database = request.getfixturevalue("another_postgres")
    golden.load(schema.HEAD, database, STOPPED)
    assert isinstance(database, Database)
    return database


def rows_of(database: Database) -> dict[str, list[str]]:
    with database.read() as session:
        return {table.name: sorted(repr(row) for row in session.execute(select(*_copied_columns(table)))) for table in COPIED}


def _copied_columns(table: Table) -> list[Column[Any]]:
    return [column for column in table.columns if column.name != "searched_version"]


def test_every_row_is_there(source: Database, blank: Database) -> None:
    """From each kind to each: every table row for row, and JSON, bytes, moments and Chinese as they were."""
    *_, last = copy(source, blank)

    assert rows_of(blank) == rows_of(source)
    assert last.done == last.rows > 100
    schema.check(blank)


def test_ids_go_on_where_they_were(source: Database, blank: Database) -> None:
    """What is written next gets a number that was never given, not even to a ticket that is gone."""
    with source.write() as session:
        row = session.execute(select(tickets).order_by(tickets.c.number.desc()).limit(1)).mappings().one()
        session.execute(insert(tickets), {**row, "number": None} if source.sqlite else {key: value for key, value in row.items() if key != "number"})
        session.execute(tickets.delete().where(tickets.c.number == row["number"] + 1))
    list(copy(source, blank))

    with blank.write() as session:
        fresh = {key: value for key, value in row.items() if key != "number"}
        assert session.execute(insert(tickets).returning(tickets.c.number), fresh).scalar() == row["number"] + 2
        [number] = spool.accept(session, [RawMail(b"x", Envelope(), STOPPED)])
    assert number == len(rows_of(source)["mails"]) + 1


def test_a_database_with_anything_in_it_is_left_alone(source: Database, database: Database) -> None:
    """Made by `db upgrade` and empty will do; one row is one too many."""
    with database.write() as session:
        spool.accept(session, [RawMail(b"x", Envelope(), STOPPED)])

    with pytest.raises(Refused, match=r"is not empty \(mails, raws\)"):
        list(copy(source, database))

    assert [len(rows) for rows in rows_of(database).values() if rows] == [1, 1]


_KILLED = """
import os, signal, sys
from maildesk.store.copying import copy
from maildesk.store.engine import Database
for number, step in enumerate(copy(Database(sys.argv[1]), Database(sys.argv[2]))):
    if step.comparing:
        os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_copy_that_is_killed_leaves_nothing(source: Database, blank: Database) -> None:
    """Killed after all is copied and before it is compared, the target is blank, and the next copy is whole."""
    source.close()
    done = subprocess.run([sys.executable, "-c", _KILLED, url_of(source), url_of(blank)], check=False)

    assert done.returncode == -signal.SIGKILL
    with blank.read() as session:
        assert inspect(session).get_table_names() == []
    list(copy(source, blank))
    assert rows_of(blank) == rows_of(source)


def test_what_does_not_compare_is_not_kept(tmp_path: Path, blank: Database) -> None:
    """A database that alters what is written to it, here by a trigger, is found out, and stays empty."""
    source = Database(f"sqlite:///{tmp_path / 'source.db'}")
    golden.load(schema.HEAD, source, STOPPED)
    schema.upgrade(blank)
    with blank.write() as session:
        for statement in _MEDDLING["sqlite" if blank.sqlite else "postgres"]:
            session.execute(text(statement))

    with pytest.raises(Exception, match="the copy of the table tags is not what was read; nothing of it is kept"):
        list(copy(source, blank))

    assert {name for name, rows in rows_of(blank).items() if rows} == set()


_MEDDLING = {
    "sqlite": ["CREATE TRIGGER meddles AFTER INSERT ON tags BEGIN UPDATE tags SET tag = 'Printer' WHERE tag = 'printer'; END"],
    "postgres": [
        "CREATE FUNCTION meddle() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.tag = initcap(NEW.tag); RETURN NEW; END $$",
        "CREATE TRIGGER meddles BEFORE INSERT ON tags FOR EACH ROW EXECUTE FUNCTION meddle()",
    ],
}


@pytest.mark.sqlite_alone("it moves away from it")
def test_the_command_moves_the_desk(sqlite_database: Database, blank_postgres: Database, tmp_path: Path) -> None:
    """Its last line says what to do next; a second time it is refused, and a URL of nothing is too."""
    desk = write_desk(tmp_path)
    sqlite_database.close()

    done = maildesk("db", "copy", url_of(blank_postgres), desk=desk)
    assert (done.code, done.err) == (0, "")
    assert "now set `database:` in desk.yaml" in done.out
    put_mail(blank_postgres, b"x")
    for url, why in (
        (url_of(blank_postgres), "is not empty (mails, raws)"),
        ("sqlite:///desk.db", "the desk has already"),
        ("mysql://x/y", "is no database"),
    ):
        refused = said("db", "copy", url, desk=desk)
        assert (refused.code, refused.out) == (REFUSED, "")
        assert why in refused.err
        assert refused.err.count("\n") == 1


def test_nobody_may_be_at_work_on_it(database: Database, tmp_path: Path) -> None:
    """Neither a copy nor an upgrade is begun while a daemon serves the desk, from this desk.yaml or another."""
    other = write_desk(tmp_path)
    other.write_text(other.read_text(encoding="utf-8").replace("sqlite:///desk.db", url_of(database)), encoding="utf-8")
    with service(tmp_path / "served", url_of(database)) as desk:
        desk.start()
        copied = said("db", "copy", "sqlite:///new.db", desk=other)
        with database.write() as session:
            session.execute(text(f"UPDATE alembic_version SET version_num = '{schema.OLDER[-1]}'"))
        upgraded = said("db", "upgrade", desk=other)
        assert desk.stop() == 0
    for refused in (copied, upgraded):
        assert refused.code == REFUSED
        assert re.search(r"stop (it first|every daemon)", refused.err)
    assert not (tmp_path / "new.db").exists() or (tmp_path / "new.db").stat().st_size == 0
