"""The house itself: floors, imports without effects, and documents that stay true."""

from __future__ import annotations

import ast
import configparser
import functools
import graphlib
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pytest

import maildesk
from tests.conftest import SHARED

ROOT = Path(__file__).parent.parent
SOURCES = sorted((ROOT / "maildesk").rglob("*.py"))


def _modules() -> Iterator[str]:
    """Every module of ours but the migrations, which only alembic can load."""
    yield "maildesk"
    for found in pkgutil.walk_packages(maildesk.__path__, "maildesk."):
        if not found.name.startswith(("maildesk.store.migrations.", "maildesk.templates", "maildesk.rules_d")):
            yield found.name


def _python(code: str, *arguments: str, timeout: float = 100) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-I", "-B", "-c", code, *arguments], capture_output=True, text=True, timeout=timeout, check=False, cwd="/")


def test_imports_go_down_the_floors_only() -> None:
    """The contract in .importlinter holds: no circle, no import upwards, no room that knows another room (law 12)."""
    done = subprocess.run([Path(sys.executable).parent / "lint-imports", "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


def test_every_module_stands_on_a_floor() -> None:
    """A module that .importlinter does not name, nor its room as a whole, would be bound by nothing."""
    named = [name for floor in _floors() for name in floor]
    rooms = {name.rpartition(".")[0] for name in named}

    assert [name for name in _modules() if name not in rooms and not any(_stands_in(name, room) for room in named)] == []


# One process climbs the floors and forks for each module of one; what stands below is loaded once for all of them.
_EACH_ALONE = """
import gc, importlib, os, sys, traceback
gc.disable()
import alembic, jinja2, pydantic, sqlalchemy
for floor in sys.argv[1:]:
    for name in floor.split():
        if name in sys.modules:
            continue
        if os.fork() == 0:
            try:
                importlib.import_module(name)
            except BaseException:
                print(name, traceback.format_exc(limit=-3))
                sys.stdout.flush()
            os._exit(0)
        os.wait()
    for name in floor.split():
        if not name.endswith("__main__"):
            importlib.import_module(name)
"""


def test_no_modules_import_each_other() -> None:
    """However long the way round: of a circle one module finds the other half made, or not, by who was imported first."""
    known = set(_modules())
    graph = {name: {found for found in _needed_by(name, known) if found != name} for name in known}

    assert list(graphlib.TopologicalSorter(graph).static_order())[-1] in known


def _needed_by(name: str, known: set[str]) -> Iterator[str]:
    """The modules of ours that one asks for as it is read: what stands in its functions, or for types alone, comes later or never."""
    place = ROOT / name.replace(".", "/")
    waiting: list[ast.AST] = [ast.parse((place / "__init__.py" if place.is_dir() else place.with_suffix(".py")).read_text(encoding="utf-8"))]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Import):
            yield from known & {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom):
            within = {f"{node.module}.{one.name}" for one in node.names}
            yield from known & (within if within <= known else within | {str(node.module)})
        elif not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not _for_types(node):
            waiting.extend(one for one in ast.iter_child_nodes(node) if isinstance(one, ast.stmt | ast.ExceptHandler))


def _for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


@pytest.mark.test_all
def test_each_module_can_be_imported_first() -> None:
    """No module needs one of its own floor or above to have been imported before it, by an import or by what another one's import did."""
    done = _python(_EACH_ALONE, *(" ".join(name for name in _modules() if any(_stands_in(name, room) for room in rooms)) for rooms in _floors()))

    assert (done.stdout, done.stderr) == ("", "")


def _stands_in(name: str, room: str) -> bool:
    return name == room or name.startswith(f"{room}.")


def _floors() -> Iterator[list[str]]:
    """The modules and whole rooms that stand on each, lowest first."""
    for line in reversed(_contract()["layers"].split("\n")):
        yield re.findall(r"maildesk(?:\.\w+)+", line)


def _contract() -> configparser.SectionProxy:
    contract = configparser.ConfigParser()
    contract.read(ROOT / ".importlinter")
    return contract["importlinter:contract:floors"]


_NOTHING_HAPPENS = """
import importlib, sys, threading
import alembic, bleach, click, jinja2, nh3, pydantic, regex, sqlalchemy, starlette, uvicorn, uvloop, yaml
import aiosmtpd.smtp, aiosmtplib, mailparser, sqlalchemy.dialects.sqlite, sqlalchemy.dialects.postgresql
EFFECTS = ("socket.bind", "socket.connect", "subprocess.Popen", "os.fork", "os.exec", "os.mkdir", "os.remove", "os.rename", "sqlite3.connect")
def audit(event, arguments):
    if event in EFFECTS or (event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+")):
        print(module, event, arguments)
sys.addaudithook(audit)
for module in sys.argv[1:]:
    if not module.endswith("__main__"):
        importlib.import_module(module)
assert threading.active_count() == 1, threading.enumerate()
print(threading.__file__)
"""


def test_an_import_does_nothing_and_leaves_the_standard_library_alone() -> None:
    """Importing all of maildesk opens, starts and writes nothing; `threading` stays Python's, not our room of that name."""
    done = _python(_NOTHING_HAPPENS, *_modules())

    assert done.stderr == ""
    [only] = done.stdout.splitlines()
    assert "maildesk" not in Path(only).parts


def test_no_module_touches_the_search_path() -> None:
    """With maildesk/ itself on sys.path, our room `threading` would take the place of Python's."""
    touching = [
        str(path) for path in SOURCES for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Attribute) and _is_sys_path(node)
    ]

    assert touching == []


