"""What tests share: databases that are made once and copied for each test, and free ports."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from maildesk.store.engine import Database
from maildesk.store.schema import upgrade
from tests import catalogue, servers
from tests.visitors import visitors


@pytest.fixture(scope="session", autouse=True)
def catalogues() -> None:
    """The words of other languages as they stand in the checkout."""
    catalogue.compile_stale()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with our tables and no rows, whole without its WAL."""
    path = tmp_path_factory.mktemp("template") / "desk.db"
    database = Database(f"sqlite:///{path}")
    upgrade(database)
    database.checkpoint()
    database.close()
    return path


@pytest.fixture
def sqlite_database(sqlite_template: Path, tmp_path: Path) -> Iterator[Database]:
    """An empty desk's database on SQLite, at `tmp_path/desk.db`."""
    path = tmp_path / "desk.db"
    shutil.copyfile(sqlite_template, path)
    database = Database(f"sqlite:///{path}")
    yield database
    database.close()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A PostgreSQL of our own with the database `template_desk`; as `servers.postgres_server` gives it."""
    programs = servers.postgres_programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    with servers.postgres_server(programs) as server:
        database = Database(servers.make_postgres_database(server, "template_desk"))
        upgrade(database)
        database.close()
        yield server


@pytest.fixture
def postgres_database(postgres_server: str) -> Iterator[Database]:
    """An empty desk's database on PostgreSQL, dropped after the test."""
    name = f"desk_{uuid.uuid4().hex}"
    database = Database(servers.make_postgres_database(postgres_server, name, "template_desk"))
    yield database
    database.close()
    servers.drop_postgres_database(postgres_server, name)


@pytest.fixture(params=["sqlite", "postgres"])
def blank(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database without a table: the test runs once on each of the two."""
    if request.param == "postgres":
        yield request.getfixturevalue("blank_postgres")
        return
    database = Database(f"sqlite:///{tmp_path / 'blank.db'}")
    yield database
    database.close()


@pytest.fixture
def blank_postgres(postgres_server: str) -> Iterator[Database]:
    """A PostgreSQL database without a table."""
    with _empty_postgres(postgres_server) as database:
        yield database


@pytest.fixture
def another_postgres(postgres_server: str) -> Iterator[Database]:
    """A second one."""
    with _empty_postgres(postgres_server) as database:
        yield database


@contextmanager
def _empty_postgres(server: str) -> Iterator[Database]:
    name = f"blank_{uuid.uuid4().hex}"
    database = Database(servers.make_postgres_database(server, name))
    yield database
    database.close()
    servers.drop_postgres_database(server, name)


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> Database:
    """An empty desk's database: the test runs once on each of the two."""
    found = request.getfixturevalue(f"{request.param}_database")
    assert isinstance(found, Database)
    return found


@pytest.fixture
def free_port() -> int:
    """A TCP port on 127.0.0.1 for this test; `servers.free_port()` gives more."""
    return servers.free_port()


@pytest.fixture
def with_visitors(request: pytest.FixtureRequest) -> None:
    """The databases of the test have the table `visitors`."""
    for name in {"database", "sqlite_database", "postgres_database"} & set(request.fixturenames):
        with request.getfixturevalue(name).write() as session:
            visitors.create(session, checkfirst=True)
