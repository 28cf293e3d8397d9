"""The database's revision: made whole or not at all, and a program never works on one it does not know."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text

from maildesk.errors import MaildeskError, Refused
from maildesk.store import schema
from maildesk.store.engine import Database
from maildesk.tables import metadata


@pytest.fixture
def blank(tmp_path: Path) -> Database:
    """An SQLite file without a table."""
    return Database(f"sqlite:///{tmp_path / 'blank.db'}")


def test_a_blank_database_is_refused_with_the_command_that_makes_it(blank: Database) -> None:
    """One line says what to run."""
    with pytest.raises(Refused, match="maildesk db upgrade"):
        schema.check(blank)
    blank.close()


_KILLED = """
import os, re, signal, sys
from sqlalchemy import event
from maildesk.store import schema
from maildesk.store.engine import Database
database = Database("sqlite:///" + sys.argv[1])
def reap(session, cursor, statement, *_):
    if re.search(f"CREATE TABLE {sys.argv[2]} ", statement):
        os.kill(os.getpid(), signal.SIGKILL)
event.listen(database.engine, "after_cursor_execute", reap)
schema.upgrade(database)
"""


@pytest.mark.parametrize("table", [metadata.sorted_tables[0].name, metadata.sorted_tables[-1].name])
def test_an_upgrade_that_is_killed_leaves_nothing(blank: Database, table: str) -> None:
    """A kill between two tables takes all of them back, and the next run makes the database whole (F35)."""
    done = subprocess.run([sys.executable, "-c", _KILLED, blank.path, table], check=False)

    assert done.returncode == -signal.SIGKILL
    with blank.read() as session:
        assert inspect(session).get_table_names() == []
    schema.upgrade(blank)
    schema.check(blank)
    blank.close()


@pytest.mark.parametrize("act", [schema.check, schema.upgrade])
def test_an_unknown_revision_is_refused(database: Database, act: Callable[[Database], None]) -> None:
    """A database of a maildesk that this one does not know is neither used nor touched (F36)."""
    with database.write() as session:
        session.exec_driver_sql("UPDATE alembic_version SET version_num = 'r9999'")

    with pytest.raises(Refused, match="install the maildesk that made it"):
        act(database)


def test_a_password_in_the_url_is_not_shown() -> None:
    """The line that names the database may be copied into a ticket of ours (V148)."""
    shown = schema._shown(Database("postgresql://desk:hunter2@db.example.com/desk"))

    assert "db.example.com" in shown
    assert "hunter2" not in shown


def test_a_new_database_is_private(blank: Database) -> None:
    """Every mail stands in the file and in its WAL: nobody but its owner reads them (V151)."""
    schema.upgrade(blank)

    modes = {path.name: oct(path.stat().st_mode & 0o777) for path in blank.path.parent.glob("blank.db*")}
    assert {name: mode for name, mode in modes.items() if mode != "0o600"} == {}
    assert "blank.db-wal" in modes
    blank.close()


def test_a_database_in_no_folder_is_refused_in_one_line(tmp_path: Path) -> None:
    """A wrong path is told as what it is."""
    database = Database(f"sqlite:///{tmp_path}/nowhere/desk.db")

    with pytest.raises(MaildeskError, match="is not there; make it"):
        schema.upgrade(database)


def test_the_revisions_make_the_tables_of_today(blank: Database, tmp_path: Path) -> None:
    """What `db upgrade` makes step by step is to the letter what the code's own tables would make at once."""
    schema.upgrade(blank)
    whole = Database(f"sqlite:///{tmp_path / 'whole.db'}")
    schema.create(whole)
    assert _made(blank) == _made(whole)
    blank.close()
    whole.close()


def test_the_revisions_make_the_tables_of_today_on_postgresql(postgres_database: Database) -> None:
    """The same, as far as PostgreSQL can be asked: tables, columns, keys and indexes."""
    with postgres_database.read() as session:
        context = MigrationContext.configure(session)
        found = [str(difference) for difference in compare_metadata(context, metadata)]
    assert [difference for difference in found if "raws_mail" not in difference] == []  # that index is SQLite's alone


def _made(database: Database) -> set[str]:
    with database.read() as session:
        found = session.execute(text("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'alembic%'")).scalars()
        return {re.sub(r" ?([(),]) ?", r"\1", " ".join(sql.split())) for sql in found}  # a column added later stands there in other spaces
