"""The database's revision: made whole or not at all, and a program never works on one it does not know."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from maildesk.errors import MaildeskError, Refused
from maildesk.store import schema
from maildesk.store.engine import Database
from maildesk.tables import metadata
from tests import golden
from tests.servers import url_of


def test_a_blank_database_is_refused_with_the_command_that_makes_it(blank: Database) -> None:
    """One line says what to run."""
    with pytest.raises(Refused, match="maildesk db upgrade"):
        schema.check(blank)


# Children, each of which is killed some statements later than the one before, until one comes through; what each left is told.
_KILLED = """
import os, signal, sys
import alembic.command
from sqlalchemy import event, inspect
from maildesk.store import schema
from maildesk.store.engine import Database

def die_after(statements, database):
    left = [statements]
    def count(*_):
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
    event.listen(database.engine, "after_cursor_execute", count)

status, statements = 1, 0
while status:
    statements += int(sys.argv[2])
    if os.fork() == 0:
        database = Database(sys.argv[1])
        die_after(statements, database)
        schema.upgrade(database)
        os._exit(0)
    status = os.wait()[1]
    assert status in (0, signal.SIGKILL), status
    database = Database(sys.argv[1])
    with database.read() as session:
        print(schema.revision(session), *inspect(session).get_table_names())
    database.close()
"""


# `make test-all` tries every statement, `make test` one in three.
@pytest.mark.parametrize(("start", "pace"), [(None, 9), (schema.OLDER[0], 3), pytest.param(schema.OLDER[0], 1, marks=pytest.mark.test_all)])
def test_an_upgrade_that_is_killed_leaves_what_was_there(start: str | None, pace: int, blank: Database) -> None:
    """Killed after one of its statements, it has changed nothing; the next run makes the database whole (F35)."""
    if start is not None:
        golden.load(start, blank, datetime.now(UTC))
    blank.close()

    done = subprocess.run([sys.executable, "-c", _KILLED, url_of(blank), str(pace)], capture_output=True, text=True, check=True)

    *killed, last = done.stdout.splitlines()
    assert len(killed) >= 5
    assert len(set(killed)) == 1
    assert killed[0].split()[0] == str(start)
    assert last.split()[0] == schema.HEAD
    schema.check(blank)


_AT_ONCE = """
import os, sys
from maildesk.store import schema
from maildesk.store.engine import Database
for _ in range(4):
    if os.fork() == 0:
        schema.upgrade(Database(sys.argv[1]))
        os._exit(0)
assert [os.wait()[1] for _ in range(4)] == [0] * 4
"""


@pytest.mark.parametrize("start", [None, *schema.OLDER[:1]])
def test_several_may_upgrade_at_once(start: str | None, blank: Database) -> None:
    """One does it, the others wait and find it done."""
    if start is not None:
        golden.load(start, blank, datetime.now(UTC))
    blank.close()

    subprocess.run([sys.executable, "-c", _AT_ONCE, url_of(blank)], check=True)

    schema.check(blank)


@pytest.mark.parametrize("act", [schema.check, schema.upgrade])
def test_an_unknown_revision_is_refused(database: Database, act: Callable[[Database], None]) -> None:
    """A database of a maildesk that this one does not know is neither used nor touched (F36)."""
    with database.write() as session:
        session.exec_driver_sql("UPDATE alembic_version SET version_num = 'r9999'")

    with pytest.raises(Refused, match="install the maildesk that made it"):
        act(database)


@pytest.mark.parametrize("revision", [*schema.OLDER, schema.HEAD])
def test_every_revision_has_its_golden_database(revision: str) -> None:
    """Who adds a revision keeps a database of it, so that everybody who comes later can tell whether his still takes it over."""
    assert golden.file_of(revision).exists(), "write it with: .venv/bin/python -m tests.golden"


def test_a_password_in_the_url_is_not_shown() -> None:
    """The line that names the database may be copied into a ticket of ours (V148)."""
    shown = schema.shown(Database("postgresql://desk:hunter2@db.example.com/desk"))

    assert "db.example.com" in shown
    assert "hunter2" not in shown


def test_a_new_database_is_private(tmp_path: Path) -> None:
    """Every mail stands in the file and in its WAL: nobody but its owner reads them (V151)."""
    blank = Database(f"sqlite:///{tmp_path / 'blank.db'}")
    schema.upgrade(blank)

    modes = {path.name: oct(path.stat().st_mode & 0o777) for path in tmp_path.glob("blank.db*")}
    assert {name: mode for name, mode in modes.items() if mode != "0o600"} == {}
    assert "blank.db-wal" in modes
    blank.close()


def test_a_database_in_no_folder_is_refused_in_one_line(tmp_path: Path) -> None:
    """A wrong path is told as what it is."""
    database = Database(f"sqlite:///{tmp_path}/nowhere/desk.db")

    with pytest.raises(MaildeskError, match="is not there; make it"):
        schema.upgrade(database)


def test_the_revisions_make_the_tables_of_today(tmp_path: Path) -> None:
    """What `db upgrade` makes step by step is to the letter what the code's own tables would make at once."""
    blank = Database(f"sqlite:///{tmp_path / 'blank.db'}")
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
