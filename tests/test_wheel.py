"""The wheel: what is shipped runs in a clean environment, far from the checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Iterator
from importlib import metadata
from importlib.util import cache_from_source
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import maildesk

ROOT = Path(__file__).parent.parent
_MADE = shutil.ignore_patterns(".git", ".venv", "var", "build", "dist", "*.egg-info", "__pycache__", ".*_cache", ".hypothesis", "*.mo")

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy, so that nothing left over in build/ slips in and the checkout stays clean."""
    folder = tmp_path_factory.mktemp("wheel")
    shutil.copytree(ROOT, folder / "source", ignore=_MADE)
    _run([sys.executable, "-m", "build", "--wheel", "--outdir", str(folder), str(folder / "source")], folder)
    [built] = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path) -> Path:
    """The folder of programs of an environment that has the wheel and what it asks for, and nothing else.

    The libraries are copies of the suite's own, with what Python has compiled of them: `make ready` has just found them by the same list.
    """
    environment = wheel.parent / "clean"
    _run([sys.executable, "-m", "venv", "--without-pip", str(environment)], wheel.parent)
    pip = [sys.executable, "-m", "pip", "--python", str(environment / "bin" / "python"), "install", "--quiet", "--disable-pip-version-check"]
    _run([*pip, "--no-deps", "--no-index", "--no-compile", str(wheel)], wheel.parent)
    [site] = environment.glob("lib/python*/site-packages")
    [ours] = metadata.distributions(path=[str(site)])
    for distribution in {one.name: one for one in _asked_for(ours.requires or [])}.values():
        for file in distribution.files or ():
            _copied(Path(str(file.locate())), site / file)
    return environment / "bin"


def _asked_for(lines: Iterable[str], extras: Iterable[str] = ()) -> Iterator[metadata.Distribution]:
    """The distributions that these lines ask for, and all that those ask for."""
    for one in map(Requirement, lines):
        if one.marker is None or any(one.marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            found = metadata.distribution(one.name)
            assert one.specifier.contains(found.version, prereleases=True), f"{one} is asked for, and {found.version} is there"
            yield found
            yield from _asked_for(found.requires or [], one.extras)


def _copied(file: Path, to: Path) -> None:
    """A module comes with its compiled one; what lies beside the libraries, their programs, stays behind."""
    if ".." in to.parts or not file.exists():
        return
    to.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(file, to)
    if file.suffix == ".py":
        _copied(Path(cache_from_source(str(file))), Path(cache_from_source(str(to))))


def _run(command: list[str], folder: Path) -> str:
    """Runs in that folder without anything of ours in the environment; fails with all that was printed."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "MAILDESK", "VIRTUAL_ENV"))}
    done = subprocess.run(command, cwd=folder, env=kept, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, f"{command} ended with {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def test_every_file_a_desk_needs_is_in_the_wheel(wheel: Path) -> None:
    """Shipped rules, templates, revisions of the database, words of other languages and the type marker travel with the code."""
    shipped = set(zipfile.ZipFile(wheel).namelist())
    needed = {f"maildesk/rules_d/{path.name}" for path in (ROOT / "rules.d").glob("*.yaml")}
    needed |= {f"maildesk/templates/{path.relative_to(ROOT / 'templates')}" for path in (ROOT / "templates").rglob("*.*") if path.suffix != ".pyc"}
    needed |= {str(path.relative_to(ROOT)) for path in (ROOT / "maildesk").rglob("*.py")} | {"maildesk/py.typed"}
    needed |= {str(path.relative_to(ROOT).with_suffix(".mo")) for path in (ROOT / "maildesk" / "locale").rglob("*.po")}
    needed |= {str(path.relative_to(ROOT)) for path in (ROOT / "maildesk" / "statuspage").iterdir() if path.suffix in (".css", ".svg")}

    assert needed - shipped == set()


def test_nothing_else_is_in_the_wheel(wheel: Path) -> None:
    """No test, no bench and no stray top-level package is installed beside maildesk."""
    names = zipfile.ZipFile(wheel).namelist()

    assert {name.split("/")[0] for name in names} == {"maildesk", f"maildesk-{maildesk.__version__}.dist-info"}


def test_the_installed_program_tells_its_version(installed: Path, tmp_path: Path) -> None:
    """`maildesk --version` runs from any folder."""
    assert maildesk.__version__ in _run([str(installed / "maildesk"), "--version"], tmp_path)


def test_an_installed_desk_is_made_and_checked(installed: Path, tmp_path: Path) -> None:
    """`init` writes a desk that is valid as it stands, with the shipped rules and templates."""
    _run([str(installed / "maildesk"), "init", "desk"], tmp_path)

    _run([str(installed / "maildesk"), "--desk", "desk/desk.yaml", "rules", "check"], tmp_path)


def test_an_installed_maildesk_explains_a_mail(installed: Path, tmp_path: Path) -> None:
    """`explain` needs no desk: shipped rules, an empty store."""
    mail = b"From: Ada <ada@example.org>\r\nTo: support@example.com\r\nSubject: Hello\r\nMessage-ID: <1@example.org>\r\n\r\nIt works.\r\n"
    (tmp_path / "hello.eml").write_bytes(mail)

    assert "It works." in _run([str(installed / "maildesk"), "explain", "--json", "--no-desk", "hello.eml"], tmp_path)


def test_the_demo_plays_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    """`maildesk demo --once` tells its whole story on free ports and leaves nothing behind."""
    as_root = ["--as-root"] if os.geteuid() == 0 else []

    assert _run([str(installed / "maildesk"), "demo", "--once", *as_root], tmp_path)
    assert list(tmp_path.iterdir()) == []