def _is_sys_path(node: ast.Attribute) -> bool:
    return node.attr == "path" and isinstance(node.value, ast.Name) and node.value.id == "sys"


def test_every_folder_of_code_is_a_package_that_is_shipped() -> None:
    """setup.cfg names each package: one that it forgets is missing from the wheel and nowhere else."""
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg")
    shipped = {name for name in setup["options"]["packages"].split() if name not in ("maildesk.templates", "maildesk.rules_d")}

    assert {".".join(path.parent.relative_to(ROOT).parts) for path in SOURCES} == shipped


# The one file each outside library stands behind (law 11). SQLAlchemy belongs to everything that takes a session.
ONE_FILE = {
    "aioimaplib": "maildesk/intake/imap/protocol.py",
    "aiosmtpd": "maildesk/intake/smtp/session.py",
    "aiosmtplib": "maildesk/outbound/transport.py",
    "alembic": "maildesk/store/schema.py",
    "bleach": "maildesk/html/clean.py",
    "dkim": "maildesk/intake/trust/dkim.py",
    "dns": "maildesk/resolver.py",
    "jinja2": "maildesk/outbound/render.py",
    "mailparser": "maildesk/intake/mime/parse.py",
    "nh3": "maildesk/html/clean.py",
    "regex": "maildesk/expressions.py",
    "uvicorn": "maildesk/statuspage/server.py",
    "uvloop": "maildesk/cli/serving.py",
    "yaml": "maildesk/config/yamlfile.py",
}


@pytest.mark.parametrize("library", ONE_FILE)
def test_an_outside_library_stands_behind_one_file(library: str) -> None:
    """A library that is given up or breaks is replaced in one place."""
    users = {str(path.relative_to(ROOT)) for path in SOURCES if "migrations" not in path.parts and library in _imported(path)}

    assert users <= {ONE_FILE[library]}


@functools.cache
def _imported(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text())))
    plain = {alias.name.split(".")[0] for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return plain | {node.module.split(".")[0] for node in nodes if isinstance(node, ast.ImportFrom) and node.module and not node.level}


def test_the_version_is_the_newest_in_the_changelog() -> None:
    """CHANGELOG.md begins with the version that is installed and that `__version__` says."""
    newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)

    assert newest is not None
    assert newest[1] == maildesk.__version__ == version("maildesk")


def test_every_test_says_what_holds() -> None:
    """A test without a sentence is read from its code when it fails, at the worst moment."""
    tests = [(path, node) for path in sorted((ROOT / "tests").rglob("test_*.py")) for node in _tests(path)]

    assert [f"{path.name}: {node.name}" for path, node in tests if not ast.get_docstring(node)] == []


def _tests(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
            yield node


def test_the_files_whose_tests_share_something_are_there() -> None:
    """A file that was renamed would be spread over the workers, and each would make what is shared anew."""
    assert [file for file in SHARED if not (ROOT / file).is_file()] == []
