"""What tests share: databases that are made once and copied for each test, and free ports."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from maildesk.store.engine import Database
from maildesk.store.schema import upgrade
from tests import catalogue, memory, servers, spares
from tests.answering import Sent, asked_twice
from tests.blank import write_blank
from tests.spares import DESKS, Spares
from tests.visitors import visitors

# Files whose tests share what takes long to make, an installed wheel or a daemon: of several workers one runs them all.
SHARED = {
    "tests/test_wheel.py": "wheel",
    "tests/test_reload.py": "reload",
    "tests/test_neomutt.py": "neomutt",
    "tests/test_statuspage_browser.py": "browser",
    "tests/test_html_in_a_browser.py": "browser",
}


class _Together(LoadScopeScheduling):
    """Each test goes to whoever is free, but those of one group to one worker. The mark `xdist_group` does nothing with pytest 9.2."""

    def _split_scope(self, nodeid: str) -> str:
        return SHARED.get(nodeid.partition("::")[0], nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    return _Together(config, log)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`make test-all` runs the suite a second time with every desk on PostgreSQL."""
    parser.addoption("--database", choices=("sqlite", "postgres"), default="sqlite", help="what the desks of tests that do not name one stand on")


def pytest_configure(config: pytest.Config) -> None:
    """No test is held to a time. A test that ends with its desk may leave connections to it; the server drops the database with them."""
    gc.set_threshold(20_000)  # at the usual 700, looking for circles takes a twentieth of the time, and there are hardly any
    settings.register_profile("suite", deadline=None)  # how long an example takes is no matter of a test
    settings.load_profile("suite")
    memory.take_room()
    if config.getoption("--database") == "postgres":
        config.addinivalue_line("filterwarnings", "ignore:<psycopg.Connection:ResourceWarning")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL alone: what is SQLite's own is left out with its reason, and what ran on both already is not run again."""
    if config.getoption("--database") == "sqlite":
        _leave_out(config, items, [item for item in items if item.get_closest_marker("test_all")])
        return
    for item in items:
        alone = item.get_closest_marker("sqlite_alone")
        if alone is not None:
            item.add_marker(pytest.mark.skip(reason=f"SQLite alone: {alone.args[0]}"))
    ran = [item for item in items if item.get_closest_marker("test_all") is None]
    _leave_out(config, items, [item for item in ran if {"database", "blank"} & set(getattr(item, "fixturenames", ()))])


def pytest_collection_finish() -> None:
    """What is there by now stays: no collection of garbage looks at it again, and a fork does not copy it."""
    gc.collect()
    gc.freeze()


def _leave_out(config: pytest.Config, items: list[pytest.Item], those: list[pytest.Item]) -> None:
    config.hook.pytest_deselected(items=those)
    out = set(those)
    items[:] = [item for item in items if item not in out]


@pytest.fixture(scope="session", autouse=True)
def desks_of_tests(request: pytest.FixtureRequest) -> Iterator[None]:
    """Where the desks of tests stand, as `--database` says."""
    if request.config.getoption("--database") == "postgres":
        DESKS.spares = request.getfixturevalue("postgres_desks")
    yield
    DESKS.spares = None


@pytest.fixture(autouse=True)
def desks_of_this_test(request: pytest.FixtureRequest) -> Iterator[None]:
    """Their databases go with the test; those of a fixture that lives longer, with the server."""
    folder = request.getfixturevalue("tmp_path") if DESKS.spares and "tmp_path" in request.fixturenames else None
    yield
    if folder is not None:
        DESKS.forget(folder)


@pytest.fixture(scope="session", autouse=True)
def catalogues() -> None:
    """The words of other languages as they stand in the checkout."""
    catalogue.compile_stale()


@pytest.fixture
def sqlite_database(tmp_path: Path) -> Iterator[Database]:
    """An empty desk's database on SQLite, at `tmp_path/desk.db`."""
    path = tmp_path / "desk.db"
    write_blank(path)
    database = Database(f"sqlite:///{path}")
    yield database
    database.close()


@pytest.fixture
def desk_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """The empty database of the desk at `tmp_path/desk.yaml`: SQLite, or PostgreSQL with `--database postgres`."""
    if DESKS.spares is None:
        yield request.getfixturevalue("sqlite_database")
        return
    database = Database(DESKS.url(tmp_path))
    yield database
    database.close()


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL of our own with the database `template_desk`; as `servers.postgres_server` gives it."""
    programs = servers.postgres_programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    ours = tmp_path_factory.getbasetemp()
    with servers.postgres_server(programs, ours.parent if "PYTEST_XDIST_WORKER" in os.environ else ours) as server:
        database = Database(servers.make_postgres_database(server, "template_desk"))
        upgrade(database)
        database.close()
        yield server


@pytest.fixture(scope="session")
def postgres_desks(postgres_server: str) -> Spares:
    """Empty desks' databases on that server."""
    return spares.desks(postgres_server, "template_desk")


@pytest.fixture(scope="session")
def postgres_blanks(postgres_server: str) -> Spares:
    """Databases without a table on that server."""
    return spares.blanks(postgres_server)


@pytest.fixture
def postgres_database(postgres_desks: Spares) -> Iterator[Database]:
    """An empty desk's database on PostgreSQL."""
    with postgres_desks.lent() as url:
        database = Database(url)
        yield database
        database.close()


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
def blank_postgres(postgres_blanks: Spares) -> Iterator[Database]:
    """A PostgreSQL database without a table."""
    with postgres_blanks.lent() as url:
        database = Database(url)
        yield database
        database.close()


@pytest.fixture
def another_postgres(postgres_blanks: Spares) -> Iterator[Database]:
    """A second one."""
    with postgres_blanks.lent() as url:
        database = Database(url)
        yield database
        database.close()


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
    for name in {"database", "desk_database", "sqlite_database", "postgres_database"} & set(request.fixturenames):
        with request.getfixturevalue(name).write() as session:
            visitors.create(session, checkfirst=True)


@pytest.fixture(scope="session")
def asked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Sent]:
    """The folder of a desk on which Bob asked twice, to be copied, and Anna's notification."""
    folder = tmp_path_factory.mktemp("asked")
    return folder, asked_twice(folder)


@pytest.fixture
def notification(asked: tuple[Path, Sent]) -> Sent:
    """What Anna answers on a copy of that desk."""
    return asked[1]
